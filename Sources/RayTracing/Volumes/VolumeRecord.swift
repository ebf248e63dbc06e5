// SPDX-License-Identifier: Apache-2.0
import Geometry
import SceneModel

/// A placed volume as the loops read it. The prepared scene that owns it keeps alive what it points to.
struct VolumeRecord {
    private let toObject: AffineTransform
    private let size: Vector3
    private let spacing: Vector3
    private let perVoxel: Vector3
    private let last: SIMD3<Int32>
    private let reader: VoxelReader
    private let rampLower: Float
    private let rampScale: Float
    private let colors: UnsafePointer<SIMD4<Float>>
    private let colorCount: Int
    /// Greatest extinction in each brick.
    private let majorants: UnsafePointer<Float>
    private let bricks: SIMD3<Int32>

    /// - Parameters:
    ///   - colors: the ramp's colours, at least one.
    ///   - majorants: greatest extinction of each brick.
    init?(
        _ placed: PlacedVolume, structure: VolumeStructure, colors: RecordList<SIMD4<Float>>,
        majorants: RecordList<Float>
    ) {
        guard let toObject = placed.transform.inverse, colors.count > 0 else { return nil }
        self.toObject = toObject
        size = placed.volume.size
        spacing = placed.volume.spacing
        perVoxel = Vector3(1, 1, 1) / placed.volume.spacing
        let dimensions = placed.volume.dimensions
        last = SIMD3(
            Int32(clamping: dimensions.x - 1), Int32(clamping: dimensions.y - 1), Int32(clamping: dimensions.z - 1))
        reader = VoxelReader(placed.volume)
        rampLower = placed.ramp.lower
        let width = placed.ramp.upper - placed.ramp.lower
        rampScale = width > 0 ? 1 / width : 0
        self.colors = colors.base
        colorCount = colors.count
        self.majorants = majorants.base
        bricks = SIMD3(
            Int32(clamping: structure.bricks.x), Int32(clamping: structure.bricks.y),
            Int32(clamping: structure.bricks.z))
    }

    /// The greatest extinction of each brick under a ramp.
    static func majorants(_ structure: VolumeStructure, ramp: ColorRamp) -> [Float] {
        let alphas = ramp.colors.map { max($0.alpha, 0) }
        let width = ramp.upper - ramp.lower
        let steps = Float(alphas.count - 1)
        guard width > 0, !alphas.isEmpty else { return Array(repeating: 0, count: structure.ranges.count) }
        func place(_ value: Float) -> Float {
            let share = (value - ramp.lower) / width
            return min(max(share, 0), 1) * steps
        }
        return (0..<structure.ranges.count).map { index in
            let range = structure.ranges[index]
            guard range.lower <= range.upper else { return alphas.max() ?? 0 }
            let low = place(range.lower).rounded(.down)
            let high = place(range.upper).rounded(.up)
            guard low >= 0, high >= low, high <= steps else { return alphas.max() ?? 0 }
            return alphas[Int(low)...Int(high)].max() ?? 0
        }
    }

    /// The part of a ray inside the volume's box.
    @inline(__always)
    func inside(_ ray: Ray) -> LineInterval {
        let origin = toObject.apply(ray.origin)
        let direction = toObject.applyDirection(ray.direction)
        let box = AxisAlignedBox(min: .zero, max: size)
        let crossings = BoxIntersection.crossings(box, origin: origin, direction: direction)
        let lower = max(crossings.first, ray.near)
        let upper = min(crossings.second, ray.far)
        guard crossings.first < .infinity, lower < upper else { return .empty }
        return LineInterval(lower: lower, upper: upper)
    }

    /// Colour and extinction for a value of the volume.
    @inline(__always)
    private func color(of value: Float) -> SIMD4<Float> {
        let share = min(max((value - rampLower) * rampScale, 0), 1)
        let scaled = share * Float(colorCount - 1)
        guard scaled > 0 else { return colors[0] }
        let index = min(Int(scaled), colorCount - 1)
        let next = min(index + 1, colorCount - 1)
        return colors[index] + (colors[next] - colors[index]) * (scaled - Float(index))
    }

