// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import JSON
import SceneModel

/// The last stage of reading: from files that were opened to a recipe, with all checks over the whole.
struct RecipeResolution {
    let reading: RecipeReading
    let path: String

    init(_ reading: RecipeReading, path: String) {
        self.reading = reading
        self.path = path
    }

    private var collector: DiagnosticCollector { reading.collector }

    /// The recipe, or nil after reporting errors.
    /// - Parameter cell: Values of swept parameters.
    func resolve(cell: [String: RecipeValue] = [:]) -> ResolvedRecipe? {
        let scope = reading.scope(cell)
        guard let value = reading.value(scope), let source = reading.sources.first else { return nil }
        let isComplete = reading.read.allSatisfy(\.tree.isComplete)
        let top = SourceSpan(source, from: 0, to: 0)
        let stem = PathText.stem(path == "-" ? "recipe" : path)
        let resolver = Resolver(value, name: stem, files: reading.files, backendOverride: reading.options.backend)
        // Behind a break of syntax anything may follow, so nothing can be said to be missing.
        guard isComplete else { return nil }
        Completion(collector: collector).check(value, .record(RecipeKeys.record), holder: top)
        RecipeRules(value, collector, resolver).check()
        let sweep = SweepReading(collector: collector, options: reading.options, scope: scope).axes(value)
        let inputs = resolver.inputs()
        checkInputs(inputs, resolver.backend())
        // What a broken recipe would look like is anybody's guess.
        guard !collector.hasErrors else { return nil }
        let scene = resolver.scene()
        FigureWarnings(value, scene, collector, resolver, scope, top: top).check()
        return ResolvedRecipe(
            name: stem, metadata: resolver.metadata(), backend: resolver.backend(),
            unmanaged: resolver.root[RecipeKeys.unmanaged], scene: scene, pictures: resolver.pictures(),
            movies: resolver.movies(), checks: resolver.checks(), sweep: sweep,
            parameters: scope.parameters.mapValues { SweepReading.json($0.value) }, inputs: inputs,
            sources: reading.sources, folder: PathText.folder(path), value: value,
            origin: RecipeOrigin(path: path, files: reading.files, options: reading.options, read: reading.read))
    }

    /// Missing local inputs: a warning while validating, an error when they are about to be read.
    private func checkInputs(_ inputs: [InputFile], _ backend: BackendSetting) {
        for input in inputs where backend.isEmbedded || input.address == "backend" {
            guard !reading.files.exists(input.path) else { continue }
            collector.report(
                Diagnostic(
                    .missingFile, "no file is at `\(input.path)`", at: input.span,
                    severity: reading.options.requiresInputs ? .error : .warning,
                    detail: "Paths are relative to the file that names them."))
        }
    }
}

/// Reads the lists of a sweep.
struct SweepReading {
    let collector: DiagnosticCollector
    let options: RecipeOptions
    let scope: ReferenceScope

    /// The axes whose parameter and values are right; what is wrong is reported.
    func axes(_ root: RecipeValue) -> [SweepAxis] {
        let view = RecordView(root)
        guard let sweep = view.field(RecipeKeys.sweep.declaration)?.value else { return [] }
        let declared = view.field(RecipeKeys.parameters.declaration)?.value.members ?? []
        let places = Dictionary(declared.enumerated().map { ($1.name, $0) }) { first, _ in first }
        let reading = ParameterReading(collector: collector, options: options, scope: scope)
        return sweep.members.compactMap { member in
            guard let parameter = places[member.name].map({ declared[$0] }) else {
                guard !collector.isFull(for: member.nameSpan.source) else { return nil }
                let (names, sure) = NearestNames.best(member.name, in: declared.map(\.name))
                collector.report(
                    Diagnostic(
                        .unknownParameter, "no parameter is called `\(member.name)`", at: member.nameSpan,
                        fixes: Checker.fixes(names, sure: sure, at: member.nameSpan)))
                return nil
            }
            guard !parameter.value.isDamaged else { return nil }
            let declaration = ParameterReading.Declaration(parameter)
            let folder = PathText.folder(member.nameSpan.source.name)
            let cells = member.value.items.compactMap { reading.fitted($0, to: declaration, folder: folder) }
            checkRepeats(cells)
            return SweepAxis(
                parameter: member.name, texts: cells.map(Checker.text(of:)), values: cells.map(Self.json), cells: cells)
        }
    }

    private func checkRepeats(_ cells: [RecipeValue]) {
        var first: [String: SourceSpan] = [:]
        for cell in cells {
            let text = Checker.text(of: cell)
            if let place = first[text] {
                collector.report(
                    Diagnostic(
                        .sweepCollision, "the value \(text) is repeated", at: cell.span,
                        related: [RelatedPlace("first given here", at: place)]))
            } else {
                first[text] = cell.span
            }
        }
    }

    /// A parameter's value as JSON.
    static func json(_ value: RecipeValue) -> JSONValue {
        switch value.content {
        case .boolean(let value): .boolean(value)
        case .integer(let value): .integer(Int64(value))
        case .number(let value): .number(value)
        case .text(let text): .string(text)
        case .path(let path): .string(path.written)
        case .numbers(let values): .array(values.map(JSONValue.number))
        default: .null
        }
    }
}
