// SPDX-License-Identifier: Apache-2.0
import CEmbree
import Geometry
import SceneModel

/// An isosurface as a shape of the kernel library: one primitive for each value. Rays are followed in steps of a third
/// of a voxel through the bricks that hold the value, and a change of sign is narrowed by bisection.
struct IsosurfaceRecord {
    private let sampler: VolumeSampler
    private let walk: BrickWalk
    private let ranges: UnsafePointer<ValueRange>
    private let values: UnsafePointer<Float>
    private let size: Vector3
    private let perVoxel: Vector3

    private static let bisections = 24

    init(_ surface: Isosurface, structure: VolumeStructure) {
        sampler = VolumeSampler(surface.volume)
        walk = BrickWalk(structure)
        ranges = structure.ranges.base
        values = surface.values.base
        size = surface.volume.size
        perVoxel = Vector3(1, 1, 1) / surface.volume.spacing
    }

    static func geometry(
        _ record: UnsafePointer<IsosurfaceRecord>, count: Int, device: RTCDevice
    ) -> RTCGeometry? {
        guard let geometry = rtcNewGeometry(device, RTC_GEOMETRY_TYPE_USER) else { return nil }
        rtcSetGeometryUserPrimitiveCount(geometry, UInt32(truncatingIfNeeded: count))
        rtcSetGeometryUserData(geometry, UnsafeMutableRawPointer(mutating: record))
        rtcSetGeometryBoundsFunction(geometry, bounds, nil)
        rtcSetGeometryIntersectFunction(geometry, intersect)
        rtcSetGeometryOccludedFunction(geometry, occluded)
        return geometry
    }

    /// The first crossing of a value in the range of a ray, with the normal towards lower values.
    private func crossing(_ ray: BatchedRay, primitive: Int) -> ShapeCrossings {
        let box = BoxIntersection.crossings(
            AxisAlignedBox(min: .zero, max: PackedVector3(size)), origin: ray.origin, direction: ray.direction)
        let interval = LineInterval(lower: max(box.first, ray.near), upper: min(box.second, ray.far))
        guard box.first < .infinity, !interval.isEmpty else { return ShapeCrossings() }
        let value = values[primitive]
        let origin = ray.origin * perVoxel
        let direction = ray.direction * perVoxel
        let step = 1 / (3 * largestMagnitude(direction))
        guard step.isFinite, step > 0 else { return ShapeCrossings() }
        var found = Float.infinity
        walk.visit(origin, direction, interval) { part, brick in
            guard ranges[brick].lower <= value, value <= ranges[brick].upper else { return true }
            var lower = part.lower
            var lowerIsAbove = sampler.value(origin + direction * lower) > value
            while lower < part.upper {
                let upper = min(lower + step, part.upper)
                guard upper > lower else { break }
                let upperIsAbove = sampler.value(origin + direction * upper) > value
                if upperIsAbove != lowerIsAbove {
                    var (near, far) = (lower, upper)
                    for _ in 0..<Self.bisections {
                        let middle = near + (far - near) * 0.5
                        if (sampler.value(origin + direction * middle) > value) == lowerIsAbove {
                            near = middle
                        } else {
                            far = middle
                        }
                    }
                    found = far
                    return false
                }
                lower = upper
                lowerIsAbove = upperIsAbove
            }
            return true
        }
        guard found < .infinity else { return ShapeCrossings() }
        let gradient = sampler.gradient(origin + direction * found) * perVoxel
        let normal = gradient.squaredLength > 0 ? Vector3.zero - gradient : Vector3.zero - ray.direction
        return ShapeCrossings(first: found, firstNormal: normal)
    }

    private static let bounds: RTCBoundsFunction = { arguments in
        guard let arguments = arguments?.pointee, let data = arguments.geometryUserPtr else { return }
        let size = data.assumingMemoryBound(to: IsosurfaceRecord.self).pointee.size
        arguments.bounds_o.pointee.lower_x = 0
        arguments.bounds_o.pointee.lower_y = 0
        arguments.bounds_o.pointee.lower_z = 0
        arguments.bounds_o.pointee.upper_x = size.x
        arguments.bounds_o.pointee.upper_y = size.y
        arguments.bounds_o.pointee.upper_z = size.z
    }

    private static let intersect: RTCIntersectFunctionN = { arguments in
        guard let arguments = arguments?.pointee, let data = arguments.geometryUserPtr else { return }
        let record = data.assumingMemoryBound(to: IsosurfaceRecord.self)
        let count = Int(arguments.N)
        let fields = UnsafeMutableRawPointer(arguments.rayhit).assumingMemoryBound(to: Float.self)
        for index in 0..<count where arguments.valid[index] != 0 {
            let ray = BatchedRay(fields, index: index, count: count)
            recordHit(
                record.pointee.crossing(ray, primitive: Int(arguments.primID)), ray, fields: fields, index: index,
                count: count, primitive: arguments.primID, geometry: arguments.geomID, context: arguments.context)
        }
    }

    private static let occluded: RTCOccludedFunctionN = { arguments in
        guard let arguments = arguments?.pointee, let data = arguments.geometryUserPtr else { return }
        let record = data.assumingMemoryBound(to: IsosurfaceRecord.self)
        let count = Int(arguments.N)
        let fields = UnsafeMutableRawPointer(arguments.ray).assumingMemoryBound(to: Float.self)
        for index in 0..<count where arguments.valid[index] != 0 {
            let ray = BatchedRay(fields, index: index, count: count)
            let crossings = record.pointee.crossing(ray, primitive: Int(arguments.primID))
            if crossings.nearest(from: ray.near, to: ray.far) != nil {
                fields[BatchedRay.farField * count + index] = -.infinity
            }
        }
    }
}
