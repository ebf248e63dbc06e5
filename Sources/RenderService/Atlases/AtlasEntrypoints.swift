// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import JSON
import SceneLoading
import SceneModel

extension Entrypoints {
    static let atlases: [any AnyEntrypoint] = [
        on(Methods.Atlases.useCases) { engine, params in
            AtlasUseCase.available(for: try engine.atlas(params.id)).map { useCase in
                AtlasUseCaseDescription(name: useCase.name, parameters: useCase.schema)
            }
        },
        running(Methods.Atlases.visualize) { service, _, params, _ in
            let atlas = try service.engine.atlas(params.id)
            let name = params.useCase
            guard let useCase = AtlasUseCase.all.first(where: { $0.name == name || $0.aliases.contains(name) }) else {
                throw RPCError.failed("Unhandled use-case")
            }
            guard useCase.kinds.contains(atlas.kind) else {
                throw RPCError(.invalidParams, "The use-case is not valid for the given type of atlas")
            }
            let parameters = try useCase.checked(params.params)
            let model = try await Workshop.run {
                try AtlasUseCase.show(useCase.name, of: atlas, parameters: parameters)
            }
            return Answer(service.engine.add(SharedModel(model)))
        },
    ]
}

extension Engine {
    /// The atlas behind an instance.
    fileprivate func atlas(_ id: UInt32) throws(RPCError) -> Atlas {
        guard let atlas = try scene.instance(id).model.visible?.atlas else {
            throw RPCError(.invalidParams, "The requested model does not have an Atlas component")
        }
        return atlas
    }
}

extension AtlasUseCase {
    /// What the params must look like; anything for a use case that takes none.
    fileprivate var schema: Schema {
        switch name {
        case "Highlight column": HighlightColumn.schema
        case "Layer distance": LayerDistance.schema
        default: Schema(.any)
        }
    }

    /// The params once they are known to follow the schema.
    fileprivate func checked(_ params: JSONValue) throws(RPCError) -> JSONValue {
        var params = params
        if name == "Layer distance", var members = params.object, let type = members.removeValue(forKey: "type") {
            members["xz_coordinate"] = type
            params = .object(members)
        }
        let errors = schema.errors(in: params)
        guard errors.isEmpty else {
            throw RPCError(.invalidParams, "Could not parse use case parameters", details: errors)
        }
        return params
    }
}
