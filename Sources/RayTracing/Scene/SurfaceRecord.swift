// SPDX-License-Identifier: Apache-2.0
import Geometry
import SceneModel

/// The kinds of geometry that shading tells apart.
enum ShapeKind: UInt8 {
    case triangles, spheres, capsules, boxes, planes, boundedPlanes, isosurface
}

/// A placed surface as the loops read it: numbers and addresses, no references. The prepared scene that owns the
/// record keeps alive what it points to.
struct SurfaceRecord {
    var toWorld: AffineTransform
    var toObject: AffineTransform
    var kind: ShapeKind
    /// Whether both maps are the identity.
    var isUnmoved: Bool
    /// Greatest scale of an axis, for tolerances.
    var scale: Float
    /// Least distance to keep off the surface: isosurfaces are only found to a part of a voxel.
    private var clearance: Float = 0
    var id: UInt32
    var material: MaterialRecord
    /// Place of the material in the scene's list.
    var materialIndex: Int32
    /// Which rays see it, see `RayMask`.
    var mask: UInt32
    var colors: ColorTable
    /// Of triangle meshes.
    var triangles: UnsafePointer<TriangleIndices>?
    /// Of triangle meshes with smooth shading.
    var normals: UnsafePointer<PackedVector3>?
    /// Of triangle meshes.
    var positions: UnsafePointer<PackedVector3>?
    /// Of spheres.
    var spheres: UnsafePointer<SIMD4<Float>>?

    /// Of capsules: the ends, and where each capsule's two begin.
    var capsules: UnsafePointer<SIMD4<Float>>?
    var starts: UnsafePointer<UInt32>?

    /// How far from the origin rays may begin so that their numbers stay within the kernel library's in the object's
    /// coordinates, too.
    private(set) var reach = Ray.greatestReach

    /// Nil for a transform that flattens space, or nearly.
    init?(_ placed: PlacedSurface, materialIndex: Int) {
        guard let toObject = placed.transform.inverse else { return nil }
        let columns = [toObject.x, toObject.y, toObject.z]
        let stretch = columns.reduce(1) { max($0, abs($1.x) + abs($1.y) + abs($1.z)) }
        guard columns.allSatisfy(\.isFinite), stretch <= 1e15, largestMagnitude(toObject.translation) <= 1e17 else {
            return nil
        }
        reach = Ray.greatestReach / stretch
        toWorld = placed.transform
        self.toObject = toObject
        isUnmoved = placed.transform == .identity
        let axes = placed.transform
        scale = max(axes.x.length, max(axes.y.length, axes.z.length))
        id = placed.id
        material = MaterialRecord(placed.material)
        self.materialIndex = Int32(truncatingIfNeeded: materialIndex)
        colors = ColorTable(placed.colors, count: placed.surface.primitiveCount)
        mask = material.isOpaque(lowestAlpha: colors.lowestAlpha) ? RayMask.opaque : RayMask.translucent
        mask |= material.productionMask(lowestAlpha: colors.lowestAlpha)
        switch placed.surface {
        case .triangles(let mesh):
            kind = .triangles
            triangles = mesh.triangles.base
            normals = mesh.normals?.base
            positions = mesh.positions.base
        case .spheres(let set):
            kind = .spheres
            spheres = set.spheres.base
        case .capsules(let set):
            kind = .capsules
            capsules = set.vertices.base
            starts = set.starts.base
        case .boxes: kind = .boxes
        case .planes: kind = .planes
        case .boundedPlanes: kind = .boundedPlanes
        case .isosurface(let surface):
            kind = .isosurface
            clearance = surface.volume.spacing.min() * scale * 1e-3
        }
    }

    /// The direction in the world along which brushed surfaces are brushed at a hit, not of unit length: the
    /// geometry's own X axis, and for triangles the direction that OSPRay derives from their normal.
    @inline(__always)
    func grain(of hit: RayHit) -> Vector3 {
        toWorld.applyDirection(kind == .triangles ? ShadingFrame.steepest(hit.normal) : Vector3(1, 0, 0))
    }

