// SPDX-License-Identifier: Apache-2.0
import Diagnostics

/// Turns declared parameters, and what the command line says of them, into the values that references take.
struct ParameterReading {
    let collector: DiagnosticCollector
    let options: RecipeOptions
    let scope: ReferenceScope

    /// Fills the scope.
    /// - Parameters:
    ///   - declared: The merged map `parameters`.
    ///   - extra: Values that win over all others, such as those of a sweep's cell.
    func read(_ declared: RecipeValue?, _ extra: [String: RecipeValue] = [:]) {
        for member in declared?.members ?? [] {
            guard let parameter = parameter(member) else {
                scope.faulty.insert(member.name)
                continue
            }
            scope.parameters[member.name] = parameter
            if let value = extra[member.name] {
                scope.parameters[member.name]?.value = value
                scope.parameters[member.name]?.origin = "the value comes from here"
            }
        }
        for override in options.overrides where extra[override.name] == nil { apply(override, declared) }
    }

    /// The shape that values of a declared parameter have, for sweeps and flags.
    struct Declaration {
        let name: String
        let type: ParameterType
        let view: RecordView

        init(_ member: RecipeValue.Member) {
            name = member.name
            view = RecordView(member.value)
            let inferred: ParameterType =
                switch view.field(ParameterKeys.value.declaration)?.value.content {
                case .boolean: .boolean
                case .integer, .number: .number
                case .numbers(let values): values.count == 4 ? .color : .vector
                case .path: .path
                default: .string
                }
            type = view[optional: ParameterKeys.type] ?? inferred
        }
    }

    private func parameter(_ member: RecipeValue.Member) -> ReferenceScope.Parameter? {
        let declaration = Declaration(member)
        let view = declaration.view
        guard !member.value.isDamaged, !view.fields.contains(where: \.value.isDamaged),
            let value = view[optional: ParameterKeys.value]
        else { return nil }
        checkKeys(declaration)
        guard let fitted = fitted(value, to: declaration, folder: PathText.folder(value.span.source.name)) else {
            return nil
        }
        return ReferenceScope.Parameter(
            name: member.name, type: declaration.type, value: fitted, nameSpan: member.nameSpan,
            origin: "the value comes from here")
    }

    private func checkKeys(_ declaration: Declaration) {
        let view = declaration.view
        let isNumeric = declaration.type == .number || declaration.type == .integer
        for key in [ParameterKeys.minimum, ParameterKeys.maximum] where view.has(key) && !isNumeric {
            collector.report(
                Diagnostic(
                    .notHere, "a \(declaration.type.rawValue) has no `\(key.declaration.name)`",
                    at: view.keySpan(of: key)))
        }
        if let least = view[optional: ParameterKeys.minimum], let greatest = view[optional: ParameterKeys.maximum],
            least > greatest
        {
            collector.report(
                Diagnostic(.invertedBounds, "`maximum` lies below `minimum`", at: view.span(of: ParameterKeys.maximum)))
        }
        if declaration.type == .choice, view.field(ParameterKeys.choices.declaration) == nil {
            collector.report(
                Diagnostic(
                    .dependentKey, "a choice needs `choices`", at: view.span(of: ParameterKeys.type),
                    detail: "For example `choices: [front, back]`."))
        } else if declaration.type != .choice, view.has(ParameterKeys.choices) {
            collector.report(
                Diagnostic(
                    .notHere, "only a choice has `choices`", at: view.keySpan(of: ParameterKeys.choices),
                    detail: "Write `type: choice`."))
        }
    }

