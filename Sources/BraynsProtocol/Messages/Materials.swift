// SPDX-License-Identifier: Apache-2.0
import JSON
import SceneModel

/// The parameters of one material. Those that are left out have the material's defaults.
public protocol MaterialMessage: WireMessage {
    /// The material's name in the methods `get-material-…` and `set-material-…`.
    static var kind: String { get }
    /// The parameters of a material, nil when it is another one.
    init?(_ material: Material)
    /// The material with these parameters.
    var material: Material { get }
}

extension Material {
    /// The name of the material on the wire.
    public var kind: String {
        switch self {
        case .phong: PhongMaterial.kind
        case .matte: MatteMaterial.kind
        case .plastic: PlasticMaterial.kind
        case .metal: MetalMaterial.kind
        case .glass: GlassMaterial.kind
        case .ghost: GhostMaterial.kind
        case .emissive: EmissiveMaterial.kind
        case .carpaint: CarPaintMaterial.kind
        case .principled: PrincipledMaterial.kind
        }
    }
}

/// What sets a material: the model and the parameters.
public struct SetMaterial<Parameters: MaterialMessage>: PlainMessage {
    public var modelID: UInt32 = 0
    public var material = Parameters.fresh
    public init() {}

    public init(modelID: UInt32, _ material: Parameters) {
        self.modelID = modelID
        self.material = material
    }

    public static var title: String { "SetMaterialMessage" }
    public static var fields: [Field<Self>] {
        [
            .required("model_id", \.modelID, "Any instance of the model"),
            .required("material", \.material, "The material; what is left out has its default"),
        ]
    }
}

/// Diffuse with a faint highlight.
public struct PhongMaterial: MaterialMessage {
    public var opacity: Float = 1
    public init?(_ material: Material) {
        guard case .phong(let opacity) = material else { return nil }
        self.opacity = opacity
    }
    private init() {}
    public static var fresh: Self { Self() }
    public var material: Material { .phong(opacity: opacity) }
    public static let kind = "phong"
    public static let title = "Phong"
    public static let fields: [Field<Self>] = [
        .implied("opacity", \.opacity, "Opacity of the surface", .range(0, 1))
    ]
}

/// Perfectly rough.
public struct MatteMaterial: MaterialMessage {
    public var opacity: Float = 1
    public init?(_ material: Material) {
        guard case .matte(let opacity) = material else { return nil }
        self.opacity = opacity
    }
    private init() {}
    public static var fresh: Self { Self() }
    public var material: Material { .matte(opacity: opacity) }
    public static let kind = "matte"
    public static let title = "Matte"
    public static let fields: [Field<Self>] = [
        .implied("opacity", \.opacity, "Opacity of the surface", .range(0, 1))
    ]
}

/// A rough base under a clear coat.
public struct PlasticMaterial: MaterialMessage {
    public var opacity: Float = 1
    public init?(_ material: Material) {
        guard case .plastic(let opacity) = material else { return nil }
        self.opacity = opacity
    }
    private init() {}
    public static var fresh: Self { Self() }
    public var material: Material { .plastic(opacity: opacity) }
    public static let kind = "plastic"
    public static let title = "Plastic"
    public static let fields: [Field<Self>] = [
        .implied("opacity", \.opacity, "Opacity of the surface", .range(0, 1))
    ]
}

/// A conductor.
public struct MetalMaterial: MaterialMessage {
    public var roughness: Float = 0.1
    public init?(_ material: Material) {
        guard case .metal(let roughness) = material else { return nil }
        self.roughness = roughness
    }
    private init() {}
    public static var fresh: Self { Self() }
    public var material: Material { .metal(roughness: roughness) }
    public static let kind = "metal"
    public static let title = "Metal"
    public static let fields: [Field<Self>] = [
        .implied("roughness", \.roughness, "How blurred reflections are", .range(0.01, 1))
    ]
}

/// A thin dielectric sheet.
public struct GlassMaterial: MaterialMessage {
    public var indexOfRefraction: Float = 1.5
    public init?(_ material: Material) {
        guard case .glass(let indexOfRefraction) = material else { return nil }
        self.indexOfRefraction = indexOfRefraction
    }
    private init() {}
    public static var fresh: Self { Self() }
    public var material: Material { .glass(indexOfRefraction: indexOfRefraction) }
    public static let kind = "glass"
    public static let title = "Glass"
    public static let fields: [Field<Self>] = [
        .implied("index_of_refraction", \.indexOfRefraction, "Index of refraction of the glass")
    ]
}

