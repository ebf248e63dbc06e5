// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// A segment of a straight line in the world: origin + t·direction for t in near…far. The direction is of unit
/// length, so t is a distance.
struct Ray {
    var origin: Vector3
    var direction: Vector3
    var near: Float
    var far: Float

    /// Whether the ray may be handed to the kernel library, which ends the program for numbers that are none or too
    /// large for it.
    ///
    /// - Parameter reach: how far from the origin of the world rays may begin.
    @inline(__always)
    func isSound(within reach: Float) -> Bool {
        // The sums are no numbers where a part is none, and then compare as false.
        abs(origin.x) + abs(origin.y) + abs(origin.z) <= reach
            && abs(direction.x) + abs(direction.y) + abs(direction.z) <= 4 && near <= far
    }

    /// How far from the origin of the world rays may begin where nothing is moved.
    static let greatestReach: Float = 1e17
}

/// What a ray met first.
struct RayHit {
    /// Distance along the ray.
    var distance = Float.infinity
    /// Index of the surface in the prepared scene, −1 for none.
    var surface: Int32 = -1
    /// Index of the primitive in its geometry.
    var primitive: UInt32 = 0
    /// Weights of the second and third vertex of a triangle.
    var u: Float = 0
    var v: Float = 0
    /// Normal in the geometry's own coordinates, of any length, outward where there is an outside.
    var normal = Vector3.zero

    @inline(__always) var isMiss: Bool { surface < 0 }
}

/// A point of a surface, ready to be shaded.
struct SurfacePoint {
    /// World position, moved off the surface towards the ray's origin by `epsilon`.
    var position: Vector3
    /// Unit normal of the true surface, as the geometry has it.
    var outwardNormal: Vector3
    /// The true surface's unit normal on the side that the ray came from.
    var geometricNormal: Vector3
    /// The unit normal to shade with, on the same side as `geometricNormal`.
    var shadingNormal: Vector3
    /// Distance within which two points cannot be told apart here.
    var epsilon: Float
    /// Linear red, green, blue and alpha.
    var color: SIMD4<Float>
}

/// Distances below this share of the coordinates are not trusted: 16 units in the last place of a float.
let unitEpsilon: Float = 0x1p-21

/// Largest of the magnitudes of three numbers.
@inline(__always)
func largestMagnitude(_ v: Vector3) -> Float {
    max(abs(v.x), max(abs(v.y), abs(v.z)))
}

/// The lesser number of each lane, the first where one is none: `pointwiseMin` is not inlined.
@inline(__always)
func lesser<Vector: SIMD>(_ a: Vector, _ b: Vector) -> Vector where Vector.Scalar: Comparable {
    a.replacing(with: b, where: b .< a)
}

/// The greater number of each lane, the first where one is none.
@inline(__always)
func greater<Vector: SIMD>(_ a: Vector, _ b: Vector) -> Vector where Vector.Scalar: Comparable {
    a.replacing(with: b, where: b .> a)
}

/// The magnitude of each of three numbers.
@inline(__always)
func absolute(_ v: Vector3) -> Vector3 {
    greater(v, Vector3.zero - v)
}

/// Luminance of linear RGB after ITU-R BT.709.
@inline(__always)
func luminance(_ c: SIMD3<Float>) -> Float {
    0.2126 * c.x + 0.7152 * c.y + 0.0722 * c.z
}

extension AffineTransform {
    /// The transposed linear part applied to a vector: takes normals to where the inverse of this map takes points.
    @inline(__always)
    func applyTransposed(_ n: Vector3) -> Vector3 {
        Vector3(x.dot(n), y.dot(n), z.dot(n))
    }
}
