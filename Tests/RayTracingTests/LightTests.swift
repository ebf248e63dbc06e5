// SPDX-License-Identifier: Apache-2.0
import Foundation
import Geometry
import RayTracing
import SceneModel
import Testing

/// Direct light on a white matte square against closed forms of its irradiance.
@Suite("Lights")
struct LightTests {
    /// Mean radiance of a small square at the origin that faces +Z.
    private func radiance(_ light: Light, _ renderer: Renderer, samples: Int = 64) throws -> Double {
        let description = SceneDescription(
            surfaces: [PlacedSurface(try square(side: 0.02), material: .matte())],
            lights: [PlacedLight(light)])
        let camera = Camera(
            projection: .orthographic(height: 0.01), view: View(position: [0, 0, 0.5], target: .zero, up: [0, 1, 0]))
        return mean(try linearColors(description, camera, renderer, width: 16, height: 16, samples: samples)).x
    }

    /// The matte material is Oren and Nayar's of roughness 1, normalised by π + (π/2 − 2/3); seen straight on it
    /// is Lambert's times this.
    private static let matteShare = Double.pi / (Double.pi + Double.pi / 2 - 2.0 / 3)

    @Test func directionalLightFollowsTheCosine() throws {
        let light = Light(.directional(direction: [0, -1, -1]), intensity: 2)
        let expected = 2 * 0.5.squareRoot() / Double.pi
        #expect(abs(try radiance(light, interactive()) - expected) < 1e-4)
        #expect(abs(try radiance(light, production(bounces: 1)) - expected * Self.matteShare) < 2e-3)
    }

    /// Irradiance below the middle of a rectangle of half-sides a and b at a height h (Howell's catalogue, C-13,
    /// doubled twice): 4·L/2 · (a/√(a²+h²)·atan(b/√(a²+h²)) + b/√(b²+h²)·atan(a/√(b²+h²))).
    @Test func quadLightFollowsItsFormFactor() throws {
        let light = Light(
            .quad(position: [-1, -0.5, 1.5], edge1: [0, 1, 0], edge2: [2, 0, 0]), intensity: 3)
        let (a, b, h) = (1.0, 0.5, 1.5)
        let ra = (a * a + h * h).squareRoot()
        let rb = (b * b + h * h).squareRoot()
        let irradiance = 3 * 2 * (a / ra * atan(b / ra) + b / rb * atan(a / rb))
        let expected = irradiance / Double.pi * Self.matteShare
        #expect(abs(try radiance(light, production(bounces: 1), samples: 256) - expected) < expected * 0.01)
        // The interactive renderer takes the middle of the light for the whole.
        let central = 3 * 2 * 1 / (h * h) / Double.pi
        #expect(abs(try radiance(light, interactive()) - central) < central * 1e-3)
    }

    /// Irradiance of a tilted rectangle off to the side, by Lambert's formula for polygons: L/2 · Σ angle · (edge's
    /// normal · surface's normal).
    @Test func tiltedQuadLightFollowsThePolygonFormula() throws {
        let corners: [SIMD3<Double>] = [[0.5, -0.4, 0.8], [1.7, -0.6, 1.6], [1.5, 0.6, 2.2], [0.3, 0.8, 1.4]]
        func dot(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> Double { (a * b).sum() }
        func cross(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> SIMD3<Double> {
            SIMD3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)
        }
        var sum = 0.0
        for (index, start) in corners.enumerated() {
            let end = corners[(index + 1) % 4]
            let normal = cross(start, end)
            let length = dot(normal, normal).squareRoot()
            let angle = atan2(length, dot(start, end))
            sum += angle * normal.z / length
        }
        let irradiance = 3 * abs(sum) / 2
        func float(_ v: SIMD3<Double>) -> Vector3 { Vector3(Float(v.x), Float(v.y), Float(v.z)) }
        // The side of edge1 × edge2 shines: towards the origin.
        let light = Light(
            .quad(
                position: float(corners[0]), edge1: float(corners[3] - corners[0]),
                edge2: float(corners[1] - corners[0])), intensity: 3)
        // Lambert's body, for the formula knows no other.
        let floor = PlacedSurface(try square(side: 0.02), material: .phong())
        let camera = Camera(
            projection: .orthographic(height: 0.01), view: View(position: [0, 0, 0.5], target: .zero, up: [0, 1, 0]))
        let found = mean(
            try linearColors(
                SceneDescription(surfaces: [floor], lights: [PlacedLight(light)]), camera, production(bounces: 1),
                width: 16, height: 16, samples: 256)).x
        #expect(abs(found - irradiance / .pi) < 0.01 * irradiance / .pi)
    }

    /// The interactive renderer takes a sphere for its radiance times its solid angle, towards the centre.
    @Test func interactiveSphereLightHasItsSolidAngle() throws {
        let (radius, distance, intensity) = (0.8, 2.0, 5.0)
        let light = Light(.sphere(position: [0, 0, Float(distance)], radius: Float(radius)), intensity: Float(intensity))
        let sine = radius / distance
        let radiance = intensity / (.pi * radius * radius)
        let expected = radiance * 2 * .pi * (1 - (1 - sine * sine).squareRoot()) / .pi
        #expect(abs(try self.radiance(light, interactive()) - expected) < expected * 1e-3)
    }

    @Test func quadLightShinesOnOneSide() throws {
        let light = Light(.quad(position: [-1, -1, 2], edge1: [2, 0, 0], edge2: [0, 2, 0]), intensity: 3)
        #expect(try radiance(light, interactive()) == 0)
        #expect(try radiance(light, production(bounces: 1), samples: 4) == 0)
    }

    /// A sphere of radius r above a point at distance d: irradiance π·L·(r/d)² with L = I/(π r²), that is I/d².
    @Test(arguments: [Float(0), 0.001, 0.8])
    func sphereLightFallsOffWithTheSquare(_ radius: Float) throws {
        let light = Light(.sphere(position: [0, 0, 2], radius: radius), intensity: 5)
        let expected = 5.0 / 4 / Double.pi
        #expect(
            abs(try radiance(light, production(bounces: 1), samples: 256) - expected * Self.matteShare)
                < expected * 0.01)
        if radius == 0 {
            #expect(abs(try radiance(light, interactive()) - expected) < expected * 1e-3)
        }
    }

