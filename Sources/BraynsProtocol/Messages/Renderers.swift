// SPDX-License-Identifier: Apache-2.0
import JSON
import SceneModel

/// The parameters of the interactive renderer. A request may leave any out; an answer has them all.
public struct InteractiveMessage: PlainMessage {
    public var samplesPerPixel: UInt32?
    public var maxRayBounces: UInt32?
    public var backgroundColor: Color?
    public var enableShadows: Bool?
    public var ambientOcclusionSamples: UInt32?
    public init() {}

    public static let title = "Interactive"
    public static let fields: [Field<Self>] = [
        .optional("samples_per_pixel", \.samplesPerPixel, "Samples a pixel", .range(1)),
        .optional("max_ray_bounces", \.maxRayBounces, "Without effect on this renderer"),
        .optional("background_color", \.backgroundColor, "Colour (red, green, blue, opacity) where nothing is"),
        .optional("enable_shadows", \.enableShadows, "Whether things cast shadows"),
        .optional("ao_samples", \.ambientOcclusionSamples, "Rays for ambient occlusion at each hit, 0 for none"),
    ]
}

/// The parameters of the production renderer. A request may leave any out; an answer has them all.
public struct ProductionMessage: PlainMessage {
    public var samplesPerPixel: UInt32?
    public var maxRayBounces: UInt32?
    public var backgroundColor: Color?
    public init() {}

    public static let title = "Production"
    public static let fields: [Field<Self>] = [
        .optional("samples_per_pixel", \.samplesPerPixel, "Samples a pixel", .range(1)),
        .optional("max_ray_bounces", \.maxRayBounces, "Greatest length of a light path"),
        .optional("background_color", \.backgroundColor, "Colour (red, green, blue, opacity) where nothing is"),
    ]
}
