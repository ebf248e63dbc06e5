// SPDX-License-Identifier: Apache-2.0
import Geometry
import SceneModel

/// A placed volume as the loops read it. The prepared scene that owns it keeps alive what it points to.
struct VolumeRecord {
    private let toObject: AffineTransform
    private let size: Vector3
    private let perVoxel: Vector3
    private let sampler: VolumeSampler
    private let walk: BrickWalk
    private let rampLower: Float
    private let rampScale: Float
    private let colors: UnsafePointer<SIMD4<Float>>
    private let colorCount: Int
    /// Greatest extinction in each brick.
    private let majorants: UnsafePointer<Float>

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
        perVoxel = Vector3(1, 1, 1) / placed.volume.spacing
        sampler = VolumeSampler(placed.volume)
        walk = BrickWalk(structure)
        rampLower = placed.ramp.lower
        let width = placed.ramp.upper - placed.ramp.lower
        rampScale = width > 0 ? 1 / width : 0
        self.colors = colors.base
        colorCount = colors.count
        self.majorants = majorants.base
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
        walk.visit(origin, direction, interval) { part, brick in
            guard majorants[brick] > 0 else { return true }
            var lower = part.lower
            while lower < part.upper {
                let upper = min(lower + step, part.upper)
                guard upper > lower else { break }
                let place = origin + direction * (lower + (upper - lower) * jitter)
                let sample = self.color(of: sampler.value(place))
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
        walk.visit(origin, direction, interval) { part, brick in
            let majorant = majorants[brick]
            guard majorant > 0 else { return true }
            var distance = part.lower
            while true {
                distance -= Elementary.log(1 - random.next()) / majorant
                guard distance < part.upper else { return true }
                let sample = color(of: sampler.value(origin + direction * distance))
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
