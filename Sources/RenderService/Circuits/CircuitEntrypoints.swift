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
            guard params.radiusMultiplier >= 0 else { throw RPCError.failed("A radius multiplier cannot be negative") }
            let model = try engine.scene.instance(params.id).model
            try model.multiplyRadii(by: params.radiusMultiplier)
            engine.scene.refreshBounds(params.id)
            engine.scene.touch()
            return Nothing()
        },
    ]
}

extension SharedModel {
    /// Makes capsules and spheres thicker or thinner; other surfaces stay.
    fileprivate func multiplyRadii(by factor: Float) throws {
        guard var model = visible, case .parts(var parts) = model.content else { return }
        switch parts.first?.surface {
        case .capsules, .spheres: break
        default: return
        }
        // Cells of the same shape go on sharing it.
        var scaled: [ObjectIdentifier: Surface] = [:]
        for index in parts.indices {
            let surface = parts[index].surface
            let result = try scaled[surface.identity] ?? surface.multipliedRadii(by: factor)
            scaled[surface.identity] = result
            parts[index].surface = result
        }
        model.content = .parts(parts)
        content = .visible(model)
        animatedSurfaces = nil
        simulation?.paintedFrame = nil
    }
}

extension Surface {
    /// The same capsules or spheres with other radii; any other surface itself.
    fileprivate func multipliedRadii(by factor: Float) throws -> Surface {
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
