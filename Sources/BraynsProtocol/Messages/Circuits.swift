// SPDX-License-Identifier: Apache-2.0
import JSON

/// Names an instance of a circuit.
public struct CircuitID: PlainMessage {
    public var id: UInt32 = 0
    public init() {}
    public init(_ id: UInt32) { self.id = id }

    public static let title = "LoadedIdsModelMessage"
    public static let fields: [Field<Self>] = [.required("model_id", \.id, "Any instance of the model")]
}

/// A factor on all radii of a circuit.
public struct CircuitThickness: PlainMessage {
    public var id: UInt32 = 0
    public var radiusMultiplier: Float = 1
    public init() {}

    public init(_ id: UInt32, radiusMultiplier: Float) {
        self.id = id
        self.radiusMultiplier = radiusMultiplier
    }

    public static let title = "SetCircuitThicknessMessage"
    public static let fields: [Field<Self>] = [
        .required("model_id", \.id, "Any instance of the model"),
        .required("radius_multiplier", \.radiusMultiplier, "Factor on the present radii"),
    ]
}
