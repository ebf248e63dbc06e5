// SPDX-License-Identifier: Apache-2.0
import Diagnostics

/// What a scalar node came to once its references were put in.
struct ScalarInput {
    enum Content {
        case scalar(CoreScalar)
        /// A vector or colour from a parameter.
        case numbers([Double])
        case path(RecipePath)
    }

    var content: Content
    /// The parameter that gave the whole value.
    var parameter: ReferenceScope.Parameter?
    /// Quoted in the source.
    var isQuoted: Bool

    /// What was found, in words.
    var phrase: String {
        let text =
            switch content {
            case .scalar(let scalar): scalar.phrase
            case .numbers(let values): "the list [\(values.map(NumberText.plain).joined(separator: ", "))]"
            case .path(let path): "the path \"\(CoreScalar.shortened(path.expanded))\""
            }
        guard let parameter else { return text }
        return "\(text) (from `${\(parameter.name)}`)"
    }
}

extension Checker {
    /// The value of a scalar node with its references put in; nil after reporting a bad reference.
    func input(_ node: Int) -> ScalarInput? {
        let isQuoted = tree.nodes[node].kind == .quoted
        guard tree.mayHoldReference(node) else {
            return ScalarInput(content: .scalar(tree.scalar(node)), parameter: nil, isQuoted: isQuoted)
        }
        let pieces = ReferencePiece.split(tree.string(node))
        if pieces.count == 1, case .parameter(let name) = pieces[0], scope.allowsParameters {
            var cursor = tree.span(node).start
            let span = place(of: "${\(name)}", in: node, from: &cursor)
            guard let parameter = parameter(name, at: span) else { return nil }
            return ScalarInput(content: Self.content(of: parameter.value), parameter: parameter, isQuoted: false)
        }
        guard let path = assemble(pieces, in: node) else { return nil }
        return ScalarInput(content: .scalar(.string(path.expanded)), parameter: nil, isQuoted: true)
    }

    /// The path that a scalar node holds; nil where it holds no text, or after reporting a bad reference.
    func path(_ node: Int) -> RecipePath?? {
        guard tree.mayHoldReference(node) else {
            guard case .string(let text) = tree.scalar(node) else { return .some(nil) }
            return RecipePath(written: text, expanded: text, base: folder)
        }
        let pieces = ReferencePiece.split(tree.string(node))
        if pieces.count == 1, case .parameter(let name) = pieces[0], scope.allowsParameters {
            var cursor = tree.span(node).start
            let span = place(of: "${\(name)}", in: node, from: &cursor)
            guard let parameter = parameter(name, at: span) else { return nil }
            switch parameter.value.content {
            case .path(let path): return path
            case .text(let text): return RecipePath(written: text, expanded: text, base: folder)
            default: return .some(nil)
            }
        }
        return assemble(pieces, in: node)
    }

    private static func content(of value: RecipeValue) -> ScalarInput.Content {
        switch value.content {
        case .boolean(let value): .scalar(.boolean(value))
        case .integer(let value): .scalar(.integer(value))
        case .number(let value): .scalar(.number(value))
        case .numbers(let values): .numbers(values)
        case .path(let path): .path(path)
        case .text(let text): .scalar(.string(text))
        default: .scalar(.null)
        }
    }

