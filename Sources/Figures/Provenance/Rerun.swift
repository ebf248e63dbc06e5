// SPDX-License-Identifier: Apache-2.0
import Digest
import Foundation
import JSON
import RecipeLanguage
import SceneModel

/// Makes a picture again from what it carries.
public struct Rerun: Sendable {
    /// The bytes of the picture as it was.
    public let original: [UInt8]
    public let provenance: Provenance
    public let embedded: EmbeddedRecipe
    private let image: String

    /// Reads a picture and finds its data.
    /// - Throws: `figure-no-provenance`, `figure-input-missing`, and `figure-input-changed` naming the file and both
    ///   digests.
    public init(
        image: String, dataRoots: [String: String] = [:], cacheFolder: String? = CacheFolder.standard(),
        workingFolder: String = FileManager.default.currentDirectoryPath
    ) throws(FigureError) {
        self.image = image
        original = try FileContent.bytes(image)
        guard let carried = try SignedPicture.decode(original, file: image).provenance else {
            throw FigureError(
                .noProvenance, "\(image) carries no recipe",
                remedy: "use a picture that `recipe render` wrote and nothing has rewritten since")
        }
        provenance = carried
        let store = DigestStore(folder: cacheFolder)
        defer { store.save() }
        embedded = try EmbeddedRecipe(
            carried, image: image, dataRoots: dataRoots, store: store, workingFolder: workingFolder)
        if let difference = embedded.inputs.differences(from: carried.inputs).first {
            throw FigureError(
                .inputChanged, difference.description, remedy: "put the old file back, or point to it with --data")
        }
    }

    /// What came of a rerun.
    public struct Outcome: Sendable {
        /// The file, as it came out.
        public let bytes: [UInt8]
        public let raw: RawPicture
        /// Whether the file is the original, byte for byte.
        public let isSame: Bool
        /// Why it is not; empty where it is.
        public let reasons: [String]
    }

    /// Draws the picture again.
    /// - Parameter stage: a stage with the recipe of ``embedded``.
    /// - Throws: what drawing throws.
    public func draw(
        on stage: Stage, backend: BackendIdentity = .embedded,
        progress: @escaping @Sendable (RenderEvent) -> Void = { _ in }
    ) async throws -> Outcome {
        guard let picture = embedded.recipe.pictures.first(where: { $0.name == provenance.picture }) else {
            throw FigureError(
                .noProvenance, "the recipe in \(image) has no picture \(provenance.picture)",
                remedy: "use a picture that `recipe render` wrote")
        }
        let drawing = Drawing(picture, of: embedded.recipe, inputs: embedded.inputs, backend: backend)
        let raw = try await stage.draw(drawing) { progress(.drawing(drawing, $0)) }
        var fresh = Provenance(drawing, inputs: embedded.inputs, backend: backend, pixels: raw.digest)
        var reasons: [String] = []
        // The places of data roots may have moved, which is no change of meaning.
        let changes = MeaningChange.all(from: provenance.recipe, to: fresh.recipe)
            .filter { $0.address != "data" && !$0.address.hasPrefix("data.") }
        if changes.isEmpty {
            fresh.recipe = provenance.recipe
            fresh.order = provenance.order
            fresh.inputs = provenance.inputs
        }
        let bytes = try SignedPicture.encode(raw, of: drawing, provenance: fresh)
        guard bytes != original else { return Outcome(bytes: bytes, raw: raw, isSame: true, reasons: []) }
        if provenance.renderer != backend.renderer {
            reasons.append("it was drawn by \(provenance.renderer), this is \(backend.renderer)")
        }
        if raw.digest != provenance.pixels {
            reasons.append("the pixels differ: they were \(provenance.pixels), they are \(raw.digest)")
        }
        reasons += changes.map { "this version reads the recipe otherwise: \($0)" }
        if reasons.isEmpty {
            let carried = try SignedPicture.decode(original, file: image)
            reasons.append(
                carried.raw.digest != provenance.pixels && provenance.format != .jpg
                    ? "the picture was altered after it was made: its pixels are not those that it names"
                    : "the pixels are the same, but the file was written anew by another program or version")
        }
        return Outcome(bytes: bytes, raw: raw, isSame: false, reasons: reasons)
    }
}
