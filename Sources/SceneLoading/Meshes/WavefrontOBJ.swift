// SPDX-License-Identifier: Apache-2.0

/// Reads the polygon part of Wavefront OBJ: `v`, `vn` and `f` records; all other records are passed over.
///
/// Vertices are numbered through the whole file, over all its objects, from 1, or backwards from -1, as the
/// format has it. Faces may have any number of corners, written `v`, `v/vt`, `v//vn` or `v/vt/vn`; a backslash
/// at the end of a line continues it.
package struct WavefrontOBJ {
    private var cursor: TextCursor
    private var surface = TriangleSurface()
    private var fileNormals: [SIMD3<Float>] = []
    /// The normal of each corner of ``TriangleSurface/corners``, -1 for none; empty while no face names one.
    private var cornerNormals: [Int32] = []
    /// The corner with the highest vertex or normal that was not defined yet when it was named.
    private var forwardVertex = Forward()
    private var forwardNormal = Forward()
    private var polygon: [UInt32] = []
    private var polygonNormals: [Int32] = []

    /// A reference to something that the file may still define, and where it was made.
    private struct Forward {
        var index = 0
        var line = 0
        var position = 0

        mutating func note(_ index: Int, _ cursor: borrowing TextCursor) {
            if index > self.index {
                self.index = index
                line = cursor.line
                position = cursor.position
            }
        }
    }

    private init(_ bytes: UnsafeRawBufferPointer) { cursor = TextCursor(bytes) }

    /// Reads a file.
    ///
    /// - Parameter bytes: the file's contents.
    /// - Returns: the surface of all its objects; vertices are split where faces give them different normals.
    /// - Throws: `LoadingError` with the line at fault.
    package static func read(_ bytes: UnsafeRawBufferPointer) throws(LoadingError) -> TriangleSurface {
        var reader = WavefrontOBJ(bytes)
        try reader.readRecords()
        return try reader.finish()
    }

    private mutating func readRecords() throws(LoadingError) {
        surface.positions.reserveCapacity(cursor.bytes.count / 64)
        surface.corners.reserveCapacity(cursor.bytes.count / 32)
        while true {
            cursor.skipToContent(comment: UInt8(ascii: "#"))
            if cursor.isAtEnd { return }
            let key = cursor.word()
            if spells(key, "v") {
                guard let position = vector() else { throw cursor.fault("Expected three finite numbers") }
                surface.positions.append(position)
            } else if spells(key, "f") {
                try readFace()
            } else if spells(key, "vn") {
                guard let normal = normal() else { throw cursor.fault("Expected three numbers") }
                fileNormals.append(normal)
            }
            skipRecord()
        }
    }

    /// Moves to the next line, over continued ones.
    private mutating func skipRecord() {
        while !cursor.isAtEnd {
            let lineStart = cursor.position
            cursor.skipLine()
            guard continues(before: cursor.position, after: lineStart) else { return }
        }
    }

    /// Whether the line that ended at `end` closes with a backslash.
    private func continues(before end: Int, after start: Int) -> Bool {
        var at = end - 1
        while at > start, cursor.bytes[at] == newline || isBlank(cursor.bytes[at]) { at -= 1 }
        return at >= start && cursor.bytes[at] == UInt8(ascii: "\\")
    }

    /// Moves over blanks and continuations within a record.
    @inline(__always)
    private mutating func skipBlanks() {
        cursor.skipBlanks()
        while cursor.peek == UInt8(ascii: "\\"), !cursor.isAtEnd {
            var next = cursor.position + 1
            while next < cursor.bytes.count, isBlank(cursor.bytes[next]) { next += 1 }
            guard next < cursor.bytes.count, cursor.bytes[next] == newline else { return }
            cursor.position = next + 1
            cursor.line += 1
            cursor.skipBlanks()
        }
    }

    private mutating func vector() -> SIMD3<Float>? {
        skipBlanks()
        guard let x = cursor.float() else { return nil }
        skipBlanks()
        guard let y = cursor.float() else { return nil }
        skipBlanks()
        guard let z = cursor.float() else { return nil }
        return SIMD3(x, y, z)
    }

    /// A normal, of which exporters write undefined ones too; they are replaced once faces are known.
    private mutating func normal() -> SIMD3<Float>? {
        var result = SIMD3<Float>()
        for axis in 0..<3 {
            skipBlanks()
            guard let value = DecimalNumber.float(cursor.bytes, &cursor.position) else { return nil }
            result[axis] = value
        }
        return result
    }

    private mutating func readFace() throws(LoadingError) {
        polygon.removeAll(keepingCapacity: true)
        polygonNormals.removeAll(keepingCapacity: true)
        var hasNormals = false
        while true {
            skipBlanks()
            if cursor.isAtLineEnd || cursor.peek == UInt8(ascii: "#") { break }
            guard let vertex = DecimalNumber.integer(cursor.bytes, &cursor.position) else {
                throw cursor.fault("Expected a vertex index")
            }
            polygon.append(try resolve(vertex, count: surface.positions.count, &forwardVertex))
            var normal: Int32 = -1
            if cursor.peek == UInt8(ascii: "/") {
                cursor.position += 1
                _ = DecimalNumber.integer(cursor.bytes, &cursor.position)
                if cursor.peek == UInt8(ascii: "/") {
                    cursor.position += 1
                    if let index = DecimalNumber.integer(cursor.bytes, &cursor.position) {
                        let resolved = try resolve(index, count: fileNormals.count, &forwardNormal)
                        normal = Int32(truncatingIfNeeded: resolved)
                        hasNormals = true
                    }
                }
            }
            guard cursor.isAtLineEnd || isBlank(cursor.peek) else { throw cursor.fault("Invalid face corner") }
            polygonNormals.append(normal)
        }
        guard polygon.count >= 3 else { throw cursor.fault("Face with \(polygon.count) vertices") }
        if hasNormals, cornerNormals.isEmpty {
            cornerNormals.reserveCapacity(surface.corners.capacity)
            cornerNormals.append(contentsOf: repeatElement(-1, count: surface.corners.count))
        }
        if hasNormals || !cornerNormals.isEmpty {
            for corner in 2..<polygon.count {
                cornerNormals.append(polygonNormals[0])
                cornerNormals.append(polygonNormals[corner - 1])
                cornerNormals.append(polygonNormals[corner])
            }
        }
        polygon.withUnsafeBufferPointer { surface.append(polygon: $0) }
    }

    /// The 0-based index that a written one means.
    ///
    /// - Throws: `LoadingError` where it is 0, reaches before the file's start, or exceeds 31 bits.
    private func resolve(_ written: Int, count: Int, _ forward: inout Forward) throws(LoadingError) -> UInt32 {
        if written > 0, written <= Int(Int32.max) {
            if written > count { forward.note(written, cursor) }
            return UInt32(written - 1)
        }
        guard written < 0, written >= -count else { throw cursor.fault("Invalid index \(written)") }
        return UInt32(count + written)
    }

    private mutating func finish() throws(LoadingError) -> TriangleSurface {
        for (forward, count) in [(forwardVertex, surface.positions.count), (forwardNormal, fileNormals.count)]
        where forward.index > count {
            throw cursor.fault("Invalid index \(forward.index)", line: forward.line, near: forward.position)
        }
        guard !cornerNormals.isEmpty else { return surface }
        attachNormals()
        surface.normaliseNormals()
        return surface
    }

    /// Gives vertices the normals of their corners, and splits a vertex where its corners differ.
    private mutating func attachNormals() {
        let fileVertexCount = surface.positions.count
        var normalOfVertex = [Int32](repeating: -2, count: fileVertexCount)
        var split: [UInt64: UInt32] = [:]
        surface.normals = [SIMD3<Float>](repeating: .zero, count: fileVertexCount)
        for corner in surface.corners.indices {
            let vertex = Int(surface.corners[corner])
            let normal = cornerNormals[corner]
            if normalOfVertex[vertex] == -2 {
                normalOfVertex[vertex] = normal
                surface.normals[vertex] = normal < 0 ? .zero : fileNormals[Int(normal)]
            } else if normalOfVertex[vertex] != normal {
                let key = UInt64(UInt32(vertex)) << 32 | UInt64(UInt32(bitPattern: normal))
                if let known = split[key] {
                    surface.corners[corner] = known
                } else {
                    let added = UInt32(surface.positions.count)
                    split[key] = added
                    surface.positions.append(surface.positions[vertex])
                    surface.normals.append(normal < 0 ? .zero : fileNormals[Int(normal)])
                    surface.corners[corner] = added
                }
            }
        }
    }
}
