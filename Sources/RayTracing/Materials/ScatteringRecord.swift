// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// The medium that a path runs through.
struct Medium: Equatable {
    /// Natural logarithm of the transmittance of a unit length.
    var attenuation: SIMD3<Float>
    var index: Float

    static let vacuum = Medium(attenuation: .zero, index: 1)

    @inline(__always) var absorbs: Bool { attenuation != .zero }
}

/// A material as the production renderer reads it: all that does not depend on the point is computed beforehand.
///
/// The models are those of OSPRay's materials `obj`, `principled`, `alloy`, `thinGlass`, `luminous` and `carPaint`,
/// with the parameters that Brayns sets.
struct ScatteringRecord {
    private enum Kind: UInt8 {
        case phong, principled, metal, sheet, emissive, carpaint, ghost
    }

    private let kind: Kind
    /// Radiance that the surface sends out.
    private(set) var emission = SIMD3<Float>.zero
    private var opacity: Float = 1
    private var metal = MetalFinish(roughness: 0, anisotropy: 0)
    private var sheet = GlassLobe(.clear, eta: 1)
    private var coat: CoatLayer?
    private var flakeDensity: Float = 0
    private var flakeFinish = MetalFinish(roughness: 0, anisotropy: 0)
    private var principled = PrincipledBody(PrincipledMaterial(), opacity: 1)

    init(_ material: Material) {
        switch material {
        case .phong(let opacity):
            kind = .phong
            self.opacity = opacity
        case .ghost:
            kind = .ghost
        case .matte(let opacity):
            kind = .principled
            var parameters = PrincipledMaterial()
            parameters.roughness = 1
            principled = PrincipledBody(parameters, opacity: opacity)
        case .plastic(let opacity):
            kind = .principled
            var parameters = PrincipledMaterial()
            parameters.roughness = 0.01
            parameters.coat = 1
            parameters.coatThickness = 3
            principled = PrincipledBody(parameters, opacity: opacity)
        case .principled(let parameters):
            kind = .principled
            principled = PrincipledBody(parameters, opacity: 1)
        case .metal(let roughness):
            kind = .metal
            metal = MetalFinish(roughness: min(max(roughness, 0), 1), anisotropy: 0)
        case .glass(let index):
            kind = .sheet
            sheet = GlassLobe(.sheet, eta: 1 / max(index, 0.01))
        case .emissive(let color, let intensity):
            kind = .emissive
            emission = color * intensity
        case .carpaint(let flakeDensity):
            kind = .carpaint
            self.flakeDensity = min(max(flakeDensity, 0), 1)
            coat = CoatLayer(
                eta: 1 / 1.5, transmittance: SIMD3(1, 1, 1), thickness: 1, roughness: 0, anisotropy: 0, weight: 1)
            flakeFinish = MetalFinish(roughness: 0.3, anisotropy: 0)
        }
    }

    /// Whether the surface only glows where it is seen edge on and stops no light.
    var isGhost: Bool { kind == .ghost }

    /// Turn of the shading frame about the normal, in parts of a full circle.
    private var rotation: Float { kind == .principled ? principled.rotation : 0 }

    /// Whether it matters how the shading frame is turned about the normal.
    private var needsGrain: Bool { kind == .carpaint || (kind == .principled && principled.isBrushed) }

    /// Whether the surface is a light source.
    var isEmissive: Bool { greatest(emission) > 0 }

    /// Whether some light may pass straight through a surface of a material other than phong, whatever its colour.
    static func isTransparent(_ material: Material) -> Bool {
        switch material {
        case .glass: true
        case .matte(let opacity), .plastic(let opacity): opacity < 1
        case .principled(let parameters):
            parameters.transmission > 0 && parameters.metallic < 1 && parameters.specular > 0
        case .phong, .metal, .emissive, .carpaint, .ghost: false
        }
    }

    /// The colour of a surface that is nothing but matte there, as most are: ``PlainDiffuse`` does for it.
    @inline(__always)
    func plainDiffuse(_ color: SIMD4<Float>) -> SIMD3<Float>? {
        guard kind == .phong, opacity * color.w == 1 else { return nil }
        let rgb = SIMD3(color.x, color.y, color.z)
        return greatest(rgb) > 0 ? rgb : nil
    }

