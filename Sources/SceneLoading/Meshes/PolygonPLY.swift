// SPDX-License-Identifier: Apache-2.0

/// Reads PLY 1.0, the polygon file format, as text and as binary of both byte orders.
///
/// Read are the positions and normals of `vertex`, the polygons of `face` and the strips of `tristrips`; other
/// elements and properties, vertex colours among them, are passed over.
package struct PolygonPLY {
    private var cursor: TextCursor
    private let header: PolygonPLYHeader
    private var surface = TriangleSurface()
    private var list: [Int64] = []
    private var polygon: [UInt32] = []
    private var vertexCount = 0

    /// Reads a file.
    ///
    /// - Parameter bytes: the file's contents.
    /// - Returns: its surface; polygons become fans.
    /// - Throws: `LoadingError` with the line of the header or of a text, or the byte of binary data, at fault.
    package static func read(_ bytes: UnsafeRawBufferPointer) throws(LoadingError) -> TriangleSurface {
        var reader = try PolygonPLY(bytes)
        for element in reader.header.elements {
            switch element.name {
            case "vertex": try reader.readVertices(element)
            case "face": try reader.readPolygons(element, ["vertex_indices", "vertex_index"], strips: false)
            case "tristrips": try reader.readPolygons(element, ["vertex_indices", "vertex_index"], strips: true)
            default: try reader.skip(element)
            }
        }
        try reader.checkCorners()
        reader.surface.normaliseNormals()
        return reader.surface
    }

    private init(_ bytes: UnsafeRawBufferPointer) throws(LoadingError) {
        cursor = TextCursor(bytes)
        header = try PolygonPLYHeader(&cursor)
    }

    private var isText: Bool { header.encoding == .text }

    // MARK: Elements

    private mutating func readVertices(_ element: PolygonPLYHeader.Element) throws(LoadingError) {
        let columns = ["x", "y", "z", "nx", "ny", "nz"].map { name in
            element.properties.firstIndex { $0.name == name && $0.length == nil }
        }
        guard columns[0] != nil, columns[1] != nil, columns[2] != nil else {
            throw LoadingError(.malformed, "Vertices have no x, y and z", at: .line(element.line))
        }
        guard element.count <= Int(Int32.max) else {
            throw LoadingError(.unsupported, "More than 2^31 vertices", at: .line(element.line))
        }
        let hasNormals = columns[3] != nil && columns[4] != nil && columns[5] != nil
        vertexCount = element.count
        surface.positions.reserveCapacity(element.count)
        if hasNormals { surface.normals.reserveCapacity(element.count) }
        if !isText, element.properties.allSatisfy({ $0.length == nil }) {
            return try readPackedVertices(element, columns, hasNormals)
        }
        // Which of the six columns each property fills, -1 for none.
        let targets = element.properties.indices.map { index in columns.firstIndex(of: index) ?? -1 }
        for _ in 0..<element.count {
            var values: (SIMD3<Float>, SIMD3<Float>) = (.zero, .zero)
            if isText { cursor.skipToContent() }
            let start = cursor
            for (property, target) in zip(element.properties, targets) {
                if let length = property.length {
                    try skipList(length, property.scalar)
                } else {
                    let value = try number(property.scalar)
                    if target >= 3 { values.1[target - 3] = value } else if target >= 0 { values.0[target] = value }
                }
            }
            try append(values.0, at: start)
            if hasNormals { surface.normals.append(values.1) }
        }
    }

    /// Vertices whose bytes all lie at the same offsets.
    private mutating func readPackedVertices(
        _ element: PolygonPLYHeader.Element, _ columns: [Int?], _ hasNormals: Bool
    ) throws(LoadingError) {
        var offsets: [Int] = []
        var stride = 0
        for property in element.properties {
            offsets.append(stride)
            stride += property.scalar.size
        }
        let (size, tooMuch) = stride.multipliedReportingOverflow(by: element.count)
        guard !tooMuch, size <= cursor.bytes.count - cursor.position else { throw shortage(element) }
        let used = columns.compactMap { $0 }.map { (offset: offsets[$0], scalar: element.properties[$0].scalar) }
        let bytes = cursor.bytes
        let isBig = header.encoding == .bigEndian
        // x, y, z come first in `used`, then the normal where all of it is there.
        for vertex in 0..<element.count {
            let base = cursor.position + vertex * stride
            @inline(__always)
            func value(_ column: Int) -> Float {
                PolygonPLY.load(used[column].scalar, bytes, base + used[column].offset, isBig)
            }
            let start = cursor.position
            let position = SIMD3(value(0), value(1), value(2))
            guard position.x.isFinite, position.y.isFinite, position.z.isFinite else {
                throw LoadingError(
                    .malformed, "Vertex \(vertex) is not finite", at: .byte(start + vertex * stride))
            }
            surface.positions.append(position)
            if hasNormals { surface.normals.append(SIMD3(value(3), value(4), value(5))) }
        }
        cursor.position += size
    }

    private mutating func readPolygons(
        _ element: PolygonPLYHeader.Element, _ names: [String], strips: Bool
    ) throws(LoadingError) {
        guard let column = element.properties.firstIndex(where: { names.contains($0.name) && $0.length != nil })
        else { throw LoadingError(.malformed, "No list 'vertex_indices'", at: .line(element.line)) }
        if !strips { surface.corners.reserveCapacity(surface.corners.count + 3 * element.count) }
        let property = element.properties[column]
        var faces = 0..<element.count
        if !isText, !strips, element.properties.count == 1, property.length == .uint8, property.scalar.isIndex {
            faces = readPackedTriangles(element.count)..<element.count
        }
        for _ in faces {
            if isText { cursor.skipToContent() }
            let start = cursor
            for (index, property) in element.properties.enumerated() {
                guard let length = property.length else {
                    _ = try number(property.scalar)
                    continue
                }
                guard index == column else {
                    try skipList(length, property.scalar)
                    continue
                }
                try readList(length, property.scalar)
            }
            try appendList(strips: strips, at: start)
        }
    }

    /// Faces as most programs write them, a byte of 3 and three 32-bit indices, as far as they go on like that.
    ///
    /// - Returns: how many were read.
    private mutating func readPackedTriangles(_ count: Int) -> Int {
        let bytes = cursor.bytes
        let isBig = header.encoding == .bigEndian
        var position = cursor.position
        var read = 0
        while read < count, bytes.count - position >= 13, bytes[position] == 3 {
            var indices = SIMD3<UInt32>()
            for corner in 0..<3 {
                let bits = bytes.loadUnaligned(fromByteOffset: position + 1 + 4 * corner, as: UInt32.self)
                indices[corner] = isBig ? UInt32(bigEndian: bits) : UInt32(littleEndian: bits)
            }
            // Whatever is no index is left to the general way, which tells what is wrong with it.
            if indices.max() > UInt32(Int32.max) { break }
            surface.corners.append(indices.x)
            surface.corners.append(indices.y)
            surface.corners.append(indices.z)
            position += 13
            read += 1
        }
        cursor.position = position
        return read
    }

    private mutating func appendList(strips: Bool, at start: TextCursor) throws(LoadingError) {
        if strips {
            for entry in list where entry > Int64(Int32.max) { throw fault("Invalid index \(entry)", start) }
            list.withUnsafeBufferPointer { surface.append(strip: $0) }
            return
        }
        guard list.count >= 3 else { throw fault("Face with \(list.count) vertices", start) }
        polygon.removeAll(keepingCapacity: true)
        for entry in list {
            guard entry >= 0, entry <= Int64(Int32.max) else { throw fault("Invalid index \(entry)", start) }
            polygon.append(UInt32(entry))
        }
        polygon.withUnsafeBufferPointer { surface.append(polygon: $0) }
    }

    private mutating func skip(_ element: PolygonPLYHeader.Element) throws(LoadingError) {
        guard !element.properties.isEmpty else { return }
        for _ in 0..<element.count {
            if isText { cursor.skipToContent() }
            for property in element.properties {
                if let length = property.length {
                    try skipList(length, property.scalar)
                } else {
                    _ = try number(property.scalar)
                }
            }
        }
    }

    /// Faces may come before vertices, so that indices are checked once all is read.
    private func checkCorners() throws(LoadingError) {
        var highest: UInt32 = 0
        for corner in surface.corners { highest = max(highest, corner) }
        guard surface.corners.isEmpty || Int(highest) < vertexCount else {
            let line = header.elements.first { $0.name == "face" || $0.name == "tristrips" }?.line ?? 1
            throw LoadingError(
                .malformed, "Invalid index \(highest): there are \(vertexCount) vertices", at: .line(line))
        }
    }

    private mutating func append(_ position: SIMD3<Float>, at start: TextCursor) throws(LoadingError) {
        guard position.x.isFinite, position.y.isFinite, position.z.isFinite else {
            throw fault("A vertex is not finite", start)
        }
        surface.positions.append(position)
    }

    // MARK: Numbers

    private mutating func number(_ scalar: PolygonPLYHeader.Scalar) throws(LoadingError) -> Float {
        if isText {
            cursor.skipToContent()
            let start = cursor.position
            guard let value = DecimalNumber.float(cursor.bytes, &cursor.position) else {
                cursor.position = start
                throw fault("Expected a number", cursor)
            }
            return value
        }
        guard scalar.size <= cursor.bytes.count - cursor.position else { throw shortage() }
        defer { cursor.position += scalar.size }
        return PolygonPLY.load(scalar, cursor.bytes, cursor.position, header.encoding == .bigEndian)
    }

    private mutating func whole(_ scalar: PolygonPLYHeader.Scalar) throws(LoadingError) -> Int64 {
        if isText {
            cursor.skipToContent()
            guard let value = cursor.integer() else { throw fault("Expected a whole number", cursor) }
            return Int64(value)
        }
        guard scalar.size <= cursor.bytes.count - cursor.position else { throw shortage() }
        defer { cursor.position += scalar.size }
        return PolygonPLY.loadWhole(scalar, cursor.bytes, cursor.position, header.encoding == .bigEndian)
    }

    /// The length of a list whose members the rest of the file could hold.
    private mutating func length(
        _ length: PolygonPLYHeader.Scalar, _ member: PolygonPLYHeader.Scalar
    ) throws(LoadingError) -> Int {
        let start = cursor
        let count = try whole(length)
        let left = cursor.bytes.count - cursor.position
        guard count >= 0, count <= Int64(isText ? left : left / member.size) else {
            throw fault("A list of \(count) members does not fit in the file", start, .truncated)
        }
        return Int(count)
    }

    private mutating func readList(
        _ lengthType: PolygonPLYHeader.Scalar, _ member: PolygonPLYHeader.Scalar
    ) throws(LoadingError) {
        list.removeAll(keepingCapacity: true)
        for _ in 0..<(try length(lengthType, member)) { list.append(try whole(member)) }
    }

    private mutating func skipList(
        _ lengthType: PolygonPLYHeader.Scalar, _ member: PolygonPLYHeader.Scalar
    ) throws(LoadingError) {
        let count = try length(lengthType, member)
        if isText {
            for _ in 0..<count { _ = try number(member) }
        } else {
            cursor.position += count * member.size
        }
    }

    @inline(__always)
    private static func load(
        _ scalar: PolygonPLYHeader.Scalar, _ bytes: UnsafeRawBufferPointer, _ offset: Int, _ isBig: Bool
    ) -> Float {
        switch scalar {
        case .float32:
            let bits = bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
            return Float(bitPattern: isBig ? UInt32(bigEndian: bits) : UInt32(littleEndian: bits))
        case .float64:
            let bits = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            return Float(Double(bitPattern: isBig ? UInt64(bigEndian: bits) : UInt64(littleEndian: bits)))
        default:
            return Float(loadWhole(scalar, bytes, offset, isBig))
        }
    }

    /// A whole number, or -1 for a number that is not whole; indices and lengths may not be written as reals.
    @inline(__always)
    private static func loadWhole(
        _ scalar: PolygonPLYHeader.Scalar, _ bytes: UnsafeRawBufferPointer, _ offset: Int, _ isBig: Bool
    ) -> Int64 {
        switch scalar {
        case .int8: return Int64(bytes.load(fromByteOffset: offset, as: Int8.self))
        case .uint8: return Int64(bytes[offset])
        case .int16, .uint16:
            let bits = bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self)
            let value = isBig ? UInt16(bigEndian: bits) : UInt16(littleEndian: bits)
            return scalar == .int16 ? Int64(Int16(bitPattern: value)) : Int64(value)
        case .int32, .uint32:
            let bits = bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
            let value = isBig ? UInt32(bigEndian: bits) : UInt32(littleEndian: bits)
            return scalar == .int32 ? Int64(Int32(bitPattern: value)) : Int64(value)
        case .float32, .float64: return -1
        }
    }

    // MARK: Faults

    private func fault(
        _ why: String, _ start: TextCursor, _ code: LoadingError.Code = .malformed
    ) -> LoadingError {
        if isText { return start.fault(why, start.isAtEnd ? .truncated : code) }
        return LoadingError(code, why, at: .byte(start.position))
    }

    private func shortage(_ element: PolygonPLYHeader.Element? = nil) -> LoadingError {
        let what = element.map { " within its \($0.count) elements '\($0.name)'" } ?? ""
        return LoadingError(.truncated, "The file ends\(what)", at: .byte(cursor.bytes.count))
    }
}
