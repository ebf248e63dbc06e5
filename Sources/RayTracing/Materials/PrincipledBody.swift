// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// The principled material: a mixture of plastic, glass and metal under a clear coat and sheen, after OSPRay's, which
/// follows Burley, "Physically Based Shading at Disney" (SIGGRAPH course 2012), with energy-conserving parts.
struct PrincipledBody {
    /// What depends on the side that the path comes from.
    private struct Side {
        var plasticLayer: CoatLayer?
        var glass: GlassLobe?
        var coat: CoatLayer?
    }

    private static let negligible: Float = 1e-5

    private let opacity: Float
    private let diffuse: Float
    private let roughness: Float
    private let backShare: Float
    private let plastic: Float
    private let plasticImportance: Float
    private let glass: Float
    private let metal: Float
    private let metalFinish: MetalFinish
    private let edgeColor: SIMD3<Float>
    private let sheen: SheenLayer?
    private let sheenTint: Float
    private let outside: Side
    private let inside: Side
    private let turns: Float
    /// Whether the facets lie along a direction.
    let isBrushed: Bool
    private let changesMedium: Bool
    private let interior: Medium

    init(_ parameters: PrincipledMaterial, opacity: Float) {
        func unit(_ x: Float) -> Float { min(max(x, 0), 1) }
        func unit(_ c: SIMD3<Float>) -> SIMD3<Float> { pointwiseMin(pointwiseMax(c, .zero), SIMD3(1, 1, 1)) }
        self.opacity = unit(opacity)
        diffuse = unit(parameters.diffuse)
        roughness = unit(parameters.roughness)
        let specular = unit(parameters.specular)
        let transmission = unit(parameters.transmission)
        metal = unit(parameters.metallic) * specular
        let dielectric = 1 - unit(parameters.metallic)
        plastic = dielectric * (1 - transmission)
        plasticImportance = plastic * max(diffuse, specular)
        glass = dielectric * transmission * specular
        backShare = parameters.thin ? min(max(parameters.backLight, 0), 2) * 0.5 : 0
        metalFinish = MetalFinish(roughness: roughness, anisotropy: unit(parameters.anisotropy))
        edgeColor = unit(parameters.edgeColor)
        turns = unit(parameters.anisotropyRotation)
        isBrushed = parameters.anisotropy > 0
        sheenTint = unit(parameters.sheenTint)
        let sheenWeight = unit(parameters.sheen)
        let sheenRoughness = unit(parameters.sheenRoughness)
        sheen = sheenWeight > Self.negligible
            ? SheenLayer(
                surface: SheenSurface(roughness: sheenRoughness), roughness: sheenRoughness, weight: sheenWeight,
                color: unit(parameters.sheenColor))
            : nil
        let depth = max(parameters.transmissionDepth, Self.negligible)
        let absorption = logarithm(unit(parameters.transmissionColor)) / depth
        let given = max(parameters.indexOfRefraction, 0.01)
        let index = given < 1 ? 1 / given : given
        changesMedium = !parameters.thin && transmission > Self.negligible
        interior = Medium(attenuation: absorption, index: index)
        outside = Self.side(parameters, eta: 1 / index, coatEta: 1 / 1.5, absorption, specular, glass, plastic)
        inside = parameters.thin
            ? outside
            : Self.side(parameters, eta: index, coatEta: 1.5, absorption, specular, glass, plastic)
    }

    private static func side(
        _ parameters: PrincipledMaterial, eta given: Float, coatEta: Float, _ absorption: SIMD3<Float>,
        _ specular: Float, _ glassShare: Float, _ plasticShare: Float
    ) -> Side {
        func unit(_ x: Float) -> Float { min(max(x, 0), 1) }
        let eta = min(max(given, 1 / 3), 3)
        let roughness = unit(parameters.roughness)
        let anisotropy = unit(parameters.anisotropy)
        let isSmooth = roughness < negligible
        let hasBoundary = abs(eta - 1) > negligible
        var result = Side()
        if plasticShare > negligible, specular > negligible, hasBoundary {
            result.plasticLayer = CoatLayer(
                eta: eta, transmittance: SIMD3(1, 1, 1), thickness: 1, roughness: roughness,
                anisotropy: anisotropy, weight: specular)
        }
        if glassShare > negligible {
            if !hasBoundary {
                result.glass = GlassLobe(.clear, eta: 1)
            } else if parameters.thin {
                result.glass = GlassLobe(
                    isSmooth ? .thin : .thinRough, eta: eta, roughness: roughness, anisotropy: anisotropy,
                    attenuation: absorption * max(parameters.thickness, 0))
            } else {
                result.glass = GlassLobe(
                    isSmooth ? .smooth : .rough, eta: eta, roughness: roughness, anisotropy: anisotropy)
            }
        }
        let coat = unit(parameters.coat)
        if coat > negligible {
            let tint = pointwiseMin(pointwiseMax(parameters.coatColor, .zero), SIMD3(1, 1, 1))
            result.coat = CoatLayer(
                eta: coatEta, transmittance: tint, thickness: max(parameters.coatThickness, 0),
                roughness: unit(parameters.coatRoughness), anisotropy: 0, weight: coat)
        }
        return result
    }

    /// Turn of the shading frame about the normal, in parts of a full circle.
    var rotation: Float { turns }

    @inline(__always)
    func scattering(_ rgb: SIMD3<Float>, medium: Medium) -> SurfaceScattering {
        let base = pointwiseMin(pointwiseMax(rgb, .zero), SIMD3(1, 1, 1))
        var result = SurfaceScattering()
        let passing = 1 - opacity
        if passing > Self.negligible {
            result.passage = SIMD3(1, 1, 1) * passing
            result.passageImportance = passing
            result.bodyWeight = opacity
            result.bodyImportance = opacity > Self.negligible ? opacity : 0
        }
        let isOutside = medium == .vacuum
        if plastic > Self.negligible {
            result.diffuse = DiffuseLobe(
                color: base * diffuse, roughness: roughness < Self.negligible ? 0 : roughness, backShare: backShare)
            result.plasticLayer = isOutside ? outside.plasticLayer : inside.plasticLayer
            result.plasticWeight = plastic
            result.plasticImportance = plasticImportance
        }
        if glass > Self.negligible {
            result.glass = isOutside ? outside.glass : inside.glass
            result.glassWeight = glass
        }
        if metal > Self.negligible {
            result.metal = MetalLobe(.artistic(reflectivity: base, edgeTint: edgeColor), metalFinish)
            result.metalWeight = metal
        }
        result.coat = isOutside ? outside.coat : inside.coat
        if var sheen {
            sheen.color = mix(sheenTint, sheen.color, base)
            result.sheen = sheen
        }
        result.finish()
        return result
    }

    @inline(__always)
    func transparency(cosine: Float, medium: Medium) -> SIMD3<Float> {
        let passing = 1 - opacity
        let isOutside = medium == .vacuum
        guard glass > Self.negligible, let body = isOutside ? outside.glass : inside.glass else {
            return SIMD3(1, 1, 1) * (passing > Self.negligible ? passing : 0)
        }
        var through = body.transparency(cosine: cosine)
        if greatest(through) > 0 {
            if let coat = isOutside ? outside.coat : inside.coat { through *= coat.transparency(cosine: cosine) }
            if let sheen { through *= 1 - sheen.reflectance(cosine) }
        }
        return through * (glass * opacity) + SIMD3(1, 1, 1) * passing
    }

    @inline(__always)
    func crossed(_ medium: Medium) -> Medium {
        guard changesMedium else { return medium }
        return medium == .vacuum ? interior : .vacuum
    }
}
