// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// How a part of a model looks. All instances of the model share it.
package struct Look: Hashable, Sendable {
    /// What is known or wanted of the colours.
    package enum Paint: Hashable, Sendable {
        /// As the loader colours it.
        case asLoaded
        case solid(Color)
        case byValue(method: String, colors: [String: Color])
        /// A colour for each shape.
        case shapes([Color])
    }

    /// nil: not known.
    package var paint: Paint?
    /// nil: the model has none, or any will do.
    package var material: Material?
    /// nil: the model has none, or as loaded.
    package var ramp: ColorRamp?
    /// Whether the report plays; nil: as loaded, or not known.
    package var simulation: Bool?
    /// Of a live look: what was about to be changed when an apply broke off, so that it may be the old or the new.
    package var doubted: Set<LookGoal.Attribute> = []

    package init(
        paint: Paint? = .asLoaded, material: Material? = nil, ramp: ColorRamp? = nil, simulation: Bool? = nil
    ) {
        self.paint = paint
        self.material = material
        self.ramp = ramp
        self.simulation = simulation
    }

    /// The look that a recipe wants, `shapeColors` being those of the shapes where it is made of shapes.
    init(_ appearance: Appearance, shapeColors: [Color]) {
        switch appearance.coloring {
        case .solid(let color): paint = .solid(color)
        case .byValue(let method, let colors): paint = .byValue(method: method, colors: colors)
        case nil:
            if let first = shapeColors.first {
                paint = shapeColors.allSatisfy { $0 == first } ? .solid(first) : .shapes(shapeColors)
            } else {
                paint = .asLoaded
            }
        }
        material = appearance.material
        ramp = appearance.colorRamp
        simulation = appearance.simulation
    }
}

/// Where an instance stands and whether it is drawn.
package struct Placement: Hashable, Sendable {
    package var transform: Transform
    package var visible: Bool

    /// What a new object has.
    package static let fresh = Placement()

    package init(transform: Transform = .identity, visible: Bool = true) {
        self.transform = transform
        self.visible = visible
    }
}
