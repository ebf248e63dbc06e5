// SPDX-License-Identifier: Apache-2.0
import Digest
import Foundation
import JSON
import RecipeLanguage
import SceneModel

/// One run of `recipe render`: from resolved recipes to files.
///
/// The scene is put on the backend only when a picture has to be drawn; a recipe whose meaning, inputs and pictures are
/// as they were is not touched.
public struct RenderSession: Sendable {
    public let options: RenderOptions
    /// Puts the scene of a recipe on the backend.
    private let stage: @Sendable (FigureRecipe, @escaping @Sendable (RenderEvent) -> Void) async throws -> Stage
    private let tell: @Sendable (RenderEvent) -> Void
    private let store: DigestStore
    private let cache: PictureCache?

    /// - Parameters:
    ///   - stage: puts the scene of a recipe on the backend; called at most once a recipe.
    ///   - progress: told news, from any thread.
    public init(
        options: RenderOptions,
        progress: @escaping @Sendable (RenderEvent) -> Void = { _ in },
        stage: @escaping @Sendable (FigureRecipe, @escaping @Sendable (RenderEvent) -> Void) async throws -> Stage
    ) {
        self.options = options
        self.stage = stage
        tell = progress
        store = DigestStore(folder: options.cacheFolder)
        cache = options.cacheFolder.map { PictureCache(folder: $0) }
    }

    /// Renders a recipe, or the cells of its sweep, one after the other as they are made. A cell that fails is reported
    /// and leaves the others alone, unless it is the only one.
    /// - Throws: ``FigureError``, `CancellationError`, and what the stage throws. Each file is whole or as it was.
    public func render(_ source: FigureSource) async throws -> RenderReport {
        let file = source.file
        let lockPath = Lock.path(ofRecipe: file)
        let old: Lock? = options.isLocked ? try Lock(path: lockPath) : try? Lock(path: lockPath)
        var run = Run(lock: old, recipeDigest: source.recipe.digest)
        defer { store.save() }
        try WholeFile.makeFolder(options.outputFolder)
        for cell in source.cells {
            try Task.checkCancellation()
            switch cell {
            case .failure(let error): run.report.failures.append(error)
            case .success(let recipe):
                do {
                    try await render(recipe, into: &run)
                } catch let error as FigureError where !recipe.cell.isEmpty && error.blame == .figure {
                    run.report.failures.append(error)
                }
            }
        }
        if options.writesLock, !options.isLocked { writeLock(file, lockPath, &run) }
        cache?.trim()
        return run.report
    }

    /// What grows while the cells of one recipe are rendered.
    private struct Run {
        let lock: Lock?
        let recipeDigest: SHA256Digest
        var hasInputs = false
        var report = RenderReport()
        var inputs: [String: LockedInput] = [:]
        var pictures: [LockedPicture] = []
        var parameters: [String: JSONText] = [:]
    }

    private func render(_ recipe: FigureRecipe, into run: inout Run) async throws {
        run.parameters = recipe.parameters.filter { recipe.cell[$0.key] == nil }.mapValues { $0.text() }
        let inputs = try FigureInputs(of: recipe, isLocal: options.backend.isEmbedded, store: store)
        if options.isLocked, let lock = run.lock {
            let expected = recipe.cell.isEmpty ? lock.inputs : lock.inputs.filter { inputs.places[$0.path] != nil }
            let lockName = Lock.path(ofRecipe: recipe.file).fileName
            try inputs.demand(expected, from: "locked in \(lockName)")
            if run.recipeDigest != lock.recipeDigest {
                throw recipeChanged(Lock.path(ofRecipe: recipe.file), lock, run.recipeDigest)
            }
        }
        run.hasInputs = true
        for file in inputs.files { run.inputs[file.path] = file }
        let pictures = recipe.pictures.filter { options.only?.contains($0.name) ?? true }
        var stage: Stage?
        var drawn: [DrawnPicture] = []
        for (index, picture) in pictures.enumerated() {
            try Task.checkCancellation()
            let drawing = Drawing(picture, of: recipe, inputs: inputs, backend: options.backend)
            let begun = ContinuousClock.now
            if let locked = unchanged(drawing, run.lock) {
                let outcome = PictureOutcome(
                    drawing: drawing, path: path(picture), way: .unchanged, pixels: locked.pixels, seconds: 0)
                run.pictures.append(locked)
                finish(outcome, &run)
                drawn.append(at(hand: outcome, nil))
                continue
            }
            tell(.began(drawing, index: index, count: pictures.count))
            var way = PictureOutcome.Way.remembered
            var raw = options.isForced || !inputs.isComplete ? nil : cache?.pixels(of: drawing.digest)
            if raw == nil {
                let ready: Stage
                if let stage { ready = stage } else { ready = try await self.stage(recipe, tell) }
                stage = ready
                let tell = tell
                let drawn = try await ready.draw(drawing) { tell(.drawing(drawing, $0)) }
                if inputs.isComplete { cache?.remember(drawn, of: drawing.digest) }
                raw = drawn
                way = .drawn
            }
            guard let raw else { continue }
            var written = try write(raw, drawing, inputs)
            if picture.comparison?.metric == .statistical, options.backend.isEmbedded {
                written.noise = run.lock?.pictures.first { $0.drawing == drawing.digest }?.noise
                if written.noise == nil {
                    let ready: Stage
                    if let stage { ready = stage } else { ready = try await self.stage(recipe, tell) }
                    stage = ready
                    written.noise = try await NoiseMeasurement.noise(of: drawing, raw, on: ready)
                }
            }
            run.pictures.append(written)
            let outcome = PictureOutcome(
                drawing: drawing, path: path(picture), way: way, pixels: written.pixels,
                seconds: begun.duration(to: .now).seconds)
            if options.writesSidecars { try Sidecar(outcome, backend: options.backend).write() }
            finish(outcome, &run)
            drawn.append(at(hand: outcome, raw))
        }
        guard !recipe.checks.isEmpty else { return }
        let known = StageOnDemand(stage) { [self] in try await self.stage(recipe, tell) }
        let judge = CheckJudge(recipe: recipe, drawn: drawn)
        run.report.checks += try await CheckMemory(folder: options.cacheFolder)
            .judge(judge, isStable: inputs.isComplete && !options.isForced) { try await known.stage() }
    }

