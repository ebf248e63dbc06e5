// SPDX-License-Identifier: Apache-2.0
import JSON
import SceneModel

/// What a Brayns service holds and never tells: the answer of our extension plugin `sceneRecipe`.
public struct HiddenState: PlainMessage {
    /// Grows with every change that can alter a picture, whoever made it.
    public var revision: UInt64 = 0
    /// How many times smaller the first look of the progressive framebuffer is; nil for the static one.
    public var progressiveScale: UInt32?
    /// One for each instance, in the order of the scene.
    public var models: [HiddenModel] = []
    public init() {}

    public static let title = "HiddenState"
    public static let fields: [Field<Self>] = [
        .required("revision", \.revision, "Grows with every change of the scene", .range(0, readOnly: true)),
        .optional(
            "progressive_scale", \.progressiveScale, "Scale of the progressive framebuffer",
            .range(1, readOnly: true)),
        .required("models", \.models, "What is hidden of each instance", .readOnly),
    ]
}

/// What a Brayns service never tells of an instance.
public struct HiddenModel: PlainMessage {
    public var id: UInt32 = 0
    /// The same for instances that share a model, and for no others while the service runs.
    public var model: UInt64 = 0
    /// The name that a client has given, nil without one.
    public var name: String?
    /// The light, in an instance of one.
    public var light: LightState?
    /// The shapes that were given one by one, or that cut the scene.
    public var shapes: ShapesState?
    /// Whether a cutting shape keeps what it would remove; nil for models that do not cut.
    public var clippingInverted: Bool?
    /// The colourings that make up how the model looks, in the order of their application; one of all of the model
    /// comes first and replaces those before it.
    public var colorings: [AppliedColoring] = []
    /// The factor on all radii, 1 unless it was set; nil for models without radii.
    public var radiusMultiplier: Float?
    /// Whether the model follows its simulation; nil without one.
    public var followsSimulation: Bool?
    /// The material, nil for models without; told here too, so that one call tells all of a scene.
    public var material: MaterialState?
    /// The colour ramp, nil for models without.
    public var ramp: ColorRampMessage?
    public init() {}

    public static let title = "HiddenModel"
    public static let fields: [Field<Self>] = [
        .required("model_id", \.id, "Id of the instance", .range(0, readOnly: true)),
        .required("model", \.model, "Number of the model that the instance shows", .range(0, readOnly: true)),
        .optional("name", \.name, "Name that a client has given", .readOnly),
        .optional("light", \.light, "The light", .readOnly),
        .optional("shapes", \.shapes, "The shapes", .readOnly),
        .optional("clipping_inverted", \.clippingInverted, "Whether cutting shapes keep what they hold", .readOnly),
        .required("colorings", \.colorings, "Colourings that were applied", .readOnly),
        .optional("radius_multiplier", \.radiusMultiplier, "Factor on all radii", .readOnly),
        .optional("simulation_enabled", \.followsSimulation, "Whether the model follows its simulation", .readOnly),
        .optional("material", \.material, "The material", .readOnly),
        .optional("color_ramp", \.ramp, "The colour ramp", .readOnly),
    ]
}

/// A colouring that was applied to a model.
public struct AppliedColoring: PlainMessage, Equatable {
    public var method = ""
    public var values: [String: Color] = [:]
    public init() {}

    public init(method: String, values: [String: Color]) {
        self.method = method
        self.values = values
    }

    public static let title = "AppliedColoring"
    public static let fields: [Field<Self>] = [
        .required("method", \.method, "Name of the method"),
        .required("values", \.values, "Colour (red, green, blue, opacity) of each value"),
    ]
}

/// A material of any kind.
public struct MaterialState: PlainMessage, Equatable {
    /// The name in the methods `get-material-…`.
    public var kind = PhongMaterial.kind
    /// The parameters as that method answers them.
    public var parameters: JSONValue = .object([:])
    public init() {}

    public init(_ material: Material) {
        kind = material.kind
        func wire<Parameters: MaterialMessage>(_: Parameters.Type) -> JSONValue? { Parameters(material)?.wire }
        for type in Self.kinds {
            if let wire = wire(type) { parameters = wire }
        }
    }

    /// The material; nil for a kind or parameters that are not known here.
    public var material: Material? {
        func read<Parameters: MaterialMessage>(_: Parameters.Type) -> Material? {
            try? Parameters(wire: parameters).material
        }
        return Self.kinds.first { $0.kind == kind }.flatMap { read($0) }
    }

    private static let kinds: [any MaterialMessage.Type] = [
        PhongMaterial.self, MatteMaterial.self, PlasticMaterial.self, MetalMaterial.self, GlassMaterial.self,
        GhostMaterial.self, EmissiveMaterial.self, CarPaintMaterial.self, PrincipledMaterial.self,
    ]

