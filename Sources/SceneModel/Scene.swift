// SPDX-License-Identifier: Apache-2.0

/// A scene as a recipe wants it: a value, without a backend's ids. Pictures are not part of it.
public struct Scene: Hashable, Sendable {
    /// In the order of loading. Names are unique, as in the other lists.
    public var models: [Model]
    public var lights: [NamedLight]
    public var clippings: [Clipping]
    public var camera: CameraSetting
    public var renderer: Renderer
    /// nil: the start frame.
    public var simulation: SimulationInstant?

    public init(
        models: [Model] = [], lights: [NamedLight] = [], clippings: [Clipping] = [],
        camera: CameraSetting = CameraSetting(), renderer: Renderer = .interactive(InteractiveRenderer()),
        simulation: SimulationInstant? = nil
    ) {
        self.models = models
        self.lights = lights
        self.clippings = clippings
        self.camera = camera
        self.renderer = renderer
        self.simulation = simulation
    }
}
