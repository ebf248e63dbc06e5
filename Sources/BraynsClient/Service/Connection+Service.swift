// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import SceneModel

extension Connection {
    /// The version of the protocol that the service speaks.
    public func version() async throws -> Version { try await call(Methods.Service.version) }

    /// The names of all methods of the service.
    public func methods() async throws -> [String] { try await call(Methods.Service.registry) }

    /// What the service tells of a method.
    public func describe(_ method: String) async throws -> MethodDescription {
        try await call(Methods.Service.schema, SchemaOf(method))
    }

    /// Plugins and viewport.
    public func application() async throws -> ApplicationParameters { try await call(Methods.Application.parameters) }

    /// Sets the size of the main framebuffer.
    public func setViewport(width: UInt32, height: UInt32) async throws {
        try await call(Methods.Application.setParameters, SetApplicationParameters(viewport: [width, height]))
    }

    /// All loaders of the service.
    public func loaders() async throws -> [LoaderDescription] { try await call(Methods.Application.loaders) }

    /// What the service can do beyond what every Brayns 3.10.1 can.
    public func capabilities() async throws -> Capabilities {
        Capabilities(
            version: try await version(), methods: Set(try await methods()), loaders: try await loaders(),
            plugins: try await application().plugins)
    }

    /// Stops the service.
    public func quit() async throws { try await call(Methods.Service.quit) }
}

/// What a service says it can do.
public struct Capabilities: Sendable {
    public var version: Version
    /// Names of all methods.
    public var methods: Set<String>
    public var loaders: [LoaderDescription]
    /// Plugins as the service's command line named them.
    public var plugins: [String]

    /// Whether the service has a method.
    public func has<Params, Result>(_ method: Method<Params, Result>) -> Bool { methods.contains(method.name) }
}