    public static let title = "MaterialState"
    public static let fields: [Field<Self>] = [
        .required("kind", \.kind, "Kind of the material"),
        .required("parameters", \.parameters, "Parameters of that kind"),
    ]
}

/// A light with all that its kind has.
public struct LightState: PlainMessage {
    /// `ambient`, `directional`, `quad` or `sphere`.
    public var kind = "ambient"
    public var intensity: Float = 1
    public var color = SIMD3<Float>(1, 1, 1)
    public var direction: SIMD3<Float>?
    public var position: SIMD3<Float>?
    public var edge1: SIMD3<Float>?
    public var edge2: SIMD3<Float>?
    public var radius: Float?
    public init() {}

    public init(_ light: Light) {
        intensity = light.intensity
        color = light.color
        switch light.kind {
        case .ambient: break
        case .directional(let direction):
            kind = "directional"
            self.direction = direction
        case .quad(let position, let edge1, let edge2):
            kind = "quad"
            self.position = position
            self.edge1 = edge1
            self.edge2 = edge2
        case .sphere(let position, let radius):
            kind = "sphere"
            self.position = position
            self.radius = radius
        }
    }

    /// The light as the scene knows it, nil when a member that its kind needs is missing.
    public var light: Light? {
        switch (kind, direction, position, edge1, edge2, radius) {
        case ("ambient", _, _, _, _, _): Light(.ambient, intensity: intensity, color: color)
        case ("directional", let direction?, _, _, _, _):
            Light(.directional(direction: direction), intensity: intensity, color: color)
        case ("quad", _, let position?, let edge1?, let edge2?, _):
            Light(.quad(position: position, edge1: edge1, edge2: edge2), intensity: intensity, color: color)
        case ("sphere", _, let position?, _, _, let radius?):
            Light(.sphere(position: position, radius: radius), intensity: intensity, color: color)
        default: nil
        }
    }

    public static let title = "LightState"
    public static let fields: [Field<Self>] = [
        .required("kind", \.kind, "Kind of the light", .oneOf(["ambient", "directional", "quad", "sphere"])),
        .required("intensity", \.intensity, "Intensity of the light"),
        .required("color", \.color, "Colour (red, green, blue) of the light"),
        .optional("direction", \.direction, "The way the light travels"),
        .optional("position", \.position, "Corner or centre"),
        .optional("edge1", \.edge1, "From the corner to the next one"),
        .optional("edge2", \.edge2, "From the corner to the previous one"),
        .optional("radius", \.radius, "Radius of the sphere"),
    ]
}

/// Shapes of one kind, and a colour for each where they have any.
public struct ShapesState: PlainMessage {
    public var spheres: [Sphere]?
    public var capsules: [Capsule]?
    public var boxes: [Bounds]?
    public var planes: [Plane]?
    public var boundedPlanes: [BoundedPlane]?
    /// The colours that the shapes were added with: one each, or one for all.
    public var colors: [Color] = []
    public init() {}

    public init(_ shapes: Shapes, colors: [Color] = []) {
        switch shapes {
        case .spheres(let list): spheres = list
        case .capsules(let list): capsules = list
        case .boxes(let list): boxes = list
        case .planes(let list): planes = list
        case .boundedPlanes(let list): boundedPlanes = list
        }
        self.colors = colors
    }

    /// The shapes, nil when there are none.
    public var shapes: Shapes? {
        spheres.map(Shapes.spheres) ?? capsules.map(Shapes.capsules) ?? boxes.map(Shapes.boxes)
            ?? planes.map(Shapes.planes) ?? boundedPlanes.map(Shapes.boundedPlanes)
    }

    public static let title = "ShapesState"
    public static let fields: [Field<Self>] = [
        .optional("spheres", \.spheres, "Spheres"),
        .optional("capsules", \.capsules, "Capsules"),
        .optional("boxes", \.boxes, "Boxes"),
        .optional("planes", \.planes, "Planes"),
        .optional("bounded_planes", \.boundedPlanes, "Planes cut to boxes"),
        .required("colors", \.colors, "Colours of the shapes, one each or one for all"),
    ]
}

/// A name for an instance, or none.
public struct NameModel: PlainMessage {
    public var id: UInt32 = 0
    /// Empty takes the name away.
    public var name = ""
    public init() {}

    public init(_ id: UInt32, name: String) {
        self.id = id
        self.name = name
    }

    public static let title = "NameModel"
    public static let fields: [Field<Self>] = [
        .required("model_id", \.id, "Id of the instance"),
        .required("name", \.name, "Name of the instance, empty for none"),
    ]
}
