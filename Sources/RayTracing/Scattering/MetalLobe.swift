// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// Reflection from a metal: a mirror, or for a roughness above 0 facets, with what they lose to further bounces
/// given back (Kulla and Conty 2017).
struct MetalLobe {
    private let fresnel: MetalFresnel
    private let surface: MicrofacetSurface
    private let finish: MetalFinish
    private let bounceScale: SIMD3<Float>

    init(_ fresnel: MetalFresnel, _ finish: MetalFinish) {
        self.fresnel = fresnel
        self.finish = finish
        surface = finish.surface
        let average = fresnel.average
        bounceScale = finish.isMirror
            ? .zero
            : average * average * finish.average / (SIMD3(1, 1, 1) - average * (1 - finish.average))
    }

    var isMirror: Bool { finish.isMirror }

    @inline(__always)
    func evaluate(_ outgoing: Vector3, _ incoming: Vector3) -> Scattering {
        guard !finish.isMirror, outgoing.z > 0, incoming.z > 0 else { return .none }
        let facet = (outgoing + incoming).normalized
        let cosine = outgoing.dot(facet)
        let density = surface.density(facet)
        let visible = surface.visibleDensity(facet, from: outgoing, facetCosine: cosine, density: density)
        let masking = surface.masking(
            outgoing, incoming, facetCosineA: cosine, facetCosineB: incoming.dot(facet))
        var value = fresnel.reflectance(cosine: cosine) * (density * masking / (4 * outgoing.z))
        if bounceScale != .zero {
            let lost = (1 - AlbedoTables.mirror.value(outgoing.z, finish.roughness))
                * (1 - AlbedoTables.mirror.value(incoming.z, finish.roughness))
            value += bounceScale * (lost * incoming.z / (Float.pi * (1 - finish.average)))
        }
        return Scattering(value: value, density: visible / (4 * abs(cosine)))
    }

    @inline(__always)
    func sample(_ outgoing: Vector3, _ place: Vector2) -> ScatterSample? {
        guard outgoing.z > 0 else { return nil }
        if finish.isMirror {
            return ScatterSample(
                incoming: Vector3(-outgoing.x, -outgoing.y, outgoing.z), kind: .specularReflection,
                weight: fresnel.reflectance(cosine: outgoing.z))
        }
        let incoming = reflected(outgoing, surface.visibleNormal(from: outgoing, place))
        guard incoming.z > 0 else { return nil }
        return ScatterSample(incoming: incoming, kind: .glossyReflection, weight: .zero)
    }
}

/// What of a metal does not depend on its colour.
struct MetalFinish {
    let roughness: Float
    let isMirror: Bool
    let surface: MicrofacetSurface
    /// Mean share of light that leaves in one bounce.
    let average: Float

    init(roughness: Float, anisotropy: Float) {
        self.roughness = roughness
        isMirror = roughness < 1e-5
        surface = MicrofacetSurface(roughness: roughness, anisotropy: anisotropy)
        average = isMirror ? 1 : AlbedoTables.mirrorAverage.value(roughness)
    }
}
