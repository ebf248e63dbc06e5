// SPDX-License-Identifier: Apache-2.0
import Geometry
import SceneModel

/// An isosurface as a shape of the kernel library: one primitive for each value. Rays are followed in steps of a third
/// of a voxel through the bricks that hold the value, and a change of sign is narrowed by bisection.
struct IsosurfaceRecord: KernelShape {
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

    static let callbacks = ShapeCallbacks(
        bounds: { reportBox($0) }, intersect: { reportHits($0) }, occluded: { reportOcclusion($0) })

    static func box(
        _ source: UnsafePointer<IsosurfaceRecord>, primitive: Int
    ) -> (lower: Vector3, upper: Vector3) {
        (.zero, source.pointee.size)
    }

    static func crossings(
        _ source: UnsafePointer<IsosurfaceRecord>, primitive: Int, _ ray: BatchedRay
    ) -> ShapeCrossings {
        source.pointee.crossing(ray, primitive: primitive)
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
}
