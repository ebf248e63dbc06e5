// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// The renderer `production`: paths from the camera, at each vertex all light sources sampled once and combined with
/// the paths that find them (Veach and Guibas, "Optimally Combining Sampling Techniques for Monte Carlo Rendering",
/// SIGGRAPH 1995, power heuristic), and Russian roulette from the fifth vertex on.
struct PathIntegrator: BlockIntegrator {
    var tracer: Tracer
    let surfaces: UnsafePointer<SurfaceRecord>
    let materials: UnsafePointer<ScatteringRecord>
    let lights: UnsafePointer<LightRecord>
    let lightCount: Int
    let emitters: UnsafePointer<EmitterRecord>
    let emitterCount: Int
    private let emitterOfSurface: UnsafePointer<Int32>
    let volumes: UnsafePointer<VolumeRecord>
    let volumeCount: Int
    let ambient: SIMD3<Float>
    let hasAmbient: Bool
    private let background: SIMD4<Float>
    let longestPath: Int
    let hasTransparentSurfaces: Bool
    /// Whether a camera ray that meets no surface meets nothing at all.
    private let missesPlainly: Bool

    // One element for each ray of a block.
    private let rayLanes = UnsafeMutablePointer<Ray>.allocate(capacity: RayPacket.width)
    private let hits = UnsafeMutablePointer<RayHit>.allocate(capacity: RayPacket.width)

    static let leastContribution: Float = 0.001
    static let rouletteStart = 5
    static let greatestSurvival: Float = 0.95
    /// Crossings of ghost surfaces on one ray, so that no scene is endless.
    private static let mostGhosts = 512

    /// The last vertex from which directions were drawn with a density, for weighing lights that a path runs into.
    struct Origin {
        var position: Vector3
        /// Zero in a volume.
        var normal: Vector3
        var density: Float
    }

    /// What to draw random numbers for.
    struct Purposes {
        let first: UInt32
        static let lens: UInt32 = 2

        init(depth: Int, lightCount: Int) {
            first = 16 &+ UInt32(truncatingIfNeeded: depth &* (lightCount &* 2 &+ 8))
        }

        var direction: UInt32 { first }
        var choice: UInt32 { first &+ 1 }
        var roulette: UInt32 { first &+ 2 }
        func light(_ index: Int) -> UInt32 { first &+ 4 &+ UInt32(truncatingIfNeeded: index &* 2) }
    }

    init(_ production: ProductionScene, _ settings: ProductionRenderer) {
        let scene = production.scene
        tracer = scene.makeTracer()
        surfaces = scene.surfaces.base
        materials = production.materials.base
        lights = scene.lights.base
        lightCount = scene.lights.count
        emitters = production.emitters.base
        emitterCount = production.emitters.count
        emitterOfSurface = production.emitterOfSurface.base
        volumes = scene.volumes.base
        volumeCount = scene.volumes.count
        ambient = scene.ambient
        hasAmbient = greatest(scene.ambient) > 0
        background = settings.background.components
        longestPath = settings.maxRayBounces
        hasTransparentSurfaces = scene.hasTransparentSurfaces
        missesPlainly = volumeCount == 0 && !(0..<lightCount).contains { scene.lights[$0].isVisible }
    }

    /// Rays sent so far.
    var traced: TracedRays { tracer.traced }

    /// Frees the working memory; the value must not be used afterwards.
    func deallocate() {
        tracer.deallocate()
        rayLanes.deallocate()
        hits.deallocate()
    }

    /// The result of a camera ray that meets nothing.
    var miss: SampleResult {
        let seen = Self.reachBackground(background, SIMD3(1, 1, 1))
        return SampleResult(color: SIMD4(SIMD3<Float>.zero + seen.light, seen.alpha), albedo: .zero)
    }

    /// Light and alpha where a straight way ends in the background.
    @inline(__always)
    private static func reachBackground(
        _ background: SIMD4<Float>, _ throughput: SIMD3<Float>
    ) -> (light: SIMD3<Float>, alpha: Float) {
        let alpha = 1 - luminance(throughput)
        return (
            SIMD3(background.x, background.y, background.z) * throughput, alpha + (1 - alpha) * background.w
        )
    }

    /// Number of sources that are sampled at a vertex.
    var sourceCount: Int { lightCount + emitterCount + (hasAmbient ? 1 : 0) }

    /// Fills in the results of a block: the light that comes against its camera rays.
    ///
    /// - Parameter index: number of the sample in each pixel.
    @inline(__always)
    mutating func sample(_ block: PixelBlock, _ rays: CameraRays, index: UInt32) {
        for lane in 0..<block.count {
            rayLanes[lane] = cameraRay(block.places[lane], rays, pixel: block.keys[lane], index: index)
        }
        tracer.nearest(
            rayLanes, lanes: UInt32(1 << block.count) - 1, mask: RayMask.production,
            coherent: rays.lensRadius == 0, hits)
        for lane in 0..<block.count {
            if hits[lane].isMiss, missesPlainly {
                block.results[lane] = miss
                continue
            }
            let pixel = block.keys[lane]
            let sequence = SampleSequence(pixel: pixel, index: index)
            var random = RandomStream(pixel: pixel, index: index)
            var ray = rayLanes[lane]
            block.results[lane] = follow(&ray, hits[lane], sequence, &random)
        }
    }