    /// A value in the form of its parameter's type, or nil after reporting that it does not fit.
    func fitted(_ value: RecipeValue, to declaration: Declaration, folder: String) -> RecipeValue? {
        let span = value.span
        func result(_ content: RecipeValue.Content) -> RecipeValue { RecipeValue(content, span) }
        let phrase: String
        switch declaration.type {
        case .number:
            phrase = "a number"
            if let number = number(value) { return inRange(number, declaration, span) ? result(.number(number)) : nil }
        case .integer:
            phrase = "a whole number"
            if let number = number(value), let whole = Int(exactly: number) {
                return inRange(number, declaration, span) ? result(.integer(whole)) : nil
            }
        case .boolean:
            phrase = "true or false"
            if case .boolean = value.content { return value }
        case .string:
            phrase = "a text"
            switch value.content {
            case .text: return value
            case .path(let path): return result(.text(path.expanded))
            default: break
            }
        case .color:
            phrase = "a colour"
            switch value.content {
            case .text(let text):
                if let color = CSSColors.parse(text) { return result(.numbers(color)) }
                let (names, sure) = NearestNames.best(text, in: CSSColors.names)
                guard !names.isEmpty else { break }
                collector.report(
                    Diagnostic(
                        .parameterValue, "\"\(CoreScalar.shortened(text))\" is no colour", at: span,
                        related: declared(declaration), fixes: Checker.fixes(names, sure: sure, at: span)))
                return nil
            case .numbers(let values):
                if values.allSatisfy({ (0...1).contains($0) }) {
                    return result(.numbers(values.count == 3 ? values + [1] : values))
                }
            default: break
            }
        case .vector:
            phrase = "three numbers"
            if case .numbers(let values) = value.content, values.count == 3 { return value }
        case .path:
            phrase = "a path"
            switch value.content {
            case .text(let text): return result(.path(RecipePath(written: text, expanded: text, base: folder)))
            case .path: return value
            default: break
            }
        case .choice:
            let choices = declaration.view[optional: ParameterKeys.choices] ?? []
            phrase = "one of " + choices.map { "`\($0)`" }.joined(separator: ", ")
            if case .text(let text) = value.content {
                if choices.contains(text) || choices.isEmpty { return value }
                let (names, sure) = NearestNames.best(text, in: choices)
                collector.report(
                    Diagnostic(
                        .parameterValue, "`\(CoreScalar.shortened(text))` is no choice of `\(declaration.name)`",
                        at: span,
                        related: declared(declaration), expected: phrase,
                        fixes: Checker.fixes(names, sure: sure, at: span)))
                return nil
            }
        }
        collector.report(
            Diagnostic(
                .parameterValue, "the value does not fit the parameter `\(declaration.name)`", at: span,
                related: declared(declaration), expected: phrase, found: Self.phrase(value)))
        return nil
    }

    private func number(_ value: RecipeValue) -> Double? {
        switch value.content {
        case .integer(let whole): Double(whole)
        case .number(let number): number
        default: nil
        }
    }

    private func inRange(_ number: Double, _ declaration: Declaration, _ span: SourceSpan) -> Bool {
        let range = NumberRange(
            minimum: declaration.view[optional: ParameterKeys.minimum],
            maximum: declaration.view[optional: ParameterKeys.maximum])
        if range.contains(number) || (range.minimum ?? 0) > (range.maximum ?? .infinity) { return true }
        collector.report(
            Diagnostic(
                .parameterValue, "\(NumberText.plain(number)) is out of range for `\(declaration.name)`", at: span,
                related: declared(declaration), expected: "a number" + (range.phrase.map { " " + $0 } ?? "")))
        return false
    }

    private func declared(_ declaration: Declaration) -> [RelatedPlace] {
        let span = declaration.view.span
        return [RelatedPlace("`\(declaration.name)` is declared here", at: span)]
    }

    private static func phrase(_ value: RecipeValue) -> String {
        switch value.content {
        case .boolean(let value): value ? "true" : "false"
        case .integer(let value): "the number \(value)"
        case .number(let value): "the number \(NumberText.plain(value))"
        case .text(let text): "the text \"\(CoreScalar.shortened(text))\""
        case .path(let path): "the text \"\(CoreScalar.shortened(path.expanded))\""
        case .numbers(let values): "the list [\(values.map(NumberText.plain).joined(separator: ", "))]"
        default: "something else"
        }
    }

    // MARK: Command line

    private func apply(_ override: (name: String, value: String), _ declared: RecipeValue?) {
        let source = SourceText(name: "--set \(override.name)", text: "\(override.name)=\(override.value)")
        let nameSpan = SourceSpan(source, from: 0, to: override.name.utf8.count)
        let valueSpan = SourceSpan(source, from: override.name.utf8.count + 1, to: source.bytes.count)
        guard let member = declared?.members.first(where: { $0.name == override.name }) else {
            let names = declared?.members.map(\.name) ?? []
            let (near, sure) = NearestNames.best(override.name, in: names)
            collector.report(
                Diagnostic(
                    .badOverride, "no parameter is called `\(override.name)`", at: nameSpan,
                    detail: names.isEmpty ? "The recipe declares no parameters." : "",
                    fixes: Checker.fixes(near, sure: sure, at: nameSpan)))
            return
        }
        guard !member.value.isDamaged else { return }
        let declaration = Declaration(member)
        let value: RecipeValue
        switch declaration.type {
        case .string, .path, .choice: value = RecipeValue(.text(override.value), valueSpan)
        default:
            let scratch = DiagnosticCollector()
            let text = SourceText(name: source.name, text: override.value)
            let tree = YAMLReader.read(text, scratch)
            let literal =
                tree.nodes.isEmpty
                ? nil
                : Checker(tree, scratch, ReferenceScope(), folder: "").value(0, .literal, holder: tree.span(0))
            value = RecipeValue(literal?.content ?? .text(override.value), valueSpan)
        }
        guard let fitted = fitted(value, to: declaration, folder: "") else {
            scope.faulty.insert(override.name)
            scope.parameters[override.name] = nil
            return
        }
        scope.parameters[override.name]?.value = fitted
        scope.parameters[override.name]?.origin = "the value comes from the command line"
    }
}
