// SPDX-License-Identifier: Apache-2.0
import Digest
import Foundation
import RecipeLanguage
import SceneModel

/// Looks at the figures of a folder: which can be made again, and what stands in the way of the others.
public struct StatusSurvey: Sendable {
    public let options: RenderOptions
    private let recipeOptions: RecipeOptions
    private let stage: @Sendable (FigureRecipe, @escaping @Sendable (RenderEvent) -> Void) async throws -> Stage
    private let store: DigestStore
    private let proofs: ProofStore

    /// - Parameters:
    ///   - options: where the pictures are, and this place's backend.
    ///   - stage: puts the scene of a recipe on the backend; used only to rebuild.
    public init(
        options: RenderOptions, recipeOptions: RecipeOptions = RecipeOptions(),
        stage: @escaping @Sendable (FigureRecipe, @escaping @Sendable (RenderEvent) -> Void) async throws -> Stage
    ) {
        self.options = options
        self.recipeOptions = recipeOptions
        self.stage = stage
        store = DigestStore(folder: options.cacheFolder)
        proofs = ProofStore(folder: options.cacheFolder)
    }

    /// The recipes below a folder: YAML files that begin a recipe, hidden folders and outputs left out.
    public static func recipes(in folder: String) -> [String] {
        guard let names = FileManager.default.enumerator(atPath: folder) else { return [] }
        var result: [String] = []
        while let name = names.nextObject() as? String {
            if name.fileName.hasPrefix(".") {
                names.skipDescendants()
                continue
            }
            guard name.hasSuffix(".yaml") || name.hasSuffix(".yml") else { continue }
            let path = folder + "/" + name
            guard let stamp = FileStamp(path: path), stamp.isRegular, stamp.size <= 4 << 20,
                let data = FileManager.default.contents(atPath: path)
            else { continue }
            let lines = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline)
            if lines.contains(where: { $0.hasPrefix("recipe:") || $0.hasPrefix("\"recipe\":") }) { result.append(name) }
        }
        return result.sorted()
    }

    /// Classes of all pictures of all recipes below a folder.
    /// - Parameter rebuilds: draw each again in a clean folder before it is called reproducible.
    /// - Throws: `CancellationError`, and what the stage throws for reasons of the backend.
    public func survey(_ folder: String, rebuilds: Bool = false) async throws -> StatusReport {
        defer { store.save() }
        var figures: [FigureStatus] = []
        for name in Self.recipes(in: folder) {
            try Task.checkCancellation()
            figures += try await recipe(folder + "/" + name, named: name, rebuilds: rebuilds)
        }
        return StatusReport(figures: figures)
    }

    private func recipe(_ path: String, named name: String, rebuilds: Bool) async throws -> [FigureStatus] {
        func whole(_ state: ReproducibilityClass, _ reason: String) -> [FigureStatus] {
            [FigureStatus(recipe: name, picture: "*", state: state, reasons: [reason])]
        }
        let loaded = RecipeLoader.load(path: path, options: recipeOptions)
        guard let resolved = loaded.recipe else { return whole(.not, "the recipe is wrong: see recipe validate") }
        guard let lock = try? Lock(path: Lock.path(ofRecipe: path)) else {
            return whole(.not, "it has no lock: render it once")
        }
        var figures: [FigureStatus] = []
        for cell in FigureSource(resolved, file: path).cells {
            let recipe: FigureRecipe
            switch cell {
            case .failure(let error):
                figures += whole(.not, error.message)
                continue
            case .success(let found): recipe = found
            }
            figures += try await self.cell(recipe, name, lock, rebuilds: rebuilds)
        }
        return figures
    }

    private func cell(
        _ recipe: FigureRecipe, _ name: String, _ lock: Lock, rebuilds: Bool
    ) async throws -> [FigureStatus] {
        var reasons: [String] = []
        var isConditional = false
        var inputs: FigureInputs?
        do {
            let found = try FigureInputs(of: recipe, isLocal: lock.backend.isEmbedded, store: store)
            inputs = found
            let known = recipe.cell.isEmpty ? lock.inputs : lock.inputs.filter { found.places[$0.path] != nil }
            let differences = found.differences(from: known)
            reasons += differences.map(\.description)
        } catch {
            isConditional = true
            reasons.append("it needs data that is not here: \(error.message)")
        }
        if lock.backend != options.backend {
            isConditional = true
            let (needed, here) = (lock.backend, options.backend)
            reasons.append(
                needed.location == here.location
                    ? "it was drawn by \(needed.renderer), this is \(here.renderer)"
                    : "it needs the backend \(needed.location) (\(needed.renderer))")
        }
        var figures: [FigureStatus] = []
        var stage: Stage?
        for picture in recipe.pictures {
            var own = reasons
            var broken = !isConditional && !reasons.isEmpty
            let drawing = Drawing(picture, of: recipe, inputs: inputs, backend: lock.backend)
            let locked = lock.picture(file: picture.file)
            if let locked, locked.meaning != drawing.meaning {
                own.append("the recipe means something else than the lock says")
                broken = true
            } else if locked == nil {
                own.append("the lock does not know the picture")
                broken = true
            }
            let path = options.outputFolder + "/" + picture.file
            if let locked, FileStamp(path: path) != nil, (try? store.digest(of: path).digest) != locked.content {
                own.append("the picture on disk is not the one that the lock names")
                broken = true
            }
            var state: ReproducibilityClass = broken ? .not : isConditional ? .conditional : .unproven
            if state == .unproven, let locked {
                if rebuilds {
                    let ready: Stage
                    if let stage { ready = stage } else { ready = try await self.stage(recipe) { _ in } }
                    stage = ready
                    let pixels = try await ready.draw(drawing).digest
                    if pixels == locked.pixels {
                        proofs.remember(locked.drawing, pixels)
                    } else {
                        own.append("rebuilt here it came out otherwise: it was \(locked.pixels), it is \(pixels)")
                        state = .not
                    }
                }
                if state == .unproven, proofs.hasProof(locked.drawing, locked.pixels) { state = .reproducible }
            }
            if state == .unproven { own.append("not rebuilt here yet: --rebuild proves it") }
            figures.append(FigureStatus(recipe: name, picture: picture.file, state: state, reasons: own))
        }
        return figures
    }
}

/// Which drawings were rebuilt on this machine and came out equal; a file each in the user's cache folder.
struct ProofStore: Sendable {
    private let folder: String?

    init(folder: String?) {
        self.folder = folder.map { $0 + "/proofs" }
    }

    func hasProof(_ drawing: SHA256Digest, _ pixels: SHA256Digest) -> Bool {
        guard let folder, let data = FileManager.default.contents(atPath: folder + "/" + drawing.hexadecimal) else {
            return false
        }
        return String(decoding: data, as: UTF8.self) == pixels.hexadecimal
    }

    func remember(_ drawing: SHA256Digest, _ pixels: SHA256Digest) {
        guard let folder else { return }
        try? WholeFile.write(Array(pixels.hexadecimal.utf8), to: folder + "/" + drawing.hexadecimal)
    }
}
