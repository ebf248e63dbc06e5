// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// Reflection and transmission of a transparent body.
///
/// Solid bodies refract (Walter et al., "Microfacet Models for Refraction through Rough Surfaces", EGSR 2007, with
/// the compensation of Kulla and Conty 2017); thin ones let light go straight on. Radiance is not scaled by the
/// compression of solid angles.
struct GlassLobe {
    enum Kind: UInt8 {
        /// A smooth boundary between two bodies.
        case smooth
        /// A rough boundary between two bodies.
        case rough
        /// A thin sheet, its front side only.
        case thin
        /// A thin rough sheet: reflection is rough, transmission straight.
        case thinRough
        /// A thin sheet with all reflections between its sides.
        case sheet
        /// Nothing but a passage.
        case clear
    }

    let kind: Kind
    private let eta: Float
    private let roughness: Float
    private let surface: MicrofacetSurface
    /// Natural logarithm of the transmittance of the sheet at right angles.
    var attenuation: SIMD3<Float>
    private let average: Float
    private let averageBack: Float
    /// Share of reflection among the light of many bounces (rough), or its scale (thin rough).
    private let bounces: Float

    init(_ kind: Kind, eta: Float, roughness: Float = 0, anisotropy: Float = 0, attenuation: SIMD3<Float> = .zero) {
        self.kind = kind
        self.eta = eta
        self.roughness = roughness
        self.attenuation = attenuation
        surface = MicrofacetSurface(roughness: roughness, anisotropy: anisotropy)
        switch kind {
        case .rough:
            average = AlbedoTables.dielectricAverage(eta: eta, roughness: roughness)
            averageBack = AlbedoTables.dielectricAverage(eta: 1 / eta, roughness: roughness)
            let front = DielectricFresnel.average(eta: eta)
            let back = DielectricFresnel.average(eta: 1 / eta)
            let a = (1 - front) / (1 - averageBack)
            let b = (1 - back) / (1 - average)
            bounces = 1 - b / (a + b) * (1 - front)
        case .thinRough:
            average = AlbedoTables.mirrorAverage.value(roughness)
            averageBack = 1
            let front = DielectricFresnel.average(eta: eta)
            bounces = front * (1 - average) / (1 - front * average)
        default:
            average = 1
            averageBack = 1
            bounces = 0
        }
    }

    /// How light may leave.
    var kinds: ScatterKind {
        switch kind {
        case .smooth, .thin, .sheet: .specular
        case .rough: [.glossyReflection, .glossyTransmission, .diffuseReflection, .diffuseTransmission]
        case .thinRough: [.glossyReflection, .specularTransmission]
        case .clear: .specularTransmission
        }
    }

    @inline(__always)
    func evaluate(_ outgoing: Vector3, _ incoming: Vector3) -> Scattering {
        switch kind {
        case .rough: roughBoundary(outgoing, incoming)
        case .thinRough: roughSheet(outgoing, incoming)
        default: .none
        }
    }

    func sample(_ outgoing: Vector3, _ place: Vector2, _ choice: Float) -> ScatterSample? {
        let through = Vector3.zero - outgoing
        let mirrored = Vector3(-outgoing.x, -outgoing.y, outgoing.z)
        let cosine = max(outgoing.z, 0)
        let white = SIMD3<Float>(1, 1, 1)
        switch kind {
        case .clear:
            return ScatterSample(incoming: through, kind: .specularTransmission, weight: white)
        case .smooth:
            let (reflectance, refracted) = DielectricFresnel.reflectance(cosine: cosine, eta: eta)
            if choice <= reflectance {
                return ScatterSample(incoming: mirrored, kind: .specularReflection, weight: white)
            }
            let direction = DielectricFresnel.refracted(
                outgoing, Vector3(0, 0, 1), cosine: cosine, refractedCosine: refracted, eta: eta)
            return ScatterSample(incoming: direction, kind: .specularTransmission, weight: white)
        case .thin:
            let (reflectance, refracted) = DielectricFresnel.reflectance(cosine: cosine, eta: eta)
            if choice <= reflectance {
                return ScatterSample(incoming: mirrored, kind: .specularReflection, weight: white)
            }
            return ScatterSample(
                incoming: through, kind: .specularTransmission, weight: exponential(attenuation / refracted))
        case .sheet:
            let (reflection, transmission) = sheet(cosine)
            let share = luminance(reflection) / (luminance(reflection) + luminance(transmission))
            if choice <= share {
                return ScatterSample(incoming: mirrored, kind: .specularReflection, weight: reflection / share)
            }
            return ScatterSample(
                incoming: through, kind: .specularTransmission, weight: transmission / (1 - share))
        case .thinRough:
            guard outgoing.z > 0 else { return nil }
            if choice < roughReflectance(cosine) {
                let incoming = reflected(outgoing, surface.visibleNormal(from: outgoing, place))
                guard incoming.z > 0 else { return nil }
                return ScatterSample(incoming: incoming, kind: .glossyReflection, weight: .zero)
            }
            let refracted = DielectricFresnel.refractedCosine(cosine, eta: eta)
            return ScatterSample(
                incoming: through, kind: .specularTransmission, weight: exponential(attenuation / refracted))
        case .rough:
            return sampleRough(outgoing, place, choice)
        }
    }

    /// Share of light that passes straight through a shadow ray's surface.
    func transparency(cosine: Float) -> SIMD3<Float> {
        switch kind {
        case .clear:
            return SIMD3(1, 1, 1)
        case .smooth:
            return SIMD3(1, 1, 1) * (1 - DielectricFresnel.reflectance(cosine: cosine, eta: eta).reflectance)
        case .thin:
            let (reflectance, refracted) = DielectricFresnel.reflectance(cosine: cosine, eta: eta)
            return exponential(attenuation / refracted) * (1 - reflectance)
        case .sheet:
            return sheet(cosine).transmission
        case .thinRough:
            let refracted = DielectricFresnel.refractedCosine(cosine, eta: eta)
            return exponential(attenuation / refracted) * (1 - roughReflectance(cosine))
        case .rough:
            return .zero
        }
    }

