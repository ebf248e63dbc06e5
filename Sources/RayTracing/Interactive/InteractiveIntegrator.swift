// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// What a camera ray brings back.
struct SampleResult {
    /// Linear red, green, blue and alpha.
    var color: SIMD4<Float>
    var depth = Float.infinity
    var normal = Vector3.zero
    var albedo: SIMD3<Float>
}

/// The renderer `interactive`: direct light with hard shadows, ambient light with occlusion, transparency front to
/// back; no reflection, no refraction.
struct InteractiveIntegrator: BlockIntegrator {
    private var tracer: Tracer
    private let surfaces: UnsafePointer<SurfaceRecord>
    private let lights: UnsafePointer<LightRecord>
    private let lightCount: Int
    private let ambient: SIMD3<Float>
    private let background: SIMD4<Float>
    private let castsShadows: Bool
    private let occlusionSamples: Int
    private let hasTranslucentSurfaces: Bool
    private let volumes: UnsafePointer<VolumeRecord>
    private let volumeCount: Int
    /// Where in their steps the samples of volumes lie, for the current sample of the pixel.
    private var jitter: Float = 0

    // One element for each ray of a block.
    private let lanes = UnsafeMutablePointer<Lane>.allocate(capacity: RayPacket.width)
    private let rayLanes = UnsafeMutablePointer<Ray>.allocate(capacity: RayPacket.width)
    private let shadowLanes = UnsafeMutablePointer<Ray>.allocate(capacity: RayPacket.width)
    private let hits = UnsafeMutablePointer<RayHit>.allocate(capacity: RayPacket.width)
    private let points = UnsafeMutablePointer<SurfacePoint>.allocate(capacity: RayPacket.width)

    /// What matters less than this is left out.
    private static let leastContribution: Float = 0.001

    init(_ scene: PreparedScene, _ settings: InteractiveRenderer) {
        tracer = scene.makeTracer()
        surfaces = scene.surfaces.base
        lights = scene.lights.base
        lightCount = scene.lights.count
        ambient = scene.ambient
        background = settings.background.components
        castsShadows = settings.shadows
        occlusionSamples = luminance(scene.ambient) > Self.leastContribution ? settings.ambientOcclusionSamples : 0
        hasTranslucentSurfaces = scene.hasTranslucentSurfaces
        volumes = scene.volumes.base
        volumeCount = scene.volumes.count
    }

    /// Rays sent so far.
    var traced: TracedRays { tracer.traced }

    /// Frees the working memory; the value must not be used afterwards.
    func deallocate() {
        tracer.deallocate()
        lanes.deallocate()
        rayLanes.deallocate()
        shadowLanes.deallocate()
        hits.deallocate()
        points.deallocate()
    }

    /// The result of a camera ray that meets neither surface nor volume.
    var miss: SampleResult {
        var lane = Lane(pixel: 0, background: SIMD3(background.x, background.y, background.z))
        lane.reachBackground(background)
        return lane.result
    }

    /// Fills in the results of a block: the light that comes against its camera rays.
    ///
    /// - Parameter index: number of the sample in each pixel.
    @inline(__always)
    mutating func sample(_ block: PixelBlock, _ rays: CameraRays, index: UInt32) {
        let backgroundColor = SIMD3(background.x, background.y, background.z)
        for lane in 0..<block.count {
            lanes[lane] = Lane(pixel: block.keys[lane], background: backgroundColor)
            rayLanes[lane] = rays.ray(block.places[lane])
            if volumeCount > 0 {
                lanes[lane].jitter = SampleSequence(pixel: block.keys[lane], index: index).number(3)
            }
        }
        var active = UInt32(1 << block.count) - 1
        var coherent = true
        while active != 0 {
            tracer.nearest(
                rayLanes, lanes: active, mask: RayMask.interactive, coherent: coherent, hits)
            coherent = false
            var shaded: UInt32 = 0
            for lane in 0..<block.count where active & (1 << UInt32(truncatingIfNeeded: lane)) != 0 {
                if meet(lane) { shaded |= 1 << UInt32(truncatingIfNeeded: lane) }
            }
            if shaded != 0 { light(shaded, block.count, index: index) }
            active = 0
            for lane in 0..<block.count where shaded & (1 << UInt32(truncatingIfNeeded: lane)) != 0 {
                lanes[lane].color += lanes[lane].light * lanes[lane].transmission
                lanes[lane].transmission *= lanes[lane].passing
                if lanes[lane].transmission < Self.leastContribution {
                    lanes[lane].transmission = 0
                } else {
                    rayLanes[lane].near = hits[lane].distance + points[lane].epsilon
                    active |= 1 << UInt32(truncatingIfNeeded: lane)
                }
            }
        }
        for lane in 0..<block.count {
            block.results[lane] = lanes[lane].result
        }
    }

