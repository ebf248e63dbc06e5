// SPDX-License-Identifier: Apache-2.0
import Digest
import Foundation
import Imaging
import JSON
import RecipeLanguage
import SceneModel

/// One run of `recipe verify`: every picture is drawn again and judged against the lock and the picture on disk.
///
/// Nothing that was remembered is used, and nothing is written.
public struct VerifySession: Sendable {
    public let options: RenderOptions
    private let stage: @Sendable (FigureRecipe, @escaping @Sendable (RenderEvent) -> Void) async throws -> Stage
    private let tell: @Sendable (RenderEvent) -> Void
    private let store: DigestStore

    /// - Parameter stage: puts the scene of a recipe on the backend; called once a cell.
    public init(
        options: RenderOptions,
        progress: @escaping @Sendable (RenderEvent) -> Void = { _ in },
        stage: @escaping @Sendable (FigureRecipe, @escaping @Sendable (RenderEvent) -> Void) async throws -> Stage
    ) {
        self.options = options
        self.stage = stage
        tell = progress
        store = DigestStore(folder: options.cacheFolder)
    }

    /// What a recipe's pictures are compared with.
    private struct Expectation {
        var lock: Lock?
        var notes: [String] = []
        var verdicts: [PictureVerdict] = []
        var checks: [CheckOutcome] = []
        var changes: Set<MeaningChange> = []
        var inputs: Set<FigureInputs.Difference> = []

        /// Adds a note once.
        mutating func note(_ text: String) {
            if !notes.contains(text) { notes.append(text) }
        }
    }

    /// Judges a recipe, or the cells of its sweep.
    /// - Throws: ``FigureError``, `CancellationError`, and what the stage throws.
    public func verify(_ source: FigureSource) async throws -> VerificationReport {
        let file = source.file
        let lockPath = Lock.path(ofRecipe: file)
        var expected = Expectation(lock: try? Lock(path: lockPath))
        defer { store.save() }
        if expected.lock == nil {
            let name = lockPath.fileName
            expected.note("there is no \(name), so the pictures on disk are all there is to compare with")
        }
        if let lock = expected.lock, lock.backend.renderer != options.backend.renderer {
            expected.note("the lock was made by \(lock.backend.renderer), this is \(options.backend.renderer)")
        }
        for cell in source.cells {
            try Task.checkCancellation()
            try await verify(try cell.get(), &expected)
        }
        return VerificationReport(
            recipe: file.fileName, verdicts: expected.verdicts, checks: expected.checks,
            changes: expected.changes.sorted { $0.address < $1.address },
            inputs: expected.inputs.sorted { $0.path < $1.path }, notes: expected.notes)
    }

    private func verify(_ recipe: FigureRecipe, _ expected: inout Expectation) async throws {
        let inputs = try FigureInputs(of: recipe, isLocal: options.backend.isEmbedded, store: store)
        if let lock = expected.lock {
            let known = recipe.cell.isEmpty ? lock.inputs : lock.inputs.filter { inputs.places[$0.path] != nil }
            expected.inputs.formUnion(inputs.differences(from: known))
        }
        let stage = try await stage(recipe, tell)
        var drawn: [DrawnPicture] = []
        let pictures = recipe.pictures.filter { options.only?.contains($0.name) ?? true }
        for (index, picture) in pictures.enumerated() {
            try Task.checkCancellation()
            let drawing = Drawing(picture, of: recipe, inputs: inputs, backend: options.backend)
            tell(.began(drawing, index: index, count: pictures.count))
            let begun = ContinuousClock.now
            let tell = tell
            let raw = try await stage.draw(drawing) { tell(.drawing(drawing, $0)) }
            drawn.append(DrawnPicture(drawing) { raw })
            let provenance = Provenance(drawing, inputs: inputs, backend: options.backend, pixels: raw.digest)
            expected.verdicts.append(try judge(raw, drawing, provenance, &expected))
            tell(
                .finished(
                    PictureOutcome(
                        drawing: drawing, path: path(picture), way: .drawn, pixels: raw.digest,
                        seconds: begun.duration(to: .now).seconds)))
        }
        expected.checks += try await CheckJudge(recipe: recipe, drawn: drawn).judge { stage }
    }

