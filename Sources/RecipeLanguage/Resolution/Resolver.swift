// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import JSON
import SceneModel

/// Makes the typed recipe of a value without errors.
struct Resolver {
    let root: RecordView
    let value: RecipeValue
    let name: String
    let files: RecipeFiles
    let backendOverride: String?

    init(_ value: RecipeValue, name: String, files: RecipeFiles, backendOverride: String?) {
        root = RecordView(value)
        self.value = value
        self.name = name
        self.files = files
        self.backendOverride = backendOverride
    }

    // MARK: Scene

    func scene() -> Scene {
        let camera = CameraKeys.camera(root[RecipeKeys.camera])
        return Scene(
            models: (root[optional: RecipeKeys.models] ?? []).compactMap(model),
            lights: (root[optional: RecipeKeys.lights] ?? []).map {
                LightKeys.light($0.name, $0.value, cameraDirection: camera.direction)
            },
            clippings: (root[optional: RecipeKeys.clipping] ?? []).compactMap {
                ClippingKeys.clipping($0.name, $0.value)
            },
            camera: camera, renderer: RendererKeys.renderer(root[RecipeKeys.renderer]),
            simulation: root[optional: RecipeKeys.simulation].flatMap(InstantKeys.instant))
    }

    private func model(_ named: Named<RecordView>) -> Model? {
        let view = named.value
        guard let source = source(view) else { return nil }
        let appearance = AppearanceKeys.appearance(view)
        let parts = (view[optional: ModelKeys.parts] ?? []).map {
            ($0.name, AppearanceKeys.appearance($0.value, over: appearance))
        }
        return Model(
            name: named.name, source: source, appearance: appearance, parts: Dictionary(parts) { first, _ in first },
            instances: (view[optional: ModelKeys.instances] ?? []).map(TransformKeys.transform))
    }

    private func source(_ view: RecordView) -> ModelSource? {
        if let name = view[optional: ModelKeys.instanceOf] { return .instance(of: name) }
        for key in ModelKeys.shapeKeys {
            guard let list = view[optional: key] else { continue }
            return .shapes(ShapeKeys.shapes(key.declaration.name, list), colors: list.map { $0[ShapeKeys.color] })
        }
        if let path = view[optional: ModelKeys.file] {
            guard case .loader(let loader) = FileLoaders.loader(for: path.expanded) else { return nil }
            return .file(FileSource(path: absolute(path), loader: loader))
        }
        for key in ModelKeys.fileKeys {
            guard let options = view[optional: key] else { continue }
            return .file(file(key.declaration.name, options))
        }
        return nil
    }

    private func file(_ kind: String, _ view: RecordView) -> FileSource {
        let loader: LoaderOptions
        var upload = false
        switch kind {
        case "raw_volume":
            loader = .rawVolume(SourceKeys.rawVolume(view))
            upload = view[SourceKeys.upload]
        case "mhd_volume": loader = .mhdVolume
        case "morphology": loader = .morphology(MorphologyKeys.source(view))
        case "bbp": loader = .bbp(CircuitKeys.bbp(view))
        case "sonata": loader = .sonata(CircuitKeys.sonata(view))
        case "cell_placement":
            let folder = view[optional: CircuitKeys.morphologyFolder].map(absolute)
            loader = .cellPlacement(CircuitKeys.cellPlacement(view, folder: folder))
        case "nrrd":
            let show = view[optional: SourceKeys.show].map(AtlasKeys.useCases) ?? []
            loader = .nrrd(NRRDOptions(kind: view[SourceKeys.nrrdType], show: show))
        case "dti":
            loader = .dti(
                DTIOptions(radius: Float(view[SourceKeys.dtiRadius]), spikeDecay: Float(view[SourceKeys.spikeDecay])))
        case "protein":
            loader = .protein(
                ProteinOptions(
                    colorScheme: view[SourceKeys.colorScheme], radiusMultiplier: Float(view[SourceKeys.proteinRadius])))
        case "xyz":
            loader = .xyz
            upload = view[SourceKeys.upload]
        default:
            loader = .mesh
            upload = view[SourceKeys.upload]
        }
        return FileSource(path: absolute(view[SourceKeys.path]), loader: loader, upload: upload)
    }

