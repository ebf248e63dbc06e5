// SPDX-License-Identifier: Apache-2.0

/// Text in XML 1.0 and HTML documents.
package enum XMLText {
    /// Makes a text fit for an element or a quoted attribute. Characters that XML 1.0 cannot hold at all, even as
    /// references (most control characters), become U+FFFD; a carriage return is kept as a reference, which a parser
    /// would otherwise turn into a line feed.
    package static func escaped(_ text: String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\r": result += "&#xD;"
            case "\t", "\n": result.unicodeScalars.append(scalar)
            case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": result.unicodeScalars.append("\u{FFFD}")
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Replaces the references that ``escaped(_:)`` makes, and the other predefined one.
    static func unescaped(_ text: Substring) -> String {
        var result = ""
        var rest = text
        while let mark = rest.firstIndex(of: "&") {
            result += rest[..<mark]
            rest = rest[mark...]
            if let (reference, character) = references.first(where: { rest.hasPrefix($0.key) }) {
                result += character
                rest = rest.dropFirst(reference.count)
            } else {
                result += "&"
                rest = rest.dropFirst()
            }
        }
        return result + rest
    }

    private static let references = [
        "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": "\"", "&apos;": "'", "&#xD;": "\r",
    ]

    /// Whether a text can be a prefix or local name, kept to ASCII: a letter or _, then letters, digits, - _ and dots.
    static func isName(_ text: String) -> Bool {
        func isLetter(_ byte: UInt8) -> Bool { byte == 95 || (65...90).contains(byte & 0xdf) }
        guard let first = text.utf8.first, isLetter(first) else { return false }
        return text.utf8.allSatisfy { isLetter($0) || (45...46).contains($0) || (48...57).contains($0) }
    }
}
