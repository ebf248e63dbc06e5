// SPDX-License-Identifier: Apache-2.0

/// The value of a scalar by the core schema of YAML 1.2 (yaml.org/spec/1.2.2, §10.3.2), with one rule of our own: a
/// decimal integer with a leading zero is a string, because half of all readers take it for octal.
package enum CoreScalar: Sendable, Equatable {
    case null
    case boolean(Bool)
    case integer(Int)
    case number(Double)
    case string(String)

    /// Reads a scalar written without quotes.
    package init(plain bytes: UnsafeBufferPointer<UInt8>) {
        guard let first = bytes.first else {
            self = .null
            return
        }
        switch first {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
            if let number = Self.number(bytes) {
                self = number
                return
            }
        case UInt8(ascii: "t"), UInt8(ascii: "T"):
            if Self.isWord(bytes, "true", "True", "TRUE") {
                self = .boolean(true)
                return
            }
        case UInt8(ascii: "f"), UInt8(ascii: "F"):
            if Self.isWord(bytes, "false", "False", "FALSE") {
                self = .boolean(false)
                return
            }
        case UInt8(ascii: "n"), UInt8(ascii: "N"):
            if Self.isWord(bytes, "null", "Null", "NULL") {
                self = .null
                return
            }
        case UInt8(ascii: "~"):
            if bytes.count == 1 {
                self = .null
                return
            }
        default: break
        }
        self = .string(String(decoding: bytes, as: UTF8.self))
    }

    /// Reads text as a scalar without quotes, as a value on the command line is read.
    package init(plain text: String) {
        self = Array(text.utf8).withUnsafeBufferPointer { CoreScalar(plain: $0) }
    }

    private static func isWord(_ bytes: UnsafeBufferPointer<UInt8>, _ words: StaticString...) -> Bool {
        words.contains { word in
            word.utf8CodeUnitCount == bytes.count
                && (0..<bytes.count).allSatisfy { bytes[$0] == word.utf8Start[$0] }
        }
    }

    private static let powers: [Double] = (0...22).map { power in (0..<power).reduce(1.0) { value, _ in value * 10 } }

    /// An integer, a number, or nil for anything else that starts like one.
    private static func number(_ bytes: UnsafeBufferPointer<UInt8>) -> CoreScalar? {
        var index = 0
        let negative = bytes[0] == UInt8(ascii: "-")
        let signed = negative || bytes[0] == UInt8(ascii: "+")
        if signed { index = 1 }
        guard index < bytes.count else { return nil }
        if !signed, bytes.count > 2, bytes[0] == UInt8(ascii: "0") {
            if bytes[1] == UInt8(ascii: "x") { return radix(bytes, 16) }
            if bytes[1] == UInt8(ascii: "o") { return radix(bytes, 8) }
        }
        var mantissa: UInt64 = 0
        var digits = 0
        var significant = 0
        var fraction = 0
        var hasPoint = false
        let firstDigit = index
        while index < bytes.count {
            let byte = bytes[index]
            if byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
                digits += 1
                if hasPoint { fraction += 1 }
                if significant > 0 || byte != UInt8(ascii: "0") { significant += 1 }
                if significant <= 18 { mantissa = mantissa &* 10 &+ UInt64(byte - UInt8(ascii: "0")) }
            } else if byte == UInt8(ascii: "."), !hasPoint {
                hasPoint = true
            } else {
                break
            }
            index += 1
        }
        guard digits > 0 else { return special(bytes, signed: signed, negative: negative) }
        if index == bytes.count, !hasPoint {
            if bytes[firstDigit] == UInt8(ascii: "0"), digits > 1 { return nil }
            if significant <= 18 { return .integer(negative ? -Int(mantissa) : Int(mantissa)) }
            if let value = Int(String(decoding: bytes, as: UTF8.self)) { return .integer(value) }
            return double(bytes)
        }
        var exponent = 0
        if index < bytes.count {
            guard bytes[index] | 0x20 == UInt8(ascii: "e") else { return nil }
            index += 1
            var negativeExponent = false
            if index < bytes.count, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") {
                negativeExponent = bytes[index] == UInt8(ascii: "-")
                index += 1
            }
            guard index < bytes.count else { return nil }
            while index < bytes.count {
                let byte = bytes[index]
                guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
                exponent = min(exponent * 10 + Int(byte - UInt8(ascii: "0")), 100_000)
                index += 1
            }
            if negativeExponent { exponent = -exponent }
        }
        // Up to 2⁵³ and 10²² both factors are exact, so one rounding gives the nearest double (Clinger's fast path).
        let scale = exponent - fraction
        if significant <= 15, abs(scale) <= 22 {
            let value = scale < 0 ? Double(mantissa) / powers[-scale] : Double(mantissa) * powers[scale]
            return .number(negative ? -value : value)
        }
        return double(bytes)
    }

    private static func double(_ bytes: UnsafeBufferPointer<UInt8>) -> CoreScalar? {
        Double(String(decoding: bytes, as: UTF8.self)).map(CoreScalar.number)
    }

    private static func radix(_ bytes: UnsafeBufferPointer<UInt8>, _ radix: Int) -> CoreScalar? {
        let digits = String(decoding: UnsafeBufferPointer(rebasing: bytes[2...]), as: UTF8.self)
        guard digits.utf8.first != UInt8(ascii: "-"), digits.utf8.first != UInt8(ascii: "+") else { return nil }
        return Int(digits, radix: radix).map(CoreScalar.integer)
    }

    private static func special(
        _ bytes: UnsafeBufferPointer<UInt8>, signed: Bool, negative: Bool
    ) -> CoreScalar? {
        let body = UnsafeBufferPointer(rebasing: bytes[(signed ? 1 : 0)...])
        if isWord(body, ".inf", ".Inf", ".INF") { return .number(negative ? -.infinity : .infinity) }
        if !signed, isWord(body, ".nan", ".NaN", ".NAN") { return .number(.nan) }
        return nil
    }
}

extension CoreScalar {
    /// What the value is, in words: "the text \"no\"".
    package var phrase: String {
        switch self {
        case .null: "nothing"
        case .boolean(let value): value ? "true" : "false"
        case .integer(let value): "the number \(value)"
        case .number(let value): "the number \(value)"
        case .string(let text): "the text \"\(Self.shortened(text))\""
        }
    }

    /// A text of at most 40 characters, for messages.
    package static func shortened(_ text: String) -> String {
        let line = text.prefix(41).replacingNewlines
        return line.count > 40 ? String(line.prefix(39)) + "…" : line
    }
}

extension Substring {
    fileprivate var replacingNewlines: String {
        String(map { $0.isNewline ? " " : $0 })
    }
}
