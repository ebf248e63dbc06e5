// SPDX-License-Identifier: Apache-2.0
import Diagnostics

/// The check of what files and includes came to together: nothing required is missing, and keys fit each other.
package struct Completion {
    let collector: DiagnosticCollector

    /// Reports a fault.
    package func report(
        _ code: DiagnosticCode, _ summary: String, at span: SourceSpan, detail: String = "",
        related: [RelatedPlace] = []
    ) {
        collector.report(Diagnostic(code, summary, at: span, detail: detail, related: related))
    }

    /// Checks a value and all inside it.
    /// - Parameters:
    ///   - value: A value that passed the check of its file.
    ///   - shape: Its shape.
    ///   - holder: The key that holds it, where something missing is reported.
    func check(_ value: RecipeValue, _ shape: Shape, holder: SourceSpan) {
        switch (shape, value.content) {
        case (.record(let record), .record): check(value, record, holder)
        case (.choice, .kind(let kind, let options, let span)): check(options, kind.record, span)
        case (.map(_, let element, _), .map(let members)):
            for member in members { check(member.value, element, holder: member.nameSpan) }
        case (.list(let element, _, _, _), .list(let items)):
            guard !element.isLeaf else { return }
            for item in items {
                check(
                    item, element, holder: SourceSpan(item.span.source, from: item.span.start, to: item.span.start + 1))
            }
        case (.either(let scalar, let list, let map), _):
            let chosen: Shape? =
                switch value.content {
                case .record, .map, .kind: map
                case .list, .numbers: list
                default: scalar
                }
            if let chosen { check(value, chosen, holder: holder) }
        default: break
        }
    }

    private func check(_ value: RecipeValue, _ record: Record, _ holder: SourceSpan) {
        let view = RecordView(value)
        for field in view.fields where !field.key.isLeaf && (!field.value.isDamaged || !field.value.isEmptyRecord) {
            check(field.value, field.key.shape, holder: field.keySpan)
        }
        if !value.isDamaged {
            for key in record.required where view.field(key) == nil && !value.guesses.contains(key.name) {
                collector.report(
                    Diagnostic(
                        .missingKey, "`\(key.name)` is missing in \(record.name)", at: holder,
                        detail: "For example `\(key.name): \(key.example)`.", fixes: Self.fixes(key, value)))
            }
            for group in record.groups { check(view, group, record, holder, guesses: value.guesses) }
        }
        for narrowing in record.narrowings { check(view, narrowing) }
        record.check?(view, self)
    }

    /// The version is the one missing key whose value is known.
    private static func fixes(_ key: KeyDeclaration, _ record: RecipeValue) -> [Fix] {
        let start = record.span.start
        let source = record.span.source
        guard key === RecipeKeys.recipe.declaration, start < source.bytes.count,
            source.bytes[start] != UInt8(ascii: "{"), source.position(at: start).column == 1
        else { return [] }
        let place = SourceSpan(source, from: start, to: start)
        return [Fix("add the line `recipe: 1`", at: place, replacement: "recipe: 1\n", .safe)]
    }

    private func check(_ view: RecordView, _ narrowing: KeyNarrowing) {
        guard let cause = view.field(narrowing.key) else { return }
        for field in view.fields
        where field.key !== narrowing.key && !narrowing.allowed.contains(where: { $0 === field.key }) {
            report(
                .notHere, "`\(field.key.name)` cannot be given beside `\(narrowing.key.name)`", at: field.keySpan,
                detail: narrowing.reason,
                related: [RelatedPlace("`\(narrowing.key.name)` is given here", at: cause.keySpan)])
        }
    }

    private func check(
        _ view: RecordView, _ group: KeyGroup, _ record: Record, _ holder: SourceSpan, guesses: [String]
    ) {
        var index: Int?
        for field in view.fields {
            guard let alternative = group.alternative(of: field.key) else { continue }
            // Several alternatives were reported where they were read.
            if index != nil, index != alternative { return }
            index = alternative
        }
        guard let index else {
            guard group.isRequired, guesses.isEmpty else { return }
            report(
                .missingKey, "\(record.name) needs one of its forms", at: holder,
                detail: "Give one of \(Checker.listed(group.phrases)).")
            return
        }
        let chosen = group.alternatives[index]
        let needed: [KeyDeclaration] =
            switch group.needs {
            case .all: chosen
            case .first: Array(chosen.prefix(1))
            case .none: []
            }
        for key in needed where view.field(key) == nil && !guesses.contains(key.name) {
            guard let present = chosen.lazy.compactMap({ view.field($0) }).first else { continue }
            report(
                .dependentKey, "`\(present.key.name)` needs `\(key.name)` beside it", at: present.keySpan,
                detail: "For example `\(key.name): \(key.example)`.")
        }
    }
}

extension RecipeValue {
    /// Whether the value is the placeholder of one that could not be read.
    fileprivate var isEmptyRecord: Bool {
        if case .record(let fields) = content { return fields.isEmpty }
        return false
    }
}