    /// A picture of this run for the checks: its pixels themselves where they are needed and few, else where they can
    /// be read again.
    private func at(hand outcome: PictureOutcome, _ raw: RawPicture?) -> DrawnPicture {
        if let raw, !outcome.drawing.recipe.checks.isEmpty { return DrawnPicture(outcome.drawing) { raw } }
        let (cache, path) = (cache, outcome.path)
        return DrawnPicture(outcome.drawing) {
            cache?.pixels(of: outcome.drawing.digest) ?? (try? SignedPicture.read(path))?.raw
        }
    }

    private func finish(_ outcome: PictureOutcome, _ run: inout Run) {
        run.report.pictures.append(outcome)
        tell(.finished(outcome))
    }

    private func path(_ picture: PictureSetting) -> String { options.outputFolder + "/" + picture.file }

    /// The lock's entry of a picture whose file is there, as the recipe wants it.
    private func unchanged(_ drawing: Drawing, _ lock: Lock?) -> LockedPicture? {
        guard !options.isForced, let lock, lock.engine == EngineIdentity.version, lock.backend == options.backend,
            let locked = lock.picture(file: drawing.picture.file), locked.drawing == drawing.digest,
            locked.meaning == drawing.meaning, let found = try? store.digest(of: path(drawing.picture)),
            found.digest == locked.content
        else { return nil }
        return locked
    }

    private func write(
        _ raw: RawPicture, _ drawing: Drawing, _ inputs: FigureInputs
    ) throws(FigureError) -> LockedPicture {
        let pixels = raw.digest
        let provenance = Provenance(drawing, inputs: inputs, backend: options.backend, pixels: pixels)
        let bytes = try SignedPicture.encode(raw, of: drawing, provenance: provenance)
        try WholeFile.write(bytes, to: path(drawing.picture), address: drawing.address + ".file")
        return LockedPicture(
            name: drawing.picture.name, file: drawing.picture.file,
            cell: drawing.recipe.cell.mapValues { $0.text() }, meaning: drawing.meaning, drawing: drawing.digest,
            pixels: pixels, content: SHA256Digest(of: bytes))
    }

    private func writeLock(_ file: String, _ lockPath: String, _ run: inout Run) {
        guard run.hasInputs else { return }
        var pictures = run.pictures
        // A run of some pictures keeps what is known of the others, as long as the recipe is the same.
        if let old = run.lock, old.recipeDigest == run.recipeDigest, old.backend == options.backend {
            let made = Set(pictures.map(\.file))
            pictures += old.pictures.filter { !made.contains($0.file) }
        }
        let lock = Lock(
            recipe: file.fileName, recipeDigest: run.recipeDigest, backend: options.backend,
            parameters: run.parameters, inputs: Array(run.inputs.values), pictures: pictures)
        do {
            try lock.write(to: lockPath)
            run.report.lock = lockPath
        } catch {
            run.report.lockFault = error
        }
    }

    private func recipeChanged(_ path: String, _ lock: Lock, _ digest: SHA256Digest) -> FigureError {
        FigureError(
            .recipeChanged,
            "the recipe means something else than \(path.fileName) says: "
                + "it was \(lock.recipeDigest), it is \(digest)",
            remedy: "see `recipe diff` for what changed, or render without --locked to take the new one")
    }
}

extension Duration {
    /// The duration in seconds.
    var seconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) * 1e-18
    }
}
