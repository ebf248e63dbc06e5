// SPDX-License-Identifier: Apache-2.0
import JSON
import SceneModel

/// A model and a way of colouring it.
public struct ColorMethodOf: PlainMessage {
    public var id: UInt32 = 0
    public var method = ""
    public init() {}

    public init(_ id: UInt32, method: String) {
        self.id = id
        self.method = method
    }

    public static let title = "ColorMethodValuesMessage"
    public static let fields: [Field<Self>] = [
        .required("id", \.id, "Any instance of the model"),
        .required("method", \.method, "Name of the method"),
    ]
}

/// Colours for the values of a method.
public struct ColorModel: PlainMessage {
    public var id: UInt32 = 0
    public var method = ""
    public var values: [String: Color] = [:]
    public init() {}

    public init(_ id: UInt32, method: String, values: [String: Color]) {
        self.id = id
        self.method = method
        self.values = values
    }

    /// One colour for all of a model.
    public static func solid(_ id: UInt32, _ color: Color) -> ColorModel {
        ColorModel(id, method: "solid", values: ["color": color])
    }

    public static let title = "ColorModelMessage"
    public static let fields: [Field<Self>] = [
        .required("id", \.id, "Any instance of the model"),
        .required("method", \.method, "Name of the method"),
        .required("values", \.values, "Colour (red, green, blue, opacity) of each value"),
    ]
}

/// Colours over a range of values. A request may leave either out.
public struct ColorRampMessage: PlainMessage, Equatable {
    public var range: SIMD2<Float>?
    public var colors: [Color]?
    public init() {}

    public init(_ ramp: ColorRamp) {
        range = [ramp.lower, ramp.upper]
        colors = ramp.colors
    }

    /// The ramp, nil when either is missing.
    public var ramp: ColorRamp? {
        guard let range, let colors else { return nil }
        return ColorRamp(lower: range.x, upper: range.y, colors: colors)
    }

    public static let title = "ColorRamp"
    public static let fields: [Field<Self>] = [
        .optional("range", \.range, "Values that the first and the last colour stand for"),
        .optional("colors", \.colors, "Colours (red, green, blue, opacity), equally spaced", .atMost(256)),
    ]
}

/// A model and its new colours.
public struct SetColorRamp: PlainMessage {
    public var id: UInt32 = 0
    public var ramp = ColorRampMessage()
    public init() {}

    public init(_ id: UInt32, _ ramp: ColorRampMessage) {
        self.id = id
        self.ramp = ramp
    }

    public static let title = "SetColorRampMessage"
    public static let fields: [Field<Self>] = [
        .required("id", \.id, "Any instance of the model"),
        .required("color_ramp", \.ramp, "What is to be changed of the ramp"),
    ]
}
