// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// The header of an NRRD file: what its numbers are, how they are written and where the grid lies in space.
package struct NRRDHeader: Sendable, Equatable {
    /// The number types.
    package enum NumberType: Sendable, Equatable {
        case int8, uint8, int16, uint16, int32, uint32, int64, uint64, float, double

        /// Bytes of one number.
        package var size: Int {
            switch self {
            case .int8, .uint8: 1
            case .int16, .uint16: 2
            case .int32, .uint32, .float: 4
            case .int64, .uint64, .double: 8
            }
        }

        fileprivate static let names: [String: NumberType] = {
            let spellings: [(NumberType, [String])] = [
                (.int8, ["signed char", "int8", "int8_t"]), (.uint8, ["uchar", "unsigned char", "uint8", "uint8_t"]),
                (.int16, ["short", "short int", "signed short", "signed short int", "int16", "int16_t"]),
                (.uint16, ["ushort", "unsigned short", "unsigned short int", "uint16", "uint16_t"]),
                (.int32, ["int", "signed int", "int32", "int32_t"]),
                (.uint32, ["uint", "unsigned int", "uint32", "uint32_t"]),
                (.int64, ["longlong", "long long", "long long int", "signed long long", "signed long long int",
                    "int64", "int64_t"]),
                (.uint64, ["ulonglong", "unsigned long long", "unsigned long long int", "uint64", "uint64_t"]),
                (.float, ["float"]), (.double, ["double"]),
            ]
            var names: [String: NumberType] = [:]
            for (type, list) in spellings { for name in list { names[name] = type } }
            return names
        }()
    }

    /// How the numbers are written.
    package enum Encoding: Sendable, Equatable {
        case raw, text, hexadecimal, gzip, bzip2

        fileprivate static let names: [String: Encoding] = [
            "raw": .raw, "ascii": .text, "txt": .text, "text": .text, "hex": .hexadecimal, "gzip": .gzip, "gz": .gzip,
            "bzip2": .bzip2, "bz2": .bzip2,
        ]
    }

    /// The type of the numbers.
    package private(set) var type = NumberType.uint8
    /// How they are written.
    package private(set) var encoding = Encoding.raw
    /// Whether the low byte of a number comes first.
    package private(set) var isLittleEndian = true
    /// Numbers along each axis, fastest first.
    package private(set) var sizes: [Int] = []
    /// Dimensions of the space that the grid lies in; 0 where none is named.
    package private(set) var spaceDimension = 0
    /// The steps along those axes that lie in space.
    package private(set) var directions: [[Double]] = []
    /// Where the grid begins; empty where that is not told.
    package private(set) var origin: [Double] = []
    /// The files of the numbers; empty where they follow the header.
    package private(set) var dataFiles: [String] = []

    /// Fields that are passed over.
    private static let ignored: Set = [
        "block size", "blocksize", "old min", "oldmin", "old max", "oldmax", "line skip", "lineskip", "byte skip",
        "byteskip", "number", "thicknesses", "axis mins", "axismins", "axis maxs", "axismaxs", "centers", "centerings",
        "labels", "units", "content", "min", "max", "sample units", "sampleunits",
    ]

    /// Reads a header and leaves the cursor at the first byte after it.
    ///
    /// - Throws: `LoadingError` with the line at fault.
    package init(_ cursor: inout TextCursor) throws(LoadingError) {
        guard cursor.bytes.starts(with: "NRRD".utf8) else { throw cursor.fault("An NRRD file begins with 'NRRD'") }
        cursor.skipLine()
        var dimension: Int?
        var hasType = false
        var hasEncoding = false
        var hasEndian = false
        while !cursor.isAtEnd {
            let start = cursor
            let line = cursor.restOfLine()
            if line.isEmpty { break }
            if line.hasPrefix("#") { continue }
            guard let colon = line.firstIndex(of: ":") else { throw start.fault("Expected a field and a colon") }
            // A colon and an equals sign part a key of the writer's own from its value.
            if line[line.index(after: colon)...].hasPrefix("=") { continue }
            let key = line[..<colon].trimmed.lowercased()
            let value = String(line[line.index(after: colon)...].trimmed)
            func needs(_ isKnown: Bool, _ field: String) throws(LoadingError) {
                if !isKnown { throw start.fault("'\(field)' must come before '\(key)'") }
            }
            switch key {
            case "dimension":
                guard let count = Int(value), (1...16).contains(count) else {
                    throw start.fault("The dimension must be a number from 1 to 16")
                }
                dimension = count
            case "type":
                guard let named = NumberType.names[value.lowercased()] else {
                    throw start.fault("Unknown type '\(value)'", .unsupported)
                }
                type = named
                hasType = true
            case "encoding":
                guard let named = Encoding.names[value.lowercased()] else {
                    throw start.fault("Unknown encoding '\(value)'", .unsupported)
                }
                encoding = named
                hasEncoding = true
            case "endian":
                isLittleEndian = value.lowercased() == "little"
                hasEndian = true
            case "sizes":
                try needs(dimension != nil, "dimension")
                let numbers = value.split(whereSeparator: \.isWhitespace).map { Int($0) }
                sizes = numbers.compactMap { $0 }.filter { $0 > 0 }
                guard sizes.count == numbers.count, sizes.count == dimension else {
                    throw start.fault("Expected \(dimension ?? 0) sizes")
                }
            case "spacings", "kinds":
                try needs(dimension != nil, "dimension")
            case "space":
                spaceDimension = value.lowercased().contains("time") ? 4 : 3
            case "space dimension":
                guard let count = Int(value), (1...8).contains(count) else {
                    throw start.fault("The space dimension must be a number from 1 to 8")
                }
                spaceDimension = count
            case "space units", "measurement frame":
                try needs(spaceDimension > 0, "space")
            case "space origin":
                try needs(spaceDimension > 0, "space")
                guard let vectors = NRRDHeader.vectors(value), let first = vectors.first, vectors.count == 1,
                    first.count == spaceDimension
                else { throw start.fault("Expected a vector of \(spaceDimension) numbers") }
                origin = first
            case "space directions":
                try needs(spaceDimension > 0, "space")
                guard let vectors = NRRDHeader.vectors(value), vectors.allSatisfy({ $0.count == spaceDimension })
                else { throw start.fault("Expected vectors of \(spaceDimension) numbers, or 'none'") }
                directions = vectors
            case "data file", "datafile":
                dataFiles = try NRRDHeader.files(value, &cursor, start)
            case _ where NRRDHeader.ignored.contains(key):
                break
            default:
                throw LoadingError(.malformed, "Unknown key \(key)", at: .line(start.line))
            }
        }
        guard hasType, hasEncoding, !sizes.isEmpty else {
            let missing = hasType ? (hasEncoding ? "sizes" : "encoding") : "type"
            throw LoadingError(.malformed, "The header has no '\(missing)'", at: .line(cursor.line))
        }
        guard type.size == 1 || hasEndian || encoding == .text else {
            throw LoadingError(.malformed, "The header has no 'endian'", at: .line(cursor.line))
        }
    }

    /// How many numbers there are.
    ///
    /// - Returns: nil where they cannot be counted.
    package var count: Int? {
        var product = 1
        for size in sizes {
            let (next, overflows) = product.multipliedReportingOverflow(by: size)
            if overflows || next > 1 << 40 { return nil }
            product = next
        }
        return product
    }

    /// Vectors in parentheses; `none` stands for an axis outside space and is left out.
    private static func vectors(_ text: String) -> [[Double]]? {
        var vectors: [[Double]] = []
        var rest = text[...].trimmed
        while !rest.isEmpty {
            if rest.hasPrefix("none") {
                rest = rest.dropFirst(4).trimmed
                continue
            }
            guard rest.hasPrefix("("), let close = rest.firstIndex(of: ")") else { return nil }
            let numbers = rest[rest.index(after: rest.startIndex)..<close].split(separator: ",")
                .map { Double($0.trimmed) }
            guard !numbers.isEmpty, numbers.allSatisfy({ $0?.isFinite == true }) else { return nil }
            vectors.append(numbers.compactMap { $0 })
            rest = rest[rest.index(after: close)...].trimmed
        }
        return vectors
    }

    /// One file; a pattern with a number, its first and last value and step; or a list on the lines that follow.
    private static func files(
        _ value: String, _ cursor: inout TextCursor, _ start: TextCursor
    ) throws(LoadingError) -> [String] {
        let words = value.split(whereSeparator: \.isWhitespace).map(String.init)
        if words.first == "LIST" {
            var files: [String] = []
            while !cursor.isAtEnd {
                let line = cursor.restOfLine()
                if line.isEmpty { break }
                files.append(line)
            }
            return files
        }
        guard words.count >= 4, let first = Int(words[1]), let last = Int(words[2]), let step = Int(words[3]),
            words[0].contains("%")
        else { return [value] }
        guard step != 0, (last - first) / step >= 0, abs((last - first) / step) < 100_000 else {
            throw start.fault("The numbers of the files make no sense")
        }
        guard let percent = words[0].firstIndex(of: "%"),
            let end = words[0][percent...].firstIndex(where: { "dui".contains($0) })
        else { throw start.fault("Expected a pattern such as slice%03d.raw") }
        let width = words[0][words[0].index(after: percent)..<end]
        guard width.allSatisfy(\.isNumber), let digits = width.isEmpty ? 0 : Int(width), digits < 32 else {
            throw start.fault("Expected a pattern such as slice%03d.raw")
        }
        let padding: Character = width.hasPrefix("0") ? "0" : " "
        return stride(from: first, through: last, by: step).map { number in
            let text = String(number)
            let padded = String(repeating: padding, count: max(digits - text.count, 0)) + text
            return words[0][..<percent] + padded + words[0][words[0].index(after: end)...]
        }
    }
}
