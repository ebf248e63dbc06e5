// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import SceneModel

extension Connection {
    /// Sets the material of the model behind an instance.
    public func setMaterial(_ id: UInt32, _ material: Material) async throws {
        for kind in MaterialKind.all where try await kind.set(self, id, material) { return }
    }

    /// The material of the model behind an instance.
    /// - Throws: `RPCError` for models without a material; `ConnectionError` for a material that is not known here.
    public func material(_ id: UInt32) async throws -> Material {
        let name = try await call(Methods.Materials.type, InstanceID(id))
        guard let kind = MaterialKind.all.first(where: { $0.name == name }) else {
            throw ConnectionError(.malformed, "The service has a material '\(name)' that is not known here")
        }
        return try await kind.get(self, id)
    }
}

/// The calls of one material.
private struct MaterialKind: Sendable {
    let name: String
    /// Sets the material; false when it is another one.
    let set: @Sendable (Connection, UInt32, Material) async throws -> Bool
    let get: @Sendable (Connection, UInt32) async throws -> Material

    init<Parameters>(_ pair: Methods.Materials.Pair<Parameters>) {
        name = Parameters.kind
        set = { connection, id, material in
            guard let parameters = Parameters(material) else { return false }
            try await connection.call(pair.set, SetMaterial(modelID: id, parameters))
            return true
        }
        get = { connection, id in try await connection.call(pair.get, InstanceID(id)).material }
    }

    static let all = [
        MaterialKind(Methods.Materials.phong), MaterialKind(Methods.Materials.matte),
        MaterialKind(Methods.Materials.plastic), MaterialKind(Methods.Materials.metal),
        MaterialKind(Methods.Materials.glass), MaterialKind(Methods.Materials.ghost),
        MaterialKind(Methods.Materials.emissive), MaterialKind(Methods.Materials.carpaint),
        MaterialKind(Methods.Materials.principled),
    ]
}
