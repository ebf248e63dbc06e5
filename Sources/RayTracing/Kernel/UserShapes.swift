// SPDX-License-Identifier: Apache-2.0
import CEmbree
import Geometry
import SceneModel

/// One ray of a batch that the library hands to a shape of ours, read from its transposed layout.
struct BatchedRay {
    let origin: Vector3
    let direction: Vector3
    let near: Float
    let far: Float

    /// Reads ray `index` of `count`, whose fields lie one array after another.
    @inline(__always)
    init(_ fields: UnsafeMutablePointer<Float>, index: Int, count: Int) {
        origin = Vector3(fields[index], fields[count + index], fields[2 * count + index])
        near = fields[3 * count + index]
        direction = Vector3(fields[4 * count + index], fields[5 * count + index], fields[6 * count + index])
        far = fields[8 * count + index]
    }

    /// Position of the far distance among the ray's fields.
    static let farField = 8
    /// Number of fields before those of the hit.
    static let fieldCount = 12
}

/// Where a ray enters and leaves a shape of ours, with the normals there; a distance of infinity is none.
struct ShapeCrossings {
    var first = Float.infinity
    var firstNormal = Vector3.zero
    var second = Float.infinity
    var secondNormal = Vector3.zero

    /// The first crossing inside a range, or nil.
    @inline(__always)
    func nearest(from near: Float, to far: Float) -> (distance: Float, normal: Vector3)? {
        if first > near, first <= far, first < .infinity { return (first, firstNormal) }
        if second > near, second <= far, second < .infinity { return (second, secondNormal) }
        return nil
    }
}

/// Writes to a batch what was hit, or for shadow rays that something was.
@inline(__always)
func recordHit(
    _ crossings: ShapeCrossings, _ ray: BatchedRay, fields: UnsafeMutablePointer<Float>, index: Int, count: Int,
    primitive: UInt32, geometry: UInt32, context: UnsafeMutablePointer<RTCIntersectContext>
) {
    guard let hit = crossings.nearest(from: ray.near, to: ray.far) else { return }
    fields[BatchedRay.farField * count + index] = hit.distance
    let hitFields = fields + BatchedRay.fieldCount * count
    hitFields[index] = hit.normal.x
    hitFields[count + index] = hit.normal.y
    hitFields[2 * count + index] = hit.normal.z
    hitFields[3 * count + index] = 0
    hitFields[4 * count + index] = 0
    let numbers = UnsafeMutableRawPointer(hitFields).assumingMemoryBound(to: UInt32.self)
    numbers[5 * count + index] = primitive
    numbers[6 * count + index] = geometry
    numbers[7 * count + index] = context.pointee.instID
}

