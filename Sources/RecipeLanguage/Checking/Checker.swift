// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import JSON

/// Checks the nodes of one file against shapes, reporting every fault and going on behind it.
struct Checker {
    let tree: YAMLTree
    let collector: DiagnosticCollector
    let scope: ReferenceScope
    /// The folder of the file, which its relative paths start from.
    let folder: String

    init(_ tree: YAMLTree, _ collector: DiagnosticCollector, _ scope: ReferenceScope, folder: String) {
        self.tree = tree
        self.collector = collector
        self.scope = scope
        self.folder = folder
    }

    /// A JSON literal, checked as if it stood in a file; nil if it does not fit.
    static func literal(_ json: JSONValue, _ shape: Shape, name: String) -> RecipeValue? {
        let collector = DiagnosticCollector()
        let tree = YAMLReader.read(SourceText(name: "default of \(name)", text: json.text()), collector)
        guard !tree.nodes.isEmpty else { return nil }
        return Checker(tree, collector, ReferenceScope(), folder: "").value(0, shape, holder: tree.span(0))
    }

    /// Checks a node.
    /// - Parameters:
    ///   - node: Index of the node in the tree.
    ///   - shape: What it should be.
    ///   - holder: The key that holds the value, where a missing value is reported.
    /// - Returns: The value in its canonical form, or nil after reporting why not.
    func value(_ written: Int, _ shape: Shape, holder: SourceSpan) -> RecipeValue? {
        let node = tree.resolved(written)
        let kind = tree.nodes[node].kind
        if kind == .invalid { return nil }
        switch shape {
        case .either(let scalar, let list, let map):
            let chosen: Shape? =
                switch kind {
                case .sequence: list
                case .mapping: map
                default: scalar
                }
            if let list, case .numbers(2, _, _, _, _) = list, kind == .plain, let fix = pairFix(node) {
                collector.report(
                    Diagnostic(
                        .wrongShape, "two numbers are a list", at: tree.span(node), expected: list.phrase,
                        found: "the text \"\(tree.string(node))\"", fixes: [fix]))
                return nil
            }
            if let chosen { return value(node, chosen, holder: holder) }
            return wrongShape(node, shape, holder)
        case .record(let record): return recordValue(node, record, holder)
        case .choice(let choice): return choiceValue(node, choice, holder)
        case .map(let rule, let element, let minimum): return mapValue(node, rule, element, minimum, shape, holder)
        case .list(let element, let minimum, let maximum, let bareItem):
            return listValue(node, element, minimum, maximum, bareItem, shape, holder)
        case .numbers(let count, let range, let whole, let broadcast, let meaning):
            return numbersValue(node, count, range, whole, broadcast, meaning, shape, holder)
        case .color: return colorValue(node, shape, holder)
        case .literal: return literalValue(node, shape, holder)
        case .boolean, .integer, .number, .text, .word, .path, .version:
            guard kind == .plain || kind == .quoted else { return wrongShape(node, shape, holder) }
            return scalarValue(node, shape, holder)
        }
    }

    // MARK: Collections

    private func mapValue(
        _ node: Int, _ rule: NameRule, _ element: Shape, _ minimum: Int, _ shape: Shape, _ holder: SourceSpan
    ) -> RecipeValue? {
        guard tree.nodes[node].kind == .mapping else { return wrongShape(node, shape, holder) }
        var members: [RecipeValue.Member] = []
        var isDamaged = tree.nodes[node].isDamaged
        var index = node + 1
        let end = Int(tree.nodes[node].next)
        while index < end, !collector.isFull(for: tree.source) {
            let key = index
            let entry = Int(tree.nodes[key].next)
            index = Int(tree.nodes[entry].next)
            guard !tree.nodes[key].isDamaged, tree.nodes[key].kind != .invalid else { continue }
            let name = tree.string(key)
            let span = tree.span(key)
            if !checkName(name, rule, at: span) { isDamaged = true }
            if let value = value(entry, element, holder: span) {
                members.append(RecipeValue.Member(name: name, nameSpan: span, value: value))
            } else {
                isDamaged = true
                // A name that is declared badly is declared all the same, so that uses of it are not faults.
                members.append(
                    RecipeValue.Member(
                        name: name, nameSpan: span, value: RecipeValue(.record([]), tree.span(entry), isDamaged: true)))
            }
        }
        if members.count < minimum, !isDamaged {
            collector.report(
                Diagnostic(
                    .wrongCount, "the map is empty", at: tree.span(node),
                    expected: "at least \(minimum == 1 ? "one entry" : "\(minimum) entries")"))
        }
        return RecipeValue(.map(members), tree.span(node), isDamaged: isDamaged)
    }

