// SPDX-License-Identifier: Apache-2.0
import JSON

/// Names an instance of an atlas.
public struct AtlasID: PlainMessage {
    public var id: UInt32 = 0
    public init() {}
    public init(_ id: UInt32) { self.id = id }

    public static let title = "AvailableUseCasesMessage"
    public static let fields: [Field<Self>] = [.required("model_id", \.id, "Instance of an atlas")]
}

/// A way of showing an atlas, and what it takes.
public struct AtlasUseCase: PlainMessage {
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
