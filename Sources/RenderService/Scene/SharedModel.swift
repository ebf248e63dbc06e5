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
    var content: Content
    /// The colours of each part, as they are now.
    var colors: [PrimitiveColors] = []
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
    var surfaces: [Surface] { animatedSurfaces ?? visible?.parts.map(\.surface) ?? [] }

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
            return model.bounds(under: model.baseTransform.map { map * $0.affine } ?? map)
        case .light(let light):
            guard case .quad(let corner, let edge1, let edge2) = light.kind else { return .empty }
            return Bounds(of: [corner, corner + edge1, corner + edge2, corner + edge1 + edge2].map(map.apply))
        case .clipper:
            return .empty
        }
    }
}
