// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// How light left a surface. Directions of the shading code are in a local frame whose Z axis is the shading normal;
/// `outgoing` points to where the light goes (back along the path), `incoming` to where it comes from.
struct ScatterKind: OptionSet {
    let rawValue: UInt8

    static let specularReflection = ScatterKind(rawValue: 1)
    static let glossyReflection = ScatterKind(rawValue: 2)
    static let diffuseReflection = ScatterKind(rawValue: 4)
    static let specularTransmission = ScatterKind(rawValue: 8)
    static let glossyTransmission = ScatterKind(rawValue: 16)
    static let diffuseTransmission = ScatterKind(rawValue: 32)

    /// Into one direction only.
    static let specular: ScatterKind = [.specularReflection, .specularTransmission]
    static let diffuse: ScatterKind = [.diffuseReflection, .diffuseTransmission]
    /// Into a spread of directions, so that light sources can be sampled.
    static let smooth: ScatterKind = [
        .glossyReflection, .diffuseReflection, .glossyTransmission, .diffuseTransmission,
    ]
    static let transmission: ScatterKind = [.specularTransmission, .glossyTransmission, .diffuseTransmission]
}

/// What a surface makes of one pair of directions.
struct Scattering {
    /// Reflectance or transmittance density times the cosine with the normal, per steradian.
    var value: SIMD3<Float>
    /// Probability density of drawing the incoming direction, per steradian.
    var density: Float

    static let none = Scattering(value: .zero, density: 0)
}

/// A drawn direction.
struct ScatterSample {
    var incoming: Vector3
    var kind: ScatterKind
    /// For a specular kind the throughput over all choices made on the way; of no meaning otherwise, when the value
    /// is evaluated for the direction.
    var weight: SIMD3<Float>
}

/// What a surface does with light at one point.
protocol ScatteringModel {
    /// All ways in which light may leave.
    var kinds: ScatterKind { get }
    /// Value and density of the smooth parts for two directions.
    func evaluate(_ outgoing: Vector3, _ incoming: Vector3) -> Scattering
    /// Draws a direction with two numbers in [0, 1), and one more where there is a choice; nil where the path ends.
    func sample(_ outgoing: Vector3, _ place: Vector2, _ choice: @autoclosure () -> Float) -> ScatterSample?
}

/// Square of a number.
@inline(__always) func squared(_ x: Float) -> Float { x * x }

/// x / y, or 0 where y is 0.
@inline(__always) func safeQuotient(_ x: Float, _ y: Float) -> Float { y == 0 ? 0 : x / y }

/// Linear interpolation from a (at 0) to b (at 1).
@inline(__always) func mix(_ t: Float, _ a: SIMD3<Float>, _ b: SIMD3<Float>) -> SIMD3<Float> {
    a * (1 - t) + b * t
}

/// The greatest of three numbers.
@inline(__always) func greatest(_ v: SIMD3<Float>) -> Float { max(v.x, max(v.y, v.z)) }

/// Power of each component, for bases in 0…1.
@inline(__always) func power(_ base: SIMD3<Float>, _ exponent: Float) -> SIMD3<Float> {
    if base == SIMD3(1, 1, 1) { return base }
    return SIMD3(
        Elementary.power(base.x, exponent), Elementary.power(base.y, exponent), Elementary.power(base.z, exponent))
}

/// e to each component.
@inline(__always) func exponential(_ v: SIMD3<Float>) -> SIMD3<Float> {
    if v == .zero { return SIMD3(1, 1, 1) }
    return SIMD3(Elementary.exp(v.x), Elementary.exp(v.y), Elementary.exp(v.z))
}

/// Natural logarithm of each component.
func logarithm(_ v: SIMD3<Float>) -> SIMD3<Float> {
    SIMD3(Elementary.log(v.x), Elementary.log(v.y), Elementary.log(v.z))
}

/// A direction about +Z in proportion to its cosine (Malley's method with polar coordinates).
@inline(__always) func cosineDirection(_ place: Vector2) -> Vector3 {
    let circle = Elementary.sineAndCosine(turns: place.x)
    let radius = place.y.squareRoot()
    return Vector3(circle.cosine * radius, circle.sine * radius, max(1 - place.y, 0).squareRoot())
}

/// A direction about +Z, uniform inside a cone whose half-angle has cosine 1 − `height`.
@inline(__always) func coneDirection(_ place: Vector2, height: Float) -> Vector3 {
    let circle = Elementary.sineAndCosine(turns: place.x)
    let drop = place.y * height
    let sine = (drop * (2 - drop)).squareRoot()
    return Vector3(circle.cosine * sine, circle.sine * sine, 1 - drop)
}

/// The mirror image of an outgoing direction about a unit normal.
@inline(__always) func reflected(_ outgoing: Vector3, _ normal: Vector3) -> Vector3 {
    normal * (2 * outgoing.dot(normal)) - outgoing
}

/// An orthonormal frame in the world.
struct ShadingFrame {
    var x: Vector3
    var y: Vector3
    var z: Vector3

    @inline(__always)
    init(normal: Vector3) {
        let pair = tangents(of: normal)
        x = pair.0
        y = pair.1
        z = normal
    }

    /// With X as near to a direction as the normal allows; the direction need not be of unit length.
    @inline(__always)
    init(normal: Vector3, along direction: Vector3) {
        let across = normal.cross(direction)
        z = normal
        if across.squaredLength > 0 {
            y = across.normalized
            x = y.cross(normal)
        } else {
            x = Self.steepest(normal).normalized
            y = normal.cross(x)
        }
    }

    /// A vector at right angles to one of any length, in the plane of two of the axes.
    @inline(__always)
    static func steepest(_ v: Vector3) -> Vector3 {
        abs(v.x) < abs(v.y) ? Vector3(0, v.z, -v.y) : Vector3(-v.z, 0, v.x)
    }

    @inline(__always) func local(_ v: Vector3) -> Vector3 { Vector3(x.dot(v), y.dot(v), z.dot(v)) }
    @inline(__always) func world(_ v: Vector3) -> Vector3 { x * v.x + y * v.y + z * v.z }
}
