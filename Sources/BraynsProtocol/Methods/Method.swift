// SPDX-License-Identifier: Apache-2.0
import JSON

/// What is to be known of a method beside its types.
public struct MethodTraits: Sendable {
    /// The part of the scene or of the service that a method is about.
    public enum Subject: String, Sendable, CaseIterable {
        case service, application, camera, renderer, framebuffer, images, lights, geometries, clipping, models
        case materials, colors, simulation, circuits, atlases
    }

    /// Whether calling a method can change what a later call answers, what is drawn, or a file.
    public enum Access: Sendable {
        case reads, writes
    }

    /// The name on the wire.
    public var name: String
    public var subject: Subject
    public var access: Access
    /// One sentence for people.
    public var description: String
    /// Whether it sends progress and can be cancelled.
    public var isAsynchronous = false
    /// Whether it is carried out before everything that waits.
    public var isPriority = false
    public var isDeprecated = false
    /// The plugin that must be on.
    public var plugin = Plugin.core
    /// The first Brayns 3.x version that has it, as far as the published clients tell.
    public var since: String
    /// What the params must look like, nil for a method without any.
    public var params: Schema?
    /// What the result looks like, nil for a method without any.
    public var result: Schema?
    /// Reads params as their type and writes them again, to prove that nothing is lost on the way.
    package var rereadParams: @Sendable (JSONValue) throws -> JSONValue
    /// Reads a result as its type and writes it again.
    package var rereadResult: @Sendable (JSONValue) throws -> JSONValue
}

/// A method of the service, declared once: its name on the wire, its types and its traits.
///
/// The declarations stand in ``Methods`` by subject; `registry`, `schema`, validation, the client's typed calls and
/// the table of what reads and what writes all come from them.
public struct Method<Params: WireValue, Result: WireValue>: Sendable {
    public let traits: MethodTraits
    private let acceptance: SchemaAcceptance?

    /// What is wrong with the params of a request; see ``Schema/errors(in:)``.
    package func faults(in params: JSONValue) -> [String] {
        guard let acceptance, let schema = traits.params, !acceptance.accepts(params) else { return [] }
        return schema.errors(in: params)
    }

    /// The name on the wire.
    public var name: String { traits.name }

    /// Declares a method.
    public init(
        _ name: String, _ subject: MethodTraits.Subject, _ access: MethodTraits.Access, _ description: String,
        takes: Params.Type = Nothing.self, gives: Result.Type = Nothing.self, asynchronous: Bool = false,
        priority: Bool = false, deprecated: Bool = false, plugin: Plugin = .core, since: String = "3.0.0"
    ) {
        traits = MethodTraits(
            name: name, subject: subject, access: access, description: description, isAsynchronous: asynchronous,
            isPriority: priority, isDeprecated: deprecated, plugin: plugin, since: since,
            params: takes == Nothing.self ? nil : takes.schema, result: gives == Nothing.self ? nil : gives.schema,
            rereadParams: { try Params(wire: $0).wire }, rereadResult: { try Result(wire: $0).wire })
        acceptance = traits.params.map(SchemaAcceptance.init)
    }
}

/// What a call gives back: a typed result and the bytes that came along with it.
public struct Answer<Result: Sendable>: Sendable {
    public var result: Result
    /// An encoded image, or nothing.
    public var payload: [UInt8]
    /// Whether the frame is binary even when the payload is empty.
    public var isBinary: Bool

    public init(_ result: Result, payload: [UInt8] = [], isBinary: Bool? = nil) {
        self.result = result
        self.payload = payload
        self.isBinary = isBinary ?? !payload.isEmpty
    }
}
