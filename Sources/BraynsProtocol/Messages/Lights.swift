// SPDX-License-Identifier: Apache-2.0
import JSON
import SceneModel

/// What the light messages have in common.
public protocol LightMessage: PlainMessage {
    /// The light as the scene knows it.
    var light: Light { get }
}

/// Light from everywhere.
public struct AmbientLightMessage: LightMessage {
    public var intensity: Float = 1
    public var color = SIMD3<Float>(1, 1, 1)
    public init() {}

    public var light: Light { Light(.ambient, intensity: intensity, color: color) }

    public static let title = "AmbientLight"
    public static let fields: [Field<Self>] = [
        .defaulted("intensity", \.intensity, "Radiance of the light", .range(0)),
        .defaulted("color", \.color, "Colour (red, green, blue) of the light"),
    ]
}

/// Light from infinitely far.
public struct DirectionalLightMessage: LightMessage {
    public var intensity: Float = 1
    public var color = SIMD3<Float>(1, 1, 1)
    public var direction = SIMD3<Float>(-1, -1, 0)
    public init() {}

    public var light: Light { Light(.directional(direction: direction), intensity: intensity, color: color) }

    public static let title = "DirectionalLight"
    public static let fields: [Field<Self>] = [
        .defaulted("intensity", \.intensity, "Irradiance of a surface that faces the light", .range(0)),
        .defaulted("color", \.color, "Colour (red, green, blue) of the light"),
        .defaulted("direction", \.direction, "The way the light travels"),
    ]
}

/// Light from a parallelogram.
public struct QuadLightMessage: LightMessage {
    public var intensity: Float = 1
    public var color = SIMD3<Float>(1, 1, 1)
    public var position = SIMD3<Float>()
    public var edge1 = SIMD3<Float>(1, 0, 0)
    public var edge2 = SIMD3<Float>(0, 0, 1)
    public init() {}

    public var light: Light {
        Light(.quad(position: position, edge1: edge1, edge2: edge2), intensity: intensity, color: color)
    }

    public static let title = "QuadLight"
    public static let fields: [Field<Self>] = [
        .defaulted("intensity", \.intensity, "Radiance of the light", .range(0)),
        .defaulted("color", \.color, "Colour (red, green, blue) of the light"),
        .defaulted("position", \.position, "A corner of the parallelogram"),
        .defaulted("edge1", \.edge1, "From the corner to the next one"),
        .defaulted("edge2", \.edge2, "From the corner to the previous one; the light shines along edge1 × edge2"),
    ]
}

/// Light from a sphere or a point.
public struct SphereLightMessage: LightMessage {
    public var intensity: Float = 1
    public var color = SIMD3<Float>(1, 1, 1)
    public var position = SIMD3<Float>()
    public var radius: Float = 0
    public init() {}

    public var light: Light { Light(.sphere(position: position, radius: radius), intensity: intensity, color: color) }

    public static let title = "SphereLight"
    public static let fields: [Field<Self>] = [
        .defaulted("intensity", \.intensity, "Radiant intensity of the light", .range(0)),
        .defaulted("color", \.color, "Colour (red, green, blue) of the light"),
        .defaulted("position", \.position, "Centre of the sphere"),
        .defaulted("radius", \.radius, "Radius of the sphere, 0 for a point"),
    ]
}
