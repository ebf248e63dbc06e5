// SPDX-License-Identifier: Apache-2.0
import Geometry
import SceneModel

/// An isosurface as a shape of the kernel library: one primitive for each value. Rays are followed in steps of a third
/// of a voxel through the parts of bricks that hold the value, and a change of sign is narrowed by bisection.
struct IsosurfaceRecord: KernelShape {
    private let sampler: VolumeSampler
    private let walk: BrickWalk
    private let values: UnsafePointer<Float>
    private let occupancies: UnsafePointer<UInt64>
    private let brickCount: Int
    private let size: Vector3
    private let perVoxel: Vector3

    private static let bisections = 24

    /// - Parameter occupancies: see the function of this name; to be kept alive.
    init(_ surface: Isosurface, structure: VolumeStructure, occupancies: RecordList<UInt64>) {
        sampler = VolumeSampler(structure)
        walk = BrickWalk(structure)
        values = surface.values.base
        self.occupancies = occupancies.base
        brickCount = structure.ranges.count
        size = surface.volume.size
        perVoxel = Vector3(1, 1, 1) / surface.volume.spacing
    }

    /// For each value and each brick a bit for each part in which the value may be.
    static func occupancies(_ surface: Isosurface, structure: VolumeStructure) -> [UInt64] {
        surface.values.elements.flatMap { value in
            (0..<structure.ranges.count).map { brick in
                let range = structure.ranges[brick]
                guard range.lower <= value, value <= range.upper else { return 0 }
                var bits: UInt64 = 0
                for part in 0..<VolumeStructure.partCount {
                    let range = structure.range(ofPart: part, of: brick)
                    if range.lower <= value, value <= range.upper { bits |= 1 << UInt64(part) }
                }
                return bits
            }
        }
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
        let finder = PartFinder(origin, direction)
        let occupancies = occupancies + primitive &* brickCount
        var found = Float.infinity
        walk.visit(origin, direction, interval) { crossed in
            let occupancy = occupancies[crossed.brick]
            guard occupancy != 0 else { return true }
            var lower = crossed.part.lower
            // Nil where no value was looked at, for from empty part to empty part nothing changes.
            var lowerIsAbove: Bool?
            var lowerIsEmpty = occupancy &>> UInt64(finder.part(crossed.firstPart, lower)) & 1 == 0
            while lower < crossed.part.upper {
                let steps = StepPacket(from: lower, step, to: crossed.part.upper)
                guard steps.end > lower else { break }
                let parts = finder.parts(crossed.firstPart, steps.ends)
                let isEmpty = (
                    occupancy &>> UInt64(parts.x) & 1 == 0, occupancy &>> UInt64(parts.y) & 1 == 0,
                    occupancy &>> UInt64(parts.z) & 1 == 0, occupancy &>> UInt64(parts.w) & 1 == 0
                )
                if lowerIsEmpty, isEmpty.0, isEmpty.1, isEmpty.2, isEmpty.3 {
                    lowerIsAbove = nil
                } else {
                    let before = lowerIsAbove ?? (sampler.value(origin + direction * lower) > value)
                    let samples = sampler.values(PointPacket(origin, direction, steps.ends))
                    if let lane = (0..<4).first(where: { (samples[$0] > value) != before }) {
                        found = bisect(steps.starts[lane], steps.ends[lane], before, origin, direction, value)
                        return false
                    }
                    lowerIsAbove = before
                }
                lower = steps.end
                lowerIsEmpty = isEmpty.3
            }
            return true
        }
        guard found < .infinity else { return ShapeCrossings() }
        let gradient = sampler.gradient(origin + direction * found) * perVoxel
        let normal = gradient.squaredLength > 0 ? Vector3.zero - gradient : Vector3.zero - ray.direction
        return ShapeCrossings(first: found, firstNormal: normal)
    }

    /// Where between two distances the volume passes a value.
    ///
    /// - Parameter nearIsAbove: whether it is above the value at the near one; at the far one it is not, or is.
    private func bisect(
        _ near: Float, _ far: Float, _ nearIsAbove: Bool, _ origin: Vector3, _ direction: Vector3, _ value: Float
    ) -> Float {
        var (near, far) = (near, far)
        for _ in 0..<Self.bisections {
            let middle = near + (far - near) * 0.5
            if (sampler.value(origin + direction * middle) > value) == nearIsAbove {
                near = middle
            } else {
                far = middle
            }
        }
        return far
    }
}
