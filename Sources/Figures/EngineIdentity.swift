// SPDX-License-Identifier: Apache-2.0

/// The names under which this engine signs what it makes.
public enum EngineIdentity {
    /// The program.
    public static let name = "scene-recipe"
    /// The program's version (semver.org), written to lock files and sidecars, never into pictures.
    public static let version = "0.1.0"
    /// The renderer of the embedded backend; the number goes up whenever the pixels of any scene change, and only then.
    public static let renderer = "scene-recipe-embedded/3"
}

/// Which backend drew a picture.
public struct BackendIdentity: Hashable, Sendable {
    /// `embedded`, or the URI of a service without user and password.
    public var location: String
    /// The renderer: ``EngineIdentity/renderer``, or `brayns/3.10.1` and the like.
    public var renderer: String
    /// Whether this process reads the input files itself, so that they can be digested.
    public var isEmbedded: Bool { location == "embedded" }

    public init(location: String, renderer: String) {
        self.location = location
        self.renderer = renderer
    }

    /// The renderer inside this program.
    public static let embedded = BackendIdentity(location: "embedded", renderer: EngineIdentity.renderer)
}
