// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import SceneModel

extension Entrypoints {
    static let materials: [any AnyEntrypoint] =
        [on(Methods.Materials.type) { engine, params in try engine.materialModel(params.id).material.kind }]
        + material(Methods.Materials.phong) + material(Methods.Materials.matte) + material(Methods.Materials.plastic)
        + material(Methods.Materials.metal) + material(Methods.Materials.glass) + material(Methods.Materials.ghost)
        + material(Methods.Materials.emissive) + material(Methods.Materials.carpaint)
        + material(Methods.Materials.principled)

    private static func material<Parameters>(_ pair: Methods.Materials.Pair<Parameters>) -> [any AnyEntrypoint] {
        [
            on(pair.get) { engine, params in
                let material = try engine.materialModel(params.id).material
                guard let parameters = Parameters(material) else {
                    throw RPCError(.invalidRequest, "Invalid material type (should be '\(material.kind)')")
                }
                return parameters
            },
            on(pair.set) { engine, params in
                try engine.materialModel(params.modelID).material = params.material.material
                engine.scene.touch()
                return Nothing()
            },
        ]
    }
}

extension Engine {
    /// The model behind an instance, when it has a material.
    fileprivate func materialModel(_ id: UInt32) throws(RPCError) -> SharedModel {
        let model = try scene.instance(id).model
        guard model.hasMaterial else { throw RPCError(.application, "The model does not have material") }
        return model
    }
}
