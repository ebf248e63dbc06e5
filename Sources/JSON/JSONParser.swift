// SPDX-License-Identifier: Apache-2.0

/// Why a text is not JSON, and where.
public struct JSONSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, as a phrase without a full stop.
    public let reason: String
    /// Offset of the first byte that cannot stand there, from 0.
    public let byte: Int
    /// Line of that byte, from 1.
    public let line: Int
    /// Column of that byte in Unicode scalars, from 1.
    public let column: Int

    public var description: String { "\(reason) at line \(line), column \(column)" }
}

/// Bounds within which a text is read as JSON, so that a hostile one costs little.
public struct JSONLimits: Sendable {
    /// How deep arrays and objects may nest.
    public var depth: Int
    /// Whether a key may stand twice in an object (the last one counts then), as Brayns allows.
    public var allowsDuplicateKeys: Bool

    public init(depth: Int = 128, allowsDuplicateKeys: Bool = true) {
        self.depth = depth
        self.allowsDuplicateKeys = allowsDuplicateKeys
    }
}

extension JSONValue {
    /// Reads one JSON document from UTF-8 text.
    ///
    /// Arrays whose elements are all numbers with a point or exponent, or a mix of those and integers, are *not*
    /// packed: the difference of `1` and `1.0` matters to whoever validates them.
    /// - Throws: ``JSONSyntaxError`` at the first byte that does not belong.
    public init(parsing text: String, limits: JSONLimits = JSONLimits()) throws(JSONSyntaxError) {
        try self.init(parsing: Array(text.utf8), limits: limits)
    }

    /// Reads one JSON document from UTF-8 bytes.
    /// - Throws: ``JSONSyntaxError`` at the first byte that does not belong.
    public init(parsing bytes: [UInt8], limits: JSONLimits = JSONLimits()) throws(JSONSyntaxError) {
        let result: Result<JSONValue, JSONSyntaxError> = bytes.withUnsafeBufferPointer { buffer in
            var parser = JSONParser(bytes: buffer, limits: limits)
            do throws(JSONSyntaxError) {
                return .success(try parser.document())
            } catch {
                return .failure(error)
            }
        }
        self = try result.get()
    }
}

/// A recursive-descent reader over one buffer; depth is bounded by ``JSONLimits``.
private struct JSONParser {
    let bytes: UnsafeBufferPointer<UInt8>
    let limits: JSONLimits
    var position = 0

    init(bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits) {
        self.bytes = bytes
        self.limits = limits
    }

    mutating func document() throws(JSONSyntaxError) -> JSONValue {
        let value = try value(depth: 0)
        skipSpace()
        guard position == bytes.count else { throw failure("trailing characters after the document") }
        return value
    }

