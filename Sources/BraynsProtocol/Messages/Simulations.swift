// SPDX-License-Identifier: Apache-2.0
import JSON

/// The simulation of the whole scene, and the frame that it shows.
public struct SimulationParameters: PlainMessage, Equatable {
    public var startFrame: UInt32 = 0
    public var endFrame: UInt32 = 0
    public var current: UInt32 = 0
    /// Milliseconds between two frames.
    public var timeStep = 0.0
    public var unit = "ms"
    public init() {}

    public static let title = "SimulationParameters"
    public static let fields: [Field<Self>] = [
        .required("start_frame", \.startFrame, "First frame", .range(0, readOnly: true)),
        .required("end_frame", \.endFrame, "Last frame", .range(0, readOnly: true)),
        .implied("current", \.current, "Frame that is shown"),
        .required("dt", \.timeStep, "Time between two frames", .readOnly),
        .required("unit", \.unit, "Unit of the time", .readOnly),
    ]
}

/// The frame to be shown; nil changes nothing.
public struct SetSimulation: PlainMessage {
    public var current: UInt32?
    public init() {}
    public init(current: UInt32?) { self.current = current }

    public static var schema: Schema { SimulationParameters.schema }
    public static let title = SimulationParameters.title
    public static let fields: [Field<Self>] = [.optional("current", \.current, "Frame that is shown")]
}

/// Whether a model follows its simulation.
public struct EnableSimulation: PlainMessage {
    public var id: UInt32 = 0
    public var isEnabled = true
    public init() {}

    public init(_ id: UInt32, _ isEnabled: Bool) {
        self.id = id
        self.isEnabled = isEnabled
    }

    public static let title = "EnableSimulationMessage"
    public static let fields: [Field<Self>] = [
        .required("model_id", \.id, "Any instance of the model"),
        .required("enabled", \.isEnabled, "Whether the model follows its simulation"),
    ]
}