    private func absolute(_ path: RecipePath) -> String { files.absolute(path.resolved) }

    // MARK: Pictures

    func pictures() -> [PictureSetting] {
        let snapshots = root[optional: RecipeKeys.snapshots] ?? []
        if snapshots.isEmpty {
            return [
                picture(Named(name: name, nameSpan: root.span, value: RecordView(RecipeValue(.record([]), root.span))))
            ]
        }
        return snapshots.map(picture)
    }

    func picture(_ named: Named<RecordView>) -> PictureSetting {
        let view = named.value
        let file = view[optional: PictureKeys.file]?.expanded ?? named.name + ".png"
        let (resolution, dots) = PictureKeys.resolution(view[PictureKeys.resolution])
        return PictureSetting(
            name: named.name, file: file, format: Self.format(of: file) ?? .png, resolution: resolution,
            dotsPerInch: dots, quality: view[PictureKeys.quality], channels: view[PictureKeys.channels],
            camera: CameraKeys.camera(camera(of: view)), renderer: RendererKeys.renderer(renderer(of: view)),
            simulation: (view[optional: PictureKeys.simulation] ?? root[optional: RecipeKeys.simulation])
                .flatMap(InstantKeys.instant),
            comparison: view[optional: PictureKeys.compare].map {
                PictureKeys.comparison($0, isEmbedded: backend().isEmbedded)
            })
    }

    /// The format that a file's extension names.
    static func format(of file: String) -> ImageFormat? {
        let ending = PathText.fileExtension(file)
        return ImageFormat(rawValue: ending == "jpeg" ? "jpg" : ending)
    }

    /// A snapshot's camera over the recipe's.
    func camera(of snapshot: RecordView) -> RecordView {
        overlay(RecipeKeys.camera.declaration, snapshot.field(PictureKeys.camera.declaration)?.value)
            .map(RecordView.init) ?? root[RecipeKeys.camera]
    }

    private func renderer(of snapshot: RecordView) -> ChoiceView {
        overlay(RecipeKeys.renderer.declaration, snapshot.field(PictureKeys.renderer.declaration)?.value)
            .map(ChoiceView.init) ?? root[RecipeKeys.renderer]
    }

    private func overlay(_ key: KeyDeclaration, _ upper: RecipeValue?) -> RecipeValue? {
        let lower = root.field(key)?.value ?? key.defaultValue
        guard let upper else { return lower }
        return lower?.merged(under: upper, key.shape) ?? upper
    }

    func movies() -> [MovieSetting] {
        (root[optional: RecipeKeys.movies] ?? []).map { named in
            let view = named.value
            let snapshot = view[optional: MovieKeys.snapshot] ?? RecordView(RecipeValue(.record([]), view.span))
            let frames = view[MovieKeys.frames]
            let setting: MovieSetting.Frames
            if let orbit = frames[optional: MovieKeys.orbit] {
                setting = .orbit(turns: orbit[MovieKeys.turns], count: orbit[MovieKeys.count])
            } else if let span = frames[optional: MovieKeys.simulation] {
                setting = .simulation(
                    from: span[MovieKeys.from], to: span[optional: MovieKeys.to], step: span[MovieKeys.step])
            } else {
                let base = camera(of: snapshot)
                let lower = RecipeValue(.record(base.fields), base.span)
                setting = .keyframes(
                    (frames[optional: MovieKeys.keyframeList] ?? []).map { frame in
                        let upper = frame.field(MovieKeys.keyframeCamera.declaration)?.value ?? lower
                        let merged = lower.merged(under: upper, .record(CameraKeys.record))
                        return MovieSetting.Keyframe(
                            at: frame[MovieKeys.at], camera: CameraKeys.camera(RecordView(merged)))
                    })
            }
            return MovieSetting(
                name: named.name, file: view[optional: MovieKeys.file]?.expanded ?? named.name + ".mp4",
                framesPerSecond: view[MovieKeys.framesPerSecond], frames: setting,
                picture: picture(Named(name: named.name, nameSpan: named.nameSpan, value: snapshot)))
        }
    }

