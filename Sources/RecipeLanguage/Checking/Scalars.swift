// SPDX-License-Identifier: Apache-2.0
import Diagnostics

extension Checker {
    /// Checks a scalar against a scalar shape.
    func scalarValue(_ node: Int, _ shape: Shape, _ holder: SourceSpan) -> RecipeValue? {
        if case .path = shape { return pathValue(node, shape, holder) }
        guard let input = input(node) else { return nil }
        if case .scalar(.null) = input.content { return missingValue(node, shape, holder) }
        let span = tree.span(node)
        switch shape {
        case .boolean:
            if case .scalar(.boolean(let value)) = input.content { return RecipeValue(.boolean(value), span) }
        case .version:
            if case .scalar(.integer(1)) = input.content { return RecipeValue(.integer(1), span) }
            if case .scalar(.number(1)) = input.content { return RecipeValue(.integer(1), span) }
            guard case .scalar(.integer) = input.content else { break }
            collector.report(
                Diagnostic(
                    .languageVersion, "this version of the language is not known", at: span, expected: "1",
                    found: input.phrase, fixes: [Fix("write `1`", at: span, replacement: "1", .suggestion)]))
            return nil
        case .integer(let range):
            guard let number = finite(input, shape, span) else { return nil }
            guard let number else { break }
            guard let whole = Int(exactly: number) else {
                reportType(input, shape, span)
                return nil
            }
            guard check(number, range, shape, input, span) else { return nil }
            return RecipeValue(.integer(whole), span)
        case .number(let range):
            guard let number = finite(input, shape, span) else { return nil }
            guard let number else { break }
            guard check(number, range, shape, input, span) else { return nil }
            return RecipeValue(.number(number), span)
        case .text(let form):
            guard case .scalar(.string(let text)) = input.content else { break }
            guard check(text, form, input, span) else { return nil }
            return RecipeValue(.text(text), span)
        case .word(let words):
            let text: String
            switch input.content {
            case .scalar(.string(let string)): text = string
            default:
                reportType(input, shape, span)
                return nil
            }
            if words.contains(where: { $0.name == text }) { return RecipeValue(.text(text), span) }
            let (names, sure) = NearestNames.best(text, in: words.lazy.map(\.name))
            collector.report(
                Diagnostic(
                    .unknownWord, "unknown word `\(CoreScalar.shortened(text))`", at: span, related: origin(input),
                    expected: shape.phrase,
                    fixes: input.parameter == nil ? Self.fixes(names, sure: sure, at: span) : []))
            return nil
        default: break
        }
        reportType(input, shape, span)
        return nil
    }

    private func pathValue(_ node: Int, _ shape: Shape, _ holder: SourceSpan) -> RecipeValue? {
        guard let found = path(node) else { return nil }
        let span = tree.span(node)
        guard let path = found else {
            guard let input = input(node) else { return nil }
            if case .scalar(.null) = input.content { return missingValue(node, shape, holder) }
            reportType(input, shape, span)
            return nil
        }
        if path.expanded.isEmpty {
            collector.report(Diagnostic(.wrongFormat, "the path is empty", at: span, expected: shape.phrase))
            return nil
        }
        return RecipeValue(.path(path), span)
    }

    /// The number of an input: nil after reporting that it is not finite, `.some(nil)` where it is no number.
    func finite(_ input: ScalarInput, _ shape: Shape, _ span: SourceSpan) -> Double?? {
        let value: Double
        switch input.content {
        case .scalar(.integer(let whole)): value = Double(whole)
        case .scalar(.number(let number)): value = number
        default: return .some(nil)
        }
        guard value.isFinite, Float(value).isFinite else {
            let isLarge = value.isFinite
            collector.report(
                Diagnostic(
                    .notFinite, isLarge ? "the number is too large" : "the number is not finite", at: span,
                    detail: isLarge ? "Numbers are kept in single precision, up to 3.4e38." : "",
                    related: origin(input), expected: shape.phrase))
            return nil
        }
        return value
    }

    private func check(
        _ number: Double, _ range: NumberRange, _ shape: Shape, _ input: ScalarInput, _ span: SourceSpan
    ) -> Bool {
        if range.contains(number) { return true }
        collector.report(
            Diagnostic(
                .outOfRange, "\(NumberText.plain(number)) is out of range", at: span, related: origin(input),
                expected: shape.phrase))
        return false
    }

    private func check(_ text: String, _ form: TextForm, _ input: ScalarInput, _ span: SourceSpan) -> Bool {
        if form.takes(text) { return true }
        collector.report(
            Diagnostic(
                .wrongFormat,
                text.isEmpty ? "the text is empty" : "\"\(CoreScalar.shortened(text))\" has the wrong form",
                at: span, related: origin(input), expected: form.phrase,
                fixes: input.parameter == nil && span.text == text
                    ? form.mended(text).map { [Fix("write `\($0)`", at: span, replacement: $0, .safe)] } ?? [] : []))
        return false
    }

    /// The place that gave a value through a parameter.
    func origin(_ input: ScalarInput) -> [RelatedPlace] {
        guard let parameter = input.parameter else { return [] }
        return [RelatedPlace(parameter.origin, at: parameter.value.span)]
    }

