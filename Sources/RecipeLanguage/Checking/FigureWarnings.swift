// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import SceneModel

/// Warnings about valid recipes whose figures would probably disappoint.
struct FigureWarnings {
    let root: RecordView
    let scene: Scene
    let collector: DiagnosticCollector
    let resolver: Resolver
    let scope: ReferenceScope
    /// The top of the recipe, for what is missing.
    let top: SourceSpan

    init(
        _ value: RecipeValue, _ scene: Scene, _ collector: DiagnosticCollector, _ resolver: Resolver,
        _ scope: ReferenceScope, top: SourceSpan
    ) {
        self.scene = scene
        root = RecordView(value)
        self.collector = collector
        self.resolver = resolver
        self.scope = scope
        self.top = top
    }

    /// Reports every warning.
    func check() {
        checkParameters()
        checkOutputs()
        checkRenderers()
        checkLights()
        checkVisibility()
        checkRamps()
        checkCameras()
        checkSizes()
    }

    private func warn(
        _ code: DiagnosticCode, _ summary: String, at span: SourceSpan, detail: String = "",
        related: [RelatedPlace] = []
    ) {
        collector.report(Diagnostic(code, summary, at: span, detail: detail, related: related))
    }

    private func checkParameters() {
        let swept = Set((root[optional: RecipeKeys.sweep] ?? []).map(\.name))
        for member in root.field(RecipeKeys.parameters.declaration)?.value.members ?? []
        where !scope.used.contains(member.name) && !member.value.isDamaged {
            warn(
                .unusedParameter, "nothing uses the parameter `\(member.name)`", at: member.nameSpan,
                detail: swept.contains(member.name)
                    ? "It is swept, but the pictures do not depend on it." : "Use it as `${\(member.name)}`.")
        }
    }

    private func checkOutputs() {
        var first: [String: SourceSpan] = [:]
        func check(_ file: String, at span: SourceSpan) {
            let path = PathText.normalized(file)
            if let place = first[path] {
                warn(
                    .overwrittenOutput, "`\(file)` is written twice", at: span,
                    related: [RelatedPlace("also written here", at: place)])
            } else {
                first[path] = span
            }
        }
        for snapshot in root[optional: RecipeKeys.snapshots] ?? [] {
            let file = snapshot.value[optional: PictureKeys.file]?.expanded ?? snapshot.name + ".png"
            check(file, at: snapshot.value.field(PictureKeys.file.declaration)?.value.span ?? snapshot.nameSpan)
        }
        for movie in root[optional: RecipeKeys.movies] ?? [] {
            let file = movie.value[optional: MovieKeys.file]?.expanded ?? movie.name + ".mp4"
            check(file, at: movie.value.field(MovieKeys.file.declaration)?.value.span ?? movie.nameSpan)
        }
    }

    private func checkRenderers() {
        guard let uri = resolver.backend().uri else { return }
        var choices = [root.field(RecipeKeys.renderer.declaration)?.value]
        for snapshot in root[optional: RecipeKeys.snapshots] ?? [] {
            choices.append(snapshot.value.field(PictureKeys.renderer.declaration)?.value)
        }
        for choice in choices.compactMap(\.self) {
            let options = ChoiceView(choice).options
            guard options.has(RendererKeys.seed) else { continue }
            warn(
                .needsNewerService, "`seed` has no effect on \(uri)", at: options.keySpan(of: RendererKeys.seed),
                detail: "Brayns 3.10.1 has no seed; the embedded renderer does.")
        }
    }

    private func checkLights() {
        for light in scene.lights where light.light.intensity == 0 {
            let span = root.field(RecipeKeys.lights.declaration)?.value
                .place(of: [light.name, Self.kind(light.light), "intensity"])
            warn(.zeroIntensity, "the light `\(light.name)` has no intensity", at: span ?? top)
        }
        guard scene.lights.isEmpty, !scene.models.isEmpty else { return }
        let needsLight = scene.models.contains { model in
            if case .emissive = model.appearance.material { return false }
            guard case .file(let file) = model.source else { return true }
            switch file.loader {
            case .rawVolume, .mhdVolume: return false
            default: return true
            }
        }
        guard needsLight else { return }
        warn(
            .noLights, "the scene has no lights", at: top,
            detail:
                "Surfaces will be black. For example `lights: {key: {directional: {direction: camera}}, fill: ambient}`."
        )
    }

    private static func kind(_ light: Light) -> String {
        switch light.kind {
        case .ambient: "ambient"
        case .directional: "directional"
        case .quad: "quad"
        case .sphere: "sphere"
        }
    }