    private func assemble(_ pieces: [ReferencePiece], in node: Int) -> RecipePath? {
        var cursor = tree.span(node).start
        var written = ""
        var expanded = ""
        var base = folder
        var isFine = true
        for (index, piece) in pieces.enumerated() {
            switch piece {
            case .literal(let text):
                written += text
                expanded += text
            case .parameter(let name):
                let span = place(of: "${\(name)}", in: node, from: &cursor)
                guard let parameter = parameter(name, at: span) else {
                    if scope.isExhausted { return nil }
                    isFine = false
                    continue
                }
                if case .path(let path) = parameter.value.content {
                    written += path.written
                    expanded += index == 0 ? path.resolved : path.expanded
                    if index == 0 { base = "" }
                } else {
                    let text = Self.text(of: parameter.value)
                    written += text
                    expanded += text
                }
            case .data(let name):
                let span = place(of: "${data.\(name)}", in: node, from: &cursor)
                guard let root = scope.dataRoots[name] else {
                    reportUnknownData(name, at: span)
                    isFine = false
                    continue
                }
                guard book(root.path.utf8.count, at: span) else { return nil }
                written += "${data.\(name)}"
                expanded += root.path
                if index == 0 { base = "" }
            case .malformed(let text):
                let hint =
                    scope.allowsParameters
                    ? "A reference is `${name}` or `${data.NAME}`; a literal `${` is written `$${`."
                    : "Only `${data.NAME}` can be used here."
                collector.report(
                    Diagnostic(
                        .badReference, "`\(CoreScalar.shortened(text))` is no reference",
                        at: place(of: text, in: node, from: &cursor),
                        detail: hint))
                isFine = false
            }
        }
        return isFine ? RecipePath(written: written, expanded: expanded, base: base) : nil
    }

    /// The text that a parameter's value has inside a longer one.
    package static func text(of value: RecipeValue) -> String {
        switch value.content {
        case .boolean(let value): value ? "true" : "false"
        case .integer(let value): String(value)
        case .number(let value): NumberText.plain(value)
        case .text(let text): text
        case .path(let path): path.expanded
        case .numbers(let values): values.map(NumberText.plain).joined(separator: ",")
        default: ""
        }
    }

    private func parameter(_ name: String, at span: SourceSpan) -> ReferenceScope.Parameter? {
        guard scope.allowsParameters else {
            collector.report(
                Diagnostic(
                    .badReference, "`${\(name)}` cannot be used here", at: span,
                    detail: "Parameters cannot refer to each other."))
            return nil
        }
        if let parameter = scope.use(name) {
            return book(Self.size(of: parameter.value), at: span) ? parameter : nil
        }
        guard !scope.faulty.contains(name) else { return nil }
        let (names, sure) = NearestNames.best(name, in: scope.parameters.keys)
        collector.report(
            Diagnostic(
                .unknownParameter, "no parameter is called `\(name)`", at: span,
                detail: scope.parameters.isEmpty
                    ? "Declare it under `parameters`; a literal `${` is written `$${`." : "",
                fixes: Self.fixes(names, sure: sure, at: span) { "${\($0)}" }))
        return nil
    }

    /// A few references to a long text, many times over, would fill all memory.
    private func book(_ bytes: Int, at span: SourceSpan) -> Bool {
        if scope.book(bytes) { return true }
        guard !scope.isExhausted else { return false }
        scope.isExhausted = true
        collector.report(
            Diagnostic(
                .referenceBudget, "the references up to here come to more than 4 MB of text", at: span,
                detail: "Bulk data belongs into files that the recipe names."))
        return false
    }

    private static func size(of value: RecipeValue) -> Int {
        switch value.content {
        case .text(let text): text.utf8.count
        case .path(let path): path.expanded.utf8.count + path.written.utf8.count
        default: 8
        }
    }

    private func reportUnknownData(_ name: String, at span: SourceSpan) {
        let (names, sure) = NearestNames.best(name, in: scope.dataRoots.keys)
        collector.report(
            Diagnostic(
                .unknownData, "no data root is called `\(name)`", at: span,
                detail: "Declare it under `data`, or give it with `--data \(name)=PATH`.",
                fixes: Self.fixes(names, sure: sure, at: span) { "${data.\($0)}" }))
    }

    /// Where the next piece of a scalar's value stands in the source; all of the scalar where escapes hide it.
    private func place(of piece: String, in node: Int, from cursor: inout Int) -> SourceSpan {
        let span = tree.span(node)
        let bytes = Array(piece.utf8)
        guard !bytes.isEmpty, span.end - cursor >= bytes.count else { return span }
        for start in cursor...(span.end - bytes.count)
        where tree.source.bytes[start] == bytes[0]
            && tree.source.bytes[start..<start + bytes.count].elementsEqual(bytes)
        {
            cursor = start + bytes.count
            return SourceSpan(tree.source, from: start, to: cursor)
        }
        return span
    }
}