    /// Reports a scalar of the wrong type, with what older YAML would have made of it.
    func reportType(_ input: ScalarInput, _ shape: Shape, _ span: SourceSpan) {
        var detail = ""
        var fixes: [Fix] = []
        if input.parameter == nil, case .scalar(let scalar) = input.content {
            if case .string(let text) = scalar, let old = OldSpelling(text, isQuoted: input.isQuoted, wanted: shape) {
                detail = old.explanation
                if let replacement = old.replacement {
                    fixes = [Fix("write `\(replacement)`", at: span, replacement: replacement, old.applicability)]
                }
            } else if shape.takesText(span.text) {
                let quoted = "\"\(span.text)\""
                fixes = [Fix("put it into quotes: `\(quoted)`", at: span, replacement: quoted, .safe)]
            } else if case .text(.length) = shape, shape.takesText(span.text + "mm") {
                fixes = [Fix("write `\(span.text)mm`", at: span, replacement: span.text + "mm", .suggestion)]
            }
        }
        collector.report(
            Diagnostic(
                .wrongType, "expected \(shape.phrase)", at: span, detail: detail, related: origin(input),
                found: input.phrase, fixes: fixes))
    }

    /// Checks the value of a parameter, whose shape its declaration decides later.
    func literalValue(_ node: Int, _ shape: Shape, _ holder: SourceSpan) -> RecipeValue? {
        let span = tree.span(node)
        switch tree.nodes[node].kind {
        case .mapping: return wrongShape(node, shape, holder)
        case .sequence:
            let count = Int(tree.nodes[node].count)
            guard count == 3 || count == 4 else {
                collector.report(
                    Diagnostic(
                        .wrongLength, "a list of \(count) values", at: span,
                        expected: "three numbers (a vector or colour) or four (a colour)"))
                return nil
            }
            return numbersValue(
                node, count, .any, false, false, .point,
                .numbers(count: count, .any, whole: false, broadcast: false, meaning: .point), holder)
        default:
            guard let input = input(node) else { return nil }
            switch input.content {
            case .scalar(.null): return missingValue(node, shape, holder)
            case .scalar(.boolean(let value)): return RecipeValue(.boolean(value), span)
            case .scalar(.integer(let value)): return RecipeValue(.integer(value), span)
            case .scalar(.number(let value)):
                guard value.isFinite else {
                    collector.report(Diagnostic(.notFinite, "the number is not finite", at: span))
                    return nil
                }
                return RecipeValue(.number(value), span)
            case .scalar(.string(let text)): return RecipeValue(.text(text), span)
            case .numbers(let values): return RecipeValue(.numbers(values), span)
            case .path(let path): return RecipeValue(.path(path), span)
            }
        }
    }
}

extension Shape {
    /// Whether the shape takes a text that needs no escapes.
    fileprivate func takesText(_ text: String) -> Bool {
        guard !text.isEmpty, !text.contains(where: { "\"\\".contains($0) || $0.isNewline }) else { return false }
        switch self {
        case .text(let form): return form.takes(text)
        case .path: return true
        default: return false
        }
    }
}

extension TextForm {
    /// Whether a text has the form.
    func takes(_ text: String) -> Bool {
        switch self {
        case .any: true
        case .filled: !text.isEmpty
        case .modelName, .snapshotName: Names.isName(text)
        case .doi: TextPatterns.isDOI(text)
        case .backend: TextPatterns.isBackend(text)
        case .length: TextPatterns.millimetres(text) != nil
        }
    }

    /// The text in the right form, where one can be sure of what was meant.
    fileprivate func mended(_ text: String) -> String? {
        let prefixes: [(String, String)] =
            switch self {
            case .doi: [("https://doi.org/", ""), ("http://dx.doi.org/", ""), ("https://dx.doi.org/", ""), ("doi:", "")]
            case .backend: [("http://", "ws://"), ("https://", "wss://")]
            default: []
            }
        for (old, new) in prefixes where text.hasPrefix(old) {
            let mended = new + text.dropFirst(old.count)
            if takes(mended) { return mended }
        }
        return nil
    }
}

/// The forms of texts that are more than a set of characters.
package enum TextPatterns {
    /// `10.` with four to nine digits, a slash and a suffix without blanks (ISO 26324 as Crossref issues it).
    static func isDOI(_ text: String) -> Bool {
        guard text.hasPrefix("10."), let slash = text.firstIndex(of: "/") else { return false }
        let prefix = text[text.index(text.startIndex, offsetBy: 3)..<slash]
        let suffix = text[text.index(after: slash)...]
        return (4...9).contains(prefix.utf8.count) && prefix.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
            && !suffix.isEmpty && !suffix.contains(where: \.isWhitespace)
    }

    /// `embedded`, or `ws://` or `wss://` with a host and perhaps a path.
    package static func isBackend(_ text: String) -> Bool {
        if text == "embedded" { return true }
        guard text.hasPrefix("ws://") || text.hasPrefix("wss://"), !text.contains(where: \.isWhitespace) else {
            return false
        }
        let rest = text.drop { $0 != "/" }.dropFirst(2)
        return !rest.isEmpty && rest.first != "/"
    }

    /// A length such as `180mm`, `18 cm` or `7in`, in millimetres.
    package static func millimetres(_ text: String) -> Double? {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let unit = text.dropFirst(digits.count).drop { $0 == " " || $0 == "\t" }
        let factors: [Substring: Double] = ["mm": 1, "cm": 10, "in": 25.4]
        guard let factor = factors[unit], digits.split(separator: ".", omittingEmptySubsequences: false).count <= 2,
            digits.contains(where: \.isNumber), let value = Double(digits.hasSuffix(".") ? digits + "0" : digits)
        else { return nil }
        return value * factor
    }
}
