// SPDX-License-Identifier: Apache-2.0
import Digest
import Foundation
import JSON
import RecipeLanguage
import SceneModel

/// The input files of a figure with their digests.
public struct FigureInputs: Sendable {
    /// By their portable paths, sorted.
    public let files: [LockedInput]
    /// Absolute paths by portable paths.
    public let places: [String: String]
    /// Digest of all that a source reads, by the source's absolute path; none for what only the backend can read.
    let sources: [String: SHA256Digest]

    /// Whether every input has a digest.
    public var isComplete: Bool { files.allSatisfy { $0.content != nil } }

    /// Digests all inputs of a recipe.
    /// - Parameter isLocal: whether the paths are of this machine; else they are listed without digests.
    /// - Throws: `figure-input-missing` with the address of the model.
    public init(of recipe: FigureRecipe, isLocal: Bool, store: DigestStore) throws(FigureError) {
        let paths = recipe.portablePaths
        var files: [String: LockedInput] = [:]
        var places: [String: String] = [:]
        var sources: [String: SHA256Digest] = [:]
        for model in recipe.scene.models {
            guard case .file(let source) = model.source else { continue }
            guard isLocal || source.upload else {
                let path = paths.portable(source.path)
                files[path] = LockedInput(path: path, content: nil)
                continue
            }
            var stream = ""
            let folder = source.path.parentFolder + "/"
            for file in ReachedFiles.of(source) {
                let path = paths.portable(file)
                let (digest, size) = try store.digest(of: file, address: "models.\(model.name)")
                files[path] = LockedInput(path: path, content: LockedInput.Content(size: size, digest: digest))
                places[path] = file
                // By its place beside the source's own file: data that moves as a whole draws nothing anew.
                let isBelow = file.hasPrefix(folder)
                let place = isBelow ? String(file.dropFirst(folder.count)) : file.fileName
                stream += "\(place) \(digest.hexadecimal)\n"
            }
            sources[source.path] = SHA256Digest(of: stream)
        }
        self.files = files.values.sorted { $0.path < $1.path }
        self.places = places
        self.sources = sources
    }

    /// Refuses inputs that are not those of a list, naming the first that differs with both digests.
    /// - Throws: `figure-input-changed`.
    public func demand(_ expected: [LockedInput], from origin: String) throws(FigureError) {
        guard let difference = differences(from: expected).first else { return }
        throw FigureError(
            .inputChanged, "\(difference.description) (\(origin))",
            remedy: "put the old file back, or render without --locked to take the new one")
    }

    /// An input that is not as it was.
    public struct Difference: Hashable, Sendable, CustomStringConvertible {
        public var path: String
        /// Digest then; nil where it was not an input.
        public var before: SHA256Digest?
        /// Digest now; nil where it is no input any more.
        public var after: SHA256Digest?

        public var description: String {
            switch (before, after) {
            case (let before?, let after?):
                "the input \(path) has changed: it was \(before), it is \(after)"
            case (let before?, nil): "the input \(path) is missing: it was \(before)"
            case (nil, let after?): "the input \(path) is new: it is \(after)"
            case (nil, nil): "the input \(path) cannot be read here"
            }
        }
    }

    /// What differs from a list, in the order of paths.
    public func differences(from expected: [LockedInput]) -> [Difference] {
        let before = Dictionary(expected.map { ($0.path, $0) }) { _, last in last }
        let after = Dictionary(files.map { ($0.path, $0) }) { _, last in last }
        return Set(before.keys).union(after.keys).sorted().compactMap { path in
            let (old, new) = (before[path]?.content, after[path]?.content)
            // What one side could not read is no difference.
            if let entry = before[path], entry.content == nil, after[path] != nil { return nil }
            if let entry = after[path], entry.content == nil, before[path] != nil { return nil }
            guard old != new else { return nil }
            return Difference(path: path, before: old?.digest, after: new?.digest)
        }
    }
}
