// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import Geometry
import SceneLoading
import SceneModel

extension Entrypoints {
    static let hidden: [any AnyEntrypoint] = [
        on(Methods.Extension.hiddenState) { engine in
            var state = HiddenState()
            state.revision = engine.scene.revision
            if case .progressive(let scale) = engine.framebuffer.kind {
                state.progressiveScale = UInt32(clamping: scale)
            }
            state.models = engine.scene.instances.map { $0.hidden }
            return state
        },
        on(Methods.Extension.nameModel) { engine, params in
            try engine.scene.name(params.id, params.name)
            return Nothing()
        },
        on(Methods.Extension.setRadiusMultiplier) { engine, params in
            let model = try engine.scene.instance(params.id).model
            try engine.setRadiusMultiplier(of: model, params.radiusMultiplier)
            return Nothing()
        },
    ]
}

extension SceneInstance {
    /// What Brayns does not tell of the instance.
    fileprivate var hidden: HiddenModel {
        var state = HiddenModel()
        state.id = id
        state.model = model.number
        state.name = name.isEmpty ? nil : name
        state.colorings = model.colorings
        state.followsSimulation = model.simulation?.isEnabled
        if model.hasMaterial { state.material = MaterialState(model.material) }
        state.ramp = model.ramp.map { ColorRampMessage($0) }
        switch model.content {
        case .light(let light): state.light = LightState(light)
        case .clipper(let surface, let isInverted):
            state.shapes = surface.shapes.map { ShapesState($0) }
            state.clippingInverted = isInverted
        case .visible(let visible):
            if visible.hasRadii { state.radiusMultiplier = model.radiusMultiplier }
            if model.isMadeOfShapes, let part = visible.parts.first {
                state.shapes = part.surface.shapes.map { ShapesState($0, colors: part.colors.list($0.count)) }
            }
        }
        return state
    }
}

extension Surface {
    /// The shapes that were copied into the buffers; nil for triangles and isosurfaces.
    fileprivate var shapes: Shapes? {
        switch self {
        case .spheres(let set):
            .spheres(set.spheres.elements.map { Sphere(center: Vector3($0.x, $0.y, $0.z), radius: $0.w) })
        case .capsules(let set):
            .capsules(
                set.starts.elements.map { start in
                    let (a, b) = (set.vertices[Int(start)], set.vertices[Int(start) + 1])
                    return Capsule(
                        start: Vector3(a.x, a.y, a.z), startRadius: a.w, end: Vector3(b.x, b.y, b.z), endRadius: b.w)
                })
        case .boxes(let set): .boxes(set.boxes.elements.map { Bounds(min: $0.min.vector, max: $0.max.vector) })
        case .planes(let set): .planes(set.coefficients.elements.map { Plane(coefficients: $0) })
        case .boundedPlanes(let set): .boundedPlanes(Array(set.planes.elements))
        case .triangles, .isosurface: nil
        }
    }
}

extension PrimitiveColors {
    /// The colours of so many primitives, or one for all.
    fileprivate func list(_ count: Int) -> [Color] {
        if case .solid(let color) = self { return [Color(color)] }
        return (0..<count).map { Color(self.color(of: $0)) }
    }
}