    /// What a ray gathers on its way.
    private struct Lane {
        var pixel: UInt32
        var color = SIMD3<Float>.zero
        var transmission: Float = 1
        var depth = Float.infinity
        var normal = Vector3.zero
        var albedo: SIMD3<Float>
        /// Whether nothing but what is all but invisible was met.
        var seesThroughAll = true
        /// Of the current hit: diffuse colour, share of light that passes, light sent on.
        var diffuse = SIMD3<Float>.zero
        var passing: Float = 0
        var light = SIMD3<Float>.zero
        /// Of the current source: what arrives if nothing stands before it.
        var contribution = SIMD3<Float>.zero
        /// Where in their steps the samples of volumes lie.
        var jitter: Float = 0

        init(pixel: UInt32, background: SIMD3<Float>) {
            self.pixel = pixel
            albedo = background
        }

        /// Ends the ray's way in the background.
        @inline(__always)
        mutating func reachBackground(_ background: SIMD4<Float>) {
            color += SIMD3(background.x, background.y, background.z) * transmission
            transmission *= 1 - background.w
        }

        @inline(__always) var result: SampleResult {
            SampleResult(color: SIMD4(color, 1 - transmission), depth: depth, normal: normal, albedo: albedo)
        }
    }

    /// Takes in what a ray has met; false where its way ends in the background.
    @inline(__always)
    private mutating func meet(_ lane: Int) -> Bool {
        let hit = hits[lane]
        if volumeCount > 0 {
            let kept = tracer.clips ? tracer.findKept(rayLanes[lane], list: .path) : 0
            jitter = lanes[lane].jitter
            let part = passVolumes(rayLanes[lane], until: hit.distance, kept: kept, list: .path, rate: 1)
            lanes[lane].color += part.color * lanes[lane].transmission
            lanes[lane].transmission *= part.transmission
        }
        guard !hit.isMiss else {
            lanes[lane].reachBackground(background)
            return false
        }
        let surface = surfaces + Int(hit.surface)
        points[lane] = surface.pointee.point(of: hit, ray: rayLanes[lane])
        let (diffuse, passing) = surface.pointee.material.interactive(color: points[lane].color)
        lanes[lane].diffuse = diffuse
        lanes[lane].passing = passing
        if lanes[lane].seesThroughAll {
            lanes[lane].depth = hit.distance
            lanes[lane].normal = points[lane].shadingNormal
            lanes[lane].albedo = diffuse
        }
        lanes[lane].seesThroughAll = lanes[lane].seesThroughAll && 1 - passing < Self.leastContribution
        return true
    }

    /// Light that the diffuse surfaces at some rays' hits send on, into the lanes.
    @inline(__always)
    private mutating func light(_ shaded: UInt32, _ count: Int, index: UInt32) {
        for lane in 0..<count { lanes[lane].light = .zero }
        for source in 0..<lightCount {
            var tested: UInt32 = 0
            for lane in 0..<count where shaded & (1 << UInt32(truncatingIfNeeded: lane)) != 0 {
                let (direction, distance, irradiance) = lights[source].central(at: points[lane].position)
                let cosine = direction.dot(points[lane].shadingNormal)
                guard cosine > 0 else { continue }
                let contribution = lanes[lane].diffuse * irradiance * (cosine * (1 / Float.pi))
                guard castsShadows else {
                    lanes[lane].light += contribution
                    continue
                }
                guard luminance(contribution) > Self.leastContribution else { continue }
                lanes[lane].contribution = contribution
                var origin = points[lane].position
                if points[lane].geometricNormal.dot(direction) < 0 {
                    origin -= points[lane].geometricNormal * (2 * points[lane].epsilon)
                }
                shadowLanes[lane] = Ray(origin: origin, direction: direction, near: 0, far: distance)
                tested |= 1 << UInt32(truncatingIfNeeded: lane)
            }
            guard tested != 0 else { continue }
            let free = tested & ~tracer.occluded(
                shadowLanes, lanes: tested, mask: RayMask.opaque, coherent: lights[source].kind == .directional)
            for lane in 0..<count where free & (1 << UInt32(truncatingIfNeeded: lane)) != 0 {
                let contribution = lanes[lane].contribution
                jitter = lanes[lane].jitter
                lanes[lane].light += contribution
                    * passage(shadowLanes[lane], weight: luminance(contribution), step: points[lane].epsilon)
            }
        }
        ambientLight(shaded, count, index: index)
    }

