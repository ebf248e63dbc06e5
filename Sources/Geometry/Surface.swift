// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// Geometry of one kind, shared by reference: what a model shows, clips with, or is lit through.
///
/// The identity of the object behind a case is the identity of the geometry: two values that refer to the same
/// object share one acceleration structure in the renderer.
public enum Surface: Sendable {
    case triangles(TriangleMesh)
    case spheres(SphereSet)
    case capsules(CapsuleSet)
    case boxes(BoxSet)
    case planes(PlaneSet)
    case boundedPlanes(BoundedPlaneSet)
    case isosurface(Isosurface)

    /// Copies simple shapes into renderer-ready buffers.
    ///
    /// - Throws: `GeometryError.tooMany` above 2³² − 2 shapes or vertices.
    public init(_ shapes: Shapes) throws(GeometryError) {
        switch shapes {
        case .spheres(let list): self = .spheres(try SphereSet(list))
        case .capsules(let list): self = .capsules(try CapsuleSet(list))
        case .boxes(let list): self = .boxes(try BoxSet(list))
        case .planes(let list): self = .planes(try PlaneSet(list))
        case .boundedPlanes(let list): self = .boundedPlanes(try BoundedPlaneSet(list))
        }
    }

    /// Number of primitives: of colours that it may have, and one above the greatest index a pick returns.
    public var primitiveCount: Int {
        switch self {
        case .triangles(let mesh): mesh.triangles.count
        case .spheres(let set): set.spheres.count
        case .capsules(let set): set.count
        case .boxes(let set): set.boxes.count
        case .planes(let set): set.coefficients.count
        case .boundedPlanes(let set): set.planes.count
        case .isosurface(let surface): surface.values.count
        }
    }

    /// The bounds of all primitives under a map, by the rules of the type; empty for infinite planes.
    public func bounds(under map: AffineTransform) -> Bounds {
        switch self {
        case .triangles(let mesh): mesh.bounds(under: map)
        case .spheres(let set): set.bounds(under: map)
        case .capsules(let set): set.bounds(under: map)
        case .boxes(let set): set.bounds(under: map)
        case .planes: .empty
        case .boundedPlanes(let set): set.bounds(under: map)
        case .isosurface(let surface): surface.bounds(under: map)
        }
    }

    /// Identity of the geometry object.
    public var identity: ObjectIdentifier {
        switch self {
        case .triangles(let mesh): ObjectIdentifier(mesh)
        case .spheres(let set): ObjectIdentifier(set)
        case .capsules(let set): ObjectIdentifier(set)
        case .boxes(let set): ObjectIdentifier(set)
        case .planes(let set): ObjectIdentifier(set)
        case .boundedPlanes(let set): ObjectIdentifier(set)
        case .isosurface(let surface): ObjectIdentifier(surface)
        }
    }
}
