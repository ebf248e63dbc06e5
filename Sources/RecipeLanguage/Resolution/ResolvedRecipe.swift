// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import JSON
import SceneModel

/// A recipe ready to be drawn: typed, merged, with references put in and defaults filled.
public struct ResolvedRecipe: Sendable {
    /// The name of the file without folder and extension: that of the picture where the recipe names none.
    public var name: String
    /// What is embedded in pictures.
    public var metadata: FigureMetadata
    /// Where the scene lives.
    public var backend: BackendSetting
    /// What is done with objects on the backend that the recipe does not name.
    public var unmanaged: UnmanagedObjects
    /// The scene.
    public var scene: Scene
    /// The pictures, in written order; at least one.
    public var pictures: [PictureSetting]
    /// The movies, in written order.
    public var movies: [MovieSetting]
    /// The checks, in written order.
    public var checks: [CheckSetting]
    /// The lists of the sweep, in written order.
    public var sweep: [SweepAxis]
    /// The value of each parameter in this run.
    public var parameters: [String: JSONValue]
    /// Every local file that the scene reads, in written order.
    public var inputs: [InputFile]
    /// All of the recipe's files: the recipe first, then its includes.
    public var sources: [SourceText]

    /// The folder of the recipe, as given.
    let folder: String
    /// The merged value, which knows the place of everything.
    let value: RecipeValue
    /// What the recipe was read from.
    let origin: RecipeOrigin

    /// Where an address stands: `models.column`, `lights.key.directional.intensity`, `camera`, `snapshots.hero.file`.
    /// An address that is not written gives the place of its nearest written ancestor.
    public func span(of address: String) -> SourceSpan {
        value.place(of: address.split(separator: ".").map(String.init))
    }
}

/// What a figure says about itself, to people and catalogues.
public struct FigureMetadata: Hashable, Sendable {
    public var title: String?
    public var description: String?
    public var authors: [String]
    /// An SPDX name or an address.
    public var license: String?
    public var keywords: [String]
    /// Digital object identifier of the figure or its paper.
    public var doi: String?

    public init(
        title: String? = nil, description: String? = nil, authors: [String] = [], license: String? = nil,
        keywords: [String] = [], doi: String? = nil
    ) {
        self.title = title
        self.description = description
        self.authors = authors
        self.license = license
        self.keywords = keywords
        self.doi = doi
    }
}

/// Where the scene lives.
public struct BackendSetting: Hashable, Sendable {
    /// A ws:// or wss:// URI; nil for the renderer inside this program.
    public var uri: String?
    /// Certificates of trusted authorities, PEM; nil for the system's.
    public var certificateAuthority: String?
    /// The client's certificate and its private key, PEM.
    public var certificate: String?
    public var privateKey: String?
    /// Local path prefixes, absolute, and what they are on the server, longest first.
    public var paths: [PathMapping]

    /// A local path prefix and what it is on the server.
    public struct PathMapping: Hashable, Sendable {
        public var local: String
        public var server: String
    }

    /// Whether the scene lives in this program.
    public var isEmbedded: Bool { uri == nil }

    /// An absolute local path as the server sees it.
    public func serverPath(_ path: String) -> String {
        for mapping in paths {
            if path == mapping.local { return mapping.server }
            if path.hasPrefix(mapping.local + "/") { return mapping.server + path.dropFirst(mapping.local.count) }
        }
        return path
    }
}

/// A file that the scene reads.
public struct InputFile: Sendable {
    /// Absolute.
    public var path: String
    /// As the recipe has it, with data roots as `${data.NAME}`.
    public var written: String
    /// What reads it: `models.bunny`.
    public var address: String
    /// Where the path is written.
    public var span: SourceSpan
}

/// A movie to be made.
public struct MovieSetting: Hashable, Sendable {
    /// What changes from picture to picture.
    public enum Frames: Hashable, Sendable {
        /// The camera goes round its target, about the up vector.
        case orbit(turns: Double, count: Int)
        /// The simulation plays; `to` nil for the last frame.
        case simulation(from: Int, to: Int?, step: Int)
        /// Cameras at pictures, ascending.
        case keyframes([Keyframe])
    }

    /// A camera at a picture.
    public struct Keyframe: Hashable, Sendable {
        public var at: Int
        public var camera: CameraSetting
    }

    public var name: String
    /// Relative to the output folder.
    public var file: String
    public var framesPerSecond: Double
    public var frames: Frames
    /// What every picture is like.
    public var picture: PictureSetting
}

/// Something that must hold once the pictures are drawn.
public struct CheckSetting: Sendable {
    /// Bounds of a measured number; nil where open.
    public struct Limits: Hashable, Sendable {
        public var min: Double?
        public var max: Double?
    }

    /// What is asked.
    public enum Condition: Hashable, Sendable {
        /// A model is seen; `inside`: without touching the picture's edge; `share`: of the picture.
        case visible(model: String, inside: Bool, share: Limits?)
        /// Mean luminance of the picture.
        case luminance(Limits)
        /// Share of pixels that are not background.
        case coverage(Limits)
        /// Number of cells and bounds of loaded models.
        case models([ModelDemand])
        /// A picture equals a file.
        case equals(path: String, Comparison)
    }

    /// What is asked of a loaded model.
    public struct ModelDemand: Hashable, Sendable {
        public var model: String
        public var cells: Limits?
        public var bounds: Bounds?
    }

    public var name: String
    public var condition: Condition
    /// nil: every snapshot.
    public var snapshot: String?
    /// Where the check is written.
    public var span: SourceSpan
}

/// A swept parameter with its values.
public struct SweepAxis: Sendable {
    public var parameter: String
    /// The values as they read in file names.
    public var texts: [String]
    /// The values.
    public var values: [JSONValue]
    let cells: [RecipeValue]
}
