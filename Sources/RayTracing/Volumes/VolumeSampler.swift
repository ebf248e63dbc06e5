// SPDX-License-Identifier: Apache-2.0
import Geometry
import SceneModel

/// Reads a volume between its voxels. Coordinates are those of the grid: voxel (i, j, k) fills the unit cube from
/// (i, j, k) on.
struct VolumeSampler {
    private let last: SIMD3<Int32>
    private let reader: VoxelReader

    init(_ volume: RegularVolume) {
        let dimensions = volume.dimensions
        last = SIMD3(
            Int32(clamping: dimensions.x - 1), Int32(clamping: dimensions.y - 1), Int32(clamping: dimensions.z - 1))
        reader = VoxelReader(volume)
    }

    /// The value at a point: linear between the centres of the voxels, the outermost half voxel constant.
    @inline(__always)
    func value(_ place: Vector3) -> Float {
        let centered = place - Vector3(repeating: 0.5)
        let limit = Vector3(Float(last.x), Float(last.y), Float(last.z))
        let bounded = pointwiseMin(pointwiseMax(centered, .zero), limit)
        // Rounded by a number that leaves no fraction, then down, for a call to round costs more than all the rest.
        let nearest = (bounded + Vector3(repeating: 0x1p23)) - Vector3(repeating: 0x1p23)
        let whole = nearest.replacing(with: nearest - Vector3(repeating: 1), where: nearest .> bounded)
        let fraction = bounded - whole
        let x0 = Int(whole.x)
        let y0 = Int(whole.y)
        let z0 = Int(whole.z)
        let x1 = min(x0 + 1, Int(last.x))
        let y1 = min(y0 + 1, Int(last.y))
        let z1 = min(z0 + 1, Int(last.z))
        @inline(__always) func line(_ y: Int, _ z: Int) -> Float {
            let a = reader.value(x0, y, z)
            return a + (reader.value(x1, y, z) - a) * fraction.x
        }
        let a = line(y0, z0)
        let near = a + (line(y1, z0) - a) * fraction.y
        let b = line(y0, z1)
        let far = b + (line(y1, z1) - b) * fraction.y
        return near + (far - near) * fraction.z
    }

    /// The way in which values grow at a point, by differences over a voxel.
    func gradient(_ place: Vector3) -> Vector3 {
        var result = Vector3.zero
        for axis in 0..<3 {
            var step = Vector3.zero
            step[axis] = 0.5
            result[axis] = value(place + step) - value(place - step)
        }
        return result
    }
}

/// The bricks of a volume on the way of a ray, in coordinates of the grid.
struct BrickWalk {
    private let bricks: SIMD3<Int32>

    init(_ structure: VolumeStructure) {
        bricks = SIMD3(
            Int32(clamping: structure.bricks.x), Int32(clamping: structure.bricks.y),
            Int32(clamping: structure.bricks.z))
    }

    /// Visits the bricks that a part of a ray crosses, nearest first (Amanatides and Woo, "A Fast Voxel Traversal
    /// Algorithm", Eurographics 1987).
    ///
    /// - Parameter visit: gets the part of the ray in a brick and the brick's number; false ends the way.
    @inline(__always)
    func visit(
        _ origin: Vector3, _ direction: Vector3, _ interval: LineInterval, _ visit: (LineInterval, Int) -> Bool
    ) {
        let brickSize = Float(VolumeStructure.side)
        let start = origin + direction * interval.lower
        var cell = SIMD3<Int32>.zero
        var step = SIMD3<Int32>.zero
        var next = Vector3(repeating: .infinity)
        var delta = Vector3(repeating: .infinity)
        for axis in 0..<3 {
            let place = (start[axis] / brickSize).rounded(.down)
            let bounded = min(max(place, 0), Float(bricks[axis] - 1))
            cell[axis] = Int32(bounded)
            if direction[axis] > 0 {
                step[axis] = 1
                next[axis] = ((bounded + 1) * brickSize - origin[axis]) / direction[axis]
                delta[axis] = brickSize / direction[axis]
            } else if direction[axis] < 0 {
                step[axis] = -1
                next[axis] = (bounded * brickSize - origin[axis]) / direction[axis]
                delta[axis] = -brickSize / direction[axis]
            }
        }
        var lower = interval.lower
        while lower < interval.upper {
            let axis = next.x <= next.y ? (next.x <= next.z ? 0 : 2) : (next.y <= next.z ? 1 : 2)
            let upper = min(next[axis], interval.upper)
            let index = (Int(cell.z) * Int(bricks.y) + Int(cell.y)) * Int(bricks.x) + Int(cell.x)
            if upper > lower, !visit(LineInterval(lower: lower, upper: upper), index) { return }
            lower = max(lower, upper)
            cell[axis] += step[axis]
            guard cell[axis] >= 0, cell[axis] < bricks[axis] else { return }
            next[axis] += delta[axis]
        }
    }
}