    @inline(__always)
    private func cameraRay(_ place: Vector2, _ rays: CameraRays, pixel: UInt32, index: UInt32) -> Ray {
        guard rays.lensRadius > 0 else { return rays.ray(place) }
        let number = SampleSequence(pixel: pixel, index: index).pair(Purposes.lens)
        let circle = Elementary.sineAndCosine(turns: number.x)
        let radius = number.y.squareRoot()
        return rays.ray(place, lens: Vector2(circle.cosine * radius, circle.sine * radius))
    }

    /// Follows a path whose first hit is known.
    private mutating func follow(
        _ ray: inout Ray, _ first: RayHit, _ sequence: SampleSequence, _ random: inout RandomStream
    ) -> SampleResult {
        var result = SampleResult(color: SIMD4(0, 0, 0, 1), albedo: .zero)
        var light = SIMD3<Float>.zero
        var throughput = SIMD3<Float>(1, 1, 1)
        var medium = Medium.vacuum
        var origin = Origin(position: ray.origin, normal: ray.direction, density: .infinity)
        var isStraight = true
        var needsGeometry = true
        var ghostAlpha: Float = 0
        var ghostShare: Float = 1
        var depth = 0
        var alpha: Float = 1
        while true {
            let kept = tracer.clips ? tracer.findKept(ray, list: .path) : 0
            var hit = depth == 0
                ? first : tracer.nearest(ray, mask: RayMask.production, kept: kept, list: .path)
            var ghosts = 0
            let start = ray.near
            while !hit.isMiss, materials[Int(surfaces[Int(hit.surface)].materialIndex)].isGhost {
                let point = surfaces[Int(hit.surface)].point(of: hit, ray: ray)
                let facing = 1 - abs(point.shadingNormal.dot(ray.direction))
                let glow = facing * facing * facing
                light += SIMD3(point.color.x, point.color.y, point.color.z) * throughput * (glow * ghostShare)
                if isStraight { ghostAlpha += glow }
                ghostShare *= (1 - glow) * (1 - glow)
                ghosts += 1
                guard ghosts < Self.mostGhosts else {
                    hit = RayHit()
                    break
                }
                ray.near = hit.distance + point.epsilon
                hit = tracer.nearest(ray, mask: RayMask.production, kept: kept, list: .path)
            }
            ray.near = start
            let scattered = volumeCount > 0
                ? freePath(ray, farthest: hit.distance, kept: kept, &random) : nil
            if depth == 0 { result.depth = scattered?.distance ?? hit.distance }

            if scattered == nil {
                if hit.isMiss, isStraight {
                    let seen = Self.reachBackground(background, throughput)
                    light += seen.light
                    alpha = seen.alpha
                }
                light += throughput * sources(
                    along: ray, until: hit.isMiss ? .infinity : hit.distance, origin, isStraight: isStraight, &random)
                if hit.isMiss { break }
            }
            guard depth < longestPath || (emitterCount > 0 && depth <= longestPath) else { break }

            if let scattered {
                guard depth < longestPath else { break }
                throughput *= scattered.color
                let position = ray.origin + ray.direction * scattered.distance
                if needsGeometry {
                    result.albedo = scattered.color
                    needsGeometry = false
                }
                light += throughput * directLight(inVolumeAt: position, depth, sequence, &random)
                guard survives(&throughput, depth, sequence) else { break }
                let direction = Self.sphereDirection(sequence.pair(purposes(depth).direction))
                let density: Float = 1 / (4 * Float.pi)
                origin = Origin(position: position, normal: .zero, density: density * lastSurvival)
                isStraight = false
                ray = Ray(origin: position, direction: direction, near: 0, far: .infinity)
                depth += 1
                guard greatest(throughput) > Self.leastContribution else { break }
                continue
            }

            let surface = surfaces + Int(hit.surface)
            let material = materials + Int(surface.pointee.materialIndex)
            let point = surface.pointee.point(of: hit, ray: ray)
            if material.pointee.isEmissive {
                let owner = emitterOfSurface[Int(hit.surface)]
                var share: Float = 1
                if owner >= 0, origin.density < .infinity {
                    let distance = (ray.origin + ray.direction * hit.distance - origin.position).length
                    let density = emitters[Int(owner)].density(
                        of: hit.primitive, from: origin.position, distance: distance,
                        cosine: point.geometricNormal.dot(ray.direction))
                    share = Self.powerHeuristic(origin.density, density)
                }
                light += throughput * material.pointee.emission * share
            }
            guard depth < longestPath else { break }
            let departure: Departure
            let frame: ShadingFrame
            if let color = material.pointee.plainDiffuse(point.color) {
                frame = ShadingFrame(normal: point.shadingNormal)
                departure = depart(
                    from: point, PlainDiffuse(color: color), frame, along: ray.direction, medium, throughput, depth,
                    sequence, &random)
            } else {
                frame = material.pointee.frame(at: point, of: hit, on: surface)
                guard
                    let scattering = material.pointee.scattering(
                        point.color, position: point.position, medium: medium)
                else { break }
                departure = depart(
                    from: point, scattering, frame, along: ray.direction, medium, throughput, depth, sequence, &random)
            }
            light += departure.light
            guard let drawn = departure.drawn else { break }
            throughput *= departure.factor
            var density = departure.density
            if needsGeometry, drawn.kind.isDisjoint(with: .specular) {
                result.albedo = SIMD3(point.color.x, point.color.y, point.color.z)
                result.normal = point.shadingNormal
                needsGeometry = false
            }
            guard greatest(throughput) > 0, survives(&throughput, depth, sequence) else { break }
            density *= lastSurvival
            if medium.absorbs { throughput *= exponential(medium.attenuation * hit.distance) }
            let direction = frame.world(drawn.incoming)
            var position = point.position
            if !drawn.kind.isDisjoint(with: .transmission) {
                position -= point.geometricNormal * (2 * point.epsilon)
                medium = material.pointee.crossed(medium)
            }
            let goesOn = drawn.kind == .specularTransmission
            if !goesOn { origin = Origin(position: point.position, normal: point.shadingNormal, density: density) }
            let keepsDirection = goesOn && drawn.incoming == Vector3.zero - frame.local(Vector3.zero - ray.direction)
            isStraight = isStraight && keepsDirection
            ray = Ray(
                origin: position, direction: keepsDirection ? ray.direction : direction.normalized, near: 0,
                far: .infinity)
            depth += 1
            guard greatest(throughput) > Self.leastContribution else { break }
        }
        if ghostAlpha > 0 { alpha = min(alpha + ghostAlpha, 1) }
        guard light.x.isFinite, light.y.isFinite, light.z.isFinite else {
            result.color = SIMD4(0, 0, 0, 1)
            return result
        }
        result.color = SIMD4(light, alpha)
        return result
    }

