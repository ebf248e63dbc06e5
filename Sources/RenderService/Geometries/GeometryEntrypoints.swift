// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import Geometry
import SceneLoading
import SceneModel

extension Entrypoints {
    static let geometries: [any AnyEntrypoint] = [
        on(Methods.Geometries.addSpheres) { try $0.addShapes($1, Shapes.spheres) },
        on(Methods.Geometries.addCapsules) { try $0.addShapes($1, Shapes.capsules) },
        on(Methods.Geometries.addBoxes) { try $0.addShapes($1, Shapes.boxes) },
        on(Methods.Geometries.addPlanes) { try $0.addShapes($1, Shapes.planes) },
        on(Methods.Geometries.addBoundedPlanes) { try $0.addShapes($1, Shapes.boundedPlanes) },
    ]

    static let lights: [any AnyEntrypoint] = [
        on(Methods.Lights.addAmbient) { $0.add(SharedModel($1.light)) },
        on(Methods.Lights.addDirectional) { $0.add(SharedModel($1.light)) },
        on(Methods.Lights.addQuad) { $0.add(SharedModel($1.light)) },
        on(Methods.Lights.addSphere) { $0.add(SharedModel($1.light)) },
        on(Methods.Lights.clear) { engine in
            engine.scene.removeAll { $0.isLight }
            return Nothing()
        },
    ]

    static let clipping: [any AnyEntrypoint] = [
        on(Methods.Clipping.addSpheres) { try $0.addClipper($1, Shapes.spheres) },
        on(Methods.Clipping.addCapsules) { try $0.addClipper($1, Shapes.capsules) },
        on(Methods.Clipping.addBoxes) { try $0.addClipper($1, Shapes.boxes) },
        on(Methods.Clipping.addPlanes) { try $0.addClipper($1, Shapes.planes) },
        on(Methods.Clipping.addBoundedPlanes) { try $0.addClipper($1, Shapes.boundedPlanes) },
        on(Methods.Clipping.clear) { $0.clearClipping() },
        on(Methods.Clipping.addPlane) { engine, plane in
            try engine.addClipper(ClippingShapes([plane]), Shapes.planes, type: "clipping_geometry")
        },
        on(Methods.Clipping.clearPlanes) { $0.clearClipping() },
    ]
}

extension Engine {
    /// Adds an instance of a new model.
    func add(_ model: SharedModel) -> ModelInstance {
        scene.add(model).message
    }

    /// Adds shapes with a colour each.
    fileprivate func addShapes<Shape: ShapeCheck>(
        _ shapes: [ColoredShape<Shape>], _ kind: ([Shape]) -> Shapes
    ) throws -> ModelInstance {
        let geometries = shapes.map(\.geometry)
        let surface = try Self.surface(geometries, kind)
        let colors: PrimitiveColors
        if let first = shapes.first?.color, shapes.allSatisfy({ $0.color == first }) {
            colors = .solid(first.components)
        } else {
            colors = .each(GeometryBuffer(shapes.lazy.map(\.color.components)))
        }
        let model = SharedModel(
            LoadedModel(
                type: "geometry", content: .parts([ModelPart(surface: surface, colors: colors)]),
                colorMethods: [.solid, ColorMethod(name: "primitive", rule: .primitives)]))
        model.isMadeOfShapes = true
        return add(model)
    }

    /// Adds shapes that cut the scene.
    fileprivate func addClipper<Shape: ShapeCheck>(
        _ shapes: ClippingShapes<Shape>, _ kind: ([Shape]) -> Shapes, type: String = "clip_geometry"
    ) throws -> ModelInstance {
        let surface = try Self.surface(shapes.primitives, kind)
        return add(SharedModel(clipper: surface, isInverted: shapes.invertNormals, type: type))
    }

    fileprivate func clearClipping() -> Nothing {
        scene.removeAll { $0.isClipper }
        return Nothing()
    }

    private static func surface<Shape: ShapeCheck>(
        _ shapes: [Shape], _ kind: ([Shape]) -> Shapes
    ) throws(RPCError) -> Surface {
        guard !shapes.isEmpty else {
            // The words before the quote are those of Brayns, whose renderer finds this out.
            throw .failed("OSPData: shared buffer is NULL 'the list of geometries is empty'")
        }
        if let index = shapes.firstIndex(where: { !$0.isFinite }) {
            throw .failed("Geometry number \(index) has coordinates that are not finite numbers")
        }
        do {
            return try Surface(kind(shapes))
        } catch {
            throw .failed("Too many geometries: \(error)")
        }
    }
}

/// A shape that can tell whether all its numbers are numbers; typed calls are not read from JSON, which has no others.
protocol ShapeCheck: WireMessage {
    var isFinite: Bool { get }
}

extension Sphere: ShapeCheck {
    var isFinite: Bool { center.isFinite && radius.isFinite }
}
extension Capsule: ShapeCheck {
    var isFinite: Bool { start.isFinite && end.isFinite && startRadius.isFinite && endRadius.isFinite }
}
extension Bounds: ShapeCheck {
    var isFinite: Bool { min.isFinite && max.isFinite }
}
extension Plane: ShapeCheck {
    var isFinite: Bool { normal.isFinite && coefficients.w.isFinite }
}
extension BoundedPlane: ShapeCheck {
    var isFinite: Bool { plane.isFinite && bounds.isFinite }
}
