// SPDX-License-Identifier: Apache-2.0
import JSON
import SceneModel

extension Quaternion: WireValue {
    public static var schema: Schema { SIMD4<Float>.schema }
    public init(wire: JSONValue) throws { self.init(try SIMD4<Float>(wire: wire)) }
    public var wire: JSONValue { components.wire }
}

extension Color: WireValue {
    public static var schema: Schema { SIMD4<Float>.schema }
    public init(wire: JSONValue) throws { self.init(try SIMD4<Float>(wire: wire)) }
    public var wire: JSONValue { components.wire }
}

extension Transform: WireMessage {
    public static var fresh: Transform { .identity }
    public static var title: String { "Transform" }
    public static let fields: [Field<Self>] = [
        .implied("translation", \.translation, "How far the model is moved"),
        .implied("rotation", \.rotation, "Quaternion (x, y, z, w) that turns the model about its origin"),
        .implied("scale", \.scale, "Factor along each axis, applied first"),
    ]
}

extension Bounds: WireMessage {
    public static var fresh: Bounds { .empty }
    public static var title: String { "Box" }
    public static let fields: [Field<Self>] = [
        .required("min", \.min, "Corner with the least coordinates"),
        .required("max", \.max, "Corner with the greatest coordinates"),
    ]

    /// The schema of bounds that the service reports and nobody sets.
    static var reported: Schema {
        var schema = Bounds.schema
        schema.title = "Bounds"
        for index in schema.properties.indices { schema.properties[index].schema.isReadOnly = true }
        return schema
    }
}

extension View: WireMessage {
    public static var fresh: View { .initial }
    public static var title: String { "View" }
    public static let fields: [Field<Self>] = [
        .required("position", \.position, "Where the eye is"),
        .required("target", \.target, "The point looked at"),
        .required("up", \.up, "The up vector"),
    ]
}
