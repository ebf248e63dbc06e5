// SPDX-License-Identifier: Apache-2.0

/// An axis-aligned box. The empty one has its minimum at +3.4028235e38 and its maximum at −3.4028235e38, as the wire
/// prints it.
@frozen
public struct Bounds: Hashable, Sendable {
    /// The corner with the least coordinates.
    public var min: Vector3
    /// The corner with the greatest coordinates.
    public var max: Vector3

    /// The box that holds nothing.
    public static let empty = Bounds(
        min: Vector3(repeating: .greatestFiniteMagnitude), max: Vector3(repeating: -.greatestFiniteMagnitude))

    @inlinable
    public init(min: Vector3, max: Vector3) {
        self.min = min
        self.max = max
    }

    /// The least box around some points.
    public init(of points: some Sequence<Vector3>) {
        self = .empty
        for point in points { insert(point) }
    }

    /// Whether the box holds no point.
    @inlinable public var isEmpty: Bool { any(min .> max) }

    /// The middle; zero for the empty box.
    public var center: Vector3 { isEmpty ? .zero : min + (max - min) / 2 }

    /// Width, height and depth; zero for the empty box.
    public var size: Vector3 { isEmpty ? .zero : max - min }

    /// The eight corners, or none for the empty box.
    public var corners: [Vector3] {
        guard !isEmpty else { return [] }
        return (0..<8).map { corner in
            Vector3(corner & 1 == 0 ? min.x : max.x, corner & 2 == 0 ? min.y : max.y, corner & 4 == 0 ? min.z : max.z)
        }
    }

    /// Grows the box to hold a point.
    @inlinable
    public mutating func insert(_ point: Vector3) {
        min = pointwiseMin(min, point)
        max = pointwiseMax(max, point)
    }

    /// Grows the box to hold another one.
    @inlinable
    public mutating func formUnion(_ other: Bounds) {
        min = pointwiseMin(min, other.min)
        max = pointwiseMax(max, other.max)
    }

    /// The least box around both.
    public func union(_ other: Bounds) -> Bounds {
        var result = self
        result.formUnion(other)
        return result
    }

    /// Whether a point lies inside or on the box.
    public func contains(_ point: Vector3) -> Bool {
        all(point .>= min) && all(point .<= max)
    }
}
