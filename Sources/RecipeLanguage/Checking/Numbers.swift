// SPDX-License-Identifier: Apache-2.0
import Diagnostics

extension Checker {
    /// Checks a list of a fixed count of numbers.
    func numbersValue(
        _ node: Int, _ count: Int, _ range: NumberRange, _ whole: Bool, _ broadcast: Bool, _ meaning: NumbersMeaning,
        _ shape: Shape, _ holder: SourceSpan
    ) -> RecipeValue? {
        let span = tree.span(node)
        var values: [Double] = []
        switch tree.nodes[node].kind {
        case .mapping: return wrongShape(node, shape, holder)
        case .sequence:
            let found = Int(tree.nodes[node].count)
            let element: Shape = whole ? .integer(range) : .number(range)
            values.reserveCapacity(count)
            var isFine = true
            var index = node + 1
            let end = Int(tree.nodes[node].next)
            while index < end, !collector.isFull(for: tree.source) {
                let item = tree.resolved(index)
                if let value = numberItem(item, range, whole) {
                    values.append(value)
                } else if let value = value(item, element, holder: tree.span(index)) {
                    values.append(value.double)
                } else {
                    isFine = false
                }
                index = Int(tree.nodes[index].next)
            }
            guard found == count else {
                collector.report(
                    Diagnostic(
                        .wrongLength, "\(found) component\(found == 1 ? "" : "s") instead of \(count)", at: span,
                        expected: shape.phrase))
                return nil
            }
            guard isFine else { return nil }
        default:
            guard let input = input(node) else { return nil }
            switch input.content {
            case .scalar(.null): return missingValue(node, shape, holder)
            case .numbers(let given):
                // A colour has an alpha that a vector lacks, and the other way round.
                guard given.count == count || given.count == 4 && count == 3 && meaning == .point else {
                    reportType(input, shape, span)
                    return nil
                }
                values = Array(given.prefix(count))
            default:
                guard broadcast else { return wrongShape(node, shape, holder) }
                guard let number = finite(input, shape, span) else { return nil }
                guard let number else {
                    reportType(input, shape, span)
                    return nil
                }
                values = Array(repeating: number, count: count)
            }
        }
        return checked(values, meaning, span)
    }

    /// The fast way for a plain number in range.
    private func numberItem(_ node: Int, _ range: NumberRange, _ whole: Bool) -> Double? {
        guard tree.nodes[node].kind == .plain else { return nil }
        switch tree.scalar(node) {
        case .integer(let value):
            let number = Double(value)
            return range.contains(number) ? number : nil
        case .number(let value):
            return !whole && Float(value).isFinite && range.contains(value) ? value : nil
        default: return nil
        }
    }

    private func checked(_ values: [Double], _ meaning: NumbersMeaning, _ span: SourceSpan) -> RecipeValue? {
        switch meaning {
        case .direction, .quaternion:
            // Compared as the service sees them, in single precision.
            if values.allSatisfy({ Float($0) == 0 }) {
                collector.report(
                    Diagnostic(
                        .zeroVector, meaning == .direction ? "the vector is zero" : "the quaternion is zero", at: span,
                        detail: "It has no direction."))
                return nil
            }
        case .coefficients:
            if values.prefix(3).allSatisfy({ Float($0) == 0 }) {
                collector.report(
                    Diagnostic(
                        .zeroVector, "the plane has no normal", at: span,
                        detail: "The first three coefficients are zero."))
                return nil
            }
        case .range:
            if values.count == 2, !(Float(values[0]) < Float(values[1])) {
                collector.report(
                    Diagnostic(
                        .invertedBounds, "the range is empty", at: span, expected: "a lower bound below the upper bound"
                    ))
                return nil
            }
        case .point, .factors, .size: break
        }
        return RecipeValue(.numbers(values), span)
    }

    // MARK: Colours