    func failure(_ reason: String, at offset: Int? = nil) -> JSONSyntaxError {
        let end = min(offset ?? position, bytes.count)
        var line = 1
        var column = 1
        for byte in bytes[..<end] {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        return JSONSyntaxError(reason: reason, byte: end, line: line, column: column)
    }

    mutating func skipSpace() {
        while position < bytes.count {
            let byte = bytes[position]
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
            position += 1
        }
    }

    mutating func value(depth: Int) throws(JSONSyntaxError) -> JSONValue {
        skipSpace()
        guard position < bytes.count else { throw failure("unexpected end of text") }
        switch bytes[position] {
        case UInt8(ascii: "{"): return try object(depth: depth + 1)
        case UInt8(ascii: "["): return try array(depth: depth + 1)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .boolean(true))
        case UInt8(ascii: "f"): return try word("false", .boolean(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw failure("unexpected character")
        }
    }

    mutating func word(_ text: StaticString, _ value: JSONValue) throws(JSONSyntaxError) -> JSONValue {
        let length = text.utf8CodeUnitCount
        guard position + length <= bytes.count else { throw failure("unexpected end of text", at: bytes.count) }
        for offset in 0..<length where bytes[position + offset] != text.utf8Start[offset] {
            throw failure("unexpected character", at: position + offset)
        }
        position += length
        return value
    }

    mutating func array(depth: Int) throws(JSONSyntaxError) -> JSONValue {
        guard depth <= limits.depth else { throw failure("nesting deeper than \(limits.depth)") }
        position += 1
        var elements: [JSONValue] = []
        skipSpace()
        if position < bytes.count, bytes[position] == UInt8(ascii: "]") {
            position += 1
            return .array([])
        }
        // Most arrays are vectors and colours: one piece of memory each.
        elements.reserveCapacity(4)
        while true {
            elements.append(try value(depth: depth))
            skipSpace()
            guard position < bytes.count else { throw failure("unexpected end of text") }
            if bytes[position] == UInt8(ascii: ",") {
                position += 1
            } else if bytes[position] == UInt8(ascii: "]") {
                position += 1
                return .array(elements)
            } else {
                throw failure("expected ',' or ']'")
            }
        }
    }

    mutating func object(depth: Int) throws(JSONSyntaxError) -> JSONValue {
        guard depth <= limits.depth else { throw failure("nesting deeper than \(limits.depth)") }
        position += 1
        var members = [String: JSONValue](minimumCapacity: 2)
        skipSpace()
        if position < bytes.count, bytes[position] == UInt8(ascii: "}") {
            position += 1
            return .object([:])
        }
        while true {
            skipSpace()
            guard position < bytes.count else { throw failure("unexpected end of text") }
            let start = position
            guard bytes[position] == UInt8(ascii: "\"") else { throw failure("expected a key in double quotes") }
            let key = try string()
            skipSpace()
            guard position < bytes.count else { throw failure("unexpected end of text") }
            guard bytes[position] == UInt8(ascii: ":") else { throw failure("expected ':'") }
            position += 1
            let value = try value(depth: depth)
            if members.updateValue(value, forKey: key) != nil, !limits.allowsDuplicateKeys {
                throw failure("key '\(key)' stands twice", at: start)
            }
            skipSpace()
            guard position < bytes.count else { throw failure("unexpected end of text") }
            if bytes[position] == UInt8(ascii: ",") {
                position += 1
            } else if bytes[position] == UInt8(ascii: "}") {
                position += 1
                return .object(members)
            } else {
                throw failure("expected ',' or '}'")
            }
        }
    }

    mutating func string() throws(JSONSyntaxError) -> String {
        let opening = position
        position += 1
        let start = position
        var allBytes: UInt8 = 0
        while position < bytes.count {
            let byte = bytes[position]
            allBytes |= byte
            if byte == UInt8(ascii: "\"") {
                let text = try decoded(bytes[start..<position], isASCII: allBytes < 0x80, at: start)
                position += 1
                return text
            }
            if byte == UInt8(ascii: "\\") { return try escapedString(from: start, opening: opening) }
            guard byte >= 0x20 else { throw failure("control character in a string") }
            position += 1
        }
        throw failure("unterminated string", at: bytes.count)
    }

    private func decoded(
        _ slice: Slice<UnsafeBufferPointer<UInt8>>, isASCII: Bool, at start: Int
    ) throws(JSONSyntaxError) -> String {
        // Keys mostly: nothing is to be validated.
        if isASCII { return String(decoding: UnsafeBufferPointer(rebasing: slice), as: UTF8.self) }
        guard let text = String(validating: UnsafeBufferPointer(rebasing: slice), as: UTF8.self) else {
            throw failure("text is not UTF-8", at: start)
        }
        return text
    }

    private mutating func escapedString(from start: Int, opening: Int) throws(JSONSyntaxError) -> String {
        var units = Array(bytes[start..<position])
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: units, as: UTF8.self) else {
                    throw failure("text is not UTF-8", at: opening)
                }
                position += 1
                return text
            case UInt8(ascii: "\\"):
                position += 1
                guard position < bytes.count else { throw failure("unterminated string") }
                try escape(into: &units)
            case 0..<0x20:
                throw failure("control character in a string")
            default:
                units.append(byte)
                position += 1
            }
        }
        throw failure("unterminated string", at: bytes.count)
    }

    private mutating func escape(into units: inout [UInt8]) throws(JSONSyntaxError) {
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): units.append(byte)
        case UInt8(ascii: "b"): units.append(0x08)
        case UInt8(ascii: "f"): units.append(0x0C)
        case UInt8(ascii: "n"): units.append(0x0A)
        case UInt8(ascii: "r"): units.append(0x0D)
        case UInt8(ascii: "t"): units.append(0x09)
        case UInt8(ascii: "u"):
            var code = try codeUnit()
            if (0xD800..<0xDC00).contains(code) {
                guard position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
                    bytes[position + 1] == UInt8(ascii: "u")
                else { throw failure("half of a surrogate pair") }
                position += 2
                let low = try codeUnit()
                guard (0xDC00..<0xE000).contains(low) else { throw failure("half of a surrogate pair") }
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw failure("half of a surrogate pair") }
            units.append(contentsOf: String(scalar).utf8)
        default: throw failure("unknown escape", at: position - 1)
        }
    }

    private mutating func codeUnit() throws(JSONSyntaxError) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard position < bytes.count else { throw failure("unterminated string") }
            let digit: UInt32
            switch bytes[position] {
            case let b where (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(b): digit = UInt32(b) - 48
            case let b where (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(b): digit = UInt32(b) - 87
            case let b where (UInt8(ascii: "A")...UInt8(ascii: "F")).contains(b): digit = UInt32(b) - 55
            default: throw failure("expected four hexadecimal digits")
            }
            code = code << 4 | digit
            position += 1
        }
        return code
    }

    mutating func number() throws(JSONSyntaxError) -> JSONValue {
        let start = position
        let negative = bytes[position] == UInt8(ascii: "-")
        if negative { position += 1 }
        let integerStart = position
        var magnitude: UInt64 = 0
        var digits = 0
        var overflow = false
        while position < bytes.count, case let byte = bytes[position], byte &- 48 <= 9 {
            let (product, high) = magnitude.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(UInt64(byte &- 48))
            overflow = overflow || high || carry
            magnitude = sum
            digits += 1
            position += 1
        }
        guard digits > 0 else { throw failure("expected a digit") }
        if digits > 1, bytes[integerStart] == UInt8(ascii: "0") {
            throw failure("a number cannot begin with 0", at: integerStart)
        }
        var isInteger = true
        var fraction = 0
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            isInteger = false
            position += 1
            let first = position
            while position < bytes.count, case let byte = bytes[position], byte &- 48 <= 9 {
                let (product, high) = magnitude.multipliedReportingOverflow(by: 10)
                let (sum, carry) = product.addingReportingOverflow(UInt64(byte &- 48))
                overflow = overflow || high || carry
                magnitude = sum
                position += 1
            }
            fraction = position - first
            guard fraction > 0 else { throw failure("expected a digit") }
        }
        var hasExponent = false
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            isInteger = false
            hasExponent = true
            position += 1
            if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
                position += 1
            }
            let first = position
            while position < bytes.count, bytes[position] &- 48 <= 9 { position += 1 }
            guard position > first else { throw failure("expected a digit") }
        }
        if isInteger, !overflow {
            if magnitude <= UInt64(Int64.max) {
                return .integer(negative ? -Int64(magnitude) : Int64(magnitude))
            }
            if negative, magnitude == UInt64(Int64.max) + 1 { return .integer(.min) }
        }
        // Both factors are exact below 2⁵³ and 10²², so one division rounds once: the correctly rounded value
        // (Clinger 1990, "How to read floating point numbers accurately").
        if !hasExponent, !overflow, magnitude < 1 << 53, fraction <= 22 {
            let value = Double(magnitude) / Self.powersOfTen[fraction]
            return .number(negative ? -value : value)
        }
        if !hasExponent, !overflow, fraction <= 19, magnitude > 0 {
            let value = Self.quotient(magnitude, Self.integerPowersOfTen[fraction])
            return .number(negative ? -value : value)
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        return .number(Double(text) ?? (negative ? -.infinity : .infinity))
    }

    /// The double nearest to a quotient of two integers above 0, the even one of two: 63 bits or more of the quotient
    /// by long division, and one more that tells whether anything is left, rounded once.
    private static func quotient(_ dividend: UInt64, _ divisor: UInt64) -> Double {
        let shift = (dividend: dividend.leadingZeroBitCount, divisor: divisor.leadingZeroBitCount)
        // Half the dividend, that the quotient fits.
        let wide = dividend << UInt64(shift.dividend)
        let (quotient, remainder) = (divisor << UInt64(shift.divisor)).dividingFullWidth((wide >> 1, wide << 63))
        let exponent = shift.divisor - shift.dividend - 63
        let power = Double(bitPattern: UInt64(exponent + 1023) << 52)
        return Double(quotient | (remainder == 0 ? 0 : 1)) * power
    }

    private static let integerPowersOfTen: [UInt64] = {
        var powers: [UInt64] = [1]
        for _ in 0..<19 { powers.append((powers.last ?? 1) * 10) }
        return powers
    }()

    private static let powersOfTen: [Double] = {
        var powers: [Double] = [1]
        for _ in 0..<22 { powers.append((powers.last ?? 1) * 10) }
        return powers
    }()
}
