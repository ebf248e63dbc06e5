// SPDX-License-Identifier: Apache-2.0

/// The header of a PLY file: how its data are written, and which elements with which properties they hold.
package struct PolygonPLYHeader: Equatable {
    /// How the data after the header are written.
    package enum Encoding: Equatable {
        case text, littleEndian, bigEndian
    }

    /// The number types of PLY, under both their old and their new names.
    package enum Scalar: Equatable {
        case int8, uint8, int16, uint16, int32, uint32, float32, float64

        /// Bytes of one number in a binary file.
        @inline(__always)
        package var size: Int {
            switch self {
            case .int8, .uint8: 1
            case .int16, .uint16: 2
            case .int32, .uint32, .float32: 4
            case .float64: 8
            }
        }

        /// Whether it is a whole number of 32 bits.
        package var isIndex: Bool { self == .int32 || self == .uint32 }

        fileprivate static let names: [String: Scalar] = [
            "char": .int8, "int8": .int8, "uchar": .uint8, "uint8": .uint8, "short": .int16, "int16": .int16,
            "ushort": .uint16, "uint16": .uint16, "int": .int32, "int32": .int32, "uint": .uint32,
            "uint32": .uint32, "float": .float32, "float32": .float32, "double": .float64, "float64": .float64,
        ]
    }

    /// One property of an element: a number, or a list of numbers with its length before it.
    package struct Property: Equatable {
        /// The name as written.
        package var name: String
        /// The type of the number or of the list's members.
        package var scalar: Scalar
        /// The type of a list's length; nil for a single number.
        package var length: Scalar?
    }

    /// One kind of element, of which the data hold `count` in a row.
    package struct Element: Equatable {
        package var name: String
        package var count: Int
        package var properties: [Property]
        /// The line that declares it.
        package var line: Int

        /// The fewest bytes that one of these elements takes in a file.
        package func minimumSize(_ encoding: Encoding) -> Int {
            properties.reduce(0) { sum, property in
                sum + (encoding == .text ? 2 : (property.length ?? property.scalar).size)
            }
        }
    }

    /// How the data are written.
    package var encoding = Encoding.text
    /// The elements in the order of the data.
    package var elements: [Element] = []

    /// Reads a header and leaves the cursor at the first byte of the data.
    ///
    /// - Throws: `LoadingError` with the line at fault; a count that cannot fit in the file is refused here, before
    ///   memory is taken for it.
    package init(_ cursor: inout TextCursor) throws(LoadingError) {
        guard spells(cursor.word(), "ply") else { throw cursor.fault("A PLY file begins with the line 'ply'") }
        cursor.skipLine()
        var hasFormat = false
        while true {
            cursor.skipToContent()
            let start = cursor
            guard !cursor.isAtEnd else { throw start.fault("The header ends without 'end_header'", .truncated) }
            let keyword = cursor.word()
            if spells(keyword, "end_header") {
                cursor.skipLine()
                break
            }
            if spells(keyword, "comment") || spells(keyword, "obj_info") {
                cursor.skipLine()
                continue
            }
            let line = cursor.line
            let words = cursor.restOfLine().split(whereSeparator: \.isWhitespace).map(String.init)
            if spells(keyword, "format") {
                guard let encoding = PolygonPLYHeader.encoding(words) else {
                    throw start.fault("Unknown format; 'ascii', 'binary_little_endian' or 'binary_big_endian' 1.0")
                }
                self.encoding = encoding
                hasFormat = true
            } else if spells(keyword, "element") {
                guard words.count == 2, let count = Int(words[1]), count >= 0 else {
                    throw start.fault("Expected the name and the count of an element")
                }
                elements.append(Element(name: words[0], count: count, properties: [], line: line))
            } else if spells(keyword, "property") {
                guard !elements.isEmpty else { throw start.fault("A property before the first element") }
                guard let property = PolygonPLYHeader.property(words) else {
                    throw start.fault("Expected a property's type and name")
                }
                elements[elements.count - 1].properties.append(property)
            } else {
                throw start.fault("Unknown header line")
            }
        }
        guard hasFormat else { throw cursor.fault("The header names no format") }
        try checkCounts(left: cursor.bytes.count - cursor.position)
    }

    private static func encoding(_ words: [String]) -> Encoding? {
        let names: [String: Encoding] = [
            "ascii": .text, "binary_little_endian": .littleEndian, "binary_big_endian": .bigEndian,
        ]
        return words.count == 2 && words[1] == "1.0" ? names[words[0]] : nil
    }

    private static func property(_ words: [String]) -> Property? {
        if words.count == 4, words[0] == "list", let length = Scalar.names[words[1]],
            let scalar = Scalar.names[words[2]]
        {
            return Property(name: words[3], scalar: scalar, length: length)
        }
        guard words.count == 2, let scalar = Scalar.names[words[0]] else { return nil }
        return Property(name: words[1], scalar: scalar, length: nil)
    }

    private func checkCounts(left: Int) throws(LoadingError) {
        var needed = 0
        for element in elements {
            let (size, tooMuch) = element.count.multipliedReportingOverflow(by: element.minimumSize(encoding))
            let (sum, tooMany) = needed.addingReportingOverflow(size)
            // The last number of a text needs no blank after it.
            guard !tooMuch, !tooMany, sum <= left + 1 else {
                throw LoadingError(
                    .truncated, "\(element.count) elements '\(element.name)' do not fit in the \(left) bytes of data",
                    at: .line(element.line))
            }
            needed = sum
        }
    }
}
