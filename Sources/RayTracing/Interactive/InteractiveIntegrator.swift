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
struct InteractiveIntegrator {
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

    /// Frees the working memory; the value must not be used afterwards.
    func deallocate() {
        tracer.deallocate()
    }

    /// The light that comes against a camera ray.
    ///
    /// - Parameters:
    ///   - pixel: number of the pixel.
    ///   - index: number of the sample in the pixel.
    @inline(__always)
    mutating func sample(_ cameraRay: Ray, pixel: UInt32, index: UInt32) -> SampleResult {
        jitter = volumeCount > 0 ? SampleSequence(pixel: pixel, index: index).number(3) : 0
        var ray = cameraRay
        var color = SIMD3<Float>.zero
        var transmission: Float = 1
        var result = SampleResult(
            color: .zero, albedo: SIMD3(background.x, background.y, background.z))
        var seesThroughAll = true
        var isFirst = true
        let kept = tracer.clips ? tracer.findKept(ray, list: .path) : 0
        while true {
            let hit = tracer.nearest(ray, mask: RayMask.interactive, kept: kept, list: .path)
            if volumeCount > 0 {
                let part = passVolumes(ray, until: hit.distance, kept: kept, list: .path, rate: 1)
                color += part.color * transmission
                transmission *= part.transmission
            }
            if hit.isMiss {
                color += SIMD3(background.x, background.y, background.z) * transmission
                transmission *= 1 - background.w
                break
            }
            let surface = surfaces + Int(hit.surface)
            let point = surface.pointee.point(of: hit, ray: ray)
            let (diffuse, passing) = surface.pointee.material.interactive(color: point.color)
            if isFirst || seesThroughAll {
                result.depth = hit.distance
                result.normal = point.shadingNormal
                result.albedo = diffuse
                isFirst = false
            }
            seesThroughAll = seesThroughAll && 1 - passing < Self.leastContribution
            var light = directLight(at: point, diffuse: diffuse)
            light += diffuse * ambient * occlusion(at: point, pixel: pixel, index: index)
            color += light * transmission
            transmission *= passing
            if transmission < Self.leastContribution {
                transmission = 0
                break
            }
            ray.near = hit.distance + point.epsilon
        }
        result.color = SIMD4(color, 1 - transmission)
        return result
    }

    /// Light of all sources but the ambient ones that a diffuse surface sends on.
    @inline(__always)
    private mutating func directLight(at point: SurfacePoint, diffuse: SIMD3<Float>) -> SIMD3<Float> {
        var sum = SIMD3<Float>.zero
        for index in 0..<lightCount {
            let (direction, distance, irradiance) = lights[index].central(at: point.position)
            let cosine = direction.dot(point.shadingNormal)
            guard cosine > 0 else { continue }
            let contribution = diffuse * irradiance * (cosine * (1 / Float.pi))
            guard castsShadows else {
                sum += contribution
                continue
            }
            guard luminance(contribution) > Self.leastContribution else { continue }
            var origin = point.position
            if point.geometricNormal.dot(direction) < 0 { origin -= point.geometricNormal * (2 * point.epsilon) }
            let ray = Ray(origin: origin, direction: direction, near: 0, far: distance)
            sum += contribution * visibility(ray, weight: luminance(contribution), step: point.epsilon)
        }
        return sum
    }

    /// Share of the light that comes through on a ray.
    ///
    /// - Parameters:
    ///   - weight: luminance of the light, to give up when little is left.
    ///   - step: how far beyond a surface the search goes on.
    @inline(__always)
    private mutating func visibility(_ start: Ray, weight: Float, step: Float) -> Float {
        let kept = tracer.clips ? tracer.findKept(start, list: .shadow) : 0
        if tracer.isOccluded(start, mask: RayMask.opaque, kept: kept, list: .shadow) { return 0 }
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

    /// Share of the ambient light that arrives: the mean visibility over directions drawn in proportion to the
    /// cosine with the normal.
    @inline(__always)
    private mutating func occlusion(at point: SurfacePoint, pixel: UInt32, index: UInt32) -> Float {
        guard occlusionSamples > 0 else { return 1 }
        let (across, along) = tangents(of: point.shadingNormal)
        var sum: Float = 0
        for number in 0..<occlusionSamples {
            let sequence = SampleSequence(
                pixel: pixel, index: index &* UInt32(truncatingIfNeeded: occlusionSamples)
                    &+ UInt32(truncatingIfNeeded: number))
            let place = sequence.pair(1)
            let circle = Elementary.sineAndCosine(turns: place.x)
            let radius = place.y.squareRoot()
            let height = (1 - place.y).squareRoot()
            let direction = across * (circle.cosine * radius) + along * (circle.sine * radius)
                + point.shadingNormal * height
            guard direction.dot(point.shadingNormal) >= 0.01 else { continue }
            let ray = Ray(origin: point.position, direction: direction, near: point.epsilon, far: 1e20)
            sum += visibility(ray, weight: 1, step: point.epsilon)
        }
        return sum / Float(occlusionSamples)
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
