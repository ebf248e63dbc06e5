// SPDX-License-Identifier: Apache-2.0

/// A ball.
@frozen
public struct Sphere: Hashable, Sendable {
    public var center: Vector3
    /// Above 0.
    public var radius: Float

    @inlinable
    public init(center: Vector3, radius: Float) {
        self.center = center
        self.radius = radius
    }
}

/// A rounded cone: the union of the spheres at both ends and the cone that touches them. Where one end sphere holds
/// the other it is just that sphere.
@frozen
public struct Capsule: Hashable, Sendable {
    public var start: Vector3
    /// At least 0; not both radii 0.
    public var startRadius: Float
    public var end: Vector3
    public var endRadius: Float

    @inlinable
    public init(start: Vector3, startRadius: Float, end: Vector3, endRadius: Float) {
        self.start = start
        self.startRadius = startRadius
        self.end = end
        self.endRadius = endRadius
    }
}

/// The infinite plane a·x + b·y + c·z = d; the normal (a, b, c) is not normalised first.
@frozen
public struct Plane: Hashable, Sendable {
    /// (a, b, c, d).
    public var coefficients: Vector4

    @inlinable
    public init(coefficients: Vector4) {
        self.coefficients = coefficients
    }

    /// The plane through a point, at right angles to a normal.
    public init(normal: Vector3, point: Vector3) {
        coefficients = Vector4(normal, normal.dot(point))
    }

    /// (a, b, c).
    @inlinable public var normal: Vector3 { Vector3(coefficients.x, coefficients.y, coefficients.z) }
}

/// The part of a plane that lies in a box.
@frozen
public struct BoundedPlane: Hashable, Sendable {
    public var plane: Plane
    public var bounds: Bounds

    @inlinable
    public init(plane: Plane, bounds: Bounds) {
        self.plane = plane
        self.bounds = bounds
    }
}

/// Simple shapes of one kind, as the service takes them in one call. A box is a ``Bounds``.
public enum Shapes: Hashable, Sendable {
    case spheres([Sphere])
    case capsules([Capsule])
    case boxes([Bounds])
    case planes([Plane])
    case boundedPlanes([BoundedPlane])

    /// How many shapes there are.
    public var count: Int {
        switch self {
        case .spheres(let list): list.count
        case .capsules(let list): list.count
        case .boxes(let list): list.count
        case .planes(let list): list.count
        case .boundedPlanes(let list): list.count
        }
    }
}
