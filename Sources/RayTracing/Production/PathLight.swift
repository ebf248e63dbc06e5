// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// Light that comes to the vertices of a path: from sources that it runs into, from sources that are sampled, and what
/// stands before them.
extension PathIntegrator {
    /// What all lights but glowing surfaces send against a ray, weighed against their sampling at the origin.
    @inline(__always)
    mutating func sources(
        along ray: Ray, until distance: Float, _ origin: Origin, isStraight: Bool, _ random: inout RandomStream
    ) -> SIMD3<Float> {
        var sum = SIMD3<Float>.zero
        // Where the path went straight through surfaces, the origin lies before the ray's.
        let nearest = (ray.origin - origin.position).length
        let farthest = distance == .infinity
            ? Float.infinity : (ray.origin + ray.direction * distance - origin.position).length
        for index in 0..<lightCount where !isStraight || lights[index].isVisible {
            guard
                let hit = lights[index].hit(
                    from: origin.position, ray.direction, nearest: nearest, farthest: farthest)
            else { continue }
            sum += hit.radiance * Self.powerHeuristic(origin.density, hit.density)
        }
        if hasAmbient, !isStraight, distance == .infinity {
            let density = Self.ambientDensity(origin.normal, ray.direction)
            sum += ambient * Self.powerHeuristic(origin.density, density)
        }
        return sum
    }

    private static func ambientDensity(_ normal: Vector3, _ direction: Vector3) -> Float {
        normal == .zero ? 1 / (4 * Float.pi) : max(normal.dot(direction), 0) / Float.pi
    }

    /// Draws a direction to source `index`: the lights, then glowing surfaces, then the ambient light.
    @inline(__always)
    private func sampleSource(
        _ index: Int, from position: Vector3, _ normal: Vector3, _ numbers: Purposes, _ sequence: SampleSequence
    ) -> LightSample? {
        let place = sequence.pair(numbers.light(index))
        if index < lightCount { return lights[index].sample(from: position, place) }
        if index < lightCount + emitterCount {
            return emitters[index - lightCount].sample(
                from: position, place, sequence.number(numbers.light(index) &+ 1))
        }
        if normal == .zero {
            let density: Float = 1 / (4 * Float.pi)
            return LightSample(
                direction: Self.sphereDirection(place), distance: .infinity, weight: ambient / density,
                density: density)
        }
        let local = cosineDirection(place)
        guard local.z > 0 else { return nil }
        return LightSample(
            direction: ShadingFrame(normal: normal).world(local), distance: .infinity,
            weight: ambient * (Float.pi / local.z), density: local.z / Float.pi)
    }

    @inline(__always)
    mutating func directLight(
        at point: SurfacePoint, _ model: some ScatteringModel, _ frame: ShadingFrame, _ outgoing: Vector3,
        _ medium: Medium, _ throughput: SIMD3<Float>, _ depth: Int, _ sequence: SampleSequence,
        _ random: inout RandomStream
    ) -> SIMD3<Float> {
        var sum = SIMD3<Float>.zero
        let numbers = purposes(depth)
        for index in 0..<sourceCount {
            guard let light = sampleSource(index, from: point.position, point.shadingNormal, numbers, sequence),
                greatest(light.weight) > 0, light.density > 0
            else { continue }
            var value = model.evaluate(outgoing, frame.local(light.direction))
            guard greatest(value.value) > 0 else { continue }
            if depth >= Self.rouletteStart, value.density > 0 {
                value.density *= min(luminance(throughput * value.value / value.density), Self.greatestSurvival)
            }
            var origin = point.position
            if point.geometricNormal.dot(light.direction) < 0 { origin -= point.geometricNormal * (2 * point.epsilon) }
            let ray = Ray(origin: origin, direction: light.direction, near: 0, far: light.distance)
            let share = Self.powerHeuristic(light.density, value.density)
            let contribution = value.value * light.weight * share
            sum += unshadowed(ray, contribution, throughput, medium, &random)
        }
        return sum
    }

    @inline(__always)
    mutating func directLight(
        inVolumeAt position: Vector3, _ depth: Int, _ sequence: SampleSequence, _ random: inout RandomStream
    ) -> SIMD3<Float> {
        var sum = SIMD3<Float>.zero
        let numbers = purposes(depth)
        let value: Float = 1 / (4 * Float.pi)
        for index in 0..<sourceCount {
            guard let light = sampleSource(index, from: position, .zero, numbers, sequence),
                greatest(light.weight) > 0, light.density > 0
            else { continue }
            let ray = Ray(origin: position, direction: light.direction, near: 0, far: light.distance)
            let share = Self.powerHeuristic(light.density, value)
            sum += unshadowed(ray, light.weight * (value * share), SIMD3(1, 1, 1), .vacuum, &random)
        }
        return sum
    }

    /// What is left of light after all that stands on its way.
    @inline(__always)
    mutating func unshadowed(
        _ start: Ray, _ light: SIMD3<Float>, _ throughput: SIMD3<Float>, _ startMedium: Medium,
        _ random: inout RandomStream
    ) -> SIMD3<Float> {
        let kept = tracer.clips ? tracer.findKept(start, list: .shadow) : 0
        if tracer.isOccluded(start, mask: RayMask.blocking, kept: kept, list: .shadow) { return .zero }
        var result = light
        if hasTransparentSurfaces {
            var ray = start
            var medium = startMedium
            var crossings = 0
            while true {
                let hit = tracer.nearest(ray, mask: RayMask.passing, kept: kept, list: .shadow)
                if hit.isMiss { break }
                let surface = surfaces + Int(hit.surface)
                let material = materials + Int(surface.pointee.materialIndex)
                let point = surface.pointee.point(of: hit, ray: ray)
                let cosine = max(-point.shadingNormal.dot(ray.direction), 0)
                result *= material.pointee.transparency(point.color, cosine: cosine, medium: medium)
                if medium.absorbs { result *= exponential(medium.attenuation * (hit.distance - ray.near)) }
                crossings += 1
                guard greatest(result * throughput) > Self.leastContribution, crossings < longestPath else {
                    return .zero
                }
                medium = material.pointee.crossed(medium)
                ray.near = hit.distance + point.epsilon
            }
        }
        if volumeCount > 0, freePath(start, farthest: start.far, kept: kept, list: .shadow, &random) != nil {
            return .zero
        }
        return result
    }

    /// The nearest scattering in a volume before a distance.
    @inline(__always)
    func freePath(
        _ ray: Ray, farthest: Float, kept: Int, list: ClippingScratch.List = .path, _ random: inout RandomStream
    ) -> (distance: Float, color: SIMD3<Float>)? {
        var best: (distance: Float, color: SIMD3<Float>)?
        for index in 0..<volumeCount {
            var part = ray
            part.far = min(farthest, best?.distance ?? farthest)
            let inside = volumes[index].inside(part)
            guard !inside.isEmpty else { continue }
            guard tracer.clips else {
                if let found = volumes[index].freePath(ray, inside, &random) { best = found }
                continue
            }
            for number in 0..<kept {
                let interval = tracer.keptInterval(number, of: list)
                let cut = LineInterval(
                    lower: max(inside.lower, interval.lower), upper: min(inside.upper, interval.upper))
                guard !cut.isEmpty else { continue }
                if let found = volumes[index].freePath(ray, cut, &random) {
                    best = found
                    break
                }
            }
        }
        return best
    }
}
