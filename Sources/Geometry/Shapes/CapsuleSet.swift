// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// Capsules (rounded cones) over a list of vertices: capsule i joins vertex `starts[i]` to the vertex after it.
///
/// Memory: 16 bytes a vertex and 4 a capsule, so a chain of n segments takes about 20 bytes a segment and
/// separate capsules take 36.
public final class CapsuleSet: Sendable {
    /// Centre in x, y, z and radius in w.
    public let vertices: GeometryBuffer<SIMD4<Float>>
    /// For each capsule the index of its first vertex; the second is the next one.
    public let starts: GeometryBuffer<UInt32>

    /// Takes the buffers as they are.
    ///
    /// - Throws: `GeometryError.indexOutOfRange` when a capsule's second vertex is not there,
    ///   `GeometryError.tooMany` above 2³² − 2 vertices or capsules.
    public init(
        vertices: GeometryBuffer<SIMD4<Float>>, starts: GeometryBuffer<UInt32>
    ) throws(GeometryError) {
        try GeometryError.checkCount(vertices.count)
        try GeometryError.checkCount(starts.count)
        if let highest = starts.elements.max(), Int(highest) + 1 >= vertices.count {
            throw .indexOutOfRange(index: Int(highest) + 1, count: vertices.count)
        }
        self.vertices = vertices
        self.starts = starts
    }

    /// Separate capsules, none sharing a vertex; throws as the other initialiser does.
    public convenience init(_ capsules: [Capsule]) throws(GeometryError) {
        try GeometryError.checkCount(capsules.count * 2)
        try self.init(
            vertices: GeometryBuffer(count: capsules.count * 2) { vertices in
                for (index, capsule) in capsules.enumerated() {
                    vertices[2 * index] = SIMD4(capsule.start, capsule.startRadius)
                    vertices[2 * index + 1] = SIMD4(capsule.end, capsule.endRadius)
                }
            },
            starts: GeometryBuffer(count: capsules.count) { starts in
                for index in starts.indices { starts[index] = UInt32(truncatingIfNeeded: 2 * index) }
            })
    }

    /// Number of capsules.
    public var count: Int { starts.count }

    /// The capsule at `index`, which must be in `0..<count`.
    @inlinable public subscript(index: Int) -> Capsule {
        let start = Int(starts[index])
        let (a, b) = (vertices[start], vertices[start + 1])
        return Capsule(
            start: Vector3(a.x, a.y, a.z), startRadius: a.w, end: Vector3(b.x, b.y, b.z), endRadius: b.w)
    }

    /// The box of both centres minus and plus their radii under a map. These four points of each capsule are what
    /// a Brayns service joins, so that bounds agree with its; under a rotation the true extent can be larger.
    public func bounds(under map: AffineTransform) -> Bounds {
        var box = BoxAccumulator()
        for start in starts.elements {
            for offset in 0...1 {
                let vertex = vertices[Int(start) + offset]
                let center = Vector3(vertex.x, vertex.y, vertex.z)
                let radius = Vector3(repeating: vertex.w)
                box.add(map.apply(center - radius))
                box.add(map.apply(center + radius))
            }
        }
        return box.bounds
    }
}
