// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// Triangles over shared vertices.
///
/// Memory: 12 bytes a vertex, 12 more with normals, 12 a triangle.
public final class TriangleMesh: Sendable {
    /// Vertex positions.
    public let positions: GeometryBuffer<PackedVector3>
    /// Three vertex indices for each triangle, all below `positions.count`.
    public let triangles: GeometryBuffer<TriangleIndices>
    /// One normal for each vertex, not necessarily of unit length; nil means flat shading.
    public let normals: GeometryBuffer<PackedVector3>?

    /// Takes the buffers as they are.
    ///
    /// - Throws: `GeometryError.indexOutOfRange` when a triangle names a vertex that is not there,
    ///   `GeometryError.countMismatch` when there are normals but not one for each vertex,
    ///   `GeometryError.tooMany` above 2³² − 1 vertices or triangles.
    public init(
        positions: GeometryBuffer<PackedVector3>,
        triangles: GeometryBuffer<TriangleIndices>,
        normals: GeometryBuffer<PackedVector3>? = nil
    ) throws(GeometryError) {
        try GeometryError.checkCount(positions.count)
        try GeometryError.checkCount(triangles.count)
        if let normals, normals.count != positions.count {
            throw .countMismatch(expected: positions.count, found: normals.count)
        }
        var highest: UInt32 = 0
        for triangle in triangles.elements {
            highest = max(highest, max(triangle.a, max(triangle.b, triangle.c)))
        }
        if triangles.count > 0, Int(highest) >= positions.count {
            throw .indexOutOfRange(index: Int(highest), count: positions.count)
        }
        self.positions = positions
        self.triangles = triangles
        self.normals = normals
    }

    /// Copies arrays into buffers; throws as the other initialiser does.
    public convenience init(
        positions: [Vector3], triangles: [TriangleIndices], normals: [Vector3]? = nil
    ) throws(GeometryError) {
        try self.init(
            positions: GeometryBuffer(positions.lazy.map { PackedVector3($0) }),
            triangles: GeometryBuffer(triangles),
            normals: normals.map { GeometryBuffer($0.lazy.map { PackedVector3($0) }) })
    }

    /// The box of all vertices, used by a triangle or not, under a map.
    public func bounds(under map: AffineTransform) -> Bounds {
        var box = BoxAccumulator()
        for position in positions.elements {
            box.add(map.apply(position.vector))
        }
        return box.bounds
    }
}
