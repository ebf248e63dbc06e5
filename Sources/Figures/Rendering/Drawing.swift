// SPDX-License-Identifier: Apache-2.0
import Digest
import JSON
import SceneModel

/// A picture to be drawn, with all that decides over its pixels.
public struct Drawing: Sendable {
    public let recipe: FigureRecipe
    public let picture: PictureSetting
    /// Digest of all that decides over the pixels: names of files, titles and formats do not, comments and the
    /// spelling of numbers neither.
    public let digest: SHA256Digest

    /// - Parameter inputs: nil where they have not been read; then digests of different data may agree.
    public init(_ picture: PictureSetting, of recipe: FigureRecipe, inputs: FigureInputs?, backend: BackendIdentity) {
        self.recipe = recipe
        self.picture = picture
        var scene = recipe.scene
        let followsOther = scene.followers(of: picture.camera).isEmpty == false
        scene.camera = picture.camera
        scene.renderer = picture.renderer
        scene.simulation = picture.simulation ?? scene.simulation
        let sources = inputs?.sources ?? [:]
        let form = CanonicalForm { path in
            let name = path.split(separator: ".").last.map(String.init) ?? ""
            return sources[path].map { "\($0.hexadecimal).\(name)" } ?? path
        }
        let size = picture.resolution
        let document: JSONValue = [
            "scene": .object(form.recipe(scene)),
            "order": .array((scene.models.map(\.name) + scene.lights.map(\.name)).map { .string($0) }),
            "swapped": .boolean(followsOther),
            "size": [.integer(Int64(size.width)), .integer(Int64(size.height))],
            "channels": picture.format == .exr ? .array(picture.channels.map { .string($0.rawValue) }) : "display",
            "renderer": .string(backend.renderer),
            "backend": .string(backend.location),
        ]
        digest = SHA256Digest(of: document.text())
    }

    private init(_ recipe: FigureRecipe, _ picture: PictureSetting, _ digest: SHA256Digest) {
        self.recipe = recipe
        self.picture = picture
        self.digest = digest
    }

    /// The same drawing of a picture that differs in what no digest is asked for.
    func with(_ picture: PictureSetting) -> Drawing { Drawing(recipe, picture, digest) }

    /// Digest of the meaning of the recipe as far as this picture goes, its title and authors included.
    public var meaning: SHA256Digest { recipe.meaning(of: picture) }

    /// Address of the picture in the recipe.
    public var address: String { "snapshots.\(picture.name)" }
}

extension Scene {
    /// The lights that have to be turned for a picture: those that follow the camera, where the picture looks
    /// elsewhere than the scene's own camera.
    func followers(of camera: CameraSetting) -> [NamedLight] {
        guard camera.direction != self.camera.direction else { return [] }
        return lights.filter {
            if case .directional = $0.light.kind { $0.followsCamera } else { false }
        }
    }
}
