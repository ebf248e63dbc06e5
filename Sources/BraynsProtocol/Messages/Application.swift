// SPDX-License-Identifier: Apache-2.0
import JSON

/// The service itself.
public struct ApplicationParameters: PlainMessage, Equatable {
    /// Plugins as the command line names them.
    public var plugins: [String] = []
    /// Width and height of the main framebuffer.
    public var viewport = SIMD2<UInt32>(800, 600)
    public init() {}

    public static let title = "ApplicationParameters"
    public static let fields: [Field<Self>] = [
        .required("plugins", \.plugins, "Plugins that are on", .readOnly),
        .implied("viewport", \.viewport, "Width and height of the main framebuffer in pixels"),
    ]
}

/// What may be changed of the service.
public struct SetApplicationParameters: PlainMessage {
    public var viewport: SIMD2<UInt32>?
    public init() {}
    public init(viewport: SIMD2<UInt32>?) { self.viewport = viewport }

    public static var schema: Schema { ApplicationParameters.schema }
    public static let title = ApplicationParameters.title
    public static let fields: [Field<Self>] = [
        .optional("viewport", \.viewport, "Width and height of the main framebuffer in pixels")
    ]
}

/// The version of the protocol that a service speaks.
public struct Version: PlainMessage, Equatable, CustomStringConvertible {
    public var major: Int32 = 0
    public var minor: Int32 = 0
    public var patch: Int32 = 0
    /// Hash of the source that the service was built from.
    public var revision = ""
    public init() {}

    public init(_ major: Int32, _ minor: Int32, _ patch: Int32, revision: String) {
        self.major = major
        self.minor = minor
        self.patch = patch
        self.revision = revision
    }

    public var description: String { "\(major).\(minor).\(patch)" }

    public static let title = "VersionMessage"
    public static let fields: [Field<Self>] = [
        .required("major", \.major, "Major version", .readOnly),
        .required("minor", \.minor, "Minor version", .readOnly),
        .required("patch", \.patch, "Patch level", .readOnly),
        .required("revision", \.revision, "Revision of the source", .readOnly),
    ]
}

/// Names a method.
public struct SchemaOf: PlainMessage {
    public var endpoint = ""
    public init() {}
    public init(_ endpoint: String) { self.endpoint = endpoint }

    public static let title = "SchemaParams"
    public static let fields: [Field<Self>] = [.required("endpoint", \.endpoint, "Name of the method")]
}

/// What a service tells of a method.
public struct MethodDescription: PlainMessage {
    public var name = ""
    public var description = ""
    public var plugin = ""
    public var isAsynchronous = false
    public var isDeprecated = false
    public var params: Schema?
    public var result: Schema?
    public init() {}

    public init(_ traits: MethodTraits) {
        name = traits.name
        description = traits.description
        plugin = traits.plugin.rawValue
        isAsynchronous = traits.isAsynchronous
        isDeprecated = traits.isDeprecated
        params = traits.params
        result = traits.result
    }

    public static let title = "SchemaResult"
    public static let fields: [Field<Self>] = [
        .required("title", \.name, "Name of the method", .readOnly),
        .required("description", \.description, "What the method does", .readOnly),
        .required("plugin", \.plugin, "Plugin that brings the method", .readOnly),
        .required("async", \.isAsynchronous, "Whether it sends progress and can be cancelled", .readOnly),
        .required("deprecated", \.isDeprecated, "Whether it will go", .readOnly),
        .optional("params", \.params, "Schema of the params", .readOnly),
        .optional("returns", \.result, "Schema of the result", .readOnly),
    ]
}

/// Names a request that is to be cancelled.
public struct CancelRequest: PlainMessage {
    /// Nil for `null`, which names none.
    public var id: RequestID?
    public init() {}
    public init(_ id: RequestID) { self.id = id }

    public static let title = "CancelParams"
    public static let fields: [Field<Self>] = [
        .required("id", \.wireID, "Id of the request", .schema(RequestID.named))
    ]

    private var wireID: JSONValue {
        get { id?.json ?? .null }
        set { id = RequestID(newValue) }
    }
}
