// SPDX-License-Identifier: Apache-2.0
import Digest
import JSON
import SceneModel

/// What a picture carries about its making: nothing in it changes from run to run, machine to machine or user to user.
public struct Provenance: Equatable, Sendable {
    /// Version of the document.
    public static let version = 1
    /// Keyword of the text chunk of a PNG and name of the attribute of an EXR.
    public static let keyword = "scene-recipe"
    /// The vocabulary under which XMP carries the document.
    public static let namespace = "urn:scene-recipe:provenance:1"

    /// The recipe of this one picture in canonical form with portable paths.
    public var recipe: JSONValue
    /// The picture's name in the recipe.
    public var picture: String
    public var inputs: [LockedInput]
    /// The renderer that drew it.
    public var renderer: String
    /// Digest of the pixels before they were encoded.
    public var pixels: SHA256Digest
    /// Names of models and lights in the order of the recipe, where that is not the order of the alphabet.
    public var order: [String: [String]]
    /// The format of the file.
    public var format: ImageFormat

    public init(_ drawing: Drawing, inputs: FigureInputs, backend: BackendIdentity, pixels: SHA256Digest) {
        recipe = drawing.recipe.document(of: drawing.picture)
        picture = drawing.picture.name
        self.inputs = inputs.files
        renderer = backend.renderer
        self.pixels = pixels
        format = drawing.picture.format
        order = [:]
        let scene = drawing.recipe.scene
        for (key, names) in [("models", scene.models.map(\.name)), ("lights", scene.lights.map(\.name))]
        where names != names.sorted() {
            order[key] = names
        }
    }

    /// The document as it stands in a picture: one line of JSON.
    public var text: String {
        var members: [String: JSONValue] = [
            "provenance": .integer(Int64(Self.version)), "recipe": recipe, "picture": .string(picture),
            "inputs": .array(inputs.map(\.document)), "renderer": .string(renderer),
            "pixels": .string(pixels.description),
        ]
        if format != .png { members["format"] = .string(format.rawValue) }
        if !order.isEmpty { members["order"] = .object(order.mapValues { .array($0.map { .string($0) }) }) }
        return JSONValue.object(members).text()
    }

    /// Reads the document.
    /// - Throws: `figure-no-provenance` for anything else.
    public init(parsing text: String) throws(FigureError) {
        func fault(_ reason: String) -> FigureError {
            FigureError(
                .noProvenance, "the picture's provenance cannot be read: \(reason)",
                remedy: "use a picture that `recipe render` wrote and nothing has rewritten since")
        }
        let document: JSONValue
        do {
            document = try JSONValue(parsing: text)
        } catch {
            throw fault("\(error)")
        }
        guard document["provenance"]?.integer == Int64(Self.version) else {
            throw fault("it is of a version that is not known here")
        }
        guard let recipe = document["recipe"], case .object = recipe, let picture = document["picture"]?.string,
            let inputs = document["inputs"]?.array, let renderer = document["renderer"]?.string,
            let pixels = SHA256Digest(prefixed: document["pixels"])
        else { throw fault("a member is missing") }
        self.recipe = recipe
        self.picture = picture
        self.renderer = renderer
        self.pixels = pixels
        self.inputs = []
        for input in inputs {
            guard let file = LockedInput(input) else { throw fault("an input is not well-formed") }
            self.inputs.append(file)
        }
        format = document["format"]?.string.flatMap(ImageFormat.init) ?? .png
        order = (document["order"]?.object ?? [:]).mapValues { ($0.array ?? []).compactMap(\.string) }
    }

    /// Equal are documents that read the same.
    public static func == (left: Provenance, right: Provenance) -> Bool { left.text == right.text }

    /// A scene with its models and lights in the order in which they were drawn.
    public func ordered(_ scene: Scene) -> Scene {
        var scene = scene
        func rank(_ names: [String]?) -> [String: Int] {
            Dictionary((names ?? []).enumerated().map { ($1, $0) }) { first, _ in first }
        }
        let (models, lights) = (rank(order["models"]), rank(order["lights"]))
        scene.models.sort { (models[$0.name] ?? 0, $0.name) < (models[$1.name] ?? 0, $1.name) }
        scene.lights.sort { (lights[$0.name] ?? 0, $0.name) < (lights[$1.name] ?? 0, $1.name) }
        return scene
    }
}
