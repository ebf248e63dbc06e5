// SPDX-License-Identifier: Apache-2.0
import SceneModel
import Testing

private func close(_ a: Vector3, _ b: Vector3, _ tolerance: Float = 2e-5) -> Bool {
    (a - b).length <= tolerance * max(1, a.length, b.length)
}

@Suite("Rotations, transforms and framing")
struct SpaceTests {
    /// Vectors of the Brayns client's own tests.
    @Test func eulerAnglesFollowTheClient() {
        let first = Quaternion(eulerDegrees: [34, -22, -80])
        #expect(abs(first.components - SIMD4(0.10256431, -0.32426137, -0.56067163, 0.75497182)).max() < 1e-6)
        let second = Quaternion(eulerDegrees: [22, 35, 68])
        #expect(close(second.rotate([1, 2, 3]), [0.3881471, 2.91087149, 2.31865673]))
        #expect(close(second.rotate([1, 2, 3], about: [4, 5, 6]), [3.77731325, 0.02357039, 4.52163639]))
        let third = Quaternion(axis: [1, 2, 3], degrees: 30)
        #expect(abs(third.components - SIMD4(0.0691723, 0.1383446, 0.2075169, 0.96592583)).max() < 1e-6)
    }

    @Test(arguments: [
        ([1, 0, 0], [0, 1, 0]), ([1, 2, 3], [-1, -2, -3]), ([0, 0, 1], [0, 0, 1]), ([1, 1, 0], [-3, 0.2, 9]),
    ] as [(Vector3, Vector3)])
    func fromToReachesItsGoal(start: Vector3, end: Vector3) {
        #expect(close(Quaternion(from: start, to: end).rotate(start.normalized), end.normalized, 1e-4))
    }

    @Test func transformIsItsMatrix() throws {
        let transform = Transform(
            translation: [1, -2, 3], rotation: Quaternion(eulerDegrees: [10, 20, 30]), scale: [2, 0.5, -1])
        let point: Vector3 = [0.3, 4, -2]
        #expect(close(transform.apply(point), transform.affine.apply(point)))
        let inverse = try #require(transform.affine.inverse)
        #expect(close(inverse.apply(transform.apply(point)), point))
        #expect(AffineTransform(x: .zero, y: [0, 1, 0], z: [0, 0, 1], translation: .zero).inverse == nil)
    }

    /// Left is the client's `CameraRotation.left`: eye at −X. Vector of its own tests, without its translation.
    @Test func orthographicFitFollowsTheClient() throws {
        let setting = CameraSetting(lens: .orthographic(height: nil), framing: .fit(.init(direction: [-1, 0, 0])))
        let camera = try #require(setting.camera(bounds: Bounds(min: .zero, max: [4, 1, 3]), aspectRatio: 2))
        #expect(camera.projection == .orthographic(height: 1.5))
        #expect(close(camera.view.position, [0, 0.5, 1.5]))
        #expect(close(camera.view.target, [2, 0.5, 1.5]))
        #expect(close(camera.view.up, [0, 1, 0]))
    }

    @Test func perspectiveFitStandsBackFarEnough() throws {
        let bounds = Bounds(min: [-2, -1, -3], max: [2, 1, 3])
        for (direction, height, depth) in [([0, 0, 1], 4.0, 6.0), ([0, 1, 0], 6, 2), ([1, 0, 0], 6, 4)]
            as [(Vector3, Float, Float)]
        {
            let setting = CameraSetting(lens: .perspective(fovy: 90), framing: .fit(.init(direction: direction)))
            let camera = try #require(setting.camera(bounds: bounds, aspectRatio: 1))
            #expect(close(camera.view.position, direction * (height / 2 + depth / 2), 1e-4))
            #expect(camera.view.fault == nil)
        }
        let wide = CameraSetting(framing: .fit(.init(margin: 0.25)))
        let tight = CameraSetting()
        let (far, near) = (wide.camera(bounds: bounds, aspectRatio: 1), tight.camera(bounds: bounds, aspectRatio: 1))
        #expect(try abs(#require(far).view.position.z - 3 - 2 * (#require(near).view.position.z - 3)) < 1e-3)
    }

    @Test func nothingCannotBeFramed() {
        #expect(CameraSetting().camera(bounds: .empty, aspectRatio: 1) == nil)
        #expect(CameraSetting().camera(bounds: Bounds(min: .zero, max: .zero), aspectRatio: 1) == nil)
    }

    @Test func rotationTurnsAboutTheTarget() throws {
        let turned = CameraSetting(rotation: Quaternion(eulerDegrees: [0, 90, 0]))
        let bounds = Bounds(min: [9, -1, -1], max: [11, 1, 1])
        let camera = try #require(turned.camera(bounds: bounds, aspectRatio: 1))
        #expect(close(camera.view.direction, [-1, 0, 0]))
        #expect(close(camera.view.direction, turned.direction))
        #expect(close(camera.view.target, [10, 0, 0]))
    }

    @Test func degenerateViewsHaveAFault() {
        #expect(View(position: .zero, target: .zero).fault == "View position cannot be equal to view target")
        #expect(View(position: .zero, target: [0, 0, 1], up: .zero).fault == "View up cannot be zero length")
        #expect(View(position: .zero, target: [0, 2, 0]).fault == "View direction and up cannot be aligned")
        #expect(View(position: [.nan, 0, 0], target: [0, 2, 0]).fault != nil)
        #expect(View.initial.fault == nil)
    }
}

private func abs(_ vector: SIMD4<Float>) -> SIMD4<Float> {
    vector.replacing(with: -vector, where: vector .< 0)
}