    private func listValue(
        _ node: Int, _ element: Shape, _ minimum: Int, _ maximum: Int?, _ bareItem: Bool, _ shape: Shape,
        _ holder: SourceSpan
    ) -> RecipeValue? {
        let kind = tree.nodes[node].kind
        if bareItem, kind != .sequence {
            return value(node, element, holder: holder).map { RecipeValue(.list([$0]), $0.span) }
        }
        guard kind == .sequence else { return wrongShape(node, shape, holder) }
        var items: [RecipeValue] = []
        items.reserveCapacity(Int(tree.nodes[node].count))
        var isDamaged = false
        var index = node + 1
        let end = Int(tree.nodes[node].next)
        while index < end, !collector.isFull(for: tree.source) {
            if let item = value(index, element, holder: tree.span(index)) {
                items.append(item)
            } else {
                isDamaged = true
            }
            index = Int(tree.nodes[index].next)
        }
        let count = Int(tree.nodes[node].count)
        if count < minimum || count > maximum ?? .max {
            collector.report(
                Diagnostic(
                    .wrongCount, count == 0 ? "the list is empty" : "the list has \(count) entries",
                    at: tree.span(node), expected: Self.countPhrase(minimum, maximum)))
        }
        return RecipeValue(.list(items), tree.span(node), isDamaged: isDamaged)
    }

    static func countPhrase(_ minimum: Int, _ maximum: Int?) -> String {
        guard let maximum else { return "at least \(minimum == 1 ? "one entry" : "\(minimum) entries")" }
        return minimum == maximum ? "\(minimum) entries" : "\(minimum) to \(maximum) entries"
    }

    // MARK: Reports

    /// Reports a node whose kind does not fit, or that is empty; always nil.
    func wrongShape(_ node: Int, _ shape: Shape, _ holder: SourceSpan) -> RecipeValue? {
        let found: String
        switch tree.nodes[node].kind {
        case .mapping: found = "a map"
        case .sequence: found = "a list"
        default:
            if tree.nodes[node].kind == .plain, case .null = tree.scalar(node) {
                return missingValue(node, shape, holder)
            }
            guard let input = input(node) else { return nil }
            found = input.phrase
        }
        if case .record(let record) = shape, let fix = blankFix(node, record) {
            collector.report(
                Diagnostic(.unknownKey, "a blank is missing after the colon", at: tree.span(node), fixes: [fix]))
            return nil
        }
        var detail = ""
        var fixes = listFixes(node, shape)
        switch shape {
        case .record(let record):
            detail = Self.keysPhrase(record)
            fixes += formFixes(node, record)
        case .map where tree.nodes[node].kind == .sequence:
            detail = "Give each entry a name of its own: `NAME: …` instead of `- …`."
        case .numbers(2, _, _, _, _): fixes += pairFix(node).map { [$0] } ?? []
        default: break
        }
        collector.report(
            Diagnostic(
                .wrongShape, "expected \(shape.phrase)", at: tree.span(node), detail: detail, found: found,
                fixes: fixes))
        return nil
    }

    /// The keys of a record in a sentence.
    static func keysPhrase(_ record: Record) -> String {
        let known = record.keys.map { "`\($0.name)`" }
        if known.isEmpty { return "There are no keys here." }
        return known.count == 1 ? "The key here is \(known[0])." : "The keys here are \(listed(known))."
    }

