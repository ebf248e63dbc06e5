// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import SceneModel

extension Entrypoints {
    static let models: [any AnyEntrypoint] = [
        on(Methods.Models.scene) { engine in engine.scene.message },
        on(Methods.Models.model) { engine, params in try engine.scene.instance(params.id).message },
        on(Methods.Models.update) { engine, params in
            try engine.scene.update(
                params.id, transform: params.changes.transform, isVisible: params.changes.isVisible
            ).message
        },
        on(Methods.Models.remove) { engine, params in
            for id in params.ids where engine.scene.index(of: id) == nil { throw RPCError.noInstance(id) }
            defer { engine.scanSimulation() }
            for id in params.ids where !engine.scene.remove(id) { throw RPCError.noInstance(id) }
            return Nothing()
        },
        on(Methods.Models.clear) { engine in
            engine.scene.clear()
            engine.simulation = SimulationParameters()
            return Nothing()
        },
        on(Methods.Models.clearRenderables) { engine in
            engine.scene.removeAll { $0.visible != nil }
            engine.simulation = SimulationParameters()
            return Nothing()
        },
        on(Methods.Models.instantiate) { engine, params in
            guard !params.transforms.isEmpty else {
                throw RPCError(.application, "transforms list cannot be empty")
            }
            guard let index = engine.scene.index(of: params.id) else { throw RPCError.noInstance(params.id) }
            let model = engine.scene.instances[index].model
            return params.transforms.map { engine.scene.add(model, transform: $0).message }
        },
    ]
}
