// SPDX-License-Identifier: Apache-2.0

/// Two numbers: a point of the picture or a size.
public typealias Vector2 = SIMD2<Float>
/// A point or a direction in the scene, in the data's own length unit (micrometres for circuits). Right-handed, Y up.
public typealias Vector3 = SIMD3<Float>
/// Four numbers: a colour, or the coefficients of a plane.
public typealias Vector4 = SIMD4<Float>

extension SIMD3 where Scalar == Float {
    /// The scalar product.
    @inlinable
    public func dot(_ other: SIMD3<Float>) -> Float {
        x * other.x + y * other.y + z * other.z
    }

    /// The vector product, right-handed.
    @inlinable
    public func cross(_ other: SIMD3<Float>) -> SIMD3<Float> {
        SIMD3(y * other.z - z * other.y, z * other.x - x * other.z, x * other.y - y * other.x)
    }

    /// The square of the length.
    @inlinable public var squaredLength: Float { dot(self) }

    /// The Euclidean length.
    @inlinable public var length: Float { dot(self).squareRoot() }

    /// The vector of length 1 in the same direction; not a number for a zero vector.
    @inlinable public var normalized: SIMD3<Float> { self / length }

    /// Whether no component is infinite or not a number.
    @inlinable public var isFinite: Bool { x.isFinite && y.isFinite && z.isFinite }
}