/// Boxes as a shape of the kernel library: slab test after Kay and Kajiya (SIGGRAPH 1986).
enum BoxIntersection {
    static func geometry(_ set: BoxSet, device: RTCDevice) -> RTCGeometry? {
        guard let geometry = rtcNewGeometry(device, RTC_GEOMETRY_TYPE_USER) else { return nil }
        rtcSetGeometryUserPrimitiveCount(geometry, UInt32(truncatingIfNeeded: set.boxes.count))
        rtcSetGeometryUserData(geometry, UnsafeMutableRawPointer(mutating: set.boxes.base))
        rtcSetGeometryBoundsFunction(geometry, bounds, nil)
        rtcSetGeometryIntersectFunction(geometry, intersect)
        rtcSetGeometryOccludedFunction(geometry, occluded)
        return geometry
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

    private static let bounds: RTCBoundsFunction = { arguments in
        guard let arguments = arguments?.pointee, let data = arguments.geometryUserPtr else { return }
        let box = data.assumingMemoryBound(to: AxisAlignedBox.self)[Int(arguments.primID)]
        arguments.bounds_o.pointee.lower_x = box.min.x
        arguments.bounds_o.pointee.lower_y = box.min.y
        arguments.bounds_o.pointee.lower_z = box.min.z
        arguments.bounds_o.pointee.upper_x = box.max.x
        arguments.bounds_o.pointee.upper_y = box.max.y
        arguments.bounds_o.pointee.upper_z = box.max.z
    }

    private static let intersect: RTCIntersectFunctionN = { arguments in
        guard let arguments = arguments?.pointee, let data = arguments.geometryUserPtr else { return }
        let box = data.assumingMemoryBound(to: AxisAlignedBox.self)[Int(arguments.primID)]
        let count = Int(arguments.N)
        let fields = UnsafeMutableRawPointer(arguments.rayhit).assumingMemoryBound(to: Float.self)
        for index in 0..<count where arguments.valid[index] != 0 {
            let ray = BatchedRay(fields, index: index, count: count)
            recordHit(
                crossings(box, origin: ray.origin, direction: ray.direction), ray, fields: fields, index: index,
                count: count, primitive: arguments.primID, geometry: arguments.geomID, context: arguments.context)
        }
    }

    private static let occluded: RTCOccludedFunctionN = { arguments in
        guard let arguments = arguments?.pointee, let data = arguments.geometryUserPtr else { return }
        let box = data.assumingMemoryBound(to: AxisAlignedBox.self)[Int(arguments.primID)]
        let count = Int(arguments.N)
        let fields = UnsafeMutableRawPointer(arguments.ray).assumingMemoryBound(to: Float.self)
        for index in 0..<count where arguments.valid[index] != 0 {
            let ray = BatchedRay(fields, index: index, count: count)
            let crossings = crossings(box, origin: ray.origin, direction: ray.direction)
            if crossings.nearest(from: ray.near, to: ray.far) != nil {
                fields[BatchedRay.farField * count + index] = -.infinity
            }
        }
    }
}

/// Planes cut to boxes as a shape of the kernel library.
enum BoundedPlaneIntersection {
    static func geometry(_ set: BoundedPlaneSet, device: RTCDevice) -> RTCGeometry? {
        guard let geometry = rtcNewGeometry(device, RTC_GEOMETRY_TYPE_USER) else { return nil }
        rtcSetGeometryUserPrimitiveCount(geometry, UInt32(truncatingIfNeeded: set.planes.count))
        rtcSetGeometryUserData(geometry, UnsafeMutableRawPointer(mutating: set.planes.base))
        rtcSetGeometryBoundsFunction(geometry, bounds, nil)
        rtcSetGeometryIntersectFunction(geometry, intersect)
        rtcSetGeometryOccludedFunction(geometry, occluded)
        return geometry
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

    @inline(__always)
    private static func absolute(_ v: Vector3) -> Vector3 { pointwiseMax(v, Vector3.zero - v) }

    private static let bounds: RTCBoundsFunction = { arguments in
        guard let arguments = arguments?.pointee, let data = arguments.geometryUserPtr else { return }
        let box = data.assumingMemoryBound(to: BoundedPlane.self)[Int(arguments.primID)].bounds
        let low = pointwiseMin(box.min, box.max)
        let high = pointwiseMax(box.min, box.max)
        let slack = pointwiseMax(absolute(low), absolute(high)) * 4e-6
        arguments.bounds_o.pointee.lower_x = low.x - slack.x
        arguments.bounds_o.pointee.lower_y = low.y - slack.y
        arguments.bounds_o.pointee.lower_z = low.z - slack.z
        arguments.bounds_o.pointee.upper_x = high.x + slack.x
        arguments.bounds_o.pointee.upper_y = high.y + slack.y
        arguments.bounds_o.pointee.upper_z = high.z + slack.z
    }

    private static let intersect: RTCIntersectFunctionN = { arguments in
        guard let arguments = arguments?.pointee, let data = arguments.geometryUserPtr else { return }
        let plane = data.assumingMemoryBound(to: BoundedPlane.self)[Int(arguments.primID)]
        let count = Int(arguments.N)
        let fields = UnsafeMutableRawPointer(arguments.rayhit).assumingMemoryBound(to: Float.self)
        for index in 0..<count where arguments.valid[index] != 0 {
            let ray = BatchedRay(fields, index: index, count: count)
            recordHit(
                crossings(plane, origin: ray.origin, direction: ray.direction), ray, fields: fields, index: index,
                count: count, primitive: arguments.primID, geometry: arguments.geomID, context: arguments.context)
        }
    }

    private static let occluded: RTCOccludedFunctionN = { arguments in
        guard let arguments = arguments?.pointee, let data = arguments.geometryUserPtr else { return }
        let plane = data.assumingMemoryBound(to: BoundedPlane.self)[Int(arguments.primID)]
        let count = Int(arguments.N)
        let fields = UnsafeMutableRawPointer(arguments.ray).assumingMemoryBound(to: Float.self)
        for index in 0..<count where arguments.valid[index] != 0 {
            let ray = BatchedRay(fields, index: index, count: count)
            let crossings = crossings(plane, origin: ray.origin, direction: ray.direction)
            if crossings.nearest(from: ray.near, to: ray.far) != nil {
                fields[BatchedRay.farField * count + index] = -.infinity
            }
        }
    }
}
