// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol

extension Entrypoints {
    static let atlases: [any AnyEntrypoint] = [
        on(Methods.Atlases.useCases) { engine, params in
            _ = try engine.scene.instance(params.id)
            throw RPCError(.invalidParams, "The requested model does not have an Atlas component")
        },
        on(Methods.Atlases.visualize) { engine, params in
            _ = try engine.scene.instance(params.id)
            throw RPCError(.invalidParams, "The requested model does not have an Atlas component")
        },
    ]
}
