// SPDX-License-Identifier: Apache-2.0

/// A surface as mesh files describe it, cut into triangles: corners that index shared vertices.
package struct TriangleSurface: Sendable, Equatable {
    /// The vertices.
    package var positions: [SIMD3<Float>] = []
    /// A unit normal a vertex, or none at all where the file gives none: then the surface is shaded flat.
    package var normals: [SIMD3<Float>] = []
    /// Three vertices a triangle, in the file's order.
    package var corners: [UInt32] = []

    package init() {}

    /// How many triangles the surface has.
    package var triangleCount: Int { corners.count / 3 }

    /// The corners of the polygon read last, and which of them are vertices of the file.
    ///
    /// A polygon of n corners becomes the n - 2 triangles of a fan around its first corner, which covers every
    /// convex polygon exactly.
    ///
    /// - Parameter polygon: at least three vertices of ``positions``.
    @inline(__always)
    package mutating func append(polygon: UnsafeBufferPointer<UInt32>) {
        for corner in 2..<max(polygon.count, 2) {
            corners.append(polygon[0])
            corners.append(polygon[corner - 1])
            corners.append(polygon[corner])
        }
    }

    /// Appends the triangles of a strip, whose every second triangle is turned; a negative entry ends one strip
    /// and begins another.
    ///
    /// - Parameter strip: vertices of ``positions``, or -1.
    package mutating func append(strip: UnsafeBufferPointer<Int64>) {
        var first = 0
        for index in 0..<strip.count {
            if strip[index] < 0 {
                first = index + 1
                continue
            }
            let place = index - first
            guard place >= 2 else { continue }
            let turned = place % 2 == 1
            // Entries have been checked against the vertex count, which fits in 32 bits.
            corners.append(UInt32(truncatingIfNeeded: strip[index - (turned ? 1 : 2)]))
            corners.append(UInt32(truncatingIfNeeded: strip[index - (turned ? 2 : 1)]))
            corners.append(UInt32(truncatingIfNeeded: strip[index]))
        }
    }

    /// Makes every normal a unit vector, and gives vertices without a usable one (zero, not finite) the normal
    /// of a triangle that they belong to, so that shading never meets an undefined direction.
    package mutating func normaliseNormals() {
        guard !normals.isEmpty else { return }
        var missing = false
        for index in normals.indices {
            let normal = normals[index]
            let length = (normal * normal).sum().squareRoot()
            if length.isFinite && length > 0 {
                normals[index] = normal / length
            } else {
                normals[index] = .zero
                missing = true
            }
        }
        guard missing else { return }
        for triangle in 0..<triangleCount {
            let flat = flatNormal(triangle)
            for corner in 0..<3 {
                let vertex = Int(corners[3 * triangle + corner])
                if normals[vertex] == .zero { normals[vertex] = flat }
            }
        }
    }

    /// Gives the vertices of some triangles smooth normals: the mean of their triangles' by area.
    ///
    /// - Parameter range: the corners of the triangles, whose vertices no other triangle shares.
    package mutating func smooth(_ range: Range<Int>) {
        normals += [SIMD3<Float>](repeating: .zero, count: max(positions.count - normals.count, 0))
        for first in stride(from: range.lowerBound, to: range.upperBound, by: 3) {
            let (i, j, k) = (Int(corners[first]), Int(corners[first + 1]), Int(corners[first + 2]))
            let b = positions[j] - positions[i]
            let c = positions[k] - positions[i]
            // Twice the triangle's area long.
            let cross = SIMD3(b.y * c.z - b.z * c.y, b.z * c.x - b.x * c.z, b.x * c.y - b.y * c.x)
            for vertex in [i, j, k] { normals[vertex] += cross }
        }
    }

    /// The unit normal of a triangle by the right-hand rule; +Z where it has no area.
    package func flatNormal(_ triangle: Int) -> SIMD3<Float> {
        let a = positions[Int(corners[3 * triangle])]
        let b = positions[Int(corners[3 * triangle + 1])] - a
        let c = positions[Int(corners[3 * triangle + 2])] - a
        let cross = SIMD3(b.y * c.z - b.z * c.y, b.z * c.x - b.x * c.z, b.x * c.y - b.y * c.x)
        let length = (cross * cross).sum().squareRoot()
        return length.isFinite && length > 0 ? cross / length : SIMD3(0, 0, 1)
    }
}