    // MARK: The rest

    func metadata() -> FigureMetadata {
        FigureMetadata(
            title: root[optional: RecipeKeys.title], description: root[optional: RecipeKeys.description],
            authors: root[optional: RecipeKeys.authors] ?? [], license: root[optional: RecipeKeys.license],
            keywords: root[optional: RecipeKeys.keywords] ?? [], doi: root[optional: RecipeKeys.doi])
    }

    func backend() -> BackendSetting {
        let view = root[RecipeKeys.backend]
        let uri = backendOverride ?? view[BackendKeys.uri]
        let tls = view[optional: BackendKeys.tls]
        func path(_ key: Key<RecipePath>) -> String? { tls?[optional: key].map(absolute) }
        let mappings = (view[optional: BackendKeys.paths] ?? []).map { entry in
            BackendSetting.PathMapping(
                local: files.absolute(PathText.join(PathText.folder(entry.nameSpan.source.name), entry.name)),
                server: entry.value.count > 1 && entry.value.hasSuffix("/")
                    ? String(entry.value.dropLast()) : entry.value)
        }
        return BackendSetting(
            uri: uri == "embedded" ? nil : uri, certificateAuthority: path(BackendKeys.certificateAuthority),
            certificate: path(BackendKeys.certificate), privateKey: path(BackendKeys.key),
            paths: mappings.sorted { $0.local.utf8.count > $1.local.utf8.count })
    }

    func checks() -> [CheckSetting] {
        (root[optional: RecipeKeys.checks] ?? []).compactMap { named in
            let view = named.value
            let condition: CheckSetting.Condition
            if let model = view[optional: CheckKeys.visible] {
                condition = .visible(
                    model: model, inside: view[CheckKeys.inside], share: view[optional: CheckKeys.share].map(limits))
            } else if let bounds = view[optional: CheckKeys.luminance] {
                condition = .luminance(limits(bounds))
            } else if let bounds = view[optional: CheckKeys.coverage] {
                condition = .coverage(limits(bounds))
            } else if let models = view[optional: CheckKeys.models] {
                condition = .models(
                    models.map {
                        CheckSetting.ModelDemand(
                            model: $0.name, cells: $0.value[optional: CheckKeys.cells].map(limits),
                            bounds: $0.value[optional: CheckKeys.modelBounds].map(BoxKeys.bounds))
                    })
            } else if let path = view[optional: CheckKeys.equals] {
                condition = .equals(
                    path: absolute(path),
                    Comparison(
                        metric: view[optional: PictureKeys.metric] ?? (backend().isEmbedded ? .exact : .ssim),
                        threshold: view[optional: PictureKeys.threshold]))
            } else {
                return nil
            }
            return CheckSetting(
                name: named.name, condition: condition, snapshot: view[optional: CheckKeys.snapshot],
                span: named.nameSpan)
        }
    }

    private func limits(_ view: RecordView) -> CheckSetting.Limits {
        func bound(_ name: String) -> Double? { view.fields.first { $0.key.name == name }?.value.double }
        return CheckSetting.Limits(min: bound("min"), max: bound("max"))
    }

    /// Every local file that the scene reads.
    func inputs() -> [InputFile] {
        var result: [InputFile] = []
        for model in root[optional: RecipeKeys.models] ?? [] {
            for field in model.value.fields where ModelKeys.sources.contains(where: { $0 === field.key }) {
                collect(field.value, "models.\(model.name)", into: &result)
            }
        }
        for check in root[optional: RecipeKeys.checks] ?? [] {
            if let field = check.value.field(CheckKeys.equals.declaration) {
                collect(field.value, "checks.\(check.name)", into: &result)
            }
        }
        if let tls = root.field(RecipeKeys.backend.declaration) { collect(tls.value, "backend", into: &result) }
        return result
    }

    private func collect(_ value: RecipeValue, _ address: String, into result: inout [InputFile]) {
        switch value.content {
        case .path(let path):
            result.append(
                InputFile(path: absolute(path), written: path.written, address: address, span: value.span))
        case .record(let fields):
            for field in fields { collect(field.value, address, into: &result) }
        default: break
        }
    }
}
