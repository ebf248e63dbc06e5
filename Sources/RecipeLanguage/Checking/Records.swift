// SPDX-License-Identifier: Apache-2.0
import Diagnostics

extension Checker {
    /// Checks a map with declared keys, or one of its short forms. `known` holds fields that were checked before.
    func recordValue(
        _ node: Int, _ record: Record, _ holder: SourceSpan, known: [RecipeValue.Field] = []
    ) -> RecipeValue? {
        guard tree.nodes[node].kind == .mapping else { return shortRecord(node, record, holder) }
        var fields: [RecipeValue.Field] = []
        fields.reserveCapacity(Int(tree.nodes[node].count) / 2)
        var isDamaged = tree.nodes[node].isDamaged
        var guesses: [String] = []
        var index = node + 1
        let end = Int(tree.nodes[node].next)
        while index < end, !collector.isFull(for: tree.source) {
            let keyNode = index
            let entry = Int(tree.nodes[keyNode].next)
            index = Int(tree.nodes[entry].next)
            guard !tree.nodes[keyNode].isDamaged, tree.nodes[keyNode].kind != .invalid else { continue }
            let span = tree.span(keyNode)
            guard let key = key(of: record, at: keyNode) else {
                let names = reportUnknownKey(keyNode, entry, record, besides: keys(of: record, in: node) + guesses)
                if names.isEmpty { isDamaged = true }
                guesses += names
                continue
            }
            if let field = known.first(where: { $0.key === key }) {
                fields.append(field)
                continue
            }
            // A wrong value is reported once; the key counts as given, so that nothing else is said about it.
            let value = value(entry, key.shape, holder: span)
            fields.append(
                RecipeValue.Field(
                    key: key, keySpan: span,
                    value: value ?? RecipeValue(.record([]), tree.span(entry), isDamaged: true)))
        }
        checkGroups(fields, record)
        return RecipeValue(.record(fields), tree.span(node), isDamaged: isDamaged, guesses: guesses)
    }

    func key(of record: Record, at node: Int) -> KeyDeclaration? {
        let start = Int(tree.nodes[node].first)
        let count = Int(tree.nodes[node].count)
        return tree.text.withUnsafeBufferPointer {
            record.key(UnsafeBufferPointer(rebasing: $0[start..<start + count]))
        }
    }

    private func shortRecord(_ node: Int, _ record: Record, _ holder: SourceSpan) -> RecipeValue? {
        let kind = tree.nodes[node].kind
        if kind == .plain, case .null = tree.scalar(node) {
            // An unquoted `#` makes a colour a comment, which the check of colours knows.
            if case .color = record.bareKey?.shape { return colorValue(node, .color, holder) }
            return missingValue(node, .record(record), holder)
        }
        let span = tree.span(node)
        if let word = record.bareWord, kind != .sequence, tree.string(node) == word {
            return RecipeValue(.record([]), span)
        }
        if let key = record.bareKey, key.shape.takes(kind) {
            guard let value = value(node, key.shape, holder: holder) else { return nil }
            return RecipeValue(.record([RecipeValue.Field(key: key, keySpan: span, value: value)]), span)
        }
        return wrongShape(node, .record(record), holder)
    }

    /// The names of a record's keys that a map gives.
    private func keys(of record: Record, in node: Int) -> [String] {
        var names: [String] = []
        var index = node + 1
        while index < Int(tree.nodes[node].next) {
            if let key = key(of: record, at: index) { names.append(key.name) }
            index = Int(tree.nodes[Int(tree.nodes[index].next)].next)
        }
        return names
    }

    /// Reports an unknown key; returns what it was probably meant to be, which is none of those given already.
    private func reportUnknownKey(
        _ keyNode: Int, _ entry: Int, _ record: Record, besides given: [String]
    ) -> [String] {
        let span = tree.span(keyNode)
        let name = tree.string(keyNode)
        if let colon = name.firstIndex(of: ":"), tree.nodes[entry].count == 0, tree.nodes[keyNode].kind == .plain {
            let key = String(name[..<colon])
            if record.key(named: key) != nil, !given.contains(key) {
                let rest = name[name.index(after: colon)...]
                collector.report(
                    Diagnostic(
                        .unknownKey, "a blank is missing after the colon", at: span,
                        fixes: [Fix("write `\(key): \(rest)`", at: span, replacement: "\(key): \(rest)", .safe)]))
                return [key]
            }
        }
        let (nearest, sure) = NearestNames.best(name, in: record.keys.lazy.map(\.name))
        let names = nearest.filter { !given.contains($0) }
        collector.report(
            Diagnostic(
                .unknownKey, "unknown key `\(CoreScalar.shortened(name))` in \(record.name)", at: span,
                detail: names.isEmpty && !record.keys.isEmpty ? Self.keysPhrase(record) : "",
                fixes: Self.fixes(names, sure: sure, at: span)))
        return names
    }