    /// All reflections between the two sides of a sheet, summed as geometric series.
    private func sheet(_ cosine: Float) -> (reflection: SIMD3<Float>, transmission: SIMD3<Float>) {
        let one = SIMD3<Float>(1, 1, 1)
        let (front, refracted) = DielectricFresnel.reflectance(cosine: cosine, eta: eta)
        let back = DielectricFresnel.reflectance(cosine: refracted, eta: 1 / eta).reflectance
        let once = exponential(attenuation / refracted)
        let round = once * once * (back * back)
        let series = one / (one - round)
        let reflection = one * front + once * once * series * ((1 - front) * (1 - back) * back)
        let transmission = once * series * ((1 - front) * (1 - back))
        return (reflection, transmission)
    }

    private func roughReflectance(_ cosine: Float) -> Float {
        AlbedoTables.reflection.value(cosine, eta, roughness)
            + bounces * (1 - AlbedoTables.mirror.value(cosine, roughness))
    }

    private func roughSheet(_ outgoing: Vector3, _ incoming: Vector3) -> Scattering {
        guard outgoing.z > 0, incoming.z > 0 else { return .none }
        let facet = (outgoing + incoming).normalized
        let cosine = outgoing.dot(facet)
        let density = surface.density(facet)
        let visible = surface.visibleDensity(facet, from: outgoing, facetCosine: cosine, density: density)
        let masking = surface.masking(
            outgoing, incoming, facetCosineA: cosine, facetCosineB: incoming.dot(facet))
        let lost = (1 - AlbedoTables.mirror.value(outgoing.z, roughness))
            * (1 - AlbedoTables.mirror.value(incoming.z, roughness))
        let value = DielectricFresnel.reflectance(cosine: cosine, eta: eta).reflectance * density * masking
            / (4 * outgoing.z) + bounces * lost * incoming.z / (Float.pi * (1 - average))
        return Scattering(
            value: SIMD3(1, 1, 1) * value, density: visible / (4 * cosine) * roughReflectance(outgoing.z))
    }

    private func roughBoundary(_ outgoing: Vector3, _ incoming: Vector3) -> Scattering {
        guard outgoing.z > 0 else { return .none }
        let isReflection = incoming.z > 0
        let share = isReflection ? bounces : 1 - bounces
        let cosine = abs(incoming.z)
        let outgoingTotal = AlbedoTables.dielectric(cosine: outgoing.z, eta: eta, roughness: roughness)
        let incomingTotal = AlbedoTables.dielectric(
            cosine: cosine, eta: isReflection ? eta : 1 / eta, roughness: roughness)
        let lost = (1 - outgoingTotal) * (1 - incomingTotal)
        let many = share * lost * cosine / (Float.pi * (1 - (isReflection ? average : averageBack)))
        var facet = (isReflection ? outgoing + incoming : outgoing * eta + incoming).normalized
        if facet.z < 0 { facet = Vector3.zero - facet }
        let facetCosine = outgoing.dot(facet)
        let incomingFacetCosine = incoming.dot(facet)
        let reflectance = DielectricFresnel.reflectance(cosine: facetCosine, eta: eta).reflectance
        var density: Float
        var value: Float
        if isReflection {
            density = reflectance / (4 * abs(facetCosine))
            value = reflectance / (4 * outgoing.z)
        } else {
            density = (1 - reflectance) / (eta * eta) * abs(incomingFacetCosine)
                / squared(facetCosine + incomingFacetCosine / eta)
            value = density * abs(facetCosine) / outgoing.z
        }
        let facets = surface.density(facet)
        density *= surface.visibleDensity(facet, from: outgoing, facetCosine: facetCosine, density: facets)
        value *= facets * surface.masking(
            outgoing, incoming, facetCosineA: facetCosine, facetCosineB: incomingFacetCosine)
        return Scattering(
            value: SIMD3(1, 1, 1) * (value + many),
            density: outgoingTotal * density + (1 - outgoingTotal) * share * cosine / Float.pi)
    }

    private func sampleRough(_ outgoing: Vector3, _ place: Vector2, _ choice: Float) -> ScatterSample? {
        guard outgoing.z > 0 else { return nil }
        let single = AlbedoTables.dielectric(cosine: outgoing.z, eta: eta, roughness: roughness)
        if choice <= single {
            let facet = surface.visibleNormal(from: outgoing, place)
            let cosine = outgoing.dot(facet)
            let (reflectance, refracted) = DielectricFresnel.reflectance(cosine: cosine, eta: eta)
            if choice <= single * reflectance {
                let incoming = reflected(outgoing, facet)
                guard incoming.z > 0 else { return nil }
                return ScatterSample(incoming: incoming, kind: .glossyReflection, weight: .zero)
            }
            let incoming = DielectricFresnel.refracted(
                outgoing, facet, cosine: cosine, refractedCosine: refracted, eta: eta)
            guard incoming.z < 0 else { return nil }
            return ScatterSample(incoming: incoming, kind: .glossyTransmission, weight: .zero)
        }
        let rest = (choice - single) / (1 - single)
        let direction = cosineDirection(place)
        if rest <= bounces { return ScatterSample(incoming: direction, kind: .diffuseReflection, weight: .zero) }
        return ScatterSample(incoming: Vector3.zero - direction, kind: .diffuseTransmission, weight: .zero)
    }
}
