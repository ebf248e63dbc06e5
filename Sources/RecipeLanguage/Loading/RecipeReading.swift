// SPDX-License-Identifier: Apache-2.0
import Diagnostics

/// The reading of a recipe with its includes: files to trees, trees to one checked value.
final class RecipeReading {
    /// Levels of includes.
    static let includeDepth = 16
    /// Files of one recipe.
    static let fileLimit = 256

    /// One file of the recipe.
    struct File: Sendable {
        let tree: YAMLTree
        let folder: String
        /// What the first pass found: parameters, data roots and includes.
        let head: [RecipeValue.Field]
    }

    let files: RecipeFiles
    let options: RecipeOptions
    let collector: DiagnosticCollector
    /// In order of merging: includes before the file that includes them.
    private(set) var read: [File] = []
    /// Parameters that includes and data roots refer to.
    private(set) var usedInHeads: Set<String> = []
    /// All files that were opened, the recipe first.
    private(set) var sources: [SourceText] = []

    init(
        _ files: RecipeFiles, _ options: RecipeOptions, _ collector: DiagnosticCollector, read: [File] = [],
        sources: [SourceText] = []
    ) {
        self.read = read
        self.sources = sources
        self.files = files
        self.options = options
        self.collector = collector
    }

    /// The keys that are read before all others, because references and includes depend on them.
    private static let headKeys = [
        RecipeKeys.parameters.declaration, RecipeKeys.data.declaration, RecipeKeys.include.declaration,
    ]

    // MARK: Files

    /// Reads a file and, before it, all that it includes.
    func open(_ source: SourceText, path: String, above: [(path: String, span: SourceSpan?)] = []) {
        sources.append(source)
        let tree = YAMLReader.read(source, collector)
        guard !tree.nodes.isEmpty else {
            if tree.isComplete {
                collector.report(
                    Diagnostic(
                        .emptyFile, "the file holds no recipe", at: SourceSpan(source, from: 0, to: 0),
                        detail: "The shortest recipe is the line `recipe: 1`."))
            }
            return
        }
        let folder = PathText.folder(path)
        let head = headFields(tree, folder)
        // A broken text is read as far as it goes, but what it lacks may stand behind the break.
        if tree.isComplete { include(head, from: path, folder, above) }
        read.append(File(tree: tree, folder: folder, head: head))
    }

    private func headFields(_ tree: YAMLTree, _ folder: String) -> [RecipeValue.Field] {
        guard tree.nodes[0].kind == .mapping else { return [] }
        var fields: [RecipeValue.Field] = []
        let scope = ReferenceScope()
        for root in options.dataRoots {
            scope.dataRoots[root.name] = ReferenceScope.DataRoot(
                name: root.name, path: root.path, span: SourceSpan(tree.source, from: 0, to: 0))
        }
        let checker = Checker(tree, collector, scope, folder: folder)
        var entries: [(key: Int, wanted: KeyDeclaration)] = []
        var index = 1
        let end = Int(tree.nodes[0].next)
        while index < end {
            let key = index
            index = Int(tree.nodes[Int(tree.nodes[key].next)].next)
            guard !tree.nodes[key].isDamaged, let wanted = checker.key(of: RecipeKeys.record, at: key) else { continue }
            entries.append((key, wanted))
        }
        for wanted in Self.headKeys {
            scope.allowsParameters = wanted !== RecipeKeys.parameters.declaration
            guard let key = entries.first(where: { $0.wanted === wanted })?.key else { continue }
            let span = tree.span(key)
            guard let value = checker.value(Int(tree.nodes[key].next), wanted.shape, holder: span) else { continue }
            usedInHeads.formUnion(scope.used)
            fields.append(RecipeValue.Field(key: wanted, keySpan: span, value: value))
            if wanted === RecipeKeys.parameters.declaration {
                // Faults of parameters are told when all files are merged; here only their values are of use.
                ParameterReading(collector: DiagnosticCollector(), options: options, scope: scope).read(value)
            } else if wanted === RecipeKeys.data.declaration {
                for member in value.members where scope.dataRoots[member.name] == nil {
                    guard case .path(let path) = member.value.content else { continue }
                    scope.dataRoots[member.name] = ReferenceScope.DataRoot(
                        name: member.name, path: path.resolved, span: member.nameSpan)
                }
            }
        }
        return fields
    }

