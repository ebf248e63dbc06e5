// SPDX-License-Identifier: Apache-2.0

extension JSONValue {
    /// How a value is laid out as text. Keys are sorted by their UTF-8 bytes in every layout, so that equal values
    /// give equal texts.
    public enum Layout: Sendable {
        /// One line without spaces, as on the wire and for digests.
        case compact
        /// Two spaces a level, short arrays of plain values on one line, for people.
        case indented
    }

    /// The value as JSON text.
    ///
    /// Numbers print as the shortest decimal that reads back to the same bits, without `.0` for whole ones. JSON has
    /// no word for the rest: NaN prints as 0 and either infinity as the largest finite value of its type, as Brayns
    /// prints them.
    public func text(_ layout: Layout = .compact) -> String {
        String(decoding: bytes(layout), as: UTF8.self)
    }

    /// The value as UTF-8 JSON text; see ``text(_:)``.
    public func bytes(_ layout: Layout = .compact) -> [UInt8] {
        var writer = JSONWriter(layout: layout)
        writer.write(self, depth: 0)
        return writer.output
    }
}

private struct JSONWriter {
    let layout: JSONValue.Layout
    var output: [UInt8] = []

    init(layout: JSONValue.Layout) {
        self.layout = layout
    }

    mutating func write(_ value: JSONValue, depth: Int) {
        switch value {
        case .null: append("null")
        case .boolean(let value): append(value ? "true" : "false")
        case .integer(let value): append(value.description)
        case .number(let value):
            append(shortest: value.description, isFinite: value.isFinite, isNaN: value.isNaN, "1.7976931348623157e+308")
        case .float(let value): append(value)
        case .string(let text): write(text)
        case .floats(let elements): list(elements, depth: depth, inline: true) { $0.append($1) }
        case .array(let elements):
            let inline = elements.count <= 16 && elements.allSatisfy(\.isPlain)
            list(elements, depth: depth, inline: inline) { $0.write($1, depth: depth + 1) }
        case .object(let members): object(members, depth: depth)
        }
    }

    private mutating func list<Element>(
        _ elements: [Element], depth: Int, inline: Bool, each: (inout JSONWriter, Element) -> Void
    ) {
        output.append(UInt8(ascii: "["))
        for (index, element) in elements.enumerated() {
            if index > 0 { output.append(UInt8(ascii: ",")) }
            if layout == .indented {
                if inline {
                    if index > 0 { output.append(UInt8(ascii: " ")) }
                } else {
                    newLine(depth + 1)
                }
            }
            each(&self, element)
        }
        if layout == .indented, !inline, !elements.isEmpty { newLine(depth) }
        output.append(UInt8(ascii: "]"))
    }

    private mutating func object(_ members: [String: JSONValue], depth: Int) {
        output.append(UInt8(ascii: "{"))
        let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        for (index, member) in sorted.enumerated() {
            if index > 0 { output.append(UInt8(ascii: ",")) }
            if layout == .indented { newLine(depth + 1) }
            write(member.key)
            output.append(UInt8(ascii: ":"))
            if layout == .indented { output.append(UInt8(ascii: " ")) }
            write(member.value, depth: depth + 1)
        }
        if layout == .indented, !members.isEmpty { newLine(depth) }
        output.append(UInt8(ascii: "}"))
    }

    private mutating func newLine(_ depth: Int) {
        output.append(UInt8(ascii: "\n"))
        output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
    }

    private mutating func append(_ text: String) {
        output.append(contentsOf: text.utf8)
    }

    private mutating func write(_ text: String) {
        output.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): append("\\\"")
            case UInt8(ascii: "\\"): append("\\\\")
            case 0x0A: append("\\n")
            case 0x0D: append("\\r")
            case 0x09: append("\\t")
            case 0..<0x20, 0x7F:
                append("\\u00")
                let digits = Array("0123456789abcdef".utf8)
                output.append(digits[Int(byte >> 4)])
                output.append(digits[Int(byte & 15)])
            default: output.append(byte)
            }
        }
        output.append(UInt8(ascii: "\""))
    }

    private mutating func append(_ value: Float) {
        append(shortest: value.description, isFinite: value.isFinite, isNaN: value.isNaN, "3.4028235e+38")
    }

    /// Swift's description is the shortest decimal that reads back to the same bits, but has `.0` for whole numbers
    /// and goes over to exponents at 1e-4 and 2²⁴ or 2⁵³, where the wire goes on in plain digits from 1e-6 up to 1e21.
    private mutating func append(shortest description: String, isFinite: Bool, isNaN: Bool, _ greatest: String) {
        guard isFinite else { return append(isNaN ? "0" : greatest) }
        var text = description
        let isPlain = text.withUTF8 { bytes in
            guard !bytes.contains(UInt8(ascii: "e")) else { return false }
            let isWhole = bytes.count > 2 && bytes[bytes.count - 1] == UInt8(ascii: "0")
                && bytes[bytes.count - 2] == UInt8(ascii: ".")
            let figures = UnsafeBufferPointer(rebasing: isWhole ? bytes.dropLast(2) : bytes[...])
            if figures.count == 2, figures[0] == UInt8(ascii: "-"), figures[1] == UInt8(ascii: "0") {
                output.append(UInt8(ascii: "0"))
            } else {
                output.append(contentsOf: figures)
            }
            return true
        }
        if !isPlain { append(DecimalText(text).plain) }
    }
}

extension JSONValue {
    fileprivate var isPlain: Bool {
        switch self {
        case .array, .floats, .object: false
        default: true
        }
    }
}

/// A decimal number taken apart, to write it again without needless exponent or fraction.
package struct DecimalText {
    private let negative: Bool
    /// Significant digits without leading or trailing zeros.
    private let digits: [UInt8]
    /// Power of ten of the point before the first digit: 0.d₁d₂… · 10^exponent.
    private let exponent: Int

    /// Takes apart the description of a finite number.
    package init(_ description: String) {
        var text = description[...]
        negative = text.hasPrefix("-")
        if negative { text.removeFirst() }
        var power = 0
        if let mark = text.firstIndex(where: { $0 == "e" || $0 == "E" }) {
            power = Int(text[text.index(after: mark)...]) ?? 0
            text = text[..<mark]
        }
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        var digits = Array(parts[0].utf8)
        let whole = digits.count
        if parts.count > 1 { digits += Array(parts[1].utf8) }
        let leading = digits.prefix { $0 == UInt8(ascii: "0") }.count
        digits.removeFirst(leading)
        while digits.last == UInt8(ascii: "0") { digits.removeLast() }
        self.digits = digits
        exponent = whole - leading + power
    }

    /// The number in plain digits where it lies in 1e-6 ..< 1e21, else with an exponent.
    package var plain: String {
        guard !digits.isEmpty else { return "0" }
        var text = negative ? "-" : ""
        let figures = String(decoding: digits, as: UTF8.self)
        if exponent > 0, exponent <= 21 {
            if digits.count <= exponent {
                text += figures + String(repeating: "0", count: exponent - digits.count)
            } else {
                text += figures.prefix(exponent) + "." + figures.dropFirst(exponent)
            }
        } else if exponent <= 0, exponent > -6 {
            text += "0." + String(repeating: "0", count: -exponent) + figures
        } else {
            text += figures.prefix(1)
            if digits.count > 1 { text += "." + figures.dropFirst() }
            let power = exponent - 1
            text += "e" + (power < 0 ? "-" : "+") + String(abs(power))
        }
        return text
    }
}
