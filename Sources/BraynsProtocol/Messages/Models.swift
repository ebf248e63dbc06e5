// SPDX-License-Identifier: Apache-2.0
import JSON
import SceneModel

/// Where a model was loaded from, as its request told.
public struct LoadInfo: PlainMessage, Equatable {
    /// How the data came.
    public enum Source: String, WireEnumeration {
        case file = "from_file"
        case blob = "from_blob"
        case none
    }

    public var source = Source.none
    /// As given; empty for an upload.
    public var path = ""
    /// As given; empty when the service chose.
    public var loaderName = ""
    /// As given, without defaults.
    public var loadParameters = JSONValue.null

    public init() {}

    public init(source: Source, path: String, loaderName: String, loadParameters: JSONValue) {
        self.source = source
        self.path = path
        self.loaderName = loaderName
        self.loadParameters = loadParameters
    }

    public static let title = "LoadInfo"
    public static let fields: [Field<Self>] = [
        .required("source", \.source, "How the data came", .readOnly),
        .required("path", \.path, "Path of the file as requested", .readOnly),
        .required("loader_name", \.loaderName, "Name of the loader as requested", .readOnly),
        .required("load_parameters", \.loadParameters, "Properties of the loader as requested", .readOnly),
    ]
}

/// What is known of a model beside its place.
public struct ModelInfo: PlainMessage, Equatable {
    public var loadInfo: LoadInfo?
    public var metadata: [String: String]?
    public var baseTransform: Transform?
    public init() {}

    public static let title = "ModelInfo"
    public static let fields: [Field<Self>] = [
        .optional("load_info", \.loadInfo, "Where the model was loaded from", .readOnly),
        .optional("metadata", \.metadata, "What the loader tells of the model", .readOnly),
        .optional("base_transform", \.baseTransform, "Applied before the model's transform", .readOnly),
    ]
}

/// An instance of a model in the scene.
public struct ModelInstance: PlainMessage, Equatable {
    /// Id of the instance. Ids are reused once released.
    public var id: UInt32 = 0
    /// `geometry`, `light`, `mesh`, `Volume`, `neurons`, …
    public var type = ""
    /// Box around the transformed model; empty for most lights.
    public var bounds = Bounds.empty
    public var info = ModelInfo()
    public var transform = Transform.identity
    public var isVisible = true
    public init() {}

    public static let title = "ModelInstance"
    public static let fields: [Field<Self>] = [
        .required("model_id", \.id, "Id of the instance", .range(0, readOnly: true)),
        .required("model_type", \.type, "Kind of the model", .readOnly),
        .required("bounds", \.bounds, "Box around the model", .schema(Bounds.reported, readOnly: true)),
        .required("info", \.info, "What is known of the model", .readOnly),
        .implied("transform", \.transform, "Where the model stands"),
        .implied("is_visible", \.isVisible, "Whether the model is drawn"),
    ]
}

/// All that stands in the scene.
public struct SceneContents: PlainMessage, Equatable {
    /// Union of the bounds of all instances, invisible ones too.
    public var bounds = Bounds.empty
    /// In the order of adding.
    public var models: [ModelInstance] = []
    public init() {}

    public static let title = "Scene"
    public static let fields: [Field<Self>] = [
        .required("bounds", \.bounds, "Box around the scene", .schema(Bounds.reported, readOnly: true)),
        .required("models", \.models, "All instances in the scene", .readOnly),
    ]
}

/// Names an instance, in the methods that call it `id`.
public struct InstanceID: PlainMessage {
    public var id: UInt32 = 0
    public init() {}
    public init(_ id: UInt32) { self.id = id }

    public static let title = "GetModelMessage"
    public static let fields: [Field<Self>] = [.required("id", \.id, "Id of the instance")]
}

/// What may be changed of an instance: what is given is changed, a transform as a whole.
public struct ModelUpdate: PlainMessage {
    /// The members of a ``ModelInstance`` that can be set.
    public struct Changes: PlainMessage {
        public var transform: Transform?
        public var isVisible: Bool?
        public init() {}

        public static var schema: Schema { ModelInstance.schema }
        public static let title = ModelInstance.title
        public static let fields: [Field<Self>] = [
            .optional("transform", \.transform, "Where the model stands"),
            .optional("is_visible", \.isVisible, "Whether the model is drawn"),
        ]
    }

    public var id: UInt32 = 0
    public var changes = Changes()
    public init() {}

    public init(_ id: UInt32, transform: Transform? = nil, isVisible: Bool? = nil) {
        self.id = id
        changes.transform = transform
        changes.isVisible = isVisible
    }

    public static let title = "UpdateModelMessage"
    public static let fields: [Field<Self>] = [
        .required("model_id", \.id, "Id of the instance"),
        .required("model", \.changes, "What is to be changed"),
    ]
}

/// Instances to be removed.
public struct RemoveModels: PlainMessage {
    public var ids: [UInt32] = []
    public init() {}
    public init(_ ids: [UInt32]) { self.ids = ids }

    public static let title = "RemoveModelMessage"
    public static let fields: [Field<Self>] = [.required("ids", \.ids, "Ids of the instances")]
}

/// Further instances of the model behind an instance.
public struct InstantiateModel: PlainMessage {
    public var id: UInt32 = 0
    public var transforms: [Transform] = []
    public init() {}

    public init(_ id: UInt32, transforms: [Transform]) {
        self.id = id
        self.transforms = transforms
    }

    public static let title = "InstantiateMessage"
    public static let fields: [Field<Self>] = [
        .required("model_id", \.id, "Any instance of the model"),
        .required("transforms", \.transforms, "The transform of each new instance"),
    ]
}
