// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import SceneModel

extension Connection {
    /// Colours the model behind an instance.
    public func color(_ id: UInt32, _ coloring: Coloring) async throws {
        switch coloring {
        case .solid(let color): try await call(Methods.Colors.apply, .solid(id, color))
        case .byValue(let method, let colors):
            try await call(Methods.Colors.apply, ColorModel(id, method: method, values: colors))
        }
    }

    /// The ways in which a model can be coloured, sorted.
    public func colorMethods(_ id: UInt32) async throws -> [String] {
        try await call(Methods.Colors.methods, InstanceID(id))
    }

    /// What a way of colouring tells apart.
    public func colorValues(_ id: UInt32, method: String) async throws -> [String] {
        try await call(Methods.Colors.values, ColorMethodOf(id, method: method))
    }

    /// The colours of a volume or report.
    /// - Throws: `RPCError` for models without a ramp.
    public func colorRamp(_ id: UInt32) async throws -> ColorRamp {
        guard let ramp = try await call(Methods.Colors.ramp, InstanceID(id)).ramp else {
            throw ConnectionError(.malformed, "The service told a color ramp without range or colors")
        }
        return ramp
    }

    /// Sets the colours of a volume or report.
    public func setColorRamp(_ id: UInt32, _ ramp: ColorRamp) async throws {
        try await call(Methods.Colors.setRamp, SetColorRamp(id, ColorRampMessage(ramp)))
    }

    /// The frames of the simulation and the one that is shown.
    public func simulation() async throws -> SimulationParameters { try await call(Methods.Simulations.parameters) }

    /// Shows a frame of the simulation.
    public func setSimulationFrame(_ frame: UInt32) async throws {
        try await call(Methods.Simulations.setParameters, SetSimulation(current: frame))
    }

    /// Has a model follow its simulation or not.
    public func enableSimulation(_ id: UInt32, _ isEnabled: Bool) async throws {
        try await call(Methods.Simulations.enable, EnableSimulation(id, isEnabled))
    }

    /// The ids of the cells of a circuit model.
    public func circuitIDs(_ id: UInt32) async throws -> [UInt64] {
        try await call(Methods.Circuits.ids, CircuitID(id))
    }

    /// Multiplies the radii of a circuit model.
    public func setCircuitThickness(_ id: UInt32, radiusMultiplier: Float) async throws {
        try await call(Methods.Circuits.setThickness, CircuitThickness(id, radiusMultiplier: radiusMultiplier))
    }

    /// The ways in which an atlas can be shown.
    public func atlasUseCases(_ id: UInt32) async throws -> [AtlasUseCaseDescription] {
        try await call(Methods.Atlases.useCases, AtlasID(id))
    }

    /// Adds a model that shows an atlas in one of its ways.
    public func showAtlas(_ atlas: VisualizeAtlas) async throws -> ModelInstance {
        try await call(Methods.Atlases.visualize, atlas)
    }
}