    private func path(_ picture: PictureSetting) -> String { options.outputFolder + "/" + picture.file }

    /// The comparison that judges a picture: the recipe's, or what its backend can keep.
    private func comparison(_ picture: PictureSetting) -> Comparison {
        picture.comparison ?? Comparison(metric: options.backend.isEmbedded ? .exact : .ssim)
    }

    private func judge(
        _ raw: RawPicture, _ drawing: Drawing, _ provenance: Provenance, _ expected: inout Expectation
    ) throws(FigureError) -> PictureVerdict {
        let picture = drawing.picture
        let cell = drawing.recipe.cell.mapValues { $0.text() }
        let comparison = comparison(picture)
        let locked = expected.lock?.picture(file: picture.file)
        let onDisk = try? SignedPicture.read(path(picture))
        if let old = onDisk?.provenance {
            expected.changes.formUnion(MeaningChange.all(from: old.recipe, to: provenance.recipe))
            if expected.lock == nil {
                let now = Dictionary(provenance.inputs.map { ($0.path, $0.content?.digest) }) { _, last in last }
                for input in old.inputs {
                    if let before = input.content?.digest, let after = now[input.path], after != before {
                        let difference = FigureInputs.Difference(path: input.path, before: before, after: after)
                        expected.inputs.insert(difference)
                    }
                }
            }
        }
        func verdict(_ judgement: Judgement, _ before: Picture?, _ after: Picture?) -> PictureVerdict {
            PictureVerdict(
                name: picture.name, file: picture.file, cell: cell, comparison: comparison, judgement: judgement,
                before: before, after: after)
        }
        // A lossy file is compared with what the same encoder makes of the new pixels.
        let bytes = try SignedPicture.encode(raw, of: drawing, provenance: provenance)
        let after = try SignedPicture.decode(bytes, file: picture.file).raw.display
        let before = onDisk?.raw.display
        let known = locked?.pixels ?? onDisk?.provenance?.pixels
        if let onDisk, let known, picture.format != .jpg, onDisk.raw.digest != known {
            let witness = locked == nil ? "it" : "the lock"
            return verdict(.failed("the picture on disk is not the one that \(witness) names"), before, after)
        }
        guard raw.digest != known else { return verdict(.same, before, after) }
        guard let before, let after else {
            let reason =
                known == nil
                ? "there is neither a locked digest nor a picture on disk to compare with"
                : "the pixels are not those of the lock, and the picture is not on disk to be compared with"
            return verdict(.failed(reason), before, after)
        }
        return verdict(
            Judgement(reference: before, candidate: after, by: comparison, noise: locked?.samplingNoise), before, after)
    }
}

extension RawPicture {
    /// The picture as it is shown. Linear colours of an EXR are clipped to 0…1 and encoded as sRGB (IEC 61966-2-1).
    public var display: Imaging.Picture? {
        switch self {
        case .display(let picture): return picture
        case .buffers(let parts):
            guard let part = parts.first(where: { $0.values("R") != nil }), let red = part.values("R") else {
                return nil
            }
            let green = part.values("G") ?? red
            let blue = part.values("B") ?? red
            let alpha = part.values("A")
            var pixels: [UInt8] = []
            pixels.reserveCapacity(red.count * 4)
            for index in red.indices {
                for value in [red[index], green[index], blue[index]] { pixels.append(Self.encoded(value)) }
                pixels.append(alpha.map { Self.byte($0[index]) } ?? 255)
            }
            return try? Imaging.Picture(width: part.width, height: part.height, pixels: pixels)
        }
    }

    private static func encoded(_ value: Float) -> UInt8 {
        let x = Double(min(max(value.isNaN ? 0 : value, 0), 1))
        return byte(Float(x <= 0.003_130_8 ? 12.92 * x : 1.055 * pow(x, 1 / 2.4) - 0.055))
    }

    private static func byte(_ value: Float) -> UInt8 {
        UInt8((min(max(value.isNaN ? 0 : value, 0), 1) * 255).rounded())
    }
}
