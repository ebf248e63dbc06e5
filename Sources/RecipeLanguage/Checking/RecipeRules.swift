// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import SceneModel

/// The rules that tie the parts of a recipe together: names that must be declared, outputs, loaders.
struct RecipeRules {
    let root: RecordView
    let value: RecipeValue
    let collector: DiagnosticCollector
    let resolver: Resolver

    private let models: [Named<RecordView>]
    private let snapshots: [Named<RecordView>]
    private let movies: [Named<RecordView>]
    /// Where each model stands in `models`.
    private let modelPlaces: [String: Int]

    init(_ value: RecipeValue, _ collector: DiagnosticCollector, _ resolver: Resolver) {
        self.value = value
        root = RecordView(value)
        models = root[optional: RecipeKeys.models] ?? []
        snapshots = root[optional: RecipeKeys.snapshots] ?? []
        movies = root[optional: RecipeKeys.movies] ?? []
        modelPlaces = Dictionary(models.enumerated().map { ($1.name, $0) }) { first, _ in first }
        self.collector = collector
        self.resolver = resolver
    }

    /// Reports every breach.
    func check() {
        checkModels()
        checkTargets()
        checkPictures()
        checkMovies()
        checkChecks()
    }

    private func report(
        _ code: DiagnosticCode, _ summary: String, at span: SourceSpan, detail: String = "",
        related: [RelatedPlace] = [], expected: String? = nil, fixes: [Fix] = []
    ) {
        collector.report(
            Diagnostic(code, summary, at: span, detail: detail, related: related, expected: expected, fixes: fixes))
    }

    // MARK: Models

    private func checkModels() {
        for model in models where !collector.isFull(for: model.nameSpan.source) {
            if let source = model.value[optional: ModelKeys.instanceOf] { checkInstance(model, of: source) }
            if let path = model.value[optional: ModelKeys.file] {
                checkLoader(path, at: model.value.span(of: ModelKeys.file))
            }
            checkColoring(model)
        }
    }

    private func checkInstance(_ model: Named<RecordView>, of name: String) {
        let span = model.value.span(of: ModelKeys.instanceOf)
        guard checkModel(name, at: span) else { return }
        guard let source = modelPlaces[name].map({ models[$0] }),
            source.value.field(ModelKeys.instanceOf.declaration) != nil
        else { return }
        report(
            .instanceChain,
            name == model.name ? "`\(name)` is an instance of itself" : "`\(name)` is an instance itself",
            at: span, detail: "Name the model that has the source.",
            related: name == model.name ? [] : [RelatedPlace("`\(name)` is declared here", at: source.nameSpan)])
    }

    /// Whether a model is declared; reports it if not.
    @discardableResult
    private func checkModel(_ name: String, at span: SourceSpan) -> Bool {
        if modelPlaces[name] != nil { return true }
        guard !collector.isFull(for: span.source) else { return false }
        // A map of models that could not be read declares who knows what.
        if let field = root.field(RecipeKeys.models.declaration), field.value.isDamaged { return false }
        let (names, sure) = NearestNames.best(name, in: models.map(\.name))
        report(
            .unknownModel, "no model is called `\(name)`", at: span,
            detail: names.isEmpty && !models.isEmpty
                ? "The models are \(Checker.listed(models.map { "`\($0.name)`" }))." : "",
            fixes: Checker.fixes(names, sure: sure, at: span))
        return false
    }

    private func checkLoader(_ path: RecipePath, at span: SourceSpan) {
        let name = PathText.fileName(path.expanded)
        switch FileLoaders.loader(for: path.expanded) {
        case .loader: return
        case .candidates(let keys):
            report(
                .unknownLoader, "`\(name)` can be read in more than one way, or needs options", at: span,
                detail: "Write the source as \(Checker.listed(keys.map { "`\($0)`" }, "or")) instead of `file`.")
        case .none:
            report(
                .unknownLoader, "no loader reads `\(name)`", at: span,
                detail: "Known extensions are \(Checker.listed(FileLoaders.extensions.map { "`.\($0)`" })).")
        }
    }

    /// Colouring methods that are known before anything is loaded.
    private static let coloringMethods: [String: [String]] = [
        "mesh": ["solid", "triangle"], "xyz": ["solid", "vertex"],
        "morphology": ["solid", "morphology section", "morphology section geometry"],
        "spheres": ["solid", "primitive"], "capsules": ["solid", "primitive"], "boxes": ["solid", "primitive"],
        "planes": ["solid", "primitive"], "bounded_planes": ["solid", "primitive"],
        "raw_volume": [], "mhd_volume": [], "protein": [], "dti": [],
    ]

    private func checkColoring(_ model: Named<RecordView>) {
        guard let color = model.value[optional: AppearanceKeys.color],
            let source = model.value.fields.first(where: { field in ModelKeys.sources.contains { $0 === field.key } }),
            let methods = Self.coloringMethods[source.key.name]
        else { return }
        if methods.isEmpty {
            guard let field = model.value.field(AppearanceKeys.color.declaration) else { return }
            report(
                .notHere, "`\(source.key.name)` has no colouring", at: field.keySpan,
                detail: source.key.name.hasSuffix("volume")
                    ? "A volume is coloured by its `color_ramp`." : "Its loader colours it.")
            return
        }
        guard let method = color[optional: ColoringKeys.by], !methods.contains(method) else { return }
        let span = color.span(of: ColoringKeys.by)
        let (names, sure) = NearestNames.best(method, in: methods)
        report(
            .unknownWord, "`\(source.key.name)` cannot be coloured by `\(method)`", at: span,
            expected: Shape.word(methods.map { Word($0, "") }).phrase, fixes: Checker.fixes(names, sure: sure, at: span)
        )
    }

    // MARK: Cameras

