// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// A cloth-like layer over everything else.
struct SheenLayer {
    let surface: SheenSurface
    let roughness: Float
    let weight: Float
    var color: SIMD3<Float>

    /// Share of light that the layer reflects.
    @inline(__always)
    func reflectance(_ cosine: Float) -> Float {
        AlbedoTables.sheen.value(cosine, roughness) * weight
    }
}

/// What a surface does with light at one point: a mixture of a plastic, a glass and a metal body, a clear coat over
/// it, sheen over that, and around all a share that is cut out and lets light go straight on.
///
/// Each body has a weight and an importance, the chance to be drawn relative to the others.
struct SurfaceScattering: ScatteringModel {
    var diffuse = DiffuseLobe(color: .zero, roughness: 0, backShare: 0)
    var plasticLayer: CoatLayer?
    var plasticWeight: Float = 0
    var plasticImportance: Float = 0

    var glass: GlassLobe?
    var glassWeight: Float = 0

    var metal: MetalLobe?
    var metalWeight: Float = 0
    /// Where the metal is a flake, its own frame inside the surface's.
    var metalFrame: ShadingFrame?

    var coat: CoatLayer?
    var sheen: SheenLayer?

    /// Weight and importance of all of the above against what is cut out.
    var bodyWeight: Float = 1
    var bodyImportance: Float = 1
    /// What goes straight on.
    var passage = SIMD3<Float>.zero
    var passageImportance: Float = 0

    /// All ways in which light may leave.
    private(set) var kinds: ScatterKind = []
    private var layerIsOverDiffuse = false

    /// To be called when all parts are set.
    mutating func finish() {
        var bodies: ScatterKind = []
        if plasticImportance > 0 {
            bodies.insert(diffuse.backShare < 1 ? .diffuseReflection : [])
            if diffuse.backShare > 0 { bodies.insert(.diffuseTransmission) }
            if let plasticLayer { bodies.formUnion(plasticLayer.kinds) }
        }
        if glassWeight > 0, let glass { bodies.formUnion(glass.kinds) }
        if metalWeight > 0, let metal { bodies.insert(metal.isMirror ? .specularReflection : .glossyReflection) }
        layerIsOverDiffuse = bodies.isSubset(of: .diffuse)
        if let coat { bodies.formUnion(coat.kinds) }
        if sheen != nil { bodies.insert(.diffuseReflection) }
        kinds = bodyImportance > 0 ? bodies : []
        if passageImportance > 0 { kinds.insert(.specularTransmission) }
    }

    /// Value and density of the smooth parts for two directions.
    @inline(__always)
    func evaluate(_ outgoing: Vector3, _ incoming: Vector3) -> Scattering {
        guard bodyImportance > 0 else { return .none }
        var result = bodies(outgoing, incoming)
        if let coat {
            result = coat.evaluate(outgoing, incoming, below: result, overDiffuse: layerIsOverDiffuse)
        }
        if let sheen {
            result = Self.sheened(sheen, outgoing, incoming, below: result)
        }
        result.value *= bodyWeight
        result.density *= bodyImportance / (bodyImportance + passageImportance)
        return result
    }

    /// Draws a direction; nil where the path ends.
    @inline(__always)
    func sample(_ outgoing: Vector3, _ place: Vector2, _ choice: @autoclosure () -> Float) -> ScatterSample? {
        let total = bodyImportance + passageImportance
        guard total > 0 else { return nil }
        let scaled = choice() * total
        if scaled >= bodyImportance {
            guard passageImportance > 0 else { return nil }
            return ScatterSample(
                incoming: Vector3.zero - outgoing, kind: .specularTransmission,
                weight: passage * (total / passageImportance))
        }
        guard var result = sampleSheened(outgoing, place, scaled / bodyImportance) else { return nil }
        result.weight *= bodyWeight * total / bodyImportance
        return result
    }

