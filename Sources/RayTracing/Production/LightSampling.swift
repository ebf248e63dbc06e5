// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// A direction drawn towards a light source.
struct LightSample {
    var direction: Vector3
    /// Up to where something may stand before the source.
    var distance: Float
    /// Radiance over density; irradiance for a source in one direction.
    var weight: SIMD3<Float>
    /// Probability density per steradian, infinite for a source in one direction.
    var density: Float
}

/// What a light source sends along a direction.
struct LightHit {
    var radiance: SIMD3<Float>
    /// Probability density per steradian with which sampling the source finds the direction.
    var density: Float
}

extension LightRecord {
    /// 1 − cosine of half the angular diameter of directional lights, 0.53°.
    static let directionalHeight: Float = {
        let half = Elementary.sineAndCosine(turns: 0.53 / 2 / 2 / 360).sine
        return Float(2 * half * half)
    }()

    /// Draws a direction from a point.
    @inline(__always)
    func sample(from point: Vector3, _ place: Vector2) -> LightSample? {
        switch kind {
        case .directional:
            let height = Self.directionalHeight
            let direction = ShadingFrame(normal: position).world(coneDirection(place, height: height))
            return LightSample(
                direction: direction, distance: .infinity, weight: power, density: 1 / (2 * Float.pi * height))
        case .quad:
            let way = position + edge1 * place.x + edge2 * place.y - point
            let squaredDistance = way.squaredLength
            let distance = squaredDistance.squareRoot()
            let direction = way / distance
            let cosine = -normal.dot(direction)
            guard cosine > 0, distance > 0 else { return nil }
            let density = squaredDistance / (area * cosine)
            return LightSample(
                direction: direction, distance: distance, weight: power / density, density: density)
        case .sphere:
            let way = position - point
            let squaredDistance = way.squaredLength
            let distance = squaredDistance.squareRoot()
            let toCenter = way / distance
            let sine = radius / distance
            guard radius > 0, sine > 0.005 else {
                return LightSample(
                    direction: toCenter, distance: distance, weight: power / squaredDistance, density: .infinity)
            }
            guard sine < 1 else { return nil }
            let height = Self.capHeight(sine)
            let local = coneDirection(place, height: height)
            let direction = ShadingFrame(normal: toCenter).world(local)
            let beside = squaredDistance * (1 - local.z * local.z)
            let reach = local.z * distance - max(radius * radius - beside, 0).squareRoot()
            let density = 1 / (2 * Float.pi * height)
            return LightSample(
                direction: direction, distance: reach, weight: radiance / density, density: density)
        }
    }

    /// What the source sends against a direction from a point, if it lies between two distances.
    @inline(__always)
    func hit(from point: Vector3, _ direction: Vector3, nearest: Float, farthest: Float) -> LightHit? {
        switch kind {
        case .directional:
            guard farthest == .infinity else { return nil }
            let height = Self.directionalHeight
            // 1 − cosine from the chord, which keeps the digits of small angles.
            let chord = direction - position
            guard chord.squaredLength * 0.5 < height else { return nil }
            let density = 1 / (2 * Float.pi * height)
            return LightHit(radiance: power * density, density: density)
        case .quad:
            let cosine = -normal.dot(direction)
            guard cosine > 0 else { return nil }
            let way = position - point
            let distance = -normal.dot(way) / cosine
            guard distance > nearest, distance <= farthest else { return nil }
            let inPlane = direction * distance - way
            // Coordinates along the edges by Cramer's rule in the plane.
            let factor = 1 / area
            let u = inPlane.cross(edge2).dot(normal) * factor
            let v = edge1.cross(inPlane).dot(normal) * factor
            guard u >= 0, u <= 1, v >= 0, v <= 1 else { return nil }
            return LightHit(radiance: power, density: distance * distance / (area * cosine))
        case .sphere:
            guard radius > 0 else { return nil }
            let way = position - point
            let squaredDistance = way.squaredLength
            let sine = radius / squaredDistance.squareRoot()
            guard sine > 0.005, sine < 1 else { return nil }
            let along = way.dot(direction)
            let beside = (way - direction * along).squaredLength
            guard beside < radius * radius else { return nil }
            let distance = along - (radius * radius - beside).squareRoot()
            guard distance > nearest, distance < farthest else { return nil }
            return LightHit(radiance: radiance, density: 1 / (2 * Float.pi * Self.capHeight(sine)))
        }
    }

    /// Whether a camera sees the source.
    @inline(__always) var isVisible: Bool { kind != .directional }

    /// 1 − cosine of an angle with a sine, without loss of digits for small ones.
    @inline(__always)
    static func capHeight(_ sine: Float) -> Float {
        let squaredSine = sine * sine
        return squaredSine / (1 + (1 - squaredSine).squareRoot())
    }
}