    private func include(
        _ head: [RecipeValue.Field], from path: String, _ folder: String, _ above: [(path: String, span: SourceSpan?)]
    ) {
        guard let field = head.first(where: { $0.key === RecipeKeys.include.declaration }) else { return }
        let chain = above + [(PathText.normalized(path), nil)]
        for item in field.value.items where !collector.isFull(for: item.span.source) {
            guard case .path(let written) = item.content else { continue }
            let target = written.resolved
            if chain.contains(where: { $0.path == target }) {
                collector.report(
                    Diagnostic(
                        .includeCycle, "`\(written.written)` includes itself", at: item.span,
                        detail: chain.count > 1
                            ? "The way is \((chain.map(\.path) + [target]).joined(separator: " → "))." : ""))
                continue
            }
            guard chain.count <= Self.includeDepth, sources.count < Self.fileLimit else {
                collector.report(
                    Diagnostic(
                        .includeDepth,
                        chain.count > Self.includeDepth ? "includes are nested too deep" : "too many includes",
                        at: item.span,
                        expected: "at most \(Self.includeDepth) levels and \(Self.fileLimit) files"))
                return
            }
            switch files.read(target, YAMLLimits.fileSize) {
            case .success(let bytes):
                let source = SourceText(name: target, bytes: bytes)
                collector.noteInclude(of: source, at: item.span)
                open(source, path: target, above: chain)
            case .failure(let failure): collector.report(Self.diagnostic(failure, target, at: item.span))
            }
        }
    }

    /// What is said of a file that cannot be read.
    static func diagnostic(_ failure: RecipeFiles.Failure, _ path: String, at span: SourceSpan?) -> Diagnostic {
        switch failure {
        case .missing: Diagnostic(.missingFile, "no file is at `\(path)`", at: span)
        case .unreadable(let reason): Diagnostic(.unreadableFile, "`\(path)` cannot be read: \(reason)", at: span)
        case .tooLarge: Diagnostic(.fileTooLarge, "`\(path)` has more than 4 MB", at: span)
        }
    }

    // MARK: Values

    /// The merged parameters and data roots, with what the command line and the cell of a sweep give.
    func scope(_ extra: [String: RecipeValue] = [:]) -> ReferenceScope {
        let scope = ReferenceScope()
        scope.noteUses(usedInHeads)
        for root in options.dataRoots {
            let source = SourceText(name: "--data \(root.name)", text: root.path)
            scope.dataRoots[root.name] = ReferenceScope.DataRoot(
                name: root.name, path: root.path, span: SourceSpan(source, from: 0, to: source.bytes.count))
        }
        var declared: RecipeValue?
        for file in read {
            for field in file.head {
                if field.key === RecipeKeys.parameters.declaration {
                    declared = declared?.merged(under: field.value, field.key.shape) ?? field.value
                } else if field.key === RecipeKeys.data.declaration {
                    for member in field.value.members {
                        guard case .path(let path) = member.value.content,
                            !options.dataRoots.contains(where: { $0.name == member.name })
                        else { continue }
                        scope.dataRoots[member.name] = ReferenceScope.DataRoot(
                            name: member.name, path: path.resolved, span: member.nameSpan)
                    }
                }
            }
        }
        ParameterReading(collector: collector, options: options, scope: scope).read(declared, extra)
        return scope
    }

    /// All files checked and merged; nil where there is no map to read.
    func value(_ scope: ReferenceScope) -> RecipeValue? {
        var result: RecipeValue?
        // What a broken text lacks may stand behind its break, so it is not looked at further.
        for file in read where file.tree.isComplete {
            let checker = Checker(file.tree, collector, scope, folder: file.folder)
            guard let value = checker.root(head: file.head) else { continue }
            result = result?.merged(under: value, .record(RecipeKeys.record)) ?? value
        }
        return result
    }
}

extension Checker {
    /// The whole file, with the keys of the first pass as that pass read them.
    func root(head: [RecipeValue.Field]) -> RecipeValue? {
        guard tree.nodes[0].kind == .mapping else {
            let start = tree.span(0)
            collector.report(
                Diagnostic(
                    .wrongShape, "a recipe is a map", at: start, expected: "keys such as `recipe` and `models`",
                    found: tree.nodes[0].kind == .sequence ? "a list" : nil))
            return nil
        }
        return recordValue(0, RecipeKeys.record, SourceSpan(tree.source, from: 0, to: 0), known: head)
    }
}
