// SPDX-License-Identifier: Apache-2.0
import Foundation

/// A rotation as a quaternion, components in the wire's order x, y, z, w.
///
/// The service never normalises it: a quaternion of another length scales the object by its squared length, so
/// whoever builds one keeps it at length 1.
@frozen
public struct Quaternion: Hashable, Sendable {
    /// (x, y, z, w).
    public var components: SIMD4<Float>

    /// The rotation by nothing.
    public static let identity = Quaternion(0, 0, 0, 1)

    @inlinable
    public init(_ x: Float, _ y: Float, _ z: Float, _ w: Float) {
        components = SIMD4(x, y, z, w)
    }

    @inlinable
    public init(_ components: SIMD4<Float>) {
        self.components = components
    }

    /// The vector part.
    @inlinable public var vector: Vector3 { Vector3(components.x, components.y, components.z) }

    /// The scalar part.
    @inlinable public var w: Float { components.w }

    /// The opposite rotation, for a quaternion of length 1.
    @inlinable public var conjugate: Quaternion {
        Quaternion(-components.x, -components.y, -components.z, components.w)
    }

    /// The same rotation at length 1; the identity where the length is zero. One that has length 1 but for rounding
    /// stays as it is, so that a quaternion that was written and read again is the same.
    public var normalized: Quaternion {
        let length = (components * components).sum().squareRoot()
        if abs(length - 1) < 1e-6 { return self }
        return length > 0 ? Quaternion(components / length) : .identity
    }

    /// The Hamilton product: the rotation `right` first, then `left`.
    @inlinable
    public static func * (left: Quaternion, right: Quaternion) -> Quaternion {
        let (a, b) = (left.vector, right.vector)
        let vector = left.w * b + right.w * a + a.cross(b)
        return Quaternion(vector.x, vector.y, vector.z, left.w * right.w - a.dot(b))
    }

    /// This rotation followed by another one.
    public func then(_ next: Quaternion) -> Quaternion { next * self }

    /// The rotated vector, q·v·q*; scaled by the squared length of the quaternion, as on the service.
    @inlinable
    public func rotate(_ point: Vector3) -> Vector3 {
        let u = vector
        let uPoint = u.cross(point)
        return (w * w - u.dot(u)) * point + 2 * u.dot(point) * u + 2 * w * uPoint
    }

    /// The point rotated about a centre.
    @inlinable
    public func rotate(_ point: Vector3, about center: Vector3) -> Vector3 {
        center + rotate(point - center)
    }
}

extension Quaternion {
    /// The rotation by angles about the fixed axes X, then Y, then Z, in degrees (the Brayns client's
    /// `Rotation.from_euler`; matrix Rz·Ry·Rx). Computed in double precision.
    public init(eulerDegrees angles: SIMD3<Double>) {
        let half = angles * (.pi / 360)
        let (sx, sy, sz) = (sin(half.x), sin(half.y), sin(half.z))
        let (cx, cy, cz) = (cos(half.x), cos(half.y), cos(half.z))
        self.init(
            Float(sx * cy * cz - cx * sy * sz),
            Float(cx * sy * cz + sx * cy * sz),
            Float(cx * cy * sz - sx * sy * cz),
            Float(cx * cy * cz + sx * sy * sz))
    }

    /// The rotation about an axis of any length but zero, by an angle in degrees; the identity for a zero axis.
    public init(axis: Vector3, degrees: Double) {
        let length = axis.length
        guard length > 0 else {
            self = .identity
            return
        }
        let half = degrees * .pi / 360
        let vector = axis / length * Float(sin(half))
        self.init(vector.x, vector.y, vector.z, Float(cos(half)))
    }

    /// The shortest rotation that takes one direction to another, both of any length but zero; for opposite
    /// directions half a turn about some axis at right angles.
    public init(from start: Vector3, to end: Vector3) {
        let (a, b) = (start.normalized, end.normalized)
        let cosine = a.dot(b)
        if cosine < -0.999_999 {
            let helper: Vector3 = abs(a.x) < 0.9 ? [1, 0, 0] : [0, 1, 0]
            self.init(axis: a.cross(helper), degrees: 180)
            return
        }
        let vector = a.cross(b)
        self = Quaternion(vector.x, vector.y, vector.z, 1 + cosine).normalized
    }
}
