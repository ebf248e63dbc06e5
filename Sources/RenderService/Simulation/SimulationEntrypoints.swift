// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import SceneLoading
import SceneModel

extension Entrypoints {
    static let simulations: [any AnyEntrypoint] = [
        on(Methods.Simulations.parameters) { engine in engine.simulation },
        on(Methods.Simulations.setParameters) { engine, params in
            if let frame = params.current {
                try engine.checkFrame(frame)
                engine.simulation.current = frame
            }
            return Nothing()
        },
        on(Methods.Simulations.enable) { engine, params in
            let model = try engine.scene.instance(params.id).model
            guard model.simulation != nil else {
                throw RPCError(.application, "The model does not have simulation")
            }
            engine.enableSimulation(model, params.isEnabled)
            return Nothing()
        },
    ]
}

extension Engine {
    /// - Throws: when a frame lies outside the simulation.
    func checkFrame(_ frame: UInt32) throws(RPCError) {
        guard simulation.startFrame <= frame, frame <= simulation.endFrame else {
            throw .failed("Simulation frame out of range")
        }
    }

    /// Finds the frames of the scene anew: from the earliest start to the latest end in the finest step.
    ///
    /// Brayns takes the double after the step, so that an end that is a multiple of it loses its last frame.
    func scanSimulation() {
        let models = scene.models.compactMap { $0.simulation?.simulation }
        guard let start = models.map(\.start).min(), let end = models.map(\.end).max(),
            let step = models.map(\.step).min()
        else {
            simulation = SimulationParameters()
            return
        }
        let timeStep = step.nextUp
        simulation.timeStep = timeStep
        simulation.startFrame = Self.frame(start / timeStep)
        simulation.endFrame = Self.frame(end / timeStep)
        simulation.current = min(max(simulation.current, simulation.startFrame), simulation.endFrame)
    }

    private static func frame(_ value: Double) -> UInt32 {
        guard value > 0 else { return 0 }
        return UInt32(exactly: value.rounded(.down)) ?? .max
    }

    fileprivate func enableSimulation(_ model: SharedModel, _ isEnabled: Bool) {
        guard let state = model.simulation, state.isEnabled != isEnabled else { return }
        model.simulation?.isEnabled = isEnabled
        model.simulation?.paintedFrame = nil
        guard !isEnabled else { return }
        model.animatedSurfaces = nil
        // Reports leave their last colours; what has no ramp was coloured by the loader, and goes back to that.
        if model.ramp == nil, let parts = model.visible?.parts { model.colors = parts.map(\.colors) }
        scene.touch()
    }

    /// Has every model that follows its simulation show a frame.
    func paint(frame: UInt32) throws {
        let time = Double(frame) * simulation.timeStep.nextUp
        for model in scene.models {
            guard let state = model.simulation, state.isEnabled, state.paintedFrame != frame else { continue }
            switch try state.simulation.change(at: time, ramp: model.ramp ?? .standard) {
            case .colors(let colors): model.colors = colors
            case .surfaces(let surfaces): model.animatedSurfaces = surfaces
            }
            model.simulation?.paintedFrame = frame
            scene.touch()
        }
    }
}
