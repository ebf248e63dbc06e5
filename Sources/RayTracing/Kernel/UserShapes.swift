// SPDX-License-Identifier: Apache-2.0
import Geometry
import SceneModel

/// Boxes as a shape of the kernel library: slab test after Kay and Kajiya (SIGGRAPH 1986).
enum BoxIntersection: KernelShape {
    static let callbacks = ShapeCallbacks(
        bounds: { reportBox($0) }, intersect: { reportHits($0) }, occluded: { reportOcclusion($0) })

    @inline(__always)
    static func box(
        _ source: UnsafePointer<AxisAlignedBox>, primitive: Int
    ) -> (lower: Vector3, upper: Vector3) {
        (source[primitive].min.vector, source[primitive].max.vector)
    }

    @inline(__always)
    static func crossings(
        _ source: UnsafePointer<AxisAlignedBox>, primitive: Int, _ ray: BatchedRay
    ) -> ShapeCrossings {
        crossings(source[primitive], origin: ray.origin, direction: ray.direction)
    }

    /// Where a ray crosses the faces of a box, outward normals.
    @inline(__always)
    static func crossings(_ box: AxisAlignedBox, origin: Vector3, direction: Vector3) -> ShapeCrossings {
        let toMin = (box.min.vector - origin) / direction
        let toMax = (box.max.vector - origin) / direction
        let near = pointwiseMin(toMin, toMax)
        let far = pointwiseMax(toMin, toMax)
        let entry = max(near.x, max(near.y, near.z))
        let exit = min(far.x, min(far.y, far.z))
        guard entry <= exit else { return ShapeCrossings() }
        return ShapeCrossings(
            first: entry, firstNormal: face(near, entry, direction, -1),
            second: exit, secondNormal: face(far, exit, direction, 1))
    }

    /// Outward normal of the face at `distance`; `side` is −1 where the ray enters.
    @inline(__always)
    private static func face(_ distances: Vector3, _ distance: Float, _ direction: Vector3, _ side: Float) -> Vector3 {
        if distances.x == distance { return Vector3(direction.x < 0 ? -side : side, 0, 0) }
        if distances.y == distance { return Vector3(0, direction.y < 0 ? -side : side, 0) }
        return Vector3(0, 0, direction.z < 0 ? -side : side)
    }
}

/// Planes cut to boxes as a shape of the kernel library.
enum BoundedPlaneIntersection: KernelShape {
    static let callbacks = ShapeCallbacks(
        bounds: { reportBox($0) }, intersect: { reportHits($0) }, occluded: { reportOcclusion($0) })

    @inline(__always)
    static func box(_ source: UnsafePointer<BoundedPlane>, primitive: Int) -> (lower: Vector3, upper: Vector3) {
        let box = source[primitive].bounds
        let low = pointwiseMin(box.min, box.max)
        let high = pointwiseMax(box.min, box.max)
        let slack = pointwiseMax(absolute(low), absolute(high)) * 4e-6
        return (low - slack, high + slack)
    }

    @inline(__always)
    static func crossings(
        _ source: UnsafePointer<BoundedPlane>, primitive: Int, _ ray: BatchedRay
    ) -> ShapeCrossings {
        crossings(source[primitive], origin: ray.origin, direction: ray.direction)
    }

    /// Where a ray crosses the plane inside its box; at most one crossing, normal not of unit length.
    @inline(__always)
    static func crossings(_ plane: BoundedPlane, origin: Vector3, direction: Vector3) -> ShapeCrossings {
        let normal = plane.plane.normal
        let distance = (plane.plane.coefficients.w - normal.dot(origin)) / normal.dot(direction)
        guard distance.isFinite else { return ShapeCrossings() }
        let point = origin + direction * distance
        // The plane may be a face of its box: what rounding puts off it by a little still belongs.
        let low = pointwiseMin(plane.bounds.min, plane.bounds.max)
        let high = pointwiseMax(plane.bounds.min, plane.bounds.max)
        let slack = pointwiseMax(absolute(low), absolute(high)) * 2e-6 + absolute(origin) * 2e-7
        guard all(point .>= low - slack), all(point .<= high + slack) else { return ShapeCrossings() }
        return ShapeCrossings(first: distance, firstNormal: normal)
    }
}
