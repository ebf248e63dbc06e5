// SPDX-License-Identifier: Apache-2.0
import Foundation
import Geometry
import RayTracing
import SceneModel
import Testing

@Suite("Volumes")
struct VolumeTests {
    /// A grid of 20 × 20 × 20 voxels of side 0.1 about the origin, all of one value.
    private func volume(_ type: VoxelType, bytes: [UInt8], ramp: ColorRamp) throws -> PlacedVolume {
        let count = 20 * 20 * 20
        let voxels = GeometryBuffer<UInt8>(count: count * bytes.count) { target in
            for index in target.indices { target[index] = bytes[index % bytes.count] }
        }
        let volume = try RegularVolume(
            dimensions: GridDimensions(x: 20, y: 20, z: 20), spacing: [0.1, 0.1, 0.1], type: type, voxels: voxels)
        return PlacedVolume(volume, ramp: ramp, transform: Transform(translation: [-1, -1, -1]).affine)
    }

    private static let white = Color(1, 1, 1, 1)

    /// exp(−extinction · depth) of the light behind passes.
    @Test func homogeneousTransmittance() throws {
        let extinction: Float = 0.8
        let ramp = ColorRamp(lower: 0, upper: 1, colors: [Color(0, 0, 0, 0), Color(0, 0, 0, extinction * 2)])
        let placed = try volume(.float, bytes: withUnsafeBytes(of: Float(0.5)) { Array($0) }, ramp: ramp)
        let scene = SceneDescription(volumes: [placed])
        let expected = exp(-Double(extinction) * 2)
        let ray = mean(
            try linearColors(
                scene, .front(side: 1),
                .interactive(InteractiveRenderer(background: Self.white)), width: 8, height: 8, samples: 4))
        #expect(abs(ray.x - expected) < 1e-4)
        let path = mean(
            try linearColors(
                scene, .front(side: 1), production(background: Self.white), width: 32, height: 32, samples: 64))
        #expect(abs(path.x - expected) < 0.005)
    }

    /// Extinctions beyond what single precision can step through end, and hide what is behind them.
    @Test(.timeLimit(.minutes(1)), arguments: [Float(1e5), 1e7, 1e20, .greatestFiniteMagnitude, .infinity])
    func denseVolumesEnd(_ extinction: Float) throws {
        let ramp = ColorRamp(lower: 0, upper: 1, colors: [Color(1, 1, 1, 0), Color(1, 1, 1, extinction)])
        // Layers of nothing and of all there is, from voxel to voxel.
        let voxels = GeometryBuffer<UInt8>(count: 20 * 20 * 20) { target in
            for index in target.indices { target[index] = UInt8(index % 2) }
        }
        let volume = try RegularVolume(
            dimensions: GridDimensions(x: 20, y: 20, z: 20), spacing: [0.1, 0.1, 0.1], type: .unsignedChar,
            voxels: voxels)
        let placed = PlacedVolume(volume, ramp: ramp, transform: Transform(translation: [-1, -1, -1]).affine)
        for camera in [Camera.front(side: 1), .front(side: 1, distance: 0.5), .front(side: 1, distance: 3000)] {
            let color = mean(
                try linearColors(
                    SceneDescription(volumes: [placed]), camera, production(background: Color(1, 1, 1, 0)),
                    width: 24, height: 24))
            // All that is scattered ends in the dark.
            #expect(color.x < 0.02 && color.w > 0.98)
        }
    }

    /// Emission and absorption: (1 − T) of the colour.
    @Test func homogeneousEmission() throws {
        let ramp = ColorRamp(lower: 0, upper: 255, colors: [Color(0.5, 0.25, 1, 1)])
        let placed = try volume(.unsignedChar, bytes: [7], ramp: ramp)
        let color = mean(
            try linearColors(
                SceneDescription(volumes: [placed]), .front(side: 1), interactive(), width: 4, height: 4))
        let share = 1 - exp(-2.0)
        #expect(abs(color.x - 0.5 * share) < 1e-4 && abs(color.z - share) < 1e-4)
    }

    @Test(arguments: [
        (VoxelType.unsignedChar, [UInt8(3)]), (.short, [3, 0]), (.unsignedShort, [3, 0]), (.halfFloat, [0, 0x42]),
        (.float, withUnsafeBytes(of: Float(3)) { Array($0) }), (.double, withUnsafeBytes(of: 3.0) { Array($0) }),
    ])
    func everyVoxelTypeIsRead(_ type: VoxelType, _ bytes: [UInt8]) throws {
        // Only the value 3 is seen.
        let ramp = ColorRamp(
            lower: 2, upper: 4, colors: [Color(0, 0, 0, 0), Color(1, 0, 0, 100), Color(0, 0, 0, 0)])
        let color = mean(
            try linearColors(
                SceneDescription(volumes: [try volume(type, bytes: bytes, ramp: ramp)]), .front(side: 1),
                interactive(), width: 4, height: 4))
        #expect(color.x > 0.999)
    }

    @Test func volumesCastShadowsAndAreClipped() throws {
        let ramp = ColorRamp(lower: 0, upper: 1, colors: [Color(0, 0, 0, 0.5)])
        let placed = try volume(.unsignedChar, bytes: [0], ramp: ramp)
        let floor = PlacedSurface(
            try square(side: 10), transform: Transform(translation: [0, 0, -2]).affine)
        let light = PlacedLight(Light(.directional(direction: [0, 0, -1]), intensity: Float.pi))
        // Seen from below the volume, so that only the shadow counts.
        let camera = Camera(
            projection: .orthographic(height: 0.5), view: View(position: [0, 0, -1.5], target: [0, 0, -2], up: [0, 1, 0]))
        var scene = SceneDescription(surfaces: [floor], volumes: [placed], lights: [light])
        let shaded = mean(try linearColors(scene, camera, interactive(), width: 4, height: 4)).x
        #expect(abs(shaded - exp(-1)) < 1e-3)
        // Half of the volume is taken away.
        scene.clippers = [PlacedClipper(try Surface(.planes([Plane(coefficients: [0, 0, 1, 0])])))]
        scene.surfaces = []
        let seen = mean(
            try linearColors(
                scene, .front(side: 0.5), .interactive(InteractiveRenderer(background: Self.white)), width: 4,
                height: 4)).x
        #expect(abs(seen - exp(-0.5)) < 1e-3)
    }
}

