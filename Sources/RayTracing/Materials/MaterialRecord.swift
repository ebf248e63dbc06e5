// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// A material as the loops read it.
struct MaterialRecord {
    /// Opacity of a phong or ghost surface, which the geometry's alpha multiplies.
    var phongOpacity: Float
    var isPhong: Bool
    private var passage: Passage

    /// Whether light passes straight through in the production renderer.
    private enum Passage: UInt8 {
        case never, always, byAlpha, ghost
    }

    init(_ material: Material) {
        switch material {
        case .phong(let opacity):
            phongOpacity = opacity
            isPhong = true
            passage = .byAlpha
        case .ghost:
            phongOpacity = 1
            isPhong = true
            passage = .ghost
        default:
            phongOpacity = 1
            isPhong = false
            passage = ScatteringRecord.isTransparent(material) ? .always : .never
        }
    }

    /// Whether nothing passes through, given the least alpha of the geometry.
    func isOpaque(lowestAlpha: Float) -> Bool {
        phongOpacity * lowestAlpha >= 1
    }

    /// How the production renderer's rays see it, given the least alpha of the geometry.
    func productionMask(lowestAlpha: Float) -> UInt32 {
        switch passage {
        case .ghost: RayMask.ghost
        case .always: RayMask.passing
        case .never: RayMask.blocking
        case .byAlpha: phongOpacity * lowestAlpha < 1 ? RayMask.passing : RayMask.blocking
        }
    }

    /// Diffuse colour and transmission of the interactive renderer, which tells only phong (and ghost) from the rest.
    @inline(__always)
    func interactive(color: SIMD4<Float>) -> (diffuse: SIMD3<Float>, transmission: Float) {
        let rgb = SIMD3(color.x, color.y, color.z)
        guard isPhong else { return (rgb, 1 - color.w) }
        let opacity = phongOpacity * color.w
        return (rgb * opacity, 1 - opacity)
    }
}
