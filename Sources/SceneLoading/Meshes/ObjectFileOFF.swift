// SPDX-License-Identifier: Apache-2.0

/// Reads OFF, Geomview's object file format, in its ASCII form: an optional header line, the counts of vertices
/// and faces (and of edges, which nobody uses), a line a vertex, a line a face.
///
/// Of the header's variants the ones whose vertices begin with x, y, z are read; with `N` a normal follows.
/// Colours and texture coordinates after the coordinates and after a face's vertices are passed over.
package enum ObjectFileOFF {
    /// Reads a file.
    ///
    /// - Parameter bytes: the file's contents.
    /// - Returns: its surface.
    /// - Throws: `LoadingError` with the line at fault.
    package static func read(_ bytes: UnsafeRawBufferPointer) throws(LoadingError) -> TriangleSurface {
        var cursor = TextCursor(bytes)
        let comment = UInt8(ascii: "#")
        cursor.skipToContent(comment: comment)
        let hasNormals = try readHeader(&cursor)
        cursor.skipToContent(comment: comment)
        guard let vertexCount = cursor.integer(), let faceCount = cursor.integer(), vertexCount >= 0, faceCount >= 0
        else { throw cursor.fault("Expected the counts of vertices and faces") }
        // A vertex takes at least six bytes, a face at least four: promises beyond that need no memory to refuse.
        let left = bytes.count - cursor.position
        guard vertexCount <= left / 6 + 1, faceCount <= left / 4 + 1, vertexCount <= Int(Int32.max) else {
            throw cursor.fault("\(vertexCount) vertices and \(faceCount) faces do not fit in the file", .truncated)
        }
        cursor.skipLine()

        var surface = TriangleSurface()
        surface.positions.reserveCapacity(vertexCount)
        surface.corners.reserveCapacity(3 * faceCount)
        for _ in 0..<vertexCount {
            cursor.skipToContent(comment: comment)
            guard let position = cursor.vector() else { throw shortage(cursor, "Expected the coordinates of a vertex") }
            surface.positions.append(position)
            if hasNormals {
                guard let normal = cursor.vector() else { throw shortage(cursor, "Expected the normal of a vertex") }
                surface.normals.append(normal)
            }
            cursor.skipLine()
        }
        var polygon: [UInt32] = []
        for _ in 0..<faceCount {
            cursor.skipToContent(comment: comment)
            guard let size = cursor.integer() else { throw shortage(cursor, "Expected the vertex count of a face") }
            guard size >= 3 else { throw cursor.fault("Face with \(size) vertices") }
            polygon.removeAll(keepingCapacity: true)
            for _ in 0..<size {
                guard let index = cursor.integer() else { throw shortage(cursor, "Expected \(size) vertex indices") }
                guard index >= 0, index < vertexCount else { throw cursor.fault("Invalid index \(index)") }
                polygon.append(UInt32(index))
            }
            polygon.withUnsafeBufferPointer { surface.append(polygon: $0) }
            cursor.skipLine()
        }
        surface.normaliseNormals()
        return surface
    }

    /// Reads the header word, which may be absent or stand right before the counts.
    ///
    /// - Returns: whether vertices carry normals.
    private static func readHeader(_ cursor: inout TextCursor) throws(LoadingError) -> Bool {
        let start = cursor
        var letters: [UInt8] = []
        while !cursor.isAtEnd, cursor.peek != newline, !isBlank(cursor.peek), letters.count < 8 {
            letters.append(cursor.peek)
            cursor.position += 1
            if letters.suffix(3) == Array("OFF".utf8) { break }
        }
        guard letters.suffix(3) == Array("OFF".utf8) else {
            cursor = start
            return false
        }
        let variant = String(decoding: letters.dropLast(3), as: UTF8.self)
        guard variant.allSatisfy({ "STCN".contains($0) }) else {
            throw start.fault("OFF files of the variant '\(variant)OFF' are not read", .unsupported)
        }
        let afterHeader = cursor
        cursor.skipBlanks()
        if spells(cursor.word(), "BINARY") {
            throw start.fault("Binary OFF files are not read", .unsupported)
        }
        cursor = afterHeader
        return variant.contains("N")
    }

    private static func shortage(_ cursor: TextCursor, _ why: String) -> LoadingError {
        cursor.fault(why, cursor.isAtEnd ? .truncated : .malformed)
    }
}
