// SPDX-License-Identifier: Apache-2.0

/// How a model, or one part of it, looks.
public struct Appearance: Hashable, Sendable {
    public var visible: Bool
    /// nil: as the loader colours it.
    public var coloring: Coloring?
    /// nil: the service's standard material.
    public var material: Material?
    public var colorRamp: ColorRamp?
    /// Whether the report plays; nil: as loaded.
    public var simulation: Bool?
    public var transform: Transform

    public init(
        visible: Bool = true, coloring: Coloring? = nil, material: Material? = nil, colorRamp: ColorRamp? = nil,
        simulation: Bool? = nil, transform: Transform = .identity
    ) {
        self.visible = visible
        self.coloring = coloring
        self.material = material
        self.colorRamp = colorRamp
        self.simulation = simulation
        self.transform = transform
    }
}

/// A named model of a scene: one source, which a loader may turn into several parts.
public struct Model: Hashable, Sendable {
    public var name: String
    public var source: ModelSource
    public var appearance: Appearance
    /// Appearance of single parts by their names, each whole (the model's where the recipe says nothing else).
    public var parts: [String: Appearance]
    /// Transforms of further copies, absolute.
    public var instances: [Transform]

    public init(
        name: String, source: ModelSource, appearance: Appearance = Appearance(), parts: [String: Appearance] = [:],
        instances: [Transform] = []
    ) {
        self.name = name
        self.source = source
        self.appearance = appearance
        self.parts = parts
        self.instances = instances
    }
}

/// A named light. `followsCamera` replaces the direction of a directional light by the camera's.
public struct NamedLight: Hashable, Sendable {
    public var name: String
    public var light: Light
    public var followsCamera: Bool

    public init(name: String, light: Light, followsCamera: Bool = false) {
        self.name = name
        self.light = light
        self.followsCamera = followsCamera
    }
}

/// Named shapes that cut the scene. A plane keeps the side its normal points to; the inside of the others goes.
public struct Clipping: Hashable, Sendable {
    public var name: String
    public var shapes: Shapes
    /// Keep what would go, and the other way round.
    public var inverted: Bool

    public init(name: String, shapes: Shapes, inverted: Bool = false) {
        self.name = name
        self.shapes = shapes
        self.inverted = inverted
    }
}