    /// Ambient light that arrives: the mean visibility over directions drawn in proportion to the cosine with the
    /// normal.
    @inline(__always)
    private mutating func ambientLight(_ shaded: UInt32, _ count: Int, index: UInt32) {
        guard occlusionSamples > 0 else {
            for lane in 0..<count { lanes[lane].light += lanes[lane].diffuse * ambient }
            return
        }
        for lane in 0..<count { lanes[lane].contribution = .zero }
        for number in 0..<occlusionSamples {
            var tested: UInt32 = 0
            for lane in 0..<count where shaded & (1 << UInt32(truncatingIfNeeded: lane)) != 0 {
                let sequence = SampleSequence(
                    pixel: lanes[lane].pixel, index: index &* UInt32(truncatingIfNeeded: occlusionSamples)
                        &+ UInt32(truncatingIfNeeded: number))
                let place = sequence.pair(1)
                let direction = ShadingFrame(normal: points[lane].shadingNormal).world(cosineDirection(place))
                guard direction.dot(points[lane].shadingNormal) >= 0.01 else { continue }
                shadowLanes[lane] = Ray(
                    origin: points[lane].position, direction: direction, near: points[lane].epsilon, far: 1e20)
                tested |= 1 << UInt32(truncatingIfNeeded: lane)
            }
            guard tested != 0 else { continue }
            let free = tested & ~tracer.occluded(
                shadowLanes, lanes: tested, mask: RayMask.opaque, coherent: false)
            for lane in 0..<count where free & (1 << UInt32(truncatingIfNeeded: lane)) != 0 {
                jitter = lanes[lane].jitter
                lanes[lane].contribution.x += passage(shadowLanes[lane], weight: 1, step: points[lane].epsilon)
            }
        }
        for lane in 0..<count {
            let share = lanes[lane].contribution.x / Float(occlusionSamples)
            lanes[lane].light += lanes[lane].diffuse * ambient * share
        }
    }

    /// Share of the light that what is not opaque lets through on a ray.
    ///
    /// - Parameters:
    ///   - weight: luminance of the light, to give up when little is left.
    ///   - step: how far beyond a surface the search goes on.
    @inline(__always)
    private mutating func passage(_ start: Ray, weight: Float, step: Float) -> Float {
        guard hasTranslucentSurfaces || volumeCount > 0 else { return 1 }
        let kept = tracer.clips ? tracer.findKept(start, list: .shadow) : 0
        var share: Float = 1
        if volumeCount > 0 {
            share = passVolumes(start, until: start.far, kept: kept, list: .shadow, rate: 0.25).transmission
            if share * weight < Self.leastContribution { return 0 }
        }
        guard hasTranslucentSurfaces else { return share }
        var ray = start
        while true {
            let hit = tracer.nearest(ray, mask: RayMask.translucent, kept: kept, list: .shadow)
            if hit.isMiss { return share }
            let surface = surfaces + Int(hit.surface)
            let color = surface.pointee.colors.color(of: hit.primitive)
            share *= surface.pointee.material.interactive(color: color).transmission
            if share * weight < Self.leastContribution { return 0 }
            let reached = ray.origin + ray.direction * hit.distance
            let epsilon = max(largestMagnitude(reached), hit.distance) * unitEpsilon
            ray.near = hit.distance + max(step, epsilon)
        }
    }

    /// Light that volumes send against a ray before a distance, and the share that they let pass.
    @inline(__always)
    private func passVolumes(
        _ ray: Ray, until distance: Float, kept: Int, list: ClippingScratch.List, rate: Float
    ) -> (color: SIMD3<Float>, transmission: Float) {
        var color = SIMD3<Float>.zero
        var transmission: Float = 1
        var part = ray
        part.far = min(ray.far, distance)
        var after = -Float.infinity
        var last = -1
        // Nearest first; volumes that overlap are passed one after the other.
        for _ in 0..<volumeCount {
            var chosen = -1
            var inside = LineInterval.empty
            for index in 0..<volumeCount {
                let candidate = volumes[index].inside(part)
                let order = candidate.lower
                guard !candidate.isEmpty, order > after || (order == after && index > last) else { continue }
                if chosen < 0 || order < inside.lower {
                    chosen = index
                    inside = candidate
                }
            }
            guard chosen >= 0 else { break }
            after = inside.lower
            last = chosen
            let count = tracer.clips ? kept : 1
            for number in 0..<count {
                var cut = inside
                if tracer.clips {
                    let interval = tracer.keptInterval(number, of: list)
                    cut = LineInterval(
                        lower: max(inside.lower, interval.lower), upper: min(inside.upper, interval.upper))
                }
                guard !cut.isEmpty, transmission > 0 else { continue }
                let passed = volumes[chosen].compose(
                    ray, cut, jitter: jitter, rate: rate, least: Self.leastContribution)
                color += passed.color * transmission
                transmission *= passed.transmission
            }
        }
        return (color, transmission)
    }
}

/// Two unit vectors that make a right-handed basis with a unit vector (Duff et al., "Building an Orthonormal Basis,
/// Revisited", JCGT 2017).
@inline(__always)
func tangents(of n: Vector3) -> (Vector3, Vector3) {
    let sign: Float = n.z >= 0 ? 1 : -1
    let a = -1 / (sign + n.z)
    let b = n.x * n.y * a
    return (
        Vector3(1 + sign * n.x * n.x * a, sign * b, -sign * n.x),
        Vector3(b, sign + n.y * n.y * a, -n.y)
    )
}