/// Visible at its silhouette only.
public struct GhostMaterial: MaterialMessage {
    public init?(_ material: Material) {
        guard case .ghost = material else { return nil }
    }
    private init() {}
    public static var fresh: Self { Self() }
    public var material: Material { .ghost }
    public static let kind = "ghost"
    public static let title = "Ghost"
    public static let fields: [Field<Self>] = []
}

/// A light source of its own colour.
public struct EmissiveMaterial: MaterialMessage {
    public var color = SIMD3<Float>(1, 1, 1)
    public var intensity: Float = 1
    public init?(_ material: Material) {
        guard case .emissive(let color, let intensity) = material else { return nil }
        self.color = color
        self.intensity = intensity
    }
    private init() {}
    public static var fresh: Self { Self() }
    public var material: Material { .emissive(color: color, intensity: intensity) }
    public static let kind = "emissive"
    public static let title = "Emissive"
    public static let fields: [Field<Self>] = [
        .implied("color", \.color, "Colour (red, green, blue) of the light"),
        .implied("intensity", \.intensity, "Radiance of the surface", .range(0)),
    ]
}

/// Paint with metallic flakes under a clear coat.
public struct CarPaintMaterial: MaterialMessage {
    public var flakeDensity: Float = 0
    public init?(_ material: Material) {
        guard case .carpaint(let flakeDensity) = material else { return nil }
        self.flakeDensity = flakeDensity
    }
    private init() {}
    public static var fresh: Self { Self() }
    public var material: Material { .carpaint(flakeDensity: flakeDensity) }
    public static let kind = "carpaint"
    public static let title = "CarPaint"
    public static let fields: [Field<Self>] = [
        .implied("flake_density", \.flakeDensity, "Share of the surface that flakes cover", .range(0, 1))
    ]
}

extension PrincipledMaterial: MaterialMessage {
    public init?(_ material: Material) {
        guard case .principled(let parameters) = material else { return nil }
        self = parameters
    }
    public static var fresh: Self { Self() }
    public var material: Material { .principled(self) }
    public static var kind: String { "principled" }
    public static var title: String { "Principled" }
    public static let fields: [Field<Self>] = [
        .implied("edge_color", \.edgeColor, "Colour of a metal at grazing angles"),
        .implied("metallic", \.metallic, "From dielectric (0) to metal (1)", .range(0, 1)),
        .implied("diffuse", \.diffuse, "Weight of diffuse reflection", .range(0, 1)),
        .implied("specular", \.specular, "Weight of specular reflection", .range(0, 1)),
        .implied("ior", \.indexOfRefraction, "Index of refraction", .range(1)),
        .implied("transmission", \.transmission, "Weight of refraction", .range(0, 1)),
        .implied("transmission_color", \.transmissionColor, "Colour that is left at the transmission depth"),
        .implied("transmission_depth", \.transmissionDepth, "Distance at which the transmission colour is reached"),
        .implied("roughness", \.roughness, "How blurred reflections and refractions are"),
        .implied("anisotropy", \.anisotropy, "How much highlights are drawn out", .range(0, 1)),
        .implied(
            "anisotropy_rotation", \.anisotropyRotation, "Direction in which highlights are drawn out, in turns",
            .range(0, 1)),
        .implied("thin", \.thin, "Whether the surface is a sheet instead of a body"),
        .implied("thickness", \.thickness, "Thickness of the sheet"),
        .implied("back_light", \.backLight, "Share of light that a sheet lets through diffusely", .range(0, 2)),
        .implied("coat", \.coat, "Weight of a clear coat", .range(0, 1)),
        .implied("coat_ior", \.coatIndexOfRefraction, "Index of refraction of the coat"),
        .implied("coat_color", \.coatColor, "Colour of the coat"),
        .implied("coat_thickness", \.coatThickness, "Thickness of the coat"),
        .implied("coat_roughness", \.coatRoughness, "How blurred reflections of the coat are"),
        .implied("sheen", \.sheen, "Weight of sheen"),
        .implied("sheen_color", \.sheenColor, "Colour of sheen"),
        .implied("sheen_tint", \.sheenTint, "From the sheen's own colour (0) to the base colour (1)"),
        .implied("sheen_roughness", \.sheenRoughness, "How wide sheen is"),
    ]
}
