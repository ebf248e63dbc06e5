// SPDX-License-Identifier: Apache-2.0
import Geometry
import RayTracing
import SceneModel
import Testing

/// Hits of single rays against closed forms.
@Suite("Shapes")
struct ShapeTests {
    /// Where a ray from (x, y, 10) along −Z meets a surface first.
    private func height(_ surface: Surface, x: Float, y: Float, transform: AffineTransform = .identity) throws -> Float? {
        let scene = try RayTracer().prepare(
            SceneDescription(surfaces: [PlacedSurface(surface, transform: transform)]))
        let camera = Camera(
            projection: .orthographic(height: 1), view: View(position: [x, y, 10], target: [x, y, 0], up: [0, 1, 0]))
        return scene.pick([0.5, 0.5], camera, aspect: 1)?.position.z
    }

    @Test func capsuleIsTheHullOfItsSpheres() throws {
        let surface = try Surface(.capsules([Capsule(start: .zero, startRadius: 1, end: [4, 0, 0], endRadius: 0.4)]))
        // The cone touches both spheres; its profile over the axis has slope −0.6/√(16 − 0.36).
        let slope = 0.6 / Float(16 - 0.36).squareRoot()
        let start = Float(1) * (1 + slope * slope).squareRoot()
        for x: Float in [0.4, 1, 2, 3, 4] {
            let expected = start - slope * x
            #expect(abs((try height(surface, x: x, y: 0) ?? .nan) - expected) < 1e-3)
        }
        #expect(abs((try height(surface, x: -0.6, y: 0) ?? .nan) - 0.8) < 1e-4)
        #expect(abs((try height(surface, x: 4.2, y: 0) ?? .nan) - Float(0.16 - 0.04).squareRoot()) < 1e-3)
        #expect(try height(surface, x: 4.41, y: 0) == nil)
        #expect(try height(surface, x: -1.01, y: 0) == nil)
    }

    @Test func capsuleWithinItsOwnSphereIsASphere() throws {
        let surface = try Surface(.capsules([Capsule(start: .zero, startRadius: 1, end: [0.2, 0, 0], endRadius: 0.3)]))
        #expect(abs((try height(surface, x: 0.6, y: 0) ?? .nan) - 0.8) < 1e-4)
        #expect(try height(surface, x: 1.01, y: 0) == nil)
    }

    @Test func boxesAndBoundedPlanes() throws {
        let box = try Surface(.boxes([Bounds(min: [0, 0, 0], max: [1, 2, 3])]))
        #expect(try height(box, x: 0.5, y: 1.5) == 3)
        #expect(try height(box, x: 1.5, y: 1.5) == nil)
        let plane = try Surface(
            .boundedPlanes([
                BoundedPlane(
                    plane: Plane(coefficients: [1, 0, 1, 1]), bounds: Bounds(min: [0, -1, 0], max: [1, 1, 1]))
            ]))
        #expect(abs((try height(plane, x: 0.25, y: 0) ?? .nan) - 0.75) < 1e-5)
        #expect(try height(plane, x: 1.5, y: 0) == nil)
    }

    @Test func infinitePlanesLieAtTheirOffset() throws {
        let plane = try Surface(.planes([Plane(coefficients: [0, 0, 2, 1])]))
        #expect(abs((try height(plane, x: 100, y: -70) ?? .nan) - 0.5) < 1e-5)
        let moved = Transform(translation: [0, 0, 3]).affine
        #expect(abs((try height(plane, x: 1, y: 1, transform: moved) ?? .nan) - 3.5) < 1e-5)
    }

    @Test func transformsScaleUnequally() throws {
        let sphere = try Surface(.spheres([Sphere(center: .zero, radius: 1)]))
        let map = Transform(translation: [1, 0, 0], scale: [2, 1, 3]).affine
        #expect(abs((try height(sphere, x: 1, y: 0, transform: map) ?? .nan) - 3) < 1e-4)
        #expect(try height(sphere, x: 2.9, y: 0, transform: map) != nil)
        #expect(try height(sphere, x: 3.1, y: 0, transform: map) == nil)
        let flat = Transform(scale: [0, 1, 1]).affine
        #expect(try height(sphere, x: 0, y: 0, transform: flat) == nil)
    }

    @Test func picksNameSurfaceAndPrimitive() throws {
        let spheres = try Surface(
            .spheres([Sphere(center: [-2, 0, 0], radius: 1), Sphere(center: [2, 0, 0], radius: 1)]))
        let scene = try RayTracer().prepare(
            SceneDescription(surfaces: [
                PlacedSurface(try Surface(.spheres([])), id: 3),
                PlacedSurface(spheres, colors: .solid([1, 1, 1, 0.1]), id: 7),
            ]))
        let pick = try #require(scene.pick([0.75, 0.5], .front(side: 8), aspect: 1))
        #expect(pick.id == 7 && pick.primitive == 1 && pick.surface == 1)
        #expect(scene.pick([0.5, 0.1], .front(side: 8), aspect: 1) == nil)
    }

    @Test(arguments: [Float(1), 40]) func aCapsuleThrowsNoShadowOnItself(_ size: Float) throws {
        let capsule = Capsule(
            start: Vector3(-2.976, -1.861, -0.367) * size, startRadius: 0.115 * size,
            end: Vector3(0.765, 0.634, 2.012) * size, endRadius: 0.245 * size)
        let camera = Camera(
            projection: .perspective(fovy: 25),
            view: View(
                position: Vector3(-4.342, 1.979, -4.604) * size, target: Vector3(0.322, 0.704, 0.737) * size,
                up: [0, 1, 0]))
        let description = SceneDescription(
            surfaces: [PlacedSurface(try Surface(.capsules([capsule])))],
            lights: [PlacedLight(Light(.directional(direction: [-0.033, -0.481, 0.221]), intensity: 3))])
        let (lit, shadowed) = (
            try linearColors(description, camera, interactive(shadows: false), width: 160, height: 120),
            try linearColors(description, camera, interactive(), width: 160, height: 120)
        )
        #expect(lit.contains { $0 > 0.2 && $0 < 1 })
        let dots = zip(lit, shadowed).count { abs($0 - $1) > 0.01 }
        #expect(dots <= 4, "\(dots) numbers differ")
    }

    @Test func smoothNormalsBendTheLight() throws {
        let normals: [Vector3] = Array(repeating: [0, 0.6, 0.8], count: 3)
        let mesh = try TriangleMesh(
            positions: [[-5, -5, 0], [5, -5, 0], [0, 5, 0]], triangles: [TriangleIndices(0, 1, 2)], normals: normals)
        let description = SceneDescription(
            surfaces: [PlacedSurface(.triangles(mesh))],
            lights: [PlacedLight(Light(.directional(direction: [0, 0, -1]), intensity: .pi))])
        let color = mean(try linearColors(description, .front(side: 0.5), interactive(), width: 2, height: 2))
        #expect(abs(color.x - 0.8) < 1e-5)
    }
}