    private func checkVisibility() {
        guard !scene.models.isEmpty, scene.models.allSatisfy({ !isSeen($0) }) else { return }
        let span = root.field(RecipeKeys.models.declaration)?.keySpan ?? top
        warn(.nothingVisible, "no model is visible", at: span)
    }

    private func isSeen(_ model: Model) -> Bool {
        model.appearance.visible || model.parts.values.contains { $0.visible }
    }

    private func checkRamps() {
        for model in root[optional: RecipeKeys.models] ?? [] {
            let isVolume = model.value.has(ModelKeys.rawVolume) || model.value.has(ModelKeys.mhdVolume)
            guard isVolume, let view = model.value[optional: AppearanceKeys.colorRamp],
                RampKeys.ramp(view).colors.allSatisfy({ $0.alpha >= 1 })
            else { continue }
            warn(
                .opaqueRamp, "every colour of the ramp is opaque",
                at: model.value.keySpan(of: AppearanceKeys.colorRamp),
                detail: "Only the outer faces of the volume will show. For example `opacity: [0, 1]`.")
        }
    }

    // MARK: Cameras and sizes

    private func checkCameras() {
        // A camera that frames stands outside; the bounds of many shapes are not for nothing.
        var cameras = [root[RecipeKeys.camera]]
        for snapshot in root[optional: RecipeKeys.snapshots] ?? [] {
            if let own = snapshot.value[optional: PictureKeys.camera] { cameras.append(own) }
        }
        guard cameras.contains(where: { $0.has(CameraKeys.view) }) else { return }
        let bounds = ShapeBounds.bounds(of: scene)
        guard !bounds.isEmpty else { return }
        checkCamera(root[RecipeKeys.camera], scene.camera, bounds)
        for snapshot in root[optional: RecipeKeys.snapshots] ?? [] {
            guard let own = snapshot.value[optional: PictureKeys.camera], own.has(CameraKeys.view) else { continue }
            checkCamera(own, CameraKeys.camera(resolver.camera(of: snapshot.value)), bounds)
        }
    }

    private func checkCamera(_ view: RecordView, _ camera: CameraSetting, _ bounds: Bounds) {
        guard case .view(let told) = camera.framing, let described = view[optional: CameraKeys.view] else { return }
        let turned = told.rotated(aroundTarget: camera.rotation)
        guard bounds.contains(turned.position) else { return }
        warn(
            .cameraInside, "the camera stands inside the scene's shapes", at: described.span(of: CameraKeys.position),
            detail: "Part of them is behind it.")
    }

    private func checkSizes() {
        for snapshot in root[optional: RecipeKeys.snapshots] ?? [] where snapshot.value.has(PictureKeys.resolution) {
            let (size, dots) = PictureKeys.resolution(snapshot.value[PictureKeys.resolution])
            guard dots != nil, min(size.width, size.height) < 64 else { continue }
            warn(
                .tinyPicture, "the picture has only \(size.width) × \(size.height) pixels",
                at: snapshot.value.span(of: PictureKeys.resolution), detail: "Backends refuse less than 64 on a side.")
        }
    }
}

/// Bounds that are known before anything is loaded: those of inline shapes.
enum ShapeBounds {
    /// The box around the visible inline shapes of a scene, instances included; empty if any visible model is a file,
    /// because then the scene's bounds are not known.
    static func bounds(of scene: Scene) -> Bounds {
        var result = Bounds.empty
        var places: [String: Int] = [:]
        for (index, model) in scene.models.enumerated() { places[model.name] = index }
        for model in scene.models where model.appearance.visible {
            let source: ModelSource
            if case .instance(let name) = model.source {
                guard let index = places[name] else { continue }
                source = scene.models[index].source
            } else {
                source = model.source
            }
            guard case .shapes(let shapes, _) = source else { return .empty }
            for transform in [model.appearance.transform] + model.instances {
                result.formUnion(transform.affine.apply(bounds(of: shapes)))
            }
        }
        return result
    }

    private static func bounds(of shapes: Shapes) -> Bounds {
        var result = Bounds.empty
        func ball(_ center: Vector3, _ radius: Float) {
            result.insert(center - radius)
            result.insert(center + radius)
        }
        switch shapes {
        case .spheres(let list): for sphere in list { ball(sphere.center, sphere.radius) }
        case .capsules(let list):
            for capsule in list {
                ball(capsule.start, capsule.startRadius)
                ball(capsule.end, capsule.endRadius)
            }
        case .boxes(let list): for box in list { result.formUnion(box) }
        case .planes: break
        case .boundedPlanes(let list): for plane in list { result.formUnion(plane.bounds) }
        }
        return result
    }
}
