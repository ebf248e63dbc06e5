// SPDX-License-Identifier: Apache-2.0
import Digest
import JSON
import RecipeLanguage
import SceneModel

/// What a picture tells of itself, and how things stand with it here and now.
public struct PictureInspection: Sendable {
    public let image: String
    public let provenance: Provenance
    public let width: Int
    public let height: Int
    /// Whether the pixels are those that the provenance names; nil for a lossy format.
    public let isUnaltered: Bool?
    /// Each input with its state here.
    public let inputs: [(input: LockedInput, state: InputState)]
    /// Differences in meaning from a recipe on disk, where one was given.
    public let changes: [MeaningChange]

    /// How an input stands here.
    public enum InputState: Hashable, Sendable {
        /// It is there, and as it was.
        case same
        /// It is there with another content.
        case changed(SHA256Digest)
        /// It was not found.
        case missing
        /// It was never digested.
        case unhashed
    }

    /// Explains a picture.
    /// - Parameter recipe: the recipe on disk to compare with, if any.
    /// - Throws: `figure-no-provenance`, `figure-input-missing` where the picture itself cannot be read.
    public init(
        image: String, dataRoots: [String: String] = [:], recipe: FigureRecipe? = nil,
        cacheFolder: String? = CacheFolder.standard()
    ) throws(FigureError) {
        let contents = try SignedPicture.read(image)
        guard let provenance = contents.provenance else {
            throw FigureError(
                .noProvenance, "\(image) carries no recipe",
                remedy: "use a picture that `recipe render` wrote and nothing has rewritten since")
        }
        self.image = image
        self.provenance = provenance
        (width, height) = contents.raw.size
        isUnaltered = contents.format == .jpg ? nil : contents.raw.digest == provenance.pixels
        let store = DigestStore(folder: cacheFolder)
        defer { store.save() }
        let found = try? EmbeddedRecipe(provenance, image: image, dataRoots: dataRoots, store: store)
        let now = Dictionary((found?.inputs.files ?? []).map { ($0.path, $0.content?.digest) }) { _, last in last }
        inputs = provenance.inputs.map { input in
            guard let before = input.content?.digest else { return (input, .unhashed) }
            guard let digest = now[input.path], let digest else { return (input, .missing) }
            return (input, digest == before ? .same : .changed(digest))
        }
        if let recipe, let picture = recipe.pictures.first(where: { $0.name == provenance.picture }) {
            changes = MeaningChange.all(from: provenance.recipe, to: recipe.document(of: picture))
        } else {
            changes = []
        }
    }

    /// The inspection for people.
    public var text: String {
        var lines: [String] = []
        func add(_ label: String, _ value: String?) {
            if let value { lines.append("\(label): \(value)") }
        }
        let recipe = provenance.recipe
        add("title", recipe["title"]?.string)
        add("description", recipe["description"]?.string)
        add("authors", recipe["authors"]?.array.map { $0.compactMap(\.string).joined(separator: ", ") })
        add("license", recipe["license"]?.string)
        add("doi", recipe["doi"]?.string)
        add("picture", "\(provenance.picture), \(width) × \(height) pixels, drawn by \(provenance.renderer)")
        if let isUnaltered {
            add("pixels", isUnaltered ? "as drawn (\(provenance.pixels))" : "ALTERED since they were drawn")
        }
        for (kind, key) in [("models", "models"), ("lights", "lights"), ("clipping", "clipping")] {
            if let members = recipe[key]?.object, !members.isEmpty {
                add(kind, members.keys.sorted().joined(separator: ", "))
            }
        }
        if !inputs.isEmpty {
            lines.append("data:")
            for (input, state) in inputs { lines.append("  \(input.path): \(Self.phrase(input, state))") }
        }
        if !changes.isEmpty {
            lines.append("the recipe on disk means something else now:")
            for change in changes { lines.append("  \(change)") }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func phrase(_ input: LockedInput, _ state: InputState) -> String {
        switch state {
        case .same: "\(input.content?.size ?? 0) bytes, as it was"
        case .changed(let now):
            "CHANGED: it was \(input.content.map { $0.digest.description } ?? "unknown"), it is \(now)"
        case .missing: "not found here; it was \(input.content.map { $0.digest.description } ?? "unknown")"
        case .unhashed: "read by the backend, never digested"
        }
    }

    /// The inspection as JSON.
    public var document: JSONValue {
        var members: [String: JSONValue] = [
            "image": .string(image), "picture": .string(provenance.picture),
            "size": [.integer(Int64(width)), .integer(Int64(height))], "renderer": .string(provenance.renderer),
            "recipe": provenance.recipe, "pixels": .string(provenance.pixels.description),
            "inputs": .array(
                inputs.map { input, state in
                    guard var members = input.document.object else { return input.document }
                    switch state {
                    case .same: members["state"] = "same"
                    case .changed(let now):
                        members["state"] = "changed"
                        members["now"] = .string(now.hexadecimal)
                    case .missing: members["state"] = "missing"
                    case .unhashed: members["state"] = "unhashed"
                    }
                    return .object(members)
                }),
            "changes": .array(changes.map { .string($0.description) }),
        ]
        if let isUnaltered { members["unaltered"] = .boolean(isUnaltered) }
        return .object(members)
    }
}
