// SPDX-License-Identifier: Apache-2.0
import JSON
import SceneModel

/// How the options of one loader travel.
public struct LoaderDeclaration: Sendable {
    /// The loader's name on the wire.
    public let name: String
    /// What its properties must look like.
    public let schema: Schema
    /// The plugin that must be on.
    public let plugin: Plugin
    /// The first Brayns 3.x version that has it, as far as the published clients tell.
    public let since: String
    private let read: @Sendable (JSONValue) throws -> LoaderOptions
    private let write: @Sendable (LoaderOptions) -> JSONValue?

    /// A loader whose properties are a message.
    init<Message: LoaderMessage>(
        _ name: String, _ message: Message.Type, _ plugin: Plugin = .core, since: String = "3.0.0"
    ) {
        self.name = name
        self.plugin = plugin
        self.since = since
        schema = message.schema
        read = { try Message(wire: $0).options() }
        write = { Message($0)?.wire }
    }

    /// A loader without properties, which takes anything for them.
    init(_ name: String, _ options: LoaderOptions, _ plugin: Plugin = .core, since: String = "3.0.0") {
        self.name = name
        self.plugin = plugin
        self.since = since
        var schema = Schema(.any)
        schema.title = "EmptyLoaderParams"
        self.schema = schema
        read = { _ in options }
        write = { $0 == options ? [:] : nil }
    }

    /// All loaders.
    public static let all: [LoaderDeclaration] = [
        LoaderDeclaration("mesh", .mesh),
        LoaderDeclaration("mhd-volume", .mhdVolume, since: "3.1.0"),
        LoaderDeclaration("raw-volume", RawVolumeParameters.self, since: "3.1.0"),
        LoaderDeclaration("BBP loader", BBPParameters.self, .circuitExplorer),
        LoaderDeclaration("Cell placement loader", CellPlacementParameters.self, .circuitExplorer, since: "3.1.0"),
        LoaderDeclaration("Neuron Morphology loader", MorphologyParameters.self, .circuitExplorer),
        LoaderDeclaration("SONATA loader", SonataParameters.self, .circuitExplorer),
        LoaderDeclaration("NRRD loader", NRRDParameters.self, .atlasExplorer, since: "3.1.0"),
        LoaderDeclaration("DTI loader", DTIParameters.self, .dti),
        LoaderDeclaration("protein", ProteinParameters.self, .moleculeExplorer),
        LoaderDeclaration("xyz", .xyz, .moleculeExplorer),
    ]

    /// The loader of that name.
    public static func named(_ name: String) -> LoaderDeclaration? { all.first { $0.name == name } }

    /// The loader that some options are for, and the options as JSON.
    public static func wire(_ options: LoaderOptions) -> (name: String, properties: JSONValue)? {
        for loader in all {
            if let properties = loader.write(options) { return (loader.name, properties) }
        }
        return nil
    }

    /// Reads options that a request gives.
    /// - Throws: ``RPCError`` with the list of faults where the properties do not follow the schema.
    public func options(_ properties: JSONValue) throws(RPCError) -> LoaderOptions {
        let errors = schema.errors(in: properties)
        guard errors.isEmpty else {
            throw RPCError(.invalidParams, "Invalid loader params schema", details: errors)
        }
        do {
            return try read(properties)
        } catch let error as RPCError {
            throw error
        } catch {
            throw RPCError(.invalidParams, "Invalid loader params schema", details: ["\(error)"])
        }
    }
}

/// The properties of one loader on the wire.
protocol LoaderMessage: PlainMessage {
    /// The properties for some options, nil when they are another loader's.
    init?(_ options: LoaderOptions)
    /// The options for these properties.
    func options() throws -> LoaderOptions
}

/// What a request says about a loader's options: typed ones, or JSON that is still to be checked.
public enum LoaderProperties: WireValue {
    case typed(LoaderOptions)
    case json(JSONValue)

    public static var schema: Schema { Schema(.any) }
    public init(wire: JSONValue) { self = .json(wire) }

    public var wire: JSONValue {
        switch self {
        case .typed(let options): LoaderDeclaration.wire(options)?.properties ?? [:]
        case .json(let value): value
        }
    }
}