    private func sampleSheened(_ outgoing: Vector3, _ place: Vector2, _ choice: Float) -> ScatterSample? {
        guard let sheen else { return sampleCoated(outgoing, place, choice) }
        guard outgoing.z > 0 else { return nil }
        let reflectance = sheen.reflectance(outgoing.z)
        if choice < reflectance {
            return ScatterSample(
                incoming: SheenSurface.uniformDirection(place), kind: .diffuseReflection, weight: .zero)
        }
        guard var result = sampleCoated(outgoing, place, (choice - reflectance) / (1 - reflectance)) else {
            return nil
        }
        let left = min(1 - reflectance, 1 - sheen.reflectance(abs(result.incoming.z)))
        result.weight *= left / (1 - reflectance)
        return result
    }

    private func sampleCoated(_ outgoing: Vector3, _ place: Vector2, _ choice: Float) -> ScatterSample? {
        guard let coat else { return sampleBodies(outgoing, place, choice) }
        return coat.sample(outgoing, place, choice, overDiffuse: layerIsOverDiffuse) {
            sampleBodies(outgoing, place, $0)
        }
    }

    private static func sheened(
        _ sheen: SheenLayer, _ outgoing: Vector3, _ incoming: Vector3, below: Scattering
    ) -> Scattering {
        guard outgoing.z > 0 else { return .none }
        let reflectance = sheen.reflectance(outgoing.z)
        var result = below
        result.value *= min(1 - reflectance, 1 - sheen.reflectance(abs(incoming.z)))
        result.density *= 1 - reflectance
        if incoming.z > 0 {
            result.value += sheen.color * (sheen.surface.value(outgoing, incoming) * sheen.weight)
            result.density += reflectance / (2 * Float.pi)
        }
        return result
    }

    private var bodyTotal: Float { plasticImportance + glassWeight + metalWeight }

    @inline(__always)
    private func bodies(_ outgoing: Vector3, _ incoming: Vector3) -> Scattering {
        var value = SIMD3<Float>.zero
        var density: Float = 0
        if plasticImportance > 0 {
            var part = diffuse.evaluate(outgoing, incoming)
            if let plasticLayer {
                part = plasticLayer.evaluate(outgoing, incoming, below: part, overDiffuse: true)
            }
            value += part.value * plasticWeight
            density += part.density * plasticImportance
        }
        if glassWeight > 0, let glass {
            let part = glass.evaluate(outgoing, incoming)
            value += part.value * glassWeight
            density += part.density * glassWeight
        }
        if metalWeight > 0, let metal {
            let part = metalFrame.map { metal.evaluate($0.local(outgoing), $0.local(incoming)) }
                ?? metal.evaluate(outgoing, incoming)
            value += part.value * metalWeight
            density += part.density * metalWeight
        }
        let total = bodyTotal
        return Scattering(value: value, density: total > 0 ? density / total : 0)
    }

    private func sampleBodies(_ outgoing: Vector3, _ place: Vector2, _ choice: Float) -> ScatterSample? {
        let total = bodyTotal
        guard total > 0 else { return nil }
        var rest = choice * total
        if rest < plasticImportance {
            return weighted(samplePlastic(outgoing, place, rest / plasticImportance), plasticWeight, plasticImportance)
        }
        rest -= plasticImportance
        if rest < glassWeight || metalWeight <= 0 {
            guard let glass, glassWeight > 0 else { return nil }
            return weighted(glass.sample(outgoing, place, min(rest / glassWeight, 1)), glassWeight, glassWeight)
        }
        guard let metal else { return nil }
        guard let metalFrame else { return weighted(metal.sample(outgoing, place), metalWeight, metalWeight) }
        guard var result = metal.sample(metalFrame.local(outgoing), place) else { return nil }
        result.incoming = metalFrame.world(result.incoming)
        return weighted(result, metalWeight, metalWeight)
    }

    /// A specular sample stands for its own body alone, so its weight is scaled by the chance to draw that body.
    private func weighted(_ sample: ScatterSample?, _ weight: Float, _ importance: Float) -> ScatterSample? {
        guard var sample else { return nil }
        sample.weight *= weight * bodyTotal / importance
        return sample
    }

    private func samplePlastic(_ outgoing: Vector3, _ place: Vector2, _ choice: Float) -> ScatterSample? {
        guard let plasticLayer else { return diffuse.sample(place, choice) }
        return plasticLayer.sample(outgoing, place, choice, overDiffuse: true) {
            diffuse.sample(place, $0)
        }
    }
}
