// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import Geometry
import SceneLoading
import SceneModel

extension Entrypoints {
    static let circuits: [any AnyEntrypoint] = [
        on(Methods.Circuits.ids) { engine, params in
            guard let ids = try engine.scene.instance(params.id).model.visible?.circuitIDs else {
                throw RPCError(.application, "The model does not have a list of Ids")
            }
            return ids
        },
        on(Methods.Circuits.setThickness) { engine, params in
            // A factor of exactly 1 changes nothing, not even whether the id is looked at, as in Brayns.
            guard params.radiusMultiplier != 1 else { return Nothing() }
            let model = try engine.scene.instance(params.id).model
            try engine.setRadiusMultiplier(of: model, model.radiusMultiplier * params.radiusMultiplier)
            return Nothing()
        },
    ]
}

extension Engine {
    /// Sets the factor on a model's radii, and the bounds of its instances with it. Brayns makes the bounds anew of
    /// the addressed instance only, which leaves the others with boxes that do not hold them.
    func setRadiusMultiplier(of model: SharedModel, _ factor: Float) throws {
        guard factor >= 0, factor.isFinite else {
            throw RPCError.failed("A radius multiplier must be a finite number of at least 0")
        }
        try model.setRadiusMultiplier(factor)
        scene.refreshBounds(of: model)
        scene.touch()
    }
}

extension LoadedModel {
    /// Whether the first surface is made of capsules or spheres, which is what Brayns goes by.
    var hasRadii: Bool {
        switch parts.first?.surface {
        case .capsules, .spheres: true
        default: false
        }
    }
}

extension Surface {
    /// The same capsules or spheres with other radii; any other surface itself.
    func multipliedRadii(by factor: Float) throws -> Surface {
        func scaled(_ balls: GeometryBuffer<SIMD4<Float>>) -> GeometryBuffer<SIMD4<Float>> {
            GeometryBuffer(count: balls.count) { target in
                for index in target.indices { target[index] = balls[index] * SIMD4(1, 1, 1, factor) }
            }
        }
        switch self {
        case .spheres(let set): return .spheres(try SphereSet(scaled(set.spheres)))
        case .capsules(let set):
            return .capsules(try CapsuleSet(vertices: scaled(set.vertices), starts: set.starts))
        default: return self
        }
    }
}
