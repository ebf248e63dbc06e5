// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// A material as the loops read it.
struct MaterialRecord {
    /// Opacity of a phong or ghost surface, which the geometry's alpha multiplies; nil for all others.
    var phongOpacity: Float
    var isPhong: Bool

    init(_ material: Material) {
        switch material {
        case .phong(let opacity):
            phongOpacity = opacity
            isPhong = true
        case .ghost:
            phongOpacity = 1
            isPhong = true
        default:
            phongOpacity = 1
            isPhong = false
        }
    }

    /// Whether nothing passes through, given the least alpha of the geometry.
    func isOpaque(lowestAlpha: Float) -> Bool {
        phongOpacity * lowestAlpha >= 1
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
