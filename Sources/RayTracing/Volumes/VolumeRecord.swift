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
    private let function: TransferFunction
    private let majorants: UnsafePointer<Float>
    private let partMajorants: UnsafePointer<UInt8>
    private let occupancies: UnsafePointer<UInt64>

    /// Nil for a transform that cannot be undone and for a ramp without colours.
    init?(_ placed: PlacedVolume, _ extinctions: VolumeExtinctions) {
        guard let toObject = placed.transform.inverse, !placed.ramp.colors.isEmpty else { return nil }
        self.toObject = toObject
        size = placed.volume.size
        perVoxel = Vector3(1, 1, 1) / placed.volume.spacing
        sampler = VolumeSampler(extinctions.structure)
        walk = BrickWalk(extinctions.structure)
        function = extinctions.function
        majorants = extinctions.bricks.base
        partMajorants = extinctions.parts.base
        occupancies = extinctions.occupancies.base
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

    /// Emission and absorption along a part of a ray.
    ///
    /// - Parameters:
    ///   - interval: part of the ray, inside the volume.
    ///   - jitter: place of the samples in their steps, 0 up to 1.
    ///   - rate: samples a voxel.
    ///   - least: ends where less light than this is left.
    /// - Returns: light sent towards the ray's origin, and the share of light that passes.
    func compose(
        _ ray: Ray, _ interval: LineInterval, jitter: Float, rate: Float, least: Float
    ) -> (color: SIMD3<Float>, transmission: Float) {
        let origin = toObject.apply(ray.origin) * perVoxel
        let direction = toObject.applyDirection(ray.direction) * perVoxel
        // A step crosses one voxel along the axis that the ray runs fastest along.
        let step = 1 / (largestMagnitude(direction) * rate)
        guard step.isFinite, step > 0 else { return (.zero, 1) }
        let finder = PartFinder(origin, direction)
        var gathered = GatheredLight(least: least)
        // Steps are noted until there are four whose samples are not known to be empty, then seen through at once.
        withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * Self.notedSteps) { noted in
            guard let distances = noted.baseAddress else { return }
            let lengths = distances + Self.notedSteps
            var count = 0
            walk.visit(origin, direction, interval) { crossed in
                let occupancy = occupancies[crossed.brick]
                guard occupancy != 0 else { return true }
                var lower = crossed.part.lower
                var goesOn = true
                while goesOn {
                    while lower < crossed.part.upper, count <= Self.notedSteps - 4 {
                        let steps = StepPacket(from: lower, step, to: crossed.part.upper)
                        guard steps.end > lower else {
                            lower = .infinity
                            break
                        }
                        lower = steps.end
                        let stepLengths = steps.ends - steps.starts
                        let samples = steps.starts + stepLengths * jitter
                        let parts = finder.parts(crossed.cell, samples)
                        for lane in 0..<4 {
                            distances[count] = samples[lane]
                            lengths[count] = stepLengths[lane]
                            count &+= Int(truncatingIfNeeded: occupancy &>> UInt64(parts[lane]) & 1)
                        }
                    }
                    goesOn = lower < crossed.part.upper
                    var first = 0
                    while count &- first >= 4 {
                        add(origin, direction, distances + first, lengths + first, &gathered)
                        if gathered.transmission == 0 { return false }
                        first &+= 4
                    }
                    count &-= first
                    for index in 0..<count {
                        distances[index] = distances[first &+ index]
                        lengths[index] = lengths[first &+ index]
                    }
                }
                return true
            }
            guard count > 0, gathered.transmission > 0 else { return }
            // Steps of no length change nothing.
            for index in count..<4 {
                distances[index] = distances[0]
                lengths[index] = 0
            }
            add(origin, direction, distances, lengths, &gathered)
        }
        return (SIMD3(gathered.color.x, gathered.color.y, gathered.color.z), gathered.transmission)
    }

    private static let notedSteps = 64

    /// What the numbers of parts count in, a little more so that rounding takes nothing away.
    private static let perPart: Float = 1.0001 / 255

    /// Sees through four steps.
    @inline(__always)
    private func add(
        _ origin: Vector3, _ direction: Vector3, _ distances: UnsafePointer<Float>, _ lengths: UnsafePointer<Float>,
        _ gathered: inout GatheredLight
    ) {
        let places = PointPacket(
            origin, direction, SIMD4(distances[0], distances[1], distances[2], distances[3]))
        gathered.add(
            function.colors(of: sampler.values(places)), lengths: SIMD4(lengths[0], lengths[1], lengths[2], lengths[3]))
    }

    /// Draws how far light gets on a part of a ray before it is scattered (delta tracking: Woodcock et al. 1965).
    ///
    /// - Returns: the distance and the colour there, or nil where the light leaves the part.
    func freePath(
        _ ray: Ray, _ interval: LineInterval, _ random: inout RandomStream
    ) -> (distance: Float, color: SIMD3<Float>)? {
        let origin = toObject.apply(ray.origin) * perVoxel
        let direction = toObject.applyDirection(ray.direction) * perVoxel
        let finder = PartFinder(origin, direction)
        var draws = random.draws()
        var result: (Float, SIMD3<Float>)?
        walk.visit(origin, direction, interval) { crossed in
            let majorant = majorants[crossed.brick]
            guard majorant > 0 else { return true }
            let greatest = partMajorants + crossed.brick &* VolumeStructure.partCount
            var distance = crossed.part.lower
            while true {
                distance -= draws.nextLogarithm() / majorant
                guard distance < crossed.part.upper else { return true }
                let number = draws.next()
                // Most are refused without a look at the voxels.
                guard number < Float(greatest[finder.part(crossed.cell, distance)]) * Self.perPart else { continue }
                let sample = function.color(of: sampler.value(origin + direction * distance))
                if number * majorant < sample.w {
                    result = (distance, SIMD3(sample.x, sample.y, sample.z))
                    return false
                }
            }
        }
        draws.finish(&random)
        return result
    }
}

/// Light that comes against a ray, and how much of what lies behind still passes.
private struct GatheredLight {
    var color = SIMD4<Float>.zero
    var transmission: Float = 1
    /// Where less passes, nothing does.
    private let least: Float

    init(least: Float) {
        self.least = least
    }

    /// Takes in four steps, the nearest first.
    @inline(__always)
    mutating func add(
        _ samples: (SIMD4<Float>, SIMD4<Float>, SIMD4<Float>, SIMD4<Float>), lengths: SIMD4<Float>
    ) {
        let (a, b, c, d) = samples
        let extinctions = SIMD4(a.w, b.w, c.w, d.w)
        let present = extinctions.kept(where: extinctions .> SIMD4.zero)
        let passing = Elementary.exp((SIMD4.zero - present) * lengths)
        let stopped = SIMD4(repeating: 1) - passing
        let first = transmission * passing.x
        let second = first * passing.y
        let third = second * passing.z
        let fourth = third * passing.w
        if fourth >= least {
            color += a * (transmission * stopped.x)
            color += b * (first * stopped.y)
            color += c * (second * stopped.z)
            color += d * (third * stopped.w)
            transmission = fourth
            return
        }
        if add(a, passing.x, stopped.x), add(b, passing.y, stopped.y), add(c, passing.z, stopped.z) {
            _ = add(d, passing.w, stopped.w)
        }
    }

    /// Takes in one step; false where it is the last.
    @inline(__always)
    private mutating func add(_ sample: SIMD4<Float>, _ passing: Float, _ stopped: Float) -> Bool {
        color += sample * (transmission * stopped)
        transmission *= passing
        if transmission >= least { return true }
        transmission = 0
        return false
    }
}
