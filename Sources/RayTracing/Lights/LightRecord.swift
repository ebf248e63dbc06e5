// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// A light as the loops read it, in world coordinates.
struct LightRecord {
    enum Kind: UInt8 {
        case directional, quad, sphere
    }

    var kind: Kind
    /// Unit vector towards a directional light; one corner of a quad; the centre of a sphere.
    var position: Vector3
    /// Edges of a quad.
    var edge1 = Vector3.zero
    var edge2 = Vector3.zero
    /// Unit normal of the side of a quad that shines.
    var normal = Vector3.zero
    /// Area of a quad.
    var area: Float = 0
    /// Radius of a sphere.
    var radius: Float = 0
    /// Irradiance (directional), radiance (quad) or radiant intensity (sphere).
    var power: SIMD3<Float>
    /// Radiance of a sphere with a radius.
    var radiance = SIMD3<Float>.zero

    /// Nil for an ambient light, which has no place, and for one that cannot shine.
    init?(_ placed: PlacedLight) {
        let light = placed.light
        power = light.color * light.intensity
        switch light.kind {
        case .ambient:
            return nil
        case .directional(let direction):
            kind = .directional
            // Normalised before the transform, as the service does.
            let towards = placed.transform.applyDirection(direction.normalized)
            let unit = Vector3.zero - towards.normalized
            guard unit.isFinite else { return nil }
            position = unit
        case .quad(let corner, let first, let second):
            kind = .quad
            position = placed.transform.apply(corner)
            edge1 = placed.transform.applyDirection(first)
            edge2 = placed.transform.applyDirection(second)
            let cross = edge1.cross(edge2)
            area = cross.length
            guard area > 0, area.isFinite else { return nil }
            normal = cross / area
        case .sphere(let center, let radius):
            kind = .sphere
            position = placed.transform.apply(center)
            self.radius = max(radius, 0)
            if radius > 0 { radiance = power / (Float.pi * radius * radius) }
        }
    }

    /// The least box around the source; empty for a directional light.
    var bounds: Bounds {
        switch kind {
        case .directional:
            .empty
        case .quad:
            Bounds(of: [position, position + edge1, position + edge2, position + edge1 + edge2])
        case .sphere:
            Bounds(min: position - Vector3(repeating: radius), max: position + Vector3(repeating: radius))
        }
    }

    /// Light from the middle of the source, unoccluded: unit direction towards it, distance up to which something may
    /// stand before it, and irradiance on a surface at right angles to the direction; zero irradiance where none
    /// arrives.
    @inline(__always)
    func central(at point: Vector3) -> (direction: Vector3, distance: Float, irradiance: SIMD3<Float>) {
        switch kind {
        case .directional:
            return (position, .infinity, power)
        case .quad:
            let way = position + (edge1 + edge2) * 0.5 - point
            let squared = way.squaredLength
            let distance = squared.squareRoot()
            let direction = way / distance
            let cosine = -normal.dot(direction)
            guard cosine > 0 else { return (direction, distance, .zero) }
            return (direction, distance, power * (area * cosine / squared))
        case .sphere:
            let way = position - point
            let squared = way.squaredLength
            let distance = squared.squareRoot()
            let direction = way / distance
            let sine = radius / distance
            guard radius > 0, sine > 0.005 else { return (direction, distance, power / squared) }
            guard sine < 1 else { return (direction, distance, .zero) }
            let cosine = (1 - sine * sine).squareRoot()
            return (direction, distance - radius, radiance * (2 * Float.pi * (1 - cosine)))
        }
    }
}
