// SPDX-License-Identifier: Apache-2.0
import Diagnostics

/// What caused a fault of syntax, where libyaml notices only its consequence further on.
struct SyntaxCause {
    private let source: SourceText
    /// Where the open bracket, or what else libyaml names as context, stands.
    private let context: Int
    /// Where libyaml noticed the fault.
    private let place: Int

    /// The fault at its cause; nil where none is known that is nearer than libyaml's place.
    static func diagnostic(
        _ source: SourceText, _ code: DiagnosticCode, _ message: String, context: Int, place: Int
    ) -> Diagnostic? {
        let cause = SyntaxCause(source: source, context: context, place: place)
        if code == .unclosed, message.contains("did not find expected ','") { return cause.commentedColor() }
        guard message.contains("mapping values are not allowed") else { return nil }
        return cause.missingBlank() ?? cause.unquotedColon()
    }

    /// `{color: #ff0000}`: the brace is part of a comment.
    private func commentedColor() -> Diagnostic? {
        var quote: UInt8?
        var index = context
        while index < min(place, source.bytes.count) {
            let byte = source.bytes[index]
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == UInt8(ascii: "#"), index > 0, source.bytes[index - 1] == UInt8(ascii: " ") {
                let line = source.line(source.lineIndex(at: index) + 1)
                let code = "#" + String(decoding: line[(index + 1)...].prefix { Self.isHexadecimal($0) }, as: UTF8.self)
                if CSSColors.parse(code) != nil {
                    let span = SourceSpan(source, from: index, to: index + code.utf8.count)
                    return Diagnostic(
                        .notAColor, "the colour needs quotes", at: span,
                        detail: "Without quotes, `#` starts a comment.",
                        fixes: [Fix("write `\"\(code)\"`", at: span, replacement: "\"\(code)\"", .safe)])
                }
                index = line.endIndex
                continue
            }
            index += 1
        }
        return nil
    }

    /// `recipe:1` above a line with a key: both lines are read as one text.
    private func missingBlank() -> Diagnostic? {
        let number = source.lineIndex(at: place) + 1
        guard number > 1 else { return nil }
        let above = source.line(number - 1)
        let indent = above.prefix { $0 == UInt8(ascii: " ") }.count
        guard let colon = above.firstIndex(of: UInt8(ascii: ":")), colon + 1 < above.endIndex,
            source.line(number).prefix(while: { $0 == UInt8(ascii: " ") }).count == indent
        else { return nil }
        let start = above.startIndex + indent
        let key = source.text(from: start, to: colon)
        let rest = source.text(from: colon + 1, to: above.endIndex)
        guard Names.isName(key), let first = rest.first, first != " ", first != "/", !rest.contains(": ") else {
            return nil
        }
        let after = SourceSpan(source, from: colon + 1, to: colon + 1)
        return Diagnostic(
            .notYAML, "a blank is missing after the colon",
            at: SourceSpan(source, from: start, to: above.endIndex),
            fixes: [Fix("write `\(key): \(CoreScalar.shortened(rest))`", at: after, replacement: " ", .safe)])
    }

    /// `title: Layer 4: neuron`: told where it is noticed, with the quotes that mend it.
    private func unquotedColon() -> Diagnostic? {
        let line = source.line(source.lineIndex(at: place) + 1)
        guard line.indices.contains(place) else { return nil }
        let colon = line.indices.first {
            line[$0] == UInt8(ascii: ":") && $0 + 1 < line.endIndex && line[$0 + 1] == UInt8(ascii: " ")
        }
        guard let colon, colon < place else { return nil }
        var start = colon + 1
        while start < place, source.bytes[start] == UInt8(ascii: " ") { start += 1 }
        let value = source.text(from: start, to: line.endIndex)
        guard start < place, !value.contains(where: { "\"'#\\{}[]&*".contains($0) }), !value.hasSuffix(":") else {
            return nil
        }
        let span = SourceSpan(source, from: start, to: line.endIndex)
        return Diagnostic(
            .notYAML, "unexpected `:`", at: SourceSpan(source, from: place, to: place + 1),
            detail: "A text that contains a colon followed by a blank needs quotes.",
            fixes: [
                Fix(
                    "put the text into quotes: `\"\(CoreScalar.shortened(value))\"`", at: span,
                    replacement: "\"\(value)\"", .suggestion)
            ])
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        byte >= 0x30 && byte <= 0x39 || byte | 0x20 >= 0x61 && byte | 0x20 <= 0x66
    }
}
