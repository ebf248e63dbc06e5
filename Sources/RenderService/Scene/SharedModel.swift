// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import Geometry
import SceneLoading
import SceneModel

/// A model that one or more instances show: geometry, a light or something that cuts. Colours, material, ramp and
/// simulation are common to all its instances.
final class SharedModel {
    /// What kind of thing the model is.
    enum Content {
        /// What can be seen.
        case visible(LoadedModel)
        case light(Light)
        case clipper(Surface, isInverted: Bool)
    }

    let type: String
    let content: Content
    /// Tells models apart that look the same; set when the model comes into the scene.
    var number: UInt64 = 0
    /// Whether the model was given shape by shape.
    var isMadeOfShapes = false
    /// The colourings that were applied since the last one of all of the model.
    var colorings: [AppliedColoring] = []
    /// The factor on all radii.
    private(set) var radiusMultiplier: Float = 1
    /// The surfaces with that factor, nil for the loaded ones.
    private var thickSurfaces: [Surface]?
    /// The colours of each part, as they are now.
    var colors: [PrimitiveColors] = []
    /// The colours of each part by the methods that colour its elements, without overlays and reports.
    private var elementColors: [PrimitiveColors] = []
    /// The surfaces of each part where a report has changed them.
    var animatedSurfaces: [Surface]?
    var material = Material.standard
    var ramp: ColorRamp?
    var simulation: SimulationState?
    var loadInfo: LoadInfo?

    /// How a model follows its simulation.
    struct SimulationState {
        let simulation: ModelSimulation
        var isEnabled = true
        /// The frame that its colours show; nil when they must be made anew.
        var paintedFrame: UInt32?
    }

    init(_ model: LoadedModel) {
        type = model.type
        content = .visible(model)
        colors = model.parts.map(\.colors)
        elementColors = colors
        ramp = model.colorRamp
        simulation = model.simulation.map { SimulationState(simulation: $0) }
    }

    init(_ light: Light) {
        type = "light"
        content = .light(light)
    }

    init(clipper: Surface, isInverted: Bool, type: String) {
        self.type = type
        content = .clipper(clipper, isInverted: isInverted)
    }

    /// What can be seen, nil for lights and clippers.
    var visible: LoadedModel? {
        guard case .visible(let model) = content else { return nil }
        return model
    }

    /// Whether the model is a light.
    var isLight: Bool {
        guard case .light = content else { return false }
        return true
    }

    /// Whether the model cuts the scene.
    var isClipper: Bool {
        guard case .clipper = content else { return false }
        return true
    }

    /// Whether the model has surfaces that a material belongs to.
    var hasMaterial: Bool { visible?.hasMaterial ?? false }

    /// The surfaces as they are now.
    var surfaces: [Surface] { animatedSurfaces ?? thickSurfaces ?? visible?.parts.map(\.surface) ?? [] }

    /// The parts as they are now, without what a simulation changes.
    var parts: [ModelPart] {
        guard let visible, let thickSurfaces else { return visible?.parts ?? [] }
        return zip(visible.parts, thickSurfaces).map { part, surface in
            ModelPart(surface: surface, placement: part.placement, colors: part.colors)
        }
    }

    /// Colours the model; nothing changes where the values are refused.
    func apply(_ method: ColorMethod, _ values: [String: Vector4]) throws(LoadingError) {
        guard let visible else { return }
        colors = try method.apply(values, to: elementColors, parts: visible.parts)
        if !method.isOverlay { elementColors = colors }
    }

    /// Sets the factor on all radii; models without radii stay as they are.
    func setRadiusMultiplier(_ factor: Float) throws {
        guard let visible, visible.hasRadii else { return }
        // Cells of the same shape go on sharing it.
        var scaled: [ObjectIdentifier: Surface] = [:]
        thickSurfaces = try factor == 1 ? nil : visible.parts.map { part in
            let identity = part.surface.identity
            let surface = try scaled[identity] ?? part.surface.multipliedRadii(by: factor)
            scaled[identity] = surface
            return surface
        }
        radiusMultiplier = factor
        animatedSurfaces = nil
        simulation?.paintedFrame = nil
    }

    /// What is told of the model beside its place.
    var info: ModelInfo {
        var info = ModelInfo()
        info.loadInfo = loadInfo
        if let model = visible {
            info.metadata = model.metadata.isEmpty ? nil : model.metadata
            info.baseTransform = model.baseTransform
        }
        return info
    }

    /// The box around the model under an instance's transform.
    func bounds(under transform: Transform) -> Bounds {
        let map = transform.affine
        switch content {
        case .visible(let model):
            let base = model.baseTransform.map { map * $0.affine } ?? map
            guard thickSurfaces != nil else { return model.bounds(under: base) }
            var thick = model
            thick.content = .parts(parts)
            return thick.bounds(under: base)
        case .light(let light):
            guard case .quad(let corner, let edge1, let edge2) = light.kind else { return .empty }
            return Bounds(of: [corner, corner + edge1, corner + edge2, corner + edge1 + edge2].map(map.apply))
        case .clipper:
            return .empty
        }
    }
}