    /// A list in words, cut after a dozen.
    static func listed(_ words: [String], _ link: String = "and") -> String {
        if words.count > 24 { return words.prefix(24).joined(separator: ", ") + " \(link) others" }
        guard words.count > 1, let last = words.last else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " \(link) " + last
    }

    /// Reports keys of different alternatives of one group, at the later one.
    private func checkGroups(_ fields: [RecipeValue.Field], _ record: Record) {
        guard fields.count > 1 else { return }
        for group in record.groups {
            var first: (field: RecipeValue.Field, alternative: Int)?
            var reported: Set<Int> = []
            for field in fields {
                guard let alternative = group.alternative(of: field.key) else { continue }
                if let first, first.alternative != alternative {
                    // A key that both alternatives have excludes nothing.
                    if group.alternatives[first.alternative].contains(where: { $0 === field.key }) { continue }
                    guard reported.insert(alternative).inserted else { continue }
                    collector.report(
                        Diagnostic(
                            .exclusiveKeys, "`\(field.key.name)` cannot be given beside `\(first.field.key.name)`",
                            at: field.keySpan,
                            related: [RelatedPlace("`\(first.field.key.name)` is given here", at: first.field.keySpan)])
                    )
                } else if first == nil {
                    first = (field, alternative)
                }
            }
        }
    }

    // MARK: Choices

    /// Checks a choice: a map with one kind, or the bare name of a kind.
    func choiceValue(_ node: Int, _ choice: Choice, _ holder: SourceSpan) -> RecipeValue? {
        switch tree.nodes[node].kind {
        case .mapping: return chosenKind(node, choice)
        case .sequence: return wrongShape(node, .choice(choice), holder)
        default: break
        }
        if tree.nodes[node].kind == .plain, case .null = tree.scalar(node) {
            return missingValue(node, .choice(choice), holder)
        }
        guard let input = input(node) else { return nil }
        guard case .scalar(.string(let name)) = input.content else {
            return wrongShape(node, .choice(choice), holder)
        }
        let span = tree.span(node)
        guard let kind = choice.kind(named: name) else {
            reportUnknownKind(name, choice, at: span)
            return nil
        }
        guard kind.record.hasDefaults else {
            let needed = kind.record.keys.filter(\.isRequired).map { "`\($0.name)`" }
            collector.report(
                Diagnostic(
                    .missingKey, "`\(name)` needs options", at: span,
                    detail: needed.isEmpty ? "" : "Write `{\(name): {…}}` with \(Self.listed(needed))."))
            return nil
        }
        return RecipeValue(.kind(kind, RecipeValue(.record([]), span), span: span), span)
    }

    private func chosenKind(_ node: Int, _ choice: Choice) -> RecipeValue? {
        let end = Int(tree.nodes[node].next)
        var chosen: (kind: Kind, options: RecipeValue?, span: SourceSpan)?
        var index = node + 1
        var isDamaged = tree.nodes[node].isDamaged
        var firstName: SourceSpan?
        while index < end, !collector.isFull(for: tree.source) {
            let keyNode = index
            let entry = Int(tree.nodes[keyNode].next)
            index = Int(tree.nodes[entry].next)
            guard !tree.nodes[keyNode].isDamaged, tree.nodes[keyNode].kind != .invalid else { continue }
            let span = tree.span(keyNode)
            let name = tree.string(keyNode)
            guard let kind = choice.kind(named: name) else {
                if let first = chosen {
                    reportSecond(name, first.kind.name, first.span, choice, at: span)
                } else {
                    reportUnknownKind(name, choice, at: span)
                }
                isDamaged = true
                continue
            }
            if let firstName {
                reportSecond(name, chosen?.kind.name, firstName, choice, at: span)
                isDamaged = true
                continue
            }
            firstName = span
            if isEmpty(entry), kind.record.bareKey == nil || kind.record.hasDefaults {
                chosen = (kind, nil, span)
                // The options of the kind may stand beside it by a slip of indentation, which is told there.
                let isBeside = index < end && kind.record.key(named: tree.string(index)) != nil
                if !isBeside { reportEmptyKind(kind, entry, at: span) }
                continue
            }
            chosen = (kind, value(entry, .record(kind.record), holder: span), span)
        }
        guard let chosen else {
            if !isDamaged {
                collector.report(
                    Diagnostic(
                        .oneKind, "no \(choice.name) is chosen", at: tree.span(node),
                        expected: Shape.choice(choice).phrase))
            }
            return nil
        }
        guard let options = chosen.options else { return nil }
        return RecipeValue(
            .kind(chosen.kind, options, span: chosen.span), tree.span(node), isDamaged: isDamaged)
    }

    private func isEmpty(_ node: Int) -> Bool {
        tree.nodes[node].kind == .plain && tree.nodes[node].count == 0
    }