    @Test func sphereLightIsSeenByTheProductionCamera() throws {
        let description = SceneDescription(
            lights: [PlacedLight(Light(.sphere(position: .zero, radius: 1), intensity: .pi))])
        let camera = Camera.front(side: 0.5)
        #expect(abs(mean(try linearColors(description, camera, production())).x - 1) < 1e-4)
        #expect(mean(try linearColors(description, camera, interactive())).x == 0)
    }

    /// A glowing sphere lights as a sphere light of the same radiance does: π·L·(r/d)².
    @Test func emissiveSpheresAndMeshesAreLights() throws {
        let floor = PlacedSurface(try square(side: 0.02), material: .matte())
        let lamp = PlacedSurface(
            try Surface(.spheres([Sphere(center: [0, 0, 2], radius: 0.5)])),
            material: .emissive(color: [1, 1, 1], intensity: 4))
        let camera = Camera(
            projection: .orthographic(height: 0.01), view: View(position: [0, 0, 0.5], target: .zero, up: [0, 1, 0]))
        let sphere = mean(
            try linearColors(
                SceneDescription(surfaces: [floor, lamp]), camera, production(bounces: 2), width: 16, height: 16,
                samples: 256)).x
        #expect(abs(sphere - 4 * 0.25 * 0.25 * Self.matteShare) < 0.01 * sphere)
        let panel = PlacedSurface(
            try square(side: 1), material: .emissive(color: [1, 1, 1], intensity: 4),
            transform: Transform(translation: [0, 0, 1.5]).affine)
        let (a, h) = (0.5, 1.5)
        let r = (a * a + h * h).squareRoot()
        let irradiance = 4 * 2 * 2 * (a / r * atan(a / r))
        let mesh = mean(
            try linearColors(
                SceneDescription(surfaces: [floor, panel]), camera, production(bounces: 2), width: 16, height: 16,
                samples: 256)).x
        let expected = irradiance / Double.pi * Self.matteShare
        #expect(abs(mesh - expected) < 0.01 * expected)
    }

    @Test func translucentSurfacesLetLightThrough() throws {
        let filter = PlacedSurface(
            try square(side: 10), colors: .solid([1, 1, 1, 0.25]),
            transform: Transform(translation: [0, 0, 1]).affine)
        let floor = PlacedSurface(try square(side: 2))
        let light = PlacedLight(Light(.directional(direction: [0, 0, -1]), intensity: 1))
        let camera = Camera(
            projection: .orthographic(height: 0.01), view: View(position: [0, 0, 0.5], target: .zero, up: [0, 1, 0]))
        let scene = SceneDescription(surfaces: [filter, floor], lights: [light])
        let expected = 0.75 / Double.pi
        #expect(abs(mean(try linearColors(scene, camera, interactive())).x - expected) < 1e-5)
        #expect(
            abs(mean(try linearColors(scene, camera, production(bounces: 2), samples: 16)).x - expected) < 1e-3)
    }
}