    /// `1920x1080` and `16:9` are lists of two numbers.
    private func pairFix(_ node: Int) -> Fix? {
        let scalar = tree.nodes[node]
        // Nearly every text here is a word, which its first letter tells.
        guard scalar.kind == .plain, (3..<32).contains(scalar.count),
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(tree.text[Int(scalar.first)])
        else { return nil }
        let text = tree.string(node)
        let parts = text.split(omittingEmptySubsequences: false) { "x×X:".contains($0) }
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy { ("0"..."9").contains($0) } }) else {
            return nil
        }
        let list = "[\(parts[0]), \(parts[1])]"
        return Fix("write `\(list)`", at: tree.span(node), replacement: list, .safe)
    }

    /// `key:value` without a blank is one text.
    private func blankFix(_ node: Int, _ record: Record) -> Fix? {
        let text = tree.string(node)
        guard tree.nodes[node].kind == .plain, let colon = text.firstIndex(of: ":"), !text.contains("\n"),
            tree.span(node).text == text, record.key(named: String(text[..<colon])) != nil
        else { return nil }
        let mended = "\(text[...colon]) \(text[text.index(after: colon)...])"
        return Fix("write `\(CoreScalar.shortened(mended))`", at: tree.span(node), replacement: mended, .safe)
    }

    /// Three bare numbers for a rotation are most likely its first form.
    private func formFixes(_ node: Int, _ record: Record) -> [Fix] {
        let span = tree.span(node)
        guard tree.nodes[node].isFlow, tree.nodes[node].kind == .sequence, !span.text.contains("\n"),
            let form = record.groups.first?.alternatives.first, form.count == 1,
            case .numbers(let count, _, _, _, _) = form[0].shape, count == Int(tree.nodes[node].count)
        else { return [] }
        let text = "{\(form[0].name): \(span.text)}"
        return [Fix("did you mean `\(CoreScalar.shortened(text))`?", at: span, replacement: text, .suggestion)]
    }

    /// A single entry where a list is due only lacks its brackets.
    private func listFixes(_ node: Int, _ shape: Shape) -> [Fix] {
        let span = tree.span(node)
        let text = span.text
        guard case .list(let element, _, _, _) = shape, element.takes(tree.nodes[node].kind), !text.contains("\n"),
            tree.nodes[node].isFlow || tree.nodes[node].kind == .quoted
                || tree.nodes[node].kind == .plain && !text.contains(where: { ",[]{}#".contains($0) })
        else { return [] }
        return [Fix("make it a list: `[\(CoreScalar.shortened(text))]`", at: span, replacement: "[\(text)]", .safe)]
    }

    /// Reports a value that is absent or null; always nil.
    func missingValue(_ node: Int, _ shape: Shape, _ holder: SourceSpan) -> RecipeValue? {
        let span = tree.span(node)
        let isEmpty = span.start == span.end
        let name = holder.text
        let isKey = holder != span && !name.isEmpty && name.utf8.count < 64
        collector.report(
            Diagnostic(
                .missingValue, isKey ? "`\(name)` has no value" : "a value is missing", at: isEmpty ? holder : span,
                detail: isKey ? "Leave the key out to get its default." : "", expected: shape.phrase,
                found: isEmpty ? nil : "null"))
        return nil
    }

    /// Fixes that replace a word by its nearest neighbours; the first is safe where it is nearer than all others.
    static func fixes(
        _ names: [String], sure: String?, at span: SourceSpan, _ text: (String) -> String = { $0 }
    ) -> [Fix] {
        names.map { name in
            Fix(
                "did you mean `\(text(name))`?", at: span, replacement: text(name),
                name == sure ? .safe : .suggestion)
        }
    }

    private func checkName(_ name: String, _ rule: NameRule, at span: SourceSpan) -> Bool {
        switch rule {
        case .free(let subject):
            if name.isEmpty {
                collector.report(Diagnostic(.badName, "the name of a \(subject) is empty", at: span))
                return false
            }
            return true
        case .modelName, .declaredModel, .parameter, .name:
            if case .modelName = rule, name == "scene" {
                collector.report(
                    Diagnostic(
                        .reservedName, "a model cannot be called `scene`", at: span,
                        detail: "`scene` means all visible models wherever a model can be named."))
                return false
            }
            if Names.isName(name) { return true }
            let subject = rule.subject
            let mended = Names.mended(name)
            collector.report(
                Diagnostic(
                    .badName, "`\(CoreScalar.shortened(name))` cannot name a \(subject)", at: span,
                    detail: "Names start with a letter or underscore and go on with letters, digits, `_` and `-`.",
                    fixes: mended.map { [Fix("call it `\($0)`", at: span, replacement: $0, .suggestion)] } ?? []))
            return false
        }
    }
}

extension NameRule {
    /// What the names are for.
    var subject: String {
        switch self {
        case .name(let subject), .free(let subject): subject
        case .modelName, .declaredModel: "model"
        case .parameter: "parameter"
        }
    }
}
