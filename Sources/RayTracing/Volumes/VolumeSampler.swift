// SPDX-License-Identifier: Apache-2.0
import Geometry
import SceneModel

/// Reads a volume between its voxels. Coordinates are those of the grid: voxel (i, j, k) fills the unit cube from
/// (i, j, k) on.
struct VolumeSampler {
    private let last: Vector3
    private let row: Int
    private let plane: Int
    private let reader: VoxelReader

    init(_ volume: RegularVolume) {
        let dimensions = volume.dimensions
        last = Vector3(Float(dimensions.x - 1), Float(dimensions.y - 1), Float(dimensions.z - 1))
        row = dimensions.x
        plane = dimensions.x * dimensions.y
        reader = VoxelReader(volume)
    }

    /// The value at a point: linear between the centres of the voxels, the outermost half voxel constant.
    @inline(__always)
    func value(_ place: Vector3) -> Float {
        let bounded = pointwiseMin(pointwiseMax(place - Vector3(repeating: 0.5), .zero), last)
        // Rounded by a number that leaves no fraction, then down, for a call to round costs more than all the rest.
        let nearest = (bounded + Vector3(repeating: 0x1p23)) - Vector3(repeating: 0x1p23)
        let whole = nearest.replacing(with: nearest - Vector3(repeating: 1), where: nearest .> bounded)
        let fraction = bounded - whole
        let start = Int(whole.z) &* plane &+ Int(whole.y) &* row &+ Int(whole.x)
        let (left, right) = reader.cell(
            start, across: whole.x < last.x ? 1 : 0, along: whole.y < last.y ? row : 0,
            up: whole.z < last.z ? plane : 0)
        let lines = left + (right - left) * fraction.x
        let planes = lines.lowHalf + (lines.highHalf - lines.lowHalf) * fraction.y
        return planes.x + (planes.y - planes.x) * fraction.z
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