extension VolumeTests {
    /// One voxel that is not empty, at the edges of bricks and of their parts: nothing of what is interpolated from it
    /// is lost where emptiness is skipped. Beside it the same with a trace everywhere, so that nothing is skipped.
    @Test(arguments: [[0, 0, 0], [3, 4, 15], [16, 17, 31], [39, 39, 39], [20, 3, 16], [36, 35, 4]])
    func emptyPartsEndWhereValuesBegin(_ place: [Int]) throws {
        let side = 40
        let voxels = GeometryBuffer<UInt8>(count: side * side * side) {
            $0[(place[2] * side + place[1]) * side + place[0]] = 200
        }
        let volume = try RegularVolume(
            dimensions: GridDimensions(x: side, y: side, z: side), spacing: [0.1, 0.1, 0.1], type: .unsignedChar,
            voxels: voxels)
        let center = Vector3(Float(place[0]) + 0.5, Float(place[1]) + 0.5, Float(place[2]) + 0.5) * 0.1
        let camera = Camera(
            projection: .orthographic(height: 0.5), view: View(position: center + [3, 2, 9], target: center))
        func picture(trace: Float) throws -> [Float] {
            let ramp = ColorRamp(lower: 0, upper: 255, colors: [Color(1, 1, 1, trace), Color(1, 0.5, 0.2, 40)])
            let colors = try linearColors(
                SceneDescription(volumes: [PlacedVolume(volume, ramp: ramp)]), camera, interactive(), width: 32,
                height: 32, samples: 2)
            return stride(from: 0, to: colors.count, by: 4).map { colors[$0] }
        }
        let skipped = try picture(trace: 0)
        let whole = try picture(trace: 1e-7)
        #expect(zip(skipped, whole).allSatisfy { abs($0 - $1) < 1e-5 })
        #expect((skipped.max() ?? 0) > 0.5)
        #expect(skipped.contains(0))
    }

    /// Too great and thin for its bricks to be told apart by parts: it looks like the piece of it that is not empty.
    @Test func threadsOfVoxelsAreDrawnToo() throws {
        func picture(length: Int, _ renderer: Renderer) throws -> [Float] {
            let voxels = GeometryBuffer<UInt8>(count: length) { $0[21] = 200 }
            let volume = try RegularVolume(
                dimensions: GridDimensions(x: length, y: 1, z: 1), spacing: [0.1, 0.1, 0.1], type: .unsignedChar,
                voxels: voxels)
            let ramp = ColorRamp(lower: 0, upper: 255, colors: [Color(1, 1, 1, 0), Color(1, 0.5, 0.2, 40)])
            let camera = Camera(
                projection: .orthographic(height: 0.4), view: View(position: [2.15, 0.05, 9], target: [2.15, 0.05, 0]))
            let light = PlacedLight(Light(.ambient, intensity: 1))
            return try linearColors(
                SceneDescription(volumes: [PlacedVolume(volume, ramp: ramp)], lights: [light]), camera, renderer,
                width: 16, height: 16, samples: 4)
        }
        for renderer in [interactive(), production()] {
            let colors = try picture(length: 300_000, renderer)
            #expect(colors == (try picture(length: 64, renderer)))
            #expect(stride(from: 0, to: colors.count, by: 4).contains { colors[$0] > 0.1 })
        }
    }

    /// The surface where the distance from the middle of the grid is 0.6: a sphere.
    @Test func isosurfaceOfADistanceIsASphere() throws {
        let side = 40
        let voxels = GeometryBuffer<UInt8>(count: side * side * side * 4) { target in
            target.withMemoryRebound(to: Float.self) { values in
                for index in values.indices {
                    let x = Float(index % side) + 0.5 - 20
                    let y = Float(index / side % side) + 0.5 - 20
                    let z = Float(index / side / side) + 0.5 - 20
                    values[index] = Vector3(x, y, z).length * 0.05
                }
            }
        }
        let volume = try RegularVolume(
            dimensions: GridDimensions(x: side, y: side, z: side), spacing: [0.05, 0.05, 0.05], type: .float,
            voxels: voxels)
        let surface = PlacedSurface(
            .isosurface(try Isosurface(volume: volume, values: [5, 0.6])),
            transform: Transform(translation: [-1, -1, -1]).affine)
        let scene = try RayTracer().prepare(SceneDescription(surfaces: [surface]))
        for x: Float in [0, 0.2, 0.45] {
            let camera = Camera(
                projection: .orthographic(height: 1), view: View(position: [x, 0, 5], target: [x, 0, 0], up: [0, 1, 0]))
            let pick = try #require(scene.pick([0.5, 0.5], camera, aspect: 1))
            #expect(abs(pick.position.z - (0.36 - x * x).squareRoot()) < 2e-3)
            #expect(pick.primitive == 1)
        }
        let light = PlacedLight(Light(.directional(direction: [0, 0, -1]), intensity: .pi))
        let color = mean(
            try linearColors(
                SceneDescription(surfaces: [surface], lights: [light]), .front(side: 0.05), interactive(), width: 4,
                height: 4))
        #expect(abs(color.x - 1) < 0.01)
    }
}
