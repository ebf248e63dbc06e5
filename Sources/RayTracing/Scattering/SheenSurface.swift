// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// Cloth-like sheen at grazing angles (Estevez and Kulla, "Production Friendly Microfacet Sheen BRDF", SIGGRAPH
/// course 2017): a distribution in powers of the sine, with a fitted shadowing. Local coordinates.
struct SheenSurface {
    private let spread: Float

    init(roughness: Float) {
        spread = max(roughness * roughness, 0.001)
    }

    /// A direction uniform over the hemisphere.
    @inline(__always)
    static func uniformDirection(_ place: Vector2) -> Vector3 {
        coneDirection(place, height: 1)
    }

    /// Reflectance density times the cosine of the incoming direction, for both directions above the surface.
    func value(_ outgoing: Vector3, _ incoming: Vector3) -> Float {
        guard outgoing.z > 0, incoming.z > 0 else { return 0 }
        let half = (outgoing + incoming).normalized
        let sine = max(1 - half.z * half.z, 0).squareRoot()
        let inverse = 1 / spread
        let density = (2 + inverse) * Elementary.power(sine, inverse) / (2 * Float.pi)
        let softened = 1 + 2 * squared(squared(squared(1 - incoming.z)))
        let shadowing = 1 / (1 + lambda(outgoing.z) + Elementary.power(lambda(incoming.z), softened))
        return density * shadowing / (4 * outgoing.z)
    }

    private func lambda(_ cosine: Float) -> Float {
        if cosine < 0.5 { return Elementary.exp(fit(cosine)) }
        return Elementary.exp(2 * fit(0.5) - fit(1 - cosine))
    }

    private func fit(_ x: Float) -> Float {
        let low = squared(1 - spread)
        func between(_ a: Float, _ b: Float) -> Float { low * a + (1 - low) * b }
        let a = between(25.3245, 21.5473)
        let b = between(3.32435, 3.82987)
        let c = between(0.16801, 0.19823)
        let d = between(-1.27393, -1.97760)
        let e = between(-4.85967, -4.32054)
        return a / (1 + b * Elementary.power(x, c)) + d * x + e
    }
}
