// SPDX-License-Identifier: Apache-2.0
import Geometry
import SceneModel

/// What a loader made: geometry with colours, and all that the scene can be asked about it.
public struct LoadedModel: Sendable {
    /// What a model shows.
    public enum Content: Sendable {
        /// Surfaces. Parts that share a surface share its memory.
        case parts([ModelPart])
        /// Voxels under a colour ramp.
        case volume(RegularVolume)
    }

    /// The type that the scene reports, such as `mesh`, `Volume` or `neurons`.
    public var type: String
    /// What is shown.
    public var content: Content
    /// The colour of everything that has none of its own; per-element colourings start from it.
    public var solidColor: Vector4
    /// The ways of colouring it, in any order; empty where it cannot be coloured.
    public var colorMethods: [ColorMethod]
    /// What `info.metadata` holds; empty where there is none.
    public var metadata: [String: String]
    /// What `info.base_transform` holds.
    public var baseTransform: Transform?
    /// The ids of the cells that a circuit was loaded with, in the order of the request where that lists them, else
    /// ascending; nil where the model is no circuit.
    public var circuitIDs: [UInt64]?
    /// The cell of each part or primitive, for picking; nil where picks tell no cell.
    public var cells: CellLayout?
    /// The colour ramp of a volume or of a report.
    public var colorRamp: ColorRamp?
    /// What changes over time.
    public var simulation: ModelSimulation?
    /// The atlas that the model shows, for showing it in other ways too.
    public var atlas: Atlas?

    /// - Parameters: as the properties, with nothing that a model need not have.
    public init(
        type: String, content: Content, solidColor: Vector4 = Vector4(1, 1, 1, 1), colorMethods: [ColorMethod] = [],
        metadata: [String: String] = [:], baseTransform: Transform? = nil, circuitIDs: [UInt64]? = nil,
        cells: CellLayout? = nil, colorRamp: ColorRamp? = nil, simulation: ModelSimulation? = nil
    ) {
        self.type = type
        self.content = content
        self.solidColor = solidColor
        self.colorMethods = colorMethods
        self.metadata = metadata
        self.baseTransform = baseTransform
        self.circuitIDs = circuitIDs
        self.cells = cells
        self.colorRamp = colorRamp
        self.simulation = simulation
    }

    /// The surfaces; none for a volume.
    public var parts: [ModelPart] {
        guard case .parts(let parts) = content else { return [] }
        return parts
    }

    /// Whether the model has a material: all that is no volume.
    public var hasMaterial: Bool {
        guard case .volume = content else { return true }
        return false
    }

    /// The bounds under an instance's transform, as the service reports them.
    public func bounds(under map: AffineTransform) -> Bounds {
        switch content {
        case .volume(let volume): volume.bounds(under: map)
        case .parts(let parts): PlacedBounds.bounds(of: parts, under: map)
        }
    }

    /// The cell that a picked primitive belongs to.
    public func cellID(part: Int, primitive: Int) -> UInt64? {
        cells?.id(part: part, primitive: primitive)
    }
}

/// A surface of a model, where it stands within the model and its colours at load.
public struct ModelPart: Sendable {
    /// The geometry.
    public var surface: Surface
    /// Where it stands in the model: turned, then moved. Nil where it stands as it is.
    public var placement: Placement?
    /// The colours it is loaded with.
    public var colors: PrimitiveColors

    /// - Parameters: as the properties.
    public init(surface: Surface, placement: Placement? = nil, colors: PrimitiveColors = .white) {
        self.surface = surface
        self.placement = placement
        self.colors = colors
    }
}

/// A rotation and a translation: where a cell stands.
@frozen
public struct Placement: Hashable, Sendable {
    /// The way it is moved, after the rotation.
    public var translation: Vector3
    /// How it is turned; of length 1.
    public var rotation: Quaternion

    @inlinable
    public init(translation: Vector3 = .zero, rotation: Quaternion = .identity) {
        self.translation = translation
        self.rotation = rotation
    }

    /// The placed point.
    @inlinable
    public func apply(_ point: Vector3) -> Vector3 { translation + rotation.rotate(point) }

    /// The same map as a matrix.
    public var affine: AffineTransform { Transform(translation: translation, rotation: rotation).affine }
}

/// Which cell each part or primitive of a circuit shows.
public enum CellLayout: Sendable {
    /// One id a part.
    case parts([UInt64])
    /// One id a primitive of the only part.
    case primitives([UInt64])

    /// The cell of a primitive; nil where the indices are out of range.
    public func id(part: Int, primitive: Int) -> UInt64? {
        switch self {
        case .parts(let ids): ids.indices.contains(part) ? ids[part] : nil
        case .primitives(let ids): part == 0 && ids.indices.contains(primitive) ? ids[primitive] : nil
        }
    }
}
