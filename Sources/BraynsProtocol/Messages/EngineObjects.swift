// SPDX-License-Identifier: Apache-2.0
import JSON
import SceneModel

/// A camera or renderer inside a picture's request: the service's own, a typed one, or one as named on the wire,
/// whose params are looked at when the picture is taken.
public enum EngineObject<Object: EngineObjectKind>: WireValue {
    /// What the service holds.
    case current
    /// One built here.
    case typed(Object)
    /// One named by a request; `params` are still to be checked. An empty name means what the service holds.
    case named(String, params: JSONValue?)

    public static var schema: Schema {
        var schema = Schema(.object)
        schema.title = "EngineObjectData"
        schema.additional = .closed
        var name = String.schema
        name.description = "Name of the type, empty for the current object"
        var params = JSONValue.schema
        params.description = "Parameters of the type"
        schema.properties = [
            Schema.Property(name: "name", schema: name, isRequired: false),
            Schema.Property(name: "params", schema: params, isRequired: false),
        ]
        return schema
    }

    public init(wire: JSONValue) throws {
        let (name, params) = (wire["name"]?.string, wire["params"])
        self = name == nil && params == nil ? .current : .named(name ?? "", params: params)
    }

    public var wire: JSONValue {
        switch self {
        case .current: return [:]
        case .typed(let object): return ["name": .string(object.wireName), "params": object.wireParams]
        case .named(let name, let params):
            var members: [String: JSONValue] = ["name": .string(name)]
            members["params"] = params
            return .object(members)
        }
    }
}

/// What can stand as an object with a name and params in a picture's request.
public protocol EngineObjectKind: Sendable {
    /// Name of the type on the wire.
    var wireName: String { get }
    /// All its parameters.
    var wireParams: JSONValue { get }
}

extension Projection: EngineObjectKind {
    public var wireName: String {
        switch self {
        case .perspective: "perspective"
        case .orthographic: "orthographic"
        case .cylindric: "cylindric"
        }
    }

    public var wireParams: JSONValue {
        switch self {
        case .perspective(let fovy, let apertureRadius, let focusDistance):
            PerspectiveMessage(fovy: fovy, apertureRadius: apertureRadius, focusDistance: focusDistance).wire
        case .orthographic(let height): OrthographicMessage(height: height).wire
        case .cylindric(let fovy): CylindricMessage(fovy: fovy).wire
        }
    }
}

extension Renderer: EngineObjectKind {
    public var wireName: String {
        switch self {
        case .interactive: "interactive"
        case .production: "production"
        }
    }

    public var wireParams: JSONValue {
        switch self {
        case .interactive(let renderer): InteractiveMessage(renderer).wire
        case .production(let renderer): ProductionMessage(renderer).wire
        }
    }
}

extension InteractiveMessage {
    /// All parameters of a renderer.
    public init(_ renderer: InteractiveRenderer) {
        samplesPerPixel = UInt32(clamping: renderer.samplesPerPixel)
        maxRayBounces = UInt32(clamping: renderer.maxRayBounces)
        backgroundColor = renderer.background
        enableShadows = renderer.shadows
        ambientOcclusionSamples = UInt32(clamping: renderer.ambientOcclusionSamples)
    }

    /// A renderer with what is given here, and the rest as it was.
    public func applied(to renderer: InteractiveRenderer) -> InteractiveRenderer {
        var result = renderer
        result.samplesPerPixel = samplesPerPixel.map(Int.init) ?? renderer.samplesPerPixel
        result.maxRayBounces = maxRayBounces.map(Int.init) ?? renderer.maxRayBounces
        result.background = backgroundColor ?? renderer.background
        result.shadows = enableShadows ?? renderer.shadows
        result.ambientOcclusionSamples = ambientOcclusionSamples.map(Int.init) ?? renderer.ambientOcclusionSamples
        return result
    }
}

extension ProductionMessage {
    /// All parameters of a renderer.
    public init(_ renderer: ProductionRenderer) {
        samplesPerPixel = UInt32(clamping: renderer.samplesPerPixel)
        maxRayBounces = UInt32(clamping: renderer.maxRayBounces)
        backgroundColor = renderer.background
    }

    /// A renderer with what is given here, and the rest as it was.
    public func applied(to renderer: ProductionRenderer) -> ProductionRenderer {
        var result = renderer
        result.samplesPerPixel = samplesPerPixel.map(Int.init) ?? renderer.samplesPerPixel
        result.maxRayBounces = maxRayBounces.map(Int.init) ?? renderer.maxRayBounces
        result.background = backgroundColor ?? renderer.background
        return result
    }
}