    /// The frame in which the surface scatters light at a hit.
    @inline(__always)
    func frame(at point: SurfacePoint, of hit: RayHit, on surface: UnsafePointer<SurfaceRecord>) -> ShadingFrame {
        var frame = needsGrain
            ? ShadingFrame(normal: point.shadingNormal, along: surface.pointee.grain(of: hit))
            : ShadingFrame(normal: point.shadingNormal)
        let turns = rotation
        if turns > 0 {
            let turn = Elementary.sineAndCosine(turns: turns)
            let x = frame.x
            frame.x = x * turn.cosine + frame.y * turn.sine
            frame.y = frame.y * turn.cosine - x * turn.sine
        }
        return frame
    }

    /// What the surface does with light at a point; nil where paths end.
    @inline(__always)
    func scattering(_ color: SIMD4<Float>, position: Vector3, medium: Medium) -> SurfaceScattering? {
        let rgb = SIMD3(color.x, color.y, color.z)
        switch kind {
        case .emissive, .ghost:
            return nil
        case .phong:
            var result = SurfaceScattering()
            let share = opacity * color.w
            let tint = rgb * share
            result.diffuse.color = tint
            result.plasticWeight = 1
            result.plasticImportance = 1
            result.bodyImportance = greatest(tint) > 0 ? luminance(tint) : 0
            let passing = 1 - share
            if passing > 0 {
                result.passage = SIMD3(1, 1, 1) * passing
                result.passageImportance = passing
            }
            result.finish()
            return result
        case .metal:
            var result = SurfaceScattering()
            result.metal = MetalLobe(.schlick(normal: rgb, grazing: SIMD3(1, 1, 1)), metal)
            result.metalWeight = 1
            result.finish()
            return result
        case .sheet:
            var result = SurfaceScattering()
            var glass = sheet
            glass.attenuation = logarithm(rgb)
            result.glass = glass
            result.glassWeight = 1
            result.finish()
            return result
        case .carpaint:
            return paint(rgb, position)
        case .principled:
            return principled.scattering(rgb, medium: medium)
        }
    }

    /// Share of a shadow ray's light that passes straight through.
    @inline(__always)
    func transparency(_ color: SIMD4<Float>, cosine: Float, medium: Medium) -> SIMD3<Float> {
        switch kind {
        case .phong:
            return SIMD3(1, 1, 1) * (1 - opacity * color.w)
        case .principled:
            return principled.transparency(cosine: cosine, medium: medium)
        case .sheet:
            var glass = sheet
            glass.attenuation = logarithm(SIMD3(color.x, color.y, color.z))
            return glass.transparency(cosine: cosine)
        case .ghost:
            return SIMD3(1, 1, 1)
        case .metal, .emissive, .carpaint:
            return .zero
        }
    }

    /// The medium on the other side of the surface.
    @inline(__always)
    func crossed(_ medium: Medium) -> Medium {
        kind == .principled ? principled.crossed(medium) : medium
    }

    private func paint(_ rgb: SIMD3<Float>, _ position: Vector3) -> SurfaceScattering {
        var result = SurfaceScattering()
        result.coat = coat
        if flakeDensity > 1e-5, let normal = Flakes.normal(at: position, density: flakeDensity) {
            // The flakes are of aluminium.
            let fresnel = MetalFresnel.complexIndex(
                SIMD3(1.69700277, 0.879832864, 0.5301736), extinction: SIMD3(9.30200672, 6.27604008, 4.89433956))
            result.metal = MetalLobe(fresnel, flakeFinish)
            result.metalWeight = 1
            result.metalFrame = ShadingFrame(normal: normal)
        } else {
            result.diffuse.color = pointwiseMin(pointwiseMax(rgb, .zero), SIMD3(1, 1, 1))
            result.plasticWeight = 1
            result.plasticImportance = 1
        }
        result.finish()
        return result
    }
}
