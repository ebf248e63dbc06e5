// SPDX-License-Identifier: Apache-2.0
import Diagnostics

/// A text that YAML 1.1, or a quick hand, would take for something else: why it is a text here, and what to write.
struct OldSpelling {
    let explanation: String
    let replacement: String?
    let applicability: Fix.Applicability

    init?(_ text: String, isQuoted: Bool, wanted shape: Shape) {
        var replacement: String?
        var applicability = Fix.Applicability.safe
        switch shape {
        case .boolean:
            let lower = text.lowercased()
            if ["true", "false"].contains(lower) {
                explanation = isQuoted ? "Quoted values are texts." : "It is written `\(lower)`."
                replacement = lower
            } else if ["yes", "on", "y"].contains(lower) || ["no", "off", "n"].contains(lower) {
                let meant = ["yes", "on", "y"].contains(lower)
                explanation = "YAML 1.2 reads `\(text)` as a text; only `true` and `false` are booleans."
                replacement = meant ? "true" : "false"
            } else {
                return nil
            }
        case .integer, .number, .numbers, .version:
            if isQuoted, Self.isNumber(text) {
                explanation = "Quoted values are texts."
                replacement = text
            } else if text.contains("_"), Self.isNumber(text.replacing("_", with: "")) {
                explanation = "YAML 1.2 has no underscores in numbers."
                replacement = text.replacing("_", with: "")
            } else if text.contains(","), Self.isNumber(text.replacing(",", with: ".")) {
                explanation = "The decimal mark is a point."
                replacement = text.replacing(",", with: ".")
                applicability = .suggestion
            } else if Self.isDigits(text.trimmingPrefix("-")), text.trimmingPrefix("-").hasPrefix("0") {
                explanation =
                    "Older YAML takes a leading zero for octal, so it is a text here; octal is written `0o17`."
                let digits = text.trimmingPrefix("-").drop { $0 == "0" }
                replacement = (text.hasPrefix("-") ? "-" : "") + (digits.isEmpty ? "0" : digits)
                applicability = .suggestion
            } else if text.contains(":"), text.split(separator: ":").allSatisfy({ Self.isDigits($0) }) {
                explanation = "YAML 1.2 has no sexagesimal numbers; `\(text)` is a text."
            } else if text.lowercased().hasPrefix("0b"), Self.isDigits(text.dropFirst(2)) {
                explanation = "YAML 1.2 has no binary numbers."
                replacement = Int(text.dropFirst(2), radix: 2).map(String.init)
            } else if let unit = Self.unit(text) {
                explanation = "Write the number without its unit (`\(unit)`)."
                replacement = String(text.dropLast(unit.count)).trimmed
                applicability = .suggestion
            } else {
                return nil
            }
        default: return nil
        }
        self.replacement = replacement
        self.applicability = applicability
    }

    private static func isNumber(_ text: String) -> Bool {
        switch CoreScalar(plain: text) {
        case .integer, .number: true
        default: false
        }
    }

    private static func isDigits(_ text: some StringProtocol) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    }

    private static func unit(_ text: String) -> String? {
        let units = ["µm", "um", "nm", "mm", "cm", "ms", "deg", "°", "%", "px", "m", "s", "in"]
        return units.first { text.hasSuffix($0) && isNumber(String(text.dropLast($0.count)).trimmed) }
    }
}

extension String {
    fileprivate var trimmed: String {
        let head = drop { $0 == " " }
        return String(head.reversed().drop { $0 == " " }.reversed())
    }
}
