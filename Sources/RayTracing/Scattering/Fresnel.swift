// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// Reflectance of an interface between dielectrics (Fresnel's equations, unpolarised light).
///
/// `eta` is the index of refraction on the side that the normal points to, over that of the other side.
enum DielectricFresnel {
    /// Reflectance, and the cosine of the refracted direction with the opposite normal: 0 for total reflection.
    @inline(__always)
    static func reflectance(cosine: Float, eta: Float) -> (reflectance: Float, refractedCosine: Float) {
        let squaredCosine = 1 - eta * eta * (1 - cosine * cosine)
        guard squaredCosine >= 0 else { return (1, 0) }
        let refracted = squaredCosine.squareRoot()
        return (reflectance(cosine: cosine, refractedCosine: refracted, eta: eta), refracted)
    }

    @inline(__always)
    static func reflectance(cosine: Float, refractedCosine: Float, eta: Float) -> Float {
        let perpendicular = (eta * cosine - refractedCosine) / (eta * cosine + refractedCosine)
        let parallel = (cosine - eta * refractedCosine) / (cosine + eta * refractedCosine)
        return 0.5 * (parallel * parallel + perpendicular * perpendicular)
    }

    /// Cosine of the refracted direction, 0 for total reflection.
    @inline(__always)
    static func refractedCosine(_ cosine: Float, eta: Float) -> Float {
        max(1 - eta * eta * (1 - cosine * cosine), 0).squareRoot()
    }

    /// The refracted direction of an outgoing one, given both cosines.
    @inline(__always)
    static func refracted(
        _ outgoing: Vector3, _ normal: Vector3, cosine: Float, refractedCosine: Float, eta: Float
    ) -> Vector3 {
        (normal * cosine - outgoing) * eta - normal * refractedCosine
    }

    /// Mean reflectance over the hemisphere, weighted by the cosine: the fits of Kulla and Conty, "Revisiting
    /// Physically Based Shading at Imageworks", SIGGRAPH course 2017.
    static func average(eta: Float) -> Float {
        let ratio = 1 / eta
        if ratio >= 1 { return (ratio - 1) / (4.08567 + 1.00071 * ratio) }
        return 0.997118 + ratio * (0.1014 - ratio * (0.965241 + ratio * 0.130607))
    }
}

/// Reflectance of a metal, by one of three descriptions.
struct MetalFresnel {
    private enum Model: UInt8 {
        case schlick, complexIndex
    }

    private let model: Model
    /// Schlick: reflectance at normal and at grazing incidence. Otherwise refractive index and extinction.
    private let first: SIMD3<Float>
    private let second: SIMD3<Float>
    /// Mean over the hemisphere, weighted by the cosine.
    let average: SIMD3<Float>

    /// From the reflectance at normal and at grazing incidence (Schlick 1994).
    static func schlick(normal: SIMD3<Float>, grazing: SIMD3<Float>) -> MetalFresnel {
        // The exact mean of Schlick's polynomial.
        MetalFresnel(model: .schlick, first: normal, second: grazing, average: (normal * 20 + grazing) / 21)
    }

    /// From the reflectance at normal incidence and an edge tint (Gulbrandsen, "Artist Friendly Metallic Fresnel",
    /// JCGT 2014; the mean is the fit of Kulla and Conty 2017).
    static func artistic(reflectivity: SIMD3<Float>, edgeTint g: SIMD3<Float>) -> MetalFresnel {
        let one = SIMD3<Float>(1, 1, 1)
        let r = pointwiseMin(reflectivity, one * 0.99)
        let root = r.squareRoot()
        let index = g * ((one - r) / (one + r)) + (one - g) * ((one + root) / (one - root))
        let up = index + one
        let down = index - one
        let extinctionSquared = (up * up * r - down * down) / (one - r)
        let r2 = r * r
        let g2 = g * g
        var average = one * 0.087237 + g * 0.0230685
        average -= g2 * 0.0864902
        average += g2 * g * 0.0774594
        average += r * 0.782654
        average -= r2 * 0.136432
        average += r2 * r * 0.278708
        average += g * r * 0.19744
        average += g2 * r * 0.0360605
        average -= g * r2 * 0.2586
        return MetalFresnel(
            model: .complexIndex, first: index, second: pointwiseMax(extinctionSquared, .zero).squareRoot(),
            average: average)
    }

    /// From a complex index of refraction; no mean, so that nothing is added for multiple scattering.
    static func complexIndex(_ index: SIMD3<Float>, extinction: SIMD3<Float>) -> MetalFresnel {
        MetalFresnel(model: .complexIndex, first: index, second: extinction, average: .zero)
    }

    private init(model: Model, first: SIMD3<Float>, second: SIMD3<Float>, average: SIMD3<Float>) {
        self.model = model
        self.first = first
        self.second = second
        self.average = average
    }

    @inline(__always)
    func reflectance(cosine: Float) -> SIMD3<Float> {
        if model == .schlick {
            let c = 1 - cosine
            let c2 = c * c
            return mix(c2 * c2 * c, first, second)
        }
        let one = SIMD3<Float>(1, 1, 1)
        let modulus = first * first + second * second
        let cross = first * (2 * cosine)
        let c2 = cosine * cosine
        let parallel = (modulus * c2 - cross + one) / (modulus * c2 + cross + one)
        let perpendicular = (modulus - cross + one * c2) / (modulus + cross + one * c2)
        return (parallel + perpendicular) * 0.5
    }
}
