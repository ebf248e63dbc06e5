// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// A clear layer over another surface, smooth or rough, whose medium absorbs.
///
/// After Weidlich and Wilkie, "Arbitrarily Layered Micro-Facet Surfaces" (GRAPHITE 2007), without refraction but with
/// the refracted lengths for absorption. What the layer reflects is taken from the light below: over diffuse surfaces
/// after Kelemen and Szirmay-Kalos ("A Microfacet Based Coupled Specular-Matte BRDF Model", Eurographics 2001), over
/// others by the smaller of both transmittances (Kulla and Conty 2017).
struct CoatLayer {
    private let isSmooth: Bool
    private let eta: Float
    private let transmittance: SIMD3<Float>
    private let thickness: Float
    private let weight: Float
    private let roughness: Float
    private let surface: MicrofacetSurface
    /// Mean reflectance over the hemisphere.
    private let averageReflectance: Float
    private let average: Float
    private let bounceScale: Float

    /// - Parameters:
    ///   - eta: index outside over that of the layer, or its inverse.
    ///   - weight: share of the surface that is coated, 0…1.
    init(
        eta: Float, transmittance: SIMD3<Float>, thickness: Float, roughness: Float, anisotropy: Float,
        weight: Float
    ) {
        isSmooth = roughness < 1e-5
        self.eta = eta <= 1 ? eta : 1 / eta
        self.transmittance = transmittance
        self.thickness = thickness
        self.weight = weight
        self.roughness = roughness
        surface = MicrofacetSurface(roughness: roughness, anisotropy: anisotropy)
        let fresnel = DielectricFresnel.average(eta: eta)
        if isSmooth {
            average = 1
            bounceScale = 0
            averageReflectance = fresnel * weight
        } else {
            average = AlbedoTables.mirrorAverage.value(roughness)
            bounceScale = fresnel * (1 - average) / (1 - fresnel * average)
            averageReflectance = (AlbedoTables.reflection.average(self.eta, roughness)
                + bounceScale * (1 - average)) * weight
        }
    }

    /// How the layer itself reflects.
    var kinds: ScatterKind { isSmooth ? .specularReflection : .glossyReflection }

    /// Share of light that the layer reflects, by the cosine of the outgoing direction.
    @inline(__always)
    func reflectance(_ cosine: Float) -> Float {
        if isSmooth { return DielectricFresnel.reflectance(cosine: cosine, eta: eta).reflectance * weight }
        let single = AlbedoTables.reflection.value(cosine, eta, roughness)
        return (single + bounceScale * (1 - AlbedoTables.mirror.value(cosine, roughness))) * weight
    }

    /// What is left of the light of the surface below for two directions.
    @inline(__always)
    private func passage(
        _ outgoing: Vector3, _ incoming: Vector3, reflectance: Float, overDiffuse: Bool
    ) -> SIMD3<Float> {
        let incomingCosine = abs(incoming.z)
        let other = self.reflectance(incomingCosine)
        var result = SIMD3<Float>(1, 1, 1)
        if transmittance != result {
            var length = 1 / DielectricFresnel.refractedCosine(outgoing.z, eta: eta)
                + 1 / DielectricFresnel.refractedCosine(incomingCosine, eta: eta)
            if incoming.z <= 0 { length *= 0.5 }
            result = mix(weight, result, power(transmittance, thickness * length))
        }
        let share = overDiffuse
            ? (1 - reflectance) * (1 - other) / (1 - averageReflectance)
            : min(1 - reflectance, 1 - other)
        return result * share
    }

    /// What layer and surface below together make of two directions.
    @inline(__always)
    func evaluate(
        _ outgoing: Vector3, _ incoming: Vector3, below: Scattering, overDiffuse: Bool
    ) -> Scattering {
        guard outgoing.z > 0 else { return .none }
        let reflectance = reflectance(outgoing.z)
        var result = below
        result.value *= passage(outgoing, incoming, reflectance: reflectance, overDiffuse: overDiffuse)
        result.density *= 1 - reflectance
        guard !isSmooth, incoming.z > 0 else { return result }
        let facet = (outgoing + incoming).normalized
        let cosine = outgoing.dot(facet)
        let density = surface.density(facet)
        let visible = surface.visibleDensity(facet, from: outgoing, facetCosine: cosine, density: density)
        let masking = surface.masking(
            outgoing, incoming, facetCosineA: cosine, facetCosineB: incoming.dot(facet))
        let fresnel = DielectricFresnel.reflectance(cosine: cosine, eta: eta).reflectance * weight
        let lost = (1 - AlbedoTables.mirror.value(outgoing.z, roughness))
            * (1 - AlbedoTables.mirror.value(incoming.z, roughness))
        let value = fresnel * density * masking / (4 * outgoing.z)
            + bounceScale * lost * incoming.z / (Float.pi * (1 - average))
        result.value += SIMD3(1, 1, 1) * value
        result.density += reflectance * visible / (4 * cosine)
        return result
    }

    /// Draws a direction from the layer or, through it, from the surface below.
    @inline(__always)
    func sample(
        _ outgoing: Vector3, _ place: Vector2, _ choice: Float, overDiffuse: Bool,
        below: (Float) -> ScatterSample?
    ) -> ScatterSample? {
        guard outgoing.z > 0 else { return nil }
        let reflectance = reflectance(outgoing.z)
        if choice < reflectance {
            if isSmooth {
                return ScatterSample(
                    incoming: Vector3(-outgoing.x, -outgoing.y, outgoing.z), kind: .specularReflection,
                    weight: SIMD3(1, 1, 1))
            }
            let incoming = reflected(outgoing, surface.visibleNormal(from: outgoing, place))
            guard incoming.z > 0 else { return nil }
            return ScatterSample(incoming: incoming, kind: .glossyReflection, weight: .zero)
        }
        guard var result = below((choice - reflectance) / (1 - reflectance)) else { return nil }
        if !result.kind.isDisjoint(with: .specular) {
            result.weight *= passage(
                outgoing, result.incoming, reflectance: reflectance, overDiffuse: overDiffuse) / (1 - reflectance)
        }
        return result
    }

    /// Share of light that a shadow ray brings through the layer.
    func transparency(cosine: Float) -> SIMD3<Float> {
        let length = 1 / DielectricFresnel.refractedCosine(cosine, eta: eta)
        let absorbed = mix(weight, SIMD3(1, 1, 1), power(transmittance, thickness * length))
        return absorbed * (1 - reflectance(cosine))
    }
}
