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
    private let partStride: Int
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
        partStride = extinctions.partStride
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
        StepNotes.withNotes { notes in
            walk.visit(origin, direction, interval) { crossed in
                let occupancy = occupancies[crossed.brick]
                guard occupancy != 0 else { return true }
                var lower = crossed.part.lower
                while lower < crossed.part.upper {
                    let steps = StepPacket(from: lower, step, to: crossed.part.upper)
                    guard steps.end > lower else { break }
                    lower = steps.end
                    let lengths = steps.ends - steps.starts
                    let distances = steps.starts + lengths * jitter
                    notes.note(distances, lengths, finder.parts(crossed.firstPart, distances), occupancy)
                    if notes.isFull, !seeThrough(&notes, origin, direction, &gathered) { return false }
                }
                return notes.count < Self.fewSteps || seeThrough(&notes, origin, direction, &gathered)
            }
            if gathered.transmission > 0 {
                notes.fillUp()
                _ = seeThrough(&notes, origin, direction, &gathered)
            }
        }
        return (SIMD3(gathered.color.x, gathered.color.y, gathered.color.z), gathered.transmission)
    }

    /// Takes the steps that were noted off the notes, as many as there are fours of; false where no light is left.
    ///
    /// First all are looked up, then all exponentials are taken, then they are joined: what waits for nothing else
    /// runs at once.
    private func seeThrough(
        _ notes: inout StepNotes, _ origin: Vector3, _ direction: Vector3, _ gathered: inout GatheredLight
    ) -> Bool {
        let fours = notes.count / 4
        for four in 0..<fours {
            let places = PointPacket(origin, direction, notes.distances(four))
            let (a, b, c, d) = function.colors(of: sampler.values(places))
            let extinctions = SIMD4(a.w, b.w, c.w, d.w)
            let present = extinctions.kept(where: extinctions .> SIMD4.zero)
            let samples = notes.samples + 5 &* four
            samples[0] = a
            samples[1] = b
            samples[2] = c
            samples[3] = d
            samples[4] = (SIMD4.zero - present) * notes.lengths(four)
        }
        for four in 0..<fours {
            notes.samples[5 &* four &+ 4] = Elementary.exp(notes.samples[5 &* four &+ 4])
        }
        for four in 0..<fours where !gathered.add(notes.samples + 5 &* four) { return false }
        notes.remove(4 &* fours)
        return true
    }

    /// Fewer steps than these wait for those of the next brick: they are too few to run side by side.
    private static let fewSteps = 12

    /// What the numbers of parts count in, a little more so that rounding takes nothing away.
    private static let perPart: Float = 1.0001 / 255

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
            let greatest = partMajorants + crossed.brick &* partStride
            guard majorant * (crossed.part.upper - crossed.part.lower) <= Self.mostTrials else {
                result = freePathInDense(crossed.part, origin, direction, &draws)
                return result == nil
            }
            var distance = crossed.part.lower
            while true {
                distance -= draws.nextLogarithm() / majorant
                guard distance < crossed.part.upper else { return true }
                let number = draws.next()
                // Most are refused without a look at the voxels.
                let bound = Float(greatest[finder.part(crossed.firstPart, distance)]) * Self.perPart
                guard number < bound else { continue }
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

    /// Points that are tried in a brick on average, above which the other way is taken.
    private static let mostTrials: Float = 4096
    /// Steps of the other way.
    private static let denseSteps = 1024

    /// Draws how far light gets in a part of a ray that is so dense that points tried one after another would not end,
    /// or would lie too close for single precision to tell apart: in even steps, each of which scatters light with the
    /// chance that its extinction gives.
    @inline(never)
    private func freePathInDense(
        _ part: LineInterval, _ origin: Vector3, _ direction: Vector3, _ draws: inout RandomStream.Draws
    ) -> (Float, SIMD3<Float>)? {
        let step = (part.upper - part.lower) / Float(Self.denseSteps)
        for index in 0..<Self.denseSteps {
            let distance = part.lower + (Float(index) + draws.next()) * step
            let sample = function.color(of: sampler.value(origin + direction * distance))
            guard sample.w > 0 else { continue }
            if draws.next() < 1 - Elementary.exp(-sample.w * step) {
                return (distance, SIMD3(sample.x, sample.y, sample.z))
            }
        }
        return nil
    }
}