    /// Fills in what shading needs at a hit.
    @inline(__always)
    func point(of hit: RayHit, ray: Ray) -> SurfacePoint {
        var position = ray.origin + ray.direction * hit.distance
        var epsilon = max(largestMagnitude(position), largestMagnitude(ray.direction) * hit.distance) * unitEpsilon
        if kind == .spheres, let spheres {
            epsilon = max(epsilon, spheres[Int(hit.primitive)].w * scale * unitEpsilon)
        }
        epsilon = max(epsilon, clearance)
        if let capsules, let starts {
            // The kernel library finds a rounded cone to a share of its length, not of its coordinates: without this a
            // long capsule throws dots of shadow on itself.
            let first = capsules + Int(starts[Int(hit.primitive)])
            let axis = Vector3(first[1].x - first[0].x, first[1].y - first[0].y, first[1].z - first[0].z)
            let length = largestMagnitude(axis) + max(first[0].w, first[1].w)
            epsilon = max(epsilon, length * scale * (16 * unitEpsilon))
        }
        var normal = hit.normal
        var smooth = normal
        if let normals, let triangles {
            let triangle = triangles[Int(hit.primitive)]
            smooth = normals[Int(triangle.a)].vector * (1 - hit.u - hit.v)
                + normals[Int(triangle.b)].vector * hit.u + normals[Int(triangle.c)].vector * hit.v
            if !(smooth.squaredLength > 0) { smooth = normal }
        }
        if !isUnmoved {
            normal = toObject.applyTransposed(normal)
            smooth = toObject.applyTransposed(smooth)
        }
        normal = normal / normal.length
        let outward = normal
        if ray.direction.dot(normal) >= 0 { normal = Vector3.zero - normal }
        var shading = normal
        if normals != nil {
            shading = smooth / smooth.length
            if shading.dot(normal) < 0 { shading = Vector3.zero - shading }
        }
        position += normal * epsilon
        return SurfacePoint(
            position: position, outwardNormal: outward, geometricNormal: normal, shadingNormal: shading,
            epsilon: epsilon, color: colors.color(of: hit.primitive))
    }
}

/// The colours of a surface's primitives as the loops read them.
struct ColorTable {
    private enum Lookup: UInt8 {
        case solid, each, narrow, wide
    }

    private var lookup: Lookup
    private var solid: SIMD4<Float>
    private var colors: UnsafePointer<SIMD4<Float>>?
    private var narrow: UnsafePointer<UInt8>?
    private var wide: UnsafePointer<UInt32>?
    /// The least alpha of all colours.
    private(set) var lowestAlpha: Float

    /// Takes the colours of `count` primitives; white for all if there are too few.
    init(_ source: PrimitiveColors, count: Int) {
        lookup = .solid
        solid = SIMD4(1, 1, 1, 1)
        lowestAlpha = 1
        guard source.covers(count) else { return }
        switch source {
        case .solid(let color):
            solid = color
            lowestAlpha = color.w
        case .each(let list):
            lookup = .each
            colors = list.base
            lowestAlpha = Self.lowestAlpha(of: list)
        case .palette(let list, let indices):
            lookup = .narrow
            colors = list.base
            narrow = indices.base
            lowestAlpha = Self.lowestAlpha(of: list)
        case .largePalette(let list, let indices):
            lookup = .wide
            colors = list.base
            wide = indices.base
            lowestAlpha = Self.lowestAlpha(of: list)
        }
    }

    private static func lowestAlpha(of list: GeometryBuffer<SIMD4<Float>>) -> Float {
        var lowest: Float = 1
        for color in list.elements where color.w < lowest { lowest = color.w }
        return lowest
    }

    @inline(__always)
    func color(of primitive: UInt32) -> SIMD4<Float> {
        guard let colors else { return solid }
        switch lookup {
        case .solid: return solid
        case .each: return colors[Int(primitive)]
        case .narrow:
            guard let narrow else { return solid }
            return colors[Int(narrow[Int(primitive)])]
        case .wide:
            guard let wide else { return solid }
            return colors[Int(wide[Int(primitive)])]
        }
    }
}
