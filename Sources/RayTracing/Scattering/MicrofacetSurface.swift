// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// A rough surface of tiny mirrors: the distribution of Trowbridge and Reitz (GGX; Walter et al., EGSR 2007) with
/// Smith's height-correlated shadowing (Heitz, "Understanding the Masking-Shadowing Function in Microfacet-Based
/// BRDFs", JCGT 2014). Local coordinates, Z up.
struct MicrofacetSurface {
    private let alphaX: Float
    private let alphaY: Float

    /// - Parameters:
    ///   - roughness: 0…1, squared for perception.
    ///   - anisotropy: 0…1, stretches along X.
    init(roughness: Float, anisotropy: Float) {
        let aspect = max(1 - 0.9 * anisotropy, 0.01).squareRoot()
        alphaX = max(roughness * roughness / aspect, 0.001)
        alphaY = max(roughness * roughness * aspect, 0.001)
    }

    /// Density of facets with a normal.
    @inline(__always)
    func density(_ normal: Vector3) -> Float {
        let c2 = normal.z * normal.z
        let slopes = (squared(normal.x / alphaX) + squared(normal.y / alphaY)) / c2
        return 1 / (Float.pi * alphaX * alphaY * squared(c2 * (1 + slopes)))
    }

    @inline(__always)
    private func lambda(_ direction: Vector3) -> Float {
        let slopes = (squared(direction.x * alphaX) + squared(direction.y * alphaY)) / (direction.z * direction.z)
        return 0.5 * ((1 + slopes).squareRoot() - 1)
    }

    /// Share of facets with a normal that are seen from a direction.
    @inline(__always)
    func masking(_ direction: Vector3, facetCosine: Float) -> Float {
        guard direction.z * facetCosine > 0 else { return 0 }
        return 1 / (1 + lambda(direction))
    }

    /// Share of facets with a normal that are seen from both directions.
    @inline(__always)
    func masking(_ a: Vector3, _ b: Vector3, facetCosineA: Float, facetCosineB: Float) -> Float {
        guard a.z * facetCosineA > 0, b.z * facetCosineB > 0 else { return 0 }
        return 1 / (1 + lambda(a) + lambda(b))
    }

    /// Probability density with which `visibleNormal` draws a normal.
    @inline(__always)
    func visibleDensity(_ normal: Vector3, from outgoing: Vector3, facetCosine: Float, density: Float) -> Float {
        masking(outgoing, facetCosine: facetCosine) * abs(facetCosine) * density / abs(outgoing.z)
    }

    /// Draws a facet normal in proportion to what is seen of it (Heitz, "A Simpler and Exact Sampling Routine for
    /// the GGX Distribution of Visible Normals", 2017).
    @inline(__always)
    func visibleNormal(from outgoing: Vector3, _ place: Vector2) -> Vector3 {
        let stretched = Vector3(alphaX * outgoing.x, alphaY * outgoing.y, outgoing.z).normalized
        let first = stretched.z < 0.9999
            ? stretched.cross(Vector3(0, 0, 1)).normalized : Vector3(1, 0, 0)
        let second = first.cross(stretched)
        let split = 1 / (1 + stretched.z)
        let radius = place.x.squareRoot()
        let isFirstHalf = place.y < split
        let turns = isFirstHalf ? place.y / split * 0.5 : 0.5 + (place.y - split) / (1 - split) * 0.5
        let circle = Elementary.sineAndCosine(turns: turns)
        let p = radius * circle.cosine
        let q = radius * circle.sine * (isFirstHalf ? 1 : stretched.z)
        let normal = first * p + second * q + stretched * max(0, 1 - p * p - q * q).squareRoot()
        return Vector3(alphaX * normal.x, alphaY * normal.y, max(0, normal.z)).normalized
    }
}
