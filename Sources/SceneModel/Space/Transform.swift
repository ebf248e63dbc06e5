// SPDX-License-Identifier: Apache-2.0

/// Where a model stands: scaled, then rotated, then moved (P′ = T + R·(S·P)).
@frozen
public struct Transform: Hashable, Sendable {
    /// The way it is moved.
    public var translation: Vector3
    /// How it is turned about the origin.
    public var rotation: Quaternion
    /// The factor along each axis, before the rotation.
    public var scale: Vector3

    /// Nothing moved.
    public static let identity = Transform()

    @inlinable
    public init(
        translation: Vector3 = .zero, rotation: Quaternion = .identity, scale: Vector3 = Vector3(repeating: 1)
    ) {
        self.translation = translation
        self.rotation = rotation
        self.scale = scale
    }

    /// The transformed point.
    @inlinable
    public func apply(_ point: Vector3) -> Vector3 {
        translation + rotation.rotate(scale * point)
    }

    /// The same map as a matrix.
    public var affine: AffineTransform {
        AffineTransform(
            x: rotation.rotate([scale.x, 0, 0]), y: rotation.rotate([0, scale.y, 0]),
            z: rotation.rotate([0, 0, scale.z]), translation: translation)
    }
}

/// A linear map and a translation: P′ = x·P.x + y·P.y + z·P.z + translation. The composition of transforms, which is
/// no ``Transform`` where a turned object is scaled.
@frozen
public struct AffineTransform: Hashable, Sendable {
    /// What becomes of the X axis.
    public var x: Vector3
    /// What becomes of the Y axis.
    public var y: Vector3
    /// What becomes of the Z axis.
    public var z: Vector3
    /// What becomes of the origin.
    public var translation: Vector3

    /// Nothing moved.
    public static let identity = AffineTransform(x: [1, 0, 0], y: [0, 1, 0], z: [0, 0, 1], translation: .zero)

    @inlinable
    public init(x: Vector3, y: Vector3, z: Vector3, translation: Vector3) {
        self.x = x
        self.y = y
        self.z = z
        self.translation = translation
    }

    /// The transformed point.
    @inlinable
    public func apply(_ point: Vector3) -> Vector3 {
        translation + applyDirection(point)
    }

    /// The transformed difference of two points.
    @inlinable
    public func applyDirection(_ direction: Vector3) -> Vector3 {
        x * direction.x + y * direction.y + z * direction.z
    }

    /// First `right`, then `left`.
    public static func * (left: AffineTransform, right: AffineTransform) -> AffineTransform {
        AffineTransform(
            x: left.applyDirection(right.x), y: left.applyDirection(right.y), z: left.applyDirection(right.z),
            translation: left.apply(right.translation))
    }

    /// The volume that a unit cube takes, negative where the map mirrors.
    @inlinable public var determinant: Float { x.dot(y.cross(z)) }

    /// The map back, or nil where the map is not invertible in single precision.
    public var inverse: AffineTransform? {
        let determinant = determinant
        guard determinant != 0, determinant.isFinite else { return nil }
        let (a, b, c) = (y.cross(z) / determinant, z.cross(x) / determinant, x.cross(y) / determinant)
        guard a.isFinite, b.isFinite, c.isFinite else { return nil }
        var result = AffineTransform(
            x: [a.x, b.x, c.x], y: [a.y, b.y, c.y], z: [a.z, b.z, c.z], translation: .zero)
        result.translation = -result.applyDirection(translation)
        return result
    }

    /// The least box around the transformed corners of a box.
    public func apply(_ bounds: Bounds) -> Bounds {
        Bounds(of: bounds.corners.map(apply))
    }
}
