// SPDX-License-Identifier: Apache-2.0
import Geometry
import RayTracing
import SceneModel
import Testing

/// What is left of a wall at z = 0 along the line from (x, 0, 10) to (x, 0, −10), for each kind of clipper.
@Suite("Clipping")
struct ClippingTests {
    private func sees(_ clippers: [PlacedClipper], at x: Float, wall: Float = 0) throws -> Bool {
        let description = SceneDescription(
            surfaces: [
                PlacedSurface(try square(side: 40), transform: Transform(translation: [0, 0, wall]).affine)
            ], clippers: clippers)
        let scene = try RayTracer().prepare(description)
        let camera = Camera(
            projection: .orthographic(height: 1), view: View(position: [x, 0, 10], target: [x, 0, 0], up: [0, 1, 0]))
        return scene.pick([0.5, 0.5], camera, aspect: 1) != nil
    }

    @Test(arguments: [false, true])
    func solidsTakeTheirInside(_ inverted: Bool) throws {
        let shapes: [(Shapes, inside: Float, outside: Float)] = [
            (.spheres([Sphere(center: [3, 0, 0], radius: 1)]), 3.5, 4.5),
            (.boxes([Bounds(min: [2, -1, -1], max: [4, 1, 1])]), 3.9, 4.1),
            (.capsules([Capsule(start: [0, 0, 0], startRadius: 1, end: [4, 0, 0], endRadius: 0.5)]), 4.4, 4.6),
            (.capsules([Capsule(start: [0, -3, 0], startRadius: 2, end: [0, 5, 0], endRadius: 1)]), 1.6, 1.7),
        ]
        for (shape, inside, outside) in shapes {
            let clipper = PlacedClipper(try Surface(shape), isInverted: inverted)
            #expect(try sees([clipper], at: inside) == inverted)
            #expect(try sees([clipper], at: outside) == !inverted)
        }
    }

    @Test(arguments: [false, true])
    func planesTakeWhatLiesBelow(_ inverted: Bool) throws {
        let plane = PlacedClipper(
            try Surface(.planes([Plane(coefficients: [2, 0, 0, 2])])), isInverted: inverted)
        #expect(try sees([plane], at: 0.9) == inverted)
        #expect(try sees([plane], at: 1.1) == !inverted)
    }

    @Test(arguments: [false, true])
    func boundedPlanesTakeWhatLiesBefore(_ inverted: Bool) throws {
        let patch = PlacedClipper(
            try Surface(
                .boundedPlanes([
                    BoundedPlane(
                        plane: Plane(coefficients: [0, 0, 1, 2]),
                        bounds: Bounds(min: [-1, -1, 1], max: [1, 1, 3]))
                ])), isInverted: inverted)
        // The wall behind the patch, the wall before it, and a line beside it.
        #expect(try sees([patch], at: 0) == !inverted)
        #expect(try sees([patch], at: 0, wall: 5) == inverted)
        #expect(try sees([patch], at: 3) == !inverted)
        #expect(try sees([patch], at: 3, wall: 5) == !inverted)
    }

    @Test func severalClippersAddUp() throws {
        let left = try Surface(.spheres([Sphere(center: [-1, 0, 0], radius: 2)]))
        let right = try Surface(.spheres([Sphere(center: [1, 0, 0], radius: 2)]))
        let both = [PlacedClipper(left), PlacedClipper(right)]
        #expect(try !sees(both, at: 0))
        #expect(try !sees(both, at: 2.5))
        #expect(try sees(both, at: 3.5))
        let kept = [PlacedClipper(left, isInverted: true), PlacedClipper(right, isInverted: true)]
        #expect(try sees(kept, at: 0))
        #expect(try !sees(kept, at: 2.5))
        let mixed = [PlacedClipper(left, isInverted: true), PlacedClipper(right)]
        #expect(try sees(mixed, at: -2.5))
        #expect(try !sees(mixed, at: 0))
    }

    @Test func transformsMoveClippers() throws {
        let moved = PlacedClipper(
            try Surface(.spheres([Sphere(center: .zero, radius: 1)])),
            transform: Transform(translation: [5, 0, 0], scale: [3, 1, 1]).affine)
        #expect(try !sees([moved], at: 7.9))
        #expect(try sees([moved], at: 8.1))
    }
}