    private func checkTargets() {
        checkTarget(root[optional: RecipeKeys.camera])
        for snapshot in snapshots { checkTarget(snapshot.value[optional: PictureKeys.camera]) }
        for movie in movies {
            if let snapshot = movie.value[optional: MovieKeys.snapshot] {
                checkTarget(snapshot[optional: PictureKeys.camera])
            }
            guard let frames = movie.value[optional: MovieKeys.frames] else { continue }
            for frame in frames[optional: MovieKeys.keyframeList] ?? [] {
                checkTarget(frame[optional: MovieKeys.keyframeCamera])
            }
        }
    }

    private func checkTarget(_ camera: RecordView?) {
        guard let frame = camera?[optional: CameraKeys.frame], frame.has(CameraKeys.target) else { return }
        let target = frame[CameraKeys.target]
        switch target.content {
        case .text(let name): if name != "scene" { checkModel(name, at: target.span) }
        case .list(let items):
            for item in items where item.string != "scene" { checkModel(item.string, at: item.span) }
        default: break
        }
    }

    // MARK: Pictures

    private func checkPictures() {
        let declared = Set((root[optional: RecipeKeys.parameters] ?? []).map(\.name))
        let swept = (root[optional: RecipeKeys.sweep] ?? []).filter { declared.contains($0.name) }
        for snapshot in snapshots {
            checkPicture(snapshot.value, at: snapshot.nameSpan)
            checkSwept(
                swept.map(\.name), snapshot.value.field(PictureKeys.file.declaration)?.value, at: snapshot.nameSpan)
        }
        if snapshots.isEmpty, let first = swept.first, root.field(RecipeKeys.snapshots.declaration) == nil {
            report(
                .sweptOutput, "the picture's name holds no swept parameter", at: first.nameSpan,
                detail: "Declare a snapshot with a `file` such as `\(resolver.name)-${\(first.name)}.png`.")
        }
        for movie in movies {
            checkSwept(swept.map(\.name), movie.value.field(MovieKeys.file.declaration)?.value, at: movie.nameSpan)
        }
    }

    private func checkSwept(_ names: [String], _ file: RecipeValue?, at span: SourceSpan) {
        guard !names.isEmpty, !collector.isFull(for: span.source) else { return }
        let text = file.map { $0.span.text } ?? ""
        for name in names where !text.contains("${\(name)}") {
            report(
                .sweptOutput, "the output does not name the swept parameter `\(name)`", at: file?.span ?? span,
                detail: "Put `${\(name)}` into the file name.")
        }
    }

    private func checkPicture(_ view: RecordView, at nameSpan: SourceSpan) {
        var format: ImageFormat? = .png
        if let file = view[optional: PictureKeys.file] {
            format = Resolver.format(of: file.expanded)
            if format == nil {
                let ending = PathText.fileExtension(file.expanded)
                report(
                    .outputFormat,
                    ending.isEmpty ? "the file name has no extension" : "pictures are not written as `\(ending)`",
                    at: view.span(of: PictureKeys.file), expected: "a name ending in .png, .jpg or .exr")
            }
        }
        if let format, format != .exr, view.field(PictureKeys.channels.declaration) != nil {
            report(
                .notHere, "only EXR files have channels", at: view.keySpan(of: PictureKeys.channels),
                detail: "Let `file` end in `.exr`.")
        }
        if view.has(PictureKeys.resolution) {
            let (size, dots) = PictureKeys.resolution(view[PictureKeys.resolution])
            if dots != nil, max(size.width, size.height) > 65_536 {
                report(
                    .outOfRange, "the picture would have \(size.width) × \(size.height) pixels",
                    at: view.span(of: PictureKeys.resolution), expected: "at most 65536 pixels on a side")
            }
        }
    }

    private func checkMovies() {
        for movie in movies {
            if let file = movie.value[optional: MovieKeys.file], PathText.fileExtension(file.expanded) != "mp4" {
                report(
                    .outputFormat, "movies are written as mp4", at: movie.value.span(of: MovieKeys.file),
                    expected: "a name ending in .mp4")
            }
            if let snapshot = movie.value[optional: MovieKeys.snapshot] {
                checkPicture(snapshot, at: movie.nameSpan)
            }
            guard let frames = movie.value[optional: MovieKeys.frames] else { continue }
            var last = -1
            for frame in frames[optional: MovieKeys.keyframeList] ?? [] where frame.has(MovieKeys.at) {
                if frame[MovieKeys.at] <= last {
                    report(
                        .outOfRange, "key frames must come in ascending order", at: frame.span(of: MovieKeys.at),
                        expected: "a number above \(last)")
                }
                last = max(last, frame[MovieKeys.at])
            }
        }
    }

    // MARK: Checks

    private func checkChecks() {
        let declared = Set(snapshots.isEmpty ? [resolver.name] : snapshots.map(\.name))
        for check in root[optional: RecipeKeys.checks] ?? [] {
            if let name = check.value[optional: CheckKeys.visible] {
                checkModel(name, at: check.value.span(of: CheckKeys.visible))
            }
            for demand in check.value[optional: CheckKeys.models] ?? [] { checkModel(demand.name, at: demand.nameSpan) }
            guard let name = check.value[optional: CheckKeys.snapshot] else { continue }
            guard !declared.contains(name), root.field(RecipeKeys.snapshots.declaration)?.value.isDamaged != true,
                !collector.isFull(for: check.nameSpan.source)
            else { continue }
            let span = check.value.span(of: CheckKeys.snapshot)
            let (names, sure) = NearestNames.best(name, in: declared)
            report(
                .unknownSnapshot, "no snapshot is called `\(name)`", at: span,
                fixes: Checker.fixes(names, sure: sure, at: span))
        }
    }
}
