// SPDX-License-Identifier: Apache-2.0
import JSON
import SceneModel

/// Names an instance of an atlas.
public struct AtlasID: PlainMessage {
    public var id: UInt32 = 0
    public init() {}
    public init(_ id: UInt32) { self.id = id }

    public static let title = "AvailableUseCasesMessage"
    public static let fields: [Field<Self>] = [.required("model_id", \.id, "Instance of an atlas")]
}

/// A way of showing an atlas, and what it takes.
public struct AtlasUseCaseDescription: PlainMessage {
    public var name = ""
    public var parameters = Schema(.any)
    public init() {}

    public init(name: String, parameters: Schema) {
        self.name = name
        self.parameters = parameters
    }

    public static let title = "UseCaseMessage"
    public static let fields: [Field<Self>] = [
        .required("name", \.name, "Name of the use case"),
        .required("params_schema", \.parameters, "Schema of the use case's params"),
    ]
}

/// Shows an atlas in one of its ways.
public struct VisualizeAtlas: PlainMessage {
    public var id: UInt32 = 0
    public var useCase = ""
    public var params = JSONValue.object([:])
    public init() {}

    public init(_ id: UInt32, useCase: String, params: JSONValue = .object([:])) {
        self.id = id
        self.useCase = useCase
        self.params = params
    }

    public static let title = "VisualizeUseCaseMessage"
    public static let fields: [Field<Self>] = [
        .required("model_id", \.id, "Instance of an atlas"),
        .required("use_case", \.useCase, "Name of the use case"),
        .required("params", \.params, "Params of the use case"),
    ]
}

/// Params of the use case `Highlight column`: boxes around columns of voxels along Y.
public struct HighlightColumn: PlainMessage {
    /// A further column.
    public struct Neighbour: PlainMessage {
        public var relativeColumn = SIMD2<Int32>()
        public var color = Color.white
        public init() {}

        public static let title = "HighlightNeighbour"
        public static let fields: [Field<Self>] = [
            .required("relative_xz", \.relativeColumn, "Relative coordinates respect the main column"),
            .required("color", \.color, "Highlight color"),
        ]
    }

    /// Voxel indices along X and Z.
    public var column = SIMD2<Int32>()
    public var color = Color.white
    public var neighbours: [Neighbour]?
    public init() {}

    public static let title = "HighlightColumParams"
    public static let fields: [Field<Self>] = [
        .required("xz_coordinate", \.column, "Coordinates of the column to highlight"),
        .required("color", \.color, "Highlight color"),
        .optional("neighbours", \.neighbours, "Optional neighbours to highlight"),
    ]
}

/// Params of the use case `Layer distance`.
public struct LayerDistance: PlainMessage {
    /// Which of a voxel's two distances.
    public enum Side: String, WireEnumeration {
        case lower, upper
    }

    public var side = Side.lower
    public init() {}

    public static let title = "LayerDistanceParams"
    public static let fields: [Field<Self>] = [
        // Brayns' key; its Python client sends `type`.
        .required("xz_coordinate", \.side, "Which of the two distances is shown")
    ]
}
