// SPDX-License-Identifier: Apache-2.0

/// Reads STL, the triangle soup of stereolithography, in its ASCII and its binary form.
///
/// Binary is an 80-byte header, a little-endian count and 50 bytes a facet: normal, three vertices, two bytes
/// of attributes. A file whose length is exactly what its count demands is binary, whatever its header says:
/// many programs begin theirs with `solid`, the first word of the ASCII form.
package enum StereolithographySTL {
    private static let headerSize = 84
    private static let facetSize = 50

    /// Reads a file of either form.
    ///
    /// - Parameter bytes: the file's contents.
    /// - Returns: the surface of all its solids, vertices not shared; with normals only where the file's differ
    ///   from those of its triangles.
    /// - Throws: `LoadingError` with the line or the byte at fault.
    package static func read(_ bytes: UnsafeRawBufferPointer) throws(LoadingError) -> TriangleSurface {
        isBinary(bytes) ? try readBinary(bytes) : try readText(bytes)
    }

    /// Whether the contents are the binary form.
    package static func isBinary(_ bytes: UnsafeRawBufferPointer) -> Bool {
        if let count = facetCount(bytes), bytes.count == headerSize + count * facetSize { return true }
        var cursor = TextCursor(bytes)
        cursor.skipToContent()
        guard spells(cursor.word(), "solid") else { return true }
        // Text holds no control characters besides white space.
        return bytes.prefix(512).contains { $0 == 0 || $0 == 0x7F || $0 < 0x20 && !isBlank($0) && $0 != newline }
    }

    private static func facetCount(_ bytes: UnsafeRawBufferPointer) -> Int? {
        guard bytes.count >= headerSize else { return nil }
        return Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 80, as: UInt32.self)))
    }

    private static func readBinary(_ bytes: UnsafeRawBufferPointer) throws(LoadingError) -> TriangleSurface {
        guard let count = facetCount(bytes) else {
            throw LoadingError(
                .truncated, "The binary STL file ends within its header of \(headerSize) bytes", at: .byte(bytes.count))
        }
        let available = (bytes.count - headerSize) / facetSize
        guard count <= available else {
            throw LoadingError(
                .truncated, "The STL header promises \(count) facets, the file holds \(available)", at: .byte(80))
        }
        var soup = Soup(capacity: count)
        for facet in 0..<count {
            let start = headerSize + facet * facetSize
            let normal = vector(bytes, start)
            for vertex in 0..<3 {
                let position = vector(bytes, start + 12 + vertex * 12)
                guard position.x.isFinite && position.y.isFinite && position.z.isFinite else {
                    throw LoadingError(
                        .malformed, "Facet \(facet) has a vertex that is not finite", at: .byte(start))
                }
                soup.append(position)
            }
            soup.close(normal)
        }
        return soup.finish()
    }

    @inline(__always)
    private static func vector(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> SIMD3<Float> {
        @inline(__always)
        func component(_ place: Int) -> Float {
            Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self)))
        }
        return SIMD3(component(offset), component(offset + 4), component(offset + 8))
    }

    private static func readText(_ bytes: UnsafeRawBufferPointer) throws(LoadingError) -> TriangleSurface {
        var cursor = TextCursor(bytes)
        var soup = Soup(capacity: bytes.count / 180)
        while true {
            cursor.skipToContent()
            if cursor.isAtEnd { break }
            try expect("solid", &cursor)
            cursor.skipLine()
            while try !closes("endsolid", or: "facet", &cursor) {
                try expect("normal", &cursor)
                var normal = SIMD3<Float>()
                for axis in 0..<3 {
                    cursor.skipBlanks()
                    guard let value = DecimalNumber.float(bytes, &cursor.position) else {
                        throw cursor.fault("Expected the three numbers of a normal")
                    }
                    normal[axis] = value
                }
                cursor.skipToContent()
                try expect("outer", &cursor)
                cursor.skipBlanks()
                try expect("loop", &cursor)
                var vertices = 0
                while try !closes("endloop", or: "vertex", &cursor) {
                    guard let position = cursor.vector() else { throw cursor.fault("Expected three finite numbers") }
                    vertices += 1
                    guard vertices <= 3 else { throw cursor.fault("A facet has three vertices") }
                    soup.append(position)
                }
                guard vertices == 3 else { throw cursor.fault("Facet with \(vertices) vertices") }
                cursor.skipToContent()
                try expect("endfacet", &cursor)
                soup.close(normal)
            }
            cursor.skipLine()
        }
        return soup.finish()
    }

    /// Reads a word that must be there.
    private static func expect(_ keyword: StaticString, _ cursor: inout TextCursor) throws(LoadingError) {
        cursor.skipBlanks()
        let before = cursor
        guard spells(cursor.word(), keyword) else { throw before.fault("Expected '\(keyword)'") }
    }

    /// Reads one of two words: true for the one that closes a block, false for the one that opens its next part.
    private static func closes(
        _ close: StaticString, or open: StaticString, _ cursor: inout TextCursor
    ) throws(LoadingError) -> Bool {
        cursor.skipToContent()
        let before = cursor
        let word = cursor.word()
        if spells(word, close) { return true }
        guard spells(word, open) else {
            throw before.fault("Expected '\(open)' or '\(close)'", before.isAtEnd ? .truncated : .malformed)
        }
        return false
    }

    /// Triangles as they come, with the normals that the file gives them.
    private struct Soup {
        var surface = TriangleSurface()
        var normals: [SIMD3<Float>] = []
        var normalsDiffer = false

        init(capacity: Int) {
            surface.positions.reserveCapacity(3 * capacity)
            surface.corners.reserveCapacity(3 * capacity)
            normals.reserveCapacity(capacity)
        }

        mutating func append(_ position: SIMD3<Float>) {
            surface.corners.append(UInt32(truncatingIfNeeded: surface.positions.count))
            surface.positions.append(position)
        }

        /// Ends a triangle of three appended vertices. A normal that is zero or not finite counts as not given.
        mutating func close(_ given: SIMD3<Float>) {
            let flat = surface.flatNormal(surface.triangleCount - 1)
            let length = (given * given).sum().squareRoot()
            guard length.isFinite && length > 0 else {
                normals.append(flat)
                return
            }
            let unit = given / length
            if (unit * flat).sum() < 0.999 { normalsDiffer = true }
            normals.append(unit)
        }

        mutating func finish() -> TriangleSurface {
            if normalsDiffer {
                surface.normals.reserveCapacity(surface.positions.count)
                for normal in normals { surface.normals.append(contentsOf: repeatElement(normal, count: 3)) }
            }
            return surface
        }
    }
}
