// SPDX-License-Identifier: Apache-2.0
import JSON
import SceneModel

extension Sphere: WireMessage {
    public static var fresh: Sphere { Sphere(center: .zero, radius: 0) }
    public static var title: String { "Sphere" }
    public static let fields: [Field<Self>] = [
        .required("center", \.center, "Centre of the sphere"),
        .required("radius", \.radius, "Radius of the sphere"),
    ]
}

extension Capsule: WireMessage {
    public static var fresh: Capsule { Capsule(start: .zero, startRadius: 0, end: .zero, endRadius: 0) }
    public static var title: String { "Capsule" }
    public static let fields: [Field<Self>] = [
        .required("p0", \.start, "Centre of the first end"),
        .required("r0", \.startRadius, "Radius of the first end"),
        .required("p1", \.end, "Centre of the second end"),
        .required("r1", \.endRadius, "Radius of the second end"),
    ]
}

extension Plane: WireMessage {
    public static var fresh: Plane { Plane(coefficients: .zero) }
    public static var title: String { "Plane" }
    public static let fields: [Field<Self>] = [
        .required("coefficients", \.coefficients, "Coefficients (a, b, c, d) of the plane ax + by + cz = d")
    ]
}

extension BoundedPlane: WireMessage {
    public static var fresh: BoundedPlane { BoundedPlane(plane: .fresh, bounds: .empty) }
    public static var title: String { "BoundedPlane" }
    public static let fields: [Field<Self>] = [
        .required("coefficients", \.plane.coefficients, "Coefficients (a, b, c, d) of the plane ax + by + cz = d"),
        .required("bounds", \.bounds, "Box outside of which the plane is cut off"),
    ]
}

/// A shape and its own colour: an element of what the `add-*` methods for shapes take.
public struct ColoredShape<Shape: WireMessage>: WireMessage {
    public var geometry: Shape
    public var color: Color

    public init(_ geometry: Shape, color: Color = .white) {
        self.geometry = geometry
        self.color = color
    }

    public static var fresh: Self { Self(Shape.fresh) }
    public static var title: String { "GeometryWithColor" }
    public static var fields: [Field<Self>] {
        [
            .required("color", \.color, "Colour (red, green, blue, opacity) of the shape"),
            .required("geometry", \.geometry, "The shape"),
        ]
    }

    // Scenes hold hundreds of thousands of shapes: the two members are read without the list of fields.
    public init(wire: JSONValue) throws {
        guard let geometry = wire["geometry"], let color = wire["color"] else {
            throw WireDecodingError(expected: .object, found: wire)
        }
        self.init(try Shape(wire: geometry), color: try Color(wire: color))
    }
}

/// Shapes that cut the scene.
public struct ClippingShapes<Shape: WireMessage>: PlainMessage {
    public var primitives: [Shape] = []
    public var invertNormals = false

    public init() {}

    public init(_ primitives: [Shape], invertNormals: Bool = false) {
        self.primitives = primitives
        self.invertNormals = invertNormals
    }

    public static var title: String { "ClippingGeometry" }
    public static var fields: [Field<Self>] {
        [
            .required("primitives", \.primitives, "Shapes that cut the scene"),
            .defaulted("invert_normals", \.invertNormals, "Whether what would be kept is removed, and the other way"),
        ]
    }
}