    private func reportEmptyKind(_ kind: Kind, _ entry: Int, at span: SourceSpan) {
        let needed = kind.record.keys.filter(\.isRequired).map { "`\($0.name)`" }
        let place = SourceSpan(tree.source, from: span.end, to: span.end)
        let canFix =
            kind.record.hasDefaults && tree.anchors[entry] == nil && tree.tags[entry] == nil
            && span.end < tree.source.bytes.count && tree.source.bytes[span.end] == UInt8(ascii: ":")
        let after = SourceSpan(tree.source, from: place.end + 1, to: place.end + 1)
        collector.report(
            Diagnostic(
                .missingValue, "`\(kind.name)` has no value", at: span,
                detail: kind.record.hasDefaults
                    ? "Write `\(kind.name): {}` for its defaults."
                    : needed.isEmpty ? "" : "Write `\(kind.name): {…}` with \(Self.listed(needed)).",
                expected: Shape.record(kind.record).phrase,
                fixes: canFix ? [Fix("write `\(kind.name): {}`", at: after, replacement: " {}", .safe)] : []))
    }

    private func reportSecond(
        _ name: String, _ first: String?, _ place: SourceSpan, _ choice: Choice, at span: SourceSpan
    ) {
        let options = first.flatMap { choice.kind(named: $0) }?.record
        let belongs = options?.key(named: name) != nil
        collector.report(
            Diagnostic(
                .oneKind, "only one \(choice.name) can be chosen", at: span,
                detail: belongs ? "As an option of `\(first ?? "")`, indent `\(name)` below it." : "",
                related: [RelatedPlace("`\(first ?? place.text)` is chosen here", at: place)]))
    }

    private func reportUnknownKind(_ name: String, _ choice: Choice, at span: SourceSpan) {
        let (names, sure) = NearestNames.best(name, in: choice.kinds.lazy.map(\.name))
        collector.report(
            Diagnostic(
                .unknownKind, "unknown \(choice.name) `\(CoreScalar.shortened(name))`", at: span,
                detail: names.isEmpty ? "The kinds are \(Self.listed(choice.kinds.map { "`\($0.name)`" }))." : "",
                fixes: Self.fixes(names, sure: sure, at: span)))
    }
}

extension Shape {
    /// Whether a node of that kind can be of this shape.
    func takes(_ kind: YAMLTree.Kind) -> Bool {
        let isScalar = kind == .plain || kind == .quoted
        switch self {
        case .boolean, .integer, .number, .text, .word, .path, .version: return isScalar
        case .color: return kind != .mapping
        case .numbers(_, _, _, let broadcast, _): return kind == .sequence || isScalar && broadcast
        case .list(_, _, _, let bareItem): return kind == .sequence || bareItem
        case .map: return kind == .mapping
        case .record(let record):
            return kind == .mapping || isScalar && record.bareWord != nil || record.bareKey?.shape.takes(kind) == true
        case .choice: return kind != .sequence
        case .either(let scalar, let list, let map):
            switch kind {
            case .sequence: return list != nil
            case .mapping: return map != nil
            default: return scalar != nil
            }
        case .literal: return kind != .mapping
        }
    }

    /// What is due, in words: "a number from 0 to 1".
    package var phrase: String {
        switch self {
        case .boolean: return "true or false"
        case .integer(let range): return "a whole number" + (range.phrase.map { " " + $0 } ?? "")
        case .number(let range): return "a number" + (range.phrase.map { " " + $0 } ?? "")
        case .text(let form): return form.phrase
        case .word(let words):
            return words.count == 1
                ? "`\(words[0].name)`" : "one of " + words.map { "`\($0.name)`" }.joined(separator: ", ")
        case .color: return "a colour (\"#rrggbb\", a CSS name, or [r, g, b])"
        case .numbers(let count, let range, let whole, let broadcast, _):
            let list = "a list of \(count) \(whole ? "whole " : "")numbers" + (range.phrase.map { " " + $0 } ?? "")
            return broadcast ? "a number or " + list : list
        case .path(let use):
            switch use {
            case .input: return "the path of a file"
            case .folder: return "the path of a folder"
            case .output: return "the name of an output file"
            }
        case .list(let element, _, _, let bareItem):
            return bareItem ? element.phrase + ", or a list of such" : "a list"
        case .map: return "a map"
        case .record(let record):
            var forms: [String] = []
            if let word = record.bareWord { forms.append("`\(word)`") }
            if let key = record.bareKey { forms.append(key.shape.phrase) }
            return (forms + ["a map"]).joined(separator: " or ")
        case .choice(let choice):
            return "one of " + choice.kinds.map { "`\($0.name)`" }.joined(separator: ", ")
        case .either(let scalar, let list, let map):
            return [scalar, list, map].compactMap { $0?.phrase }.joined(separator: " or ")
        case .version: return "1, the version of the language"
        case .literal: return "a number, true or false, a text or a list of numbers"
        }
    }
}

extension TextForm {
    /// The form in words.
    var phrase: String {
        switch self {
        case .any, .filled: "a text"
        case .modelName: "the name of a model"
        case .snapshotName: "the name of a snapshot"
        case .doi: "a DOI, such as 10.5281/zenodo.1234"
        case .backend: "`embedded` or a URI such as ws://localhost:5000"
        case .length: "a length such as 180mm"
        }
    }
}
