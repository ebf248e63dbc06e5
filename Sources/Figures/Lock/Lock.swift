// SPDX-License-Identifier: Apache-2.0
import Digest
import JSON
import RecipeLanguage

/// An input file of a figure.
public struct LockedInput: Hashable, Sendable {
    /// The path as pictures and locks write it, see ``PortablePaths``.
    public var path: String
    /// Bytes and SHA-256, or nil where only the backend can read the file.
    public var content: Content?

    /// What is known of a file's content.
    public struct Content: Hashable, Sendable {
        public var size: Int
        public var digest: SHA256Digest

        public init(size: Int, digest: SHA256Digest) {
            self.size = size
            self.digest = digest
        }
    }

    public init(path: String, content: Content?) {
        self.path = path
        self.content = content
    }
}

/// A picture as it was drawn.
public struct LockedPicture: Hashable, Sendable {
    /// Name in the recipe.
    public var name: String
    /// Path relative to the output folder.
    public var file: String
    /// Values of the swept parameters; empty without a sweep.
    public var cell: [String: JSONText]
    /// Digest of the meaning of the recipe as far as this picture goes, its title and authors included.
    public var meaning: SHA256Digest
    /// Digest of all that decides over the pixels.
    public var drawing: SHA256Digest
    /// Digest of the pixels.
    public var pixels: SHA256Digest
    /// Digest of the file, metadata included.
    public var content: SHA256Digest
    /// How much each block of pixels varies from seed to seed, for the statistical comparison: `SamplingNoise.bytes` in
    /// Base64; nil where nothing is known.
    public var noise: String?

    public init(
        name: String, file: String, cell: [String: JSONText] = [:], meaning: SHA256Digest, drawing: SHA256Digest,
        pixels: SHA256Digest, content: SHA256Digest, noise: String? = nil
    ) {
        self.name = name
        self.file = file
        self.cell = cell
        self.meaning = meaning
        self.drawing = drawing
        self.pixels = pixels
        self.content = content
        self.noise = noise
    }
}

/// A JSON value kept as its compact text, so that it can be hashed.
public typealias JSONText = String

/// All that a figure was made from and what came out: the file `NAME.lock.json` beside a recipe.
public struct Lock: Hashable, Sendable {
    /// Version of the format.
    public static let version = 1

    /// The recipe's file name.
    public var recipe: String
    /// Digest of the recipe's meaning.
    public var recipeDigest: SHA256Digest
    /// Version of the program.
    public var engine: String
    public var backend: BackendIdentity
    /// Compact JSON of each parameter's value.
    public var parameters: [String: JSONText]
    /// In the order of their paths.
    public var inputs: [LockedInput]
    /// In the order of their files.
    public var pictures: [LockedPicture]

    public init(
        recipe: String, recipeDigest: SHA256Digest, engine: String = EngineIdentity.version,
        backend: BackendIdentity, parameters: [String: JSONText] = [:], inputs: [LockedInput],
        pictures: [LockedPicture]
    ) {
        self.recipe = recipe
        self.recipeDigest = recipeDigest
        self.engine = engine
        self.backend = backend
        self.parameters = parameters
        self.inputs = inputs.sorted { $0.path < $1.path }
        self.pictures = pictures.sorted { ($0.file, $0.name) < ($1.file, $1.name) }
    }

    /// The lock's place: `fig.yaml` has `fig.lock.json` beside it.
    public static func path(ofRecipe file: String) -> String {
        for suffix in [".yaml", ".yml", ".json"] where file.hasSuffix(suffix) {
            return file.dropLast(suffix.count) + ".lock.json"
        }
        return file + ".lock.json"
    }

    /// The picture of that file.
    public func picture(file: String) -> LockedPicture? { pictures.first { $0.file == file } }
}