    /// The code of a colour whose components were written as bytes, with the place of the first that is above 1; nil for
    /// all else.
    private func eightBitCode(_ node: Int) -> (code: String, place: SourceSpan)? {
        var code = "#"
        var place: SourceSpan?
        var index = node + 1
        while index < Int(tree.nodes[node].next) {
            guard tree.nodes[index].kind == .plain, case .integer(let value) = tree.scalar(index),
                (0...255).contains(value)
            else { return nil }
            if value > 1, place == nil { place = tree.span(index) }
            let hex = String(value, radix: 16)
            code += hex.count == 1 ? "0" + hex : hex
            index = Int(tree.nodes[index].next)
        }
        return place.map { (code, $0) }
    }

    /// Checks a colour; the value is red, green, blue and alpha.
    func colorValue(_ node: Int, _ shape: Shape, _ holder: SourceSpan) -> RecipeValue? {
        let span = tree.span(node)
        switch tree.nodes[node].kind {
        case .mapping: return wrongShape(node, shape, holder)
        case .sequence:
            let count = Int(tree.nodes[node].count)
            guard count == 3 || count == 4 else {
                collector.report(
                    Diagnostic(
                        .wrongLength, "a colour of \(count) component\(count == 1 ? "" : "s")", at: span,
                        expected: "three or four numbers from 0 to 1"))
                return nil
            }
            if let (code, place) = eightBitCode(node) {
                collector.report(
                    Diagnostic(
                        .outOfRange, "\(place.text) is out of range", at: place,
                        detail: "Components of a colour go from 0 to 1; of 255 each, this is `\"\(code)\"`.",
                        expected: Shape.number(.between(0, 1)).phrase,
                        fixes: [Fix("write `\"\(code)\"`", at: span, replacement: "\"\(code)\"", .suggestion)]))
                return nil
            }
            let range = NumberRange.between(0, 1)
            let list = Shape.numbers(count: count, range, whole: false, broadcast: false, meaning: .point)
            guard let value = numbersValue(node, count, range, false, false, .point, list, holder) else { return nil }
            return RecipeValue(.numbers(value.components + (count == 3 ? [1] : [])), span)
        default: break
        }
        guard let input = input(node) else { return nil }
        switch input.content {
        case .scalar(.null):
            // `color: #ff0000` without quotes is an empty value and a comment.
            let rest = lineRest(after: span.start)
            if tree.nodes[node].count == 0, let hash = rest.firstIndex(of: "#") {
                let code = rest[hash...].prefix { $0 == "#" || $0.isHexDigit }
                if CSSColors.parse(String(code)) != nil {
                    let start = span.start + rest[..<hash].utf8.count
                    let place = SourceSpan(tree.source, from: start, to: start + code.utf8.count)
                    collector.report(
                        Diagnostic(
                            .notAColor, "the colour needs quotes", at: place,
                            detail: "Without quotes, `#` starts a comment.",
                            fixes: [Fix("write `\"\(code)\"`", at: place, replacement: "\"\(code)\"", .safe)]))
                    return nil
                }
            }
            return missingValue(node, shape, holder)
        case .numbers(let values):
            if values.allSatisfy({ (0...1).contains($0) }) {
                return RecipeValue(.numbers(values.count == 3 ? values + [1] : values), span)
            }
        case .scalar(.string(let text)):
            if let color = CSSColors.parse(text) { return RecipeValue(.numbers(color), span) }
            let (names, sure) =
                text.hasPrefix("#") ? ([], nil) : NearestNames.best(text.lowercased(), in: CSSColors.names)
            collector.report(
                Diagnostic(
                    .notAColor, "\"\(CoreScalar.shortened(text))\" is no colour", at: span, related: origin(input),
                    expected: "\"#rgb\", \"#rrggbb\", \"#rrggbbaa\", a CSS name or [r, g, b]",
                    fixes: input.parameter == nil ? Self.fixes(names, sure: sure, at: span) : []))
            return nil
        default: break
        }
        collector.report(
            Diagnostic(
                .notAColor, "expected a colour", at: span, related: origin(input),
                expected: "\"#rgb\", \"#rrggbb\", \"#rrggbbaa\", a CSS name or [r, g, b]", found: input.phrase))
        return nil
    }

    private func lineRest(after offset: Int) -> String {
        var end = offset
        while end < tree.source.bytes.count, tree.source.bytes[end] != 0x0A, tree.source.bytes[end] != 0x0D { end += 1 }
        return tree.source.text(from: offset, to: end)
    }
}