    /// The value at a point of the volume's own coordinates, in voxels: linear between the centres of the voxels,
    /// the outermost half voxel constant.
    @inline(__always)
    private func value(_ place: Vector3) -> Float {
        let centered = place - Vector3(repeating: 0.5)
        let limit = Vector3(Float(last.x), Float(last.y), Float(last.z))
        let bounded = pointwiseMin(pointwiseMax(centered, .zero), limit)
        let whole = bounded.rounded(.down)
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

    /// Follows a ray through the bricks that can stop light, nearest first.
    ///
    /// - Parameter visit: gets the part of the ray in a brick and its greatest extinction; false ends the way.
    @inline(__always)
    private func forEachBrick(
        _ origin: Vector3, _ direction: Vector3, _ interval: LineInterval,
        _ visit: (LineInterval, Float) -> Bool
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
            let majorant = majorants[index]
            if majorant > 0, upper > lower {
                if !visit(LineInterval(lower: lower, upper: upper), majorant) { return }
            }
            lower = max(lower, upper)
            cell[axis] += step[axis]
            guard cell[axis] >= 0, cell[axis] < bricks[axis] else { return }
            next[axis] += delta[axis]
        }
    }

    /// Emission and absorption along a part of a ray.
    ///
    /// - Parameters:
    ///   - interval: part of the ray, inside the volume.
    ///   - jitter: place of the samples in their steps, 0 up to 1.
    ///   - rate: samples a voxel.
    ///   - least: ends where less light than this is left.
    /// - Returns: light sent towards the ray's origin, and the share of light that passes.
    @inline(__always)
    func compose(
        _ ray: Ray, _ interval: LineInterval, jitter: Float, rate: Float, least: Float
    ) -> (color: SIMD3<Float>, transmission: Float) {
        let origin = toObject.apply(ray.origin) * perVoxel
        let direction = toObject.applyDirection(ray.direction) * perVoxel
        // A step crosses one voxel along the axis that the ray runs fastest along.
        let step = 1 / (largestMagnitude(direction) * rate)
        guard step.isFinite, step > 0 else { return (.zero, 1) }
        var color = SIMD3<Float>.zero
        var transmission: Float = 1
        forEachBrick(origin, direction, interval) { part, _ in
            var lower = part.lower
            while lower < part.upper {
                let upper = min(lower + step, part.upper)
                guard upper > lower else { break }
                let place = origin + direction * (lower + (upper - lower) * jitter)
                let sample = self.color(of: value(place))
                if sample.w > 0 {
                    let passing = Elementary.exp(-sample.w * (upper - lower))
                    color += SIMD3(sample.x, sample.y, sample.z) * (transmission * (1 - passing))
                    transmission *= passing
                    if transmission < least {
                        transmission = 0
                        return false
                    }
                }
                lower = upper
            }
            return true
        }
        return (color, transmission)
    }

    /// Draws how far light gets on a part of a ray before it is scattered (delta tracking: Woodcock et al. 1965).
    ///
    /// - Returns: the distance and the colour there, or nil where the light leaves the part.
    @inline(__always)
    func freePath(
        _ ray: Ray, _ interval: LineInterval, _ random: inout RandomStream
    ) -> (distance: Float, color: SIMD3<Float>)? {
        let origin = toObject.apply(ray.origin) * perVoxel
        let direction = toObject.applyDirection(ray.direction) * perVoxel
        var result: (Float, SIMD3<Float>)?
        forEachBrick(origin, direction, interval) { part, majorant in
            var distance = part.lower
            while true {
                distance -= Elementary.log(1 - random.next()) / majorant
                guard distance < part.upper else { return true }
                let sample = color(of: value(origin + direction * distance))
                if random.next() * majorant < sample.w {
                    result = (distance, SIMD3(sample.x, sample.y, sample.z))
                    return false
                }
            }
        }
        return result
    }
}

/// Random numbers without end for one sample of one pixel, where sample sequences have no dimension left.
struct RandomStream {
    private var state: UInt32
    private let key: UInt32

    @inline(__always)
    init(pixel: UInt32, index: UInt32) {
        key = SampleSequence.hash(pixel &* 0x9E37_79B1 ^ SampleSequence.hash(index &+ 0x632B_E5AB))
        state = 0
    }

    /// A number in [0, 1).
    @inline(__always)
    mutating func next() -> Float {
        state = state &+ 1
        return SampleSequence.unit(SampleSequence.hash(key ^ SampleSequence.hash(state)))
    }
}
