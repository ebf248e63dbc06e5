// SPDX-License-Identifier: Apache-2.0
import Geometry
import SceneModel
import Testing

@Suite("Bounds of geometry")
struct BoundsTests {
    /// A quarter turn about Z, then moved.
    let turned = Transform(
        translation: [10, 0, 0], rotation: Quaternion(axis: [0, 0, 1], degrees: 90)
    ).affine

    @Test func sphereIsJoinedByTwoPoints() throws {
        let set = try SphereSet([Sphere(center: [1, 2, 3], radius: 0.5), Sphere(center: [-1, 0, 0], radius: 1)])
        #expect(set.bounds(under: .identity) == Bounds(min: [-2, -1, -1], max: [1.5, 2.5, 3.5]))
    }

    /// Bounds that a Brayns 3.10.1 service answered for these spheres under this transform.
    @Test func rotatedSpheresAgreeWithTheService() throws {
        let set = try SphereSet([
            Sphere(center: [-1.6, 0, 0], radius: 1), Sphere(center: [0.6, 0, -1], radius: 1),
            Sphere(center: [1.4, -0.4, 1.4], radius: 0.6),
        ])
        let transform = Transform(
            translation: [0.5, 0.3, 0], rotation: Quaternion(0.1830127, 0.5, 0.1830127, 0.8258178),
            scale: [1.2, 0.7, 1])
        let bounds = set.bounds(under: transform.affine)
        #expect((bounds.min - [-1.657087, -1.7003168, -1.1172566]).length < 1e-4)
        #expect((bounds.max - [3.3056545, 1.8372347, 1.5958781]).length < 1e-4)
    }

    @Test func capsuleIsJoinedByFourPoints() throws {
        let set = try CapsuleSet([Capsule(start: [0, 0, 0], startRadius: 1, end: [0, 4, 0], endRadius: 0.5)])
        #expect(set.bounds(under: .identity) == Bounds(min: [-1, -1, -1], max: [1, 4.5, 1]))
        #expect(set[0] == Capsule(start: [0, 0, 0], startRadius: 1, end: [0, 4, 0], endRadius: 0.5))
    }

    @Test func boxIsJoinedByItsCorners() throws {
        let set = try BoxSet([Bounds(min: [0, 0, 0], max: [2, 1, 1])])
        let bounds = set.bounds(under: turned)
        #expect((bounds.min - [9, 0, 0]).length < 1e-5)
        #expect((bounds.max - [10, 2, 1]).length < 1e-5)
    }

    @Test func meshIsJoinedByItsVertices() throws {
        let mesh = try TriangleMesh(
            positions: [[0, 0, 0], [1, 0, 0], [0, 3, 0]], triangles: [TriangleIndices(0, 1, 2)])
        #expect(mesh.bounds(under: .identity) == Bounds(min: [0, 0, 0], max: [1, 3, 0]))
    }

    @Test func planesAreEmptyAndBoundedPlanesAreTheirBoxes() throws {
        let plane = Plane(coefficients: [0, 1, 0, 1])
        #expect(Surface.planes(try PlaneSet([plane])).bounds(under: turned) == .empty)
        let box = Bounds(min: [-1, -1, -1], max: [1, 1, 1])
        let bounded = try Surface(.boundedPlanes([BoundedPlane(plane: plane, bounds: box)]))
        #expect(bounded.bounds(under: .identity) == box)
        #expect(bounded.primitiveCount == 1)
    }

    @Test func volumeFillsItsGrid() throws {
        let volume = try RegularVolume(
            dimensions: GridDimensions(x: 2, y: 3, z: 4), spacing: [0.5, 1, 2], type: .unsignedShort,
            voxels: GeometryBuffer(count: 48) { _ in })
        #expect(volume.bounds(under: .identity) == Bounds(min: [0, 0, 0], max: [1, 3, 8]))
    }
}