    /// How a path leaves a surface.
    private struct Departure {
        /// Light that the surface sends on from the sources.
        var light = SIMD3<Float>.zero
        /// The way on; nil where the path ends.
        var drawn: ScatterSample?
        /// What the throughput is multiplied by.
        var factor = SIMD3<Float>.zero
        /// Probability density of the way on, infinite for a specular one.
        var density = Float.infinity
    }

    /// Lights a point of a surface and draws the way on.
    @inline(__always)
    private mutating func depart(
        from point: SurfacePoint, _ model: some ScatteringModel, _ frame: ShadingFrame, along direction: Vector3,
        _ medium: Medium, _ throughput: SIMD3<Float>, _ depth: Int, _ sequence: SampleSequence,
        _ random: inout RandomStream
    ) -> Departure {
        var result = Departure()
        let outgoing = frame.local(Vector3.zero - direction)
        if !model.kinds.isDisjoint(with: .smooth) {
            result.light = throughput * directLight(
                at: point, model, frame, outgoing, medium, throughput, depth, sequence, &random)
        }
        let numbers = purposes(depth)
        guard
            let drawn = model.sample(
                outgoing, sequence.pair(numbers.direction), sequence.number(numbers.choice))
        else { return result }
        if drawn.kind.isDisjoint(with: .specular) {
            let value = model.evaluate(outgoing, drawn.incoming)
            guard value.density > 0, value.density.isFinite else { return result }
            result.factor = value.value / value.density
            result.density = value.density
        } else {
            result.factor = drawn.weight
        }
        result.drawn = drawn
        return result
    }

    func purposes(_ depth: Int) -> Purposes { Purposes(depth: depth, lightCount: sourceCount) }

    /// Chance with which the last call of `survives` let the path live.
    private var lastSurvival: Float = 1

    /// Ends paths that carry little by chance, and makes up for it in the others.
    @inline(__always)
    private mutating func survives(
        _ throughput: inout SIMD3<Float>, _ depth: Int, _ sequence: SampleSequence
    ) -> Bool {
        lastSurvival = 1
        guard depth >= Self.rouletteStart else { return true }
        let chance = min(luminance(throughput), Self.greatestSurvival)
        guard sequence.number(purposes(depth).roulette) <= chance, chance > 0 else { return false }
        throughput /= chance
        lastSurvival = chance
        return true
    }

    /// Square of one density over the sum of the squares; 1 for an infinite first one.
    @inline(__always)
    static func powerHeuristic(_ a: Float, _ b: Float) -> Float {
        if a > 1e17 { return 1 }
        return a * a / (a * a + b * b)
    }

    @inline(__always)
    static func sphereDirection(_ place: Vector2) -> Vector3 {
        coneDirection(place, height: 2)
    }
}
