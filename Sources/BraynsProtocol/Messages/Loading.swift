// SPDX-License-Identifier: Apache-2.0
import JSON
import SceneModel

/// A file that the service is to load.
public struct AddModel: PlainMessage {
    /// As the service sees it.
    public var path = ""
    /// Empty: chosen by the file's extension.
    public var loaderName = ""
    /// Checked against the loader's own schema.
    public var loaderProperties = LoaderProperties.json([:])
    public init() {}

    public init(path: String, loaderName: String = "", loaderProperties: LoaderProperties = .json([:])) {
        self.path = path
        self.loaderName = loaderName
        self.loaderProperties = loaderProperties
    }

    /// A file with the loader that some options are for.
    public init(path: String, _ options: LoaderOptions) {
        self.init(
            path: path, loaderName: LoaderDeclaration.wire(options)?.name ?? "", loaderProperties: .typed(options))
    }

    public static let title = "AddModelParams"
    public static let fields: [Field<Self>] = [
        .required("path", \.path, "Path of the file as the service sees it"),
        .required("loader_name", \.loaderName, "Name of the loader, empty to choose by extension"),
        .required("loader_properties", \.loaderProperties, "Properties of the loader"),
    ]
}

/// The kind of bytes that are sent along to be loaded.
public struct UploadModel: PlainMessage {
    /// An extension without point.
    public var type = ""
    /// Empty: chosen by `type`.
    public var loaderName = ""
    public var loaderProperties = LoaderProperties.json([:])
    public init() {}

    public init(type: String, loaderName: String = "", loaderProperties: LoaderProperties = .json([:])) {
        self.type = type
        self.loaderName = loaderName
        self.loaderProperties = loaderProperties
    }

    /// Bytes with the loader that some options are for.
    public init(type: String, _ options: LoaderOptions) {
        self.init(
            type: type, loaderName: LoaderDeclaration.wire(options)?.name ?? "", loaderProperties: .typed(options))
    }

    public static let title = "UploadModelParams"
    public static let fields: [Field<Self>] = [
        .required("type", \.type, "File extension that tells the format"),
        .required("loader_name", \.loaderName, "Name of the loader, empty to choose by type"),
        .required("loader_properties", \.loaderProperties, "Properties of the loader"),
    ]
}

/// A loader of the service.
public struct LoaderDescription: PlainMessage {
    public var name = ""
    /// Display name of the plugin that brings it.
    public var plugin = ""
    public var extensions: [String] = []
    /// Whether it reads uploads.
    public var readsUploads = false
    public var parameters = Schema(.any)
    public init() {}

    public init(name: String, plugin: Plugin, extensions: [String], readsUploads: Bool, parameters: Schema) {
        self.name = name
        self.plugin = plugin.rawValue
        self.extensions = extensions
        self.readsUploads = readsUploads
        self.parameters = parameters
    }

    public static let title = "Loader"
    public static let fields: [Field<Self>] = [
        .required("name", \.name, "Name of the loader", .readOnly),
        .required("plugin", \.plugin, "Plugin that brings the loader", .readOnly),
        .required("extensions", \.extensions, "File extensions that it reads", .readOnly),
        .required("binary", \.readsUploads, "Whether it reads uploads", .readOnly),
        .required("input_parameters_schema", \.parameters, "Schema of the loader's properties", .readOnly),
    ]
}
