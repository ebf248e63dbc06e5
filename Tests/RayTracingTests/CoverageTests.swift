// SPDX-License-Identifier: Apache-2.0
import Foundation
import Geometry
import RayTracing
import SceneModel
import SeededRandom
import Testing

/// Camera rays that can meet nothing are not sent: that must not change a bit of any picture.
@Suite("Coverage")
struct CoverageTests {
    /// Colours and depths of a picture, with the rays that it took.
    private struct Drawn {
        var colors: [Float]
        var depths: [Float]
        var rays: Int
    }

    private static func draw(
        _ description: SceneDescription, _ camera: Camera, _ renderer: Renderer, width: Int, height: Int,
        samples: [Int], sendsAllRays: Bool
    ) throws -> Drawn {
        let scene = try RayTracer().prepare(description)
        let buffer = try FrameBuffer(Resolution(width: width, height: height), keepsGeometry: true)
        var options = DrawingOptions(threads: 2)
        options.sendsAllRays = sendsAllRays
        for count in samples { scene.draw(camera, renderer, into: buffer, samples: count, options: options) }
        return Drawn(colors: buffer.linearColors(), depths: buffer.depths(), rays: scene.tracedRays.nearest)
    }

    @Test(arguments: GoldenScene.all)
    func goldenScenesKeepTheirBits(_ scene: GoldenScene) throws {
        let pictures = try [false, true].map { sendsAllRays in
            try Self.draw(
                scene.describe(), scene.camera, scene.renderer, width: 41, height: 31, samples: [1, 2],
                sendsAllRays: sendsAllRays)
        }
        #expect(pictures[0].colors.map(\.bitPattern) == pictures[1].colors.map(\.bitPattern))
        #expect(pictures[0].depths == pictures[1].depths)
    }

    /// Of thin and small things most rays are saved.
    @Test func raysAreSaved() throws {
        let description = SceneDescription(
            surfaces: [
                PlacedSurface(
                    try Surface(
                        .capsules([
                            Capsule(start: [-3.98, -4, 0], startRadius: 0.02, end: [-3.98, 4, 0], endRadius: 0.02)
                        ])))
            ])
        let pictures = try [false, true].map { sendsAllRays in
            try Self.draw(
                description, .front(side: 10), interactive(), width: 200, height: 200, samples: [1],
                sendsAllRays: sendsAllRays)
        }
        #expect(pictures[0].colors == pictures[1].colors)
        #expect(pictures[1].depths.contains { $0 < .infinity })
        #expect(pictures[0].rays * 10 < pictures[1].rays)
    }

    /// Shapes of all kinds, far and near, large and below a pixel, mirrored, stretched and moved far away; cameras
    /// among them, beside them and far off, of all kinds, with parts of the picture turned over.
    @Test func randomScenesKeepTheirBits() throws {
        var random = SplitMix64(state: 7)
        let count = ProcessInfo.processInfo.environment["SOAK"] == "1" ? 2_000 : 120
        var seen = 0
        for number in 0..<count {
            let description = try Self.scene(&random)
            let camera = Self.camera(&random)
            let renderer: Renderer = number % 3 == 0 ? production(bounces: 1) : interactive(shadows: false)
            let samples = [[1], [3], [1, 1, 2]][number % 3]
            let pictures = try [false, true].map { sendsAllRays in
                try Self.draw(
                    description, camera, renderer, width: 61, height: 37, samples: samples,
                    sendsAllRays: sendsAllRays)
            }
            #expect(
                pictures[0].colors.map(\.bitPattern) == pictures[1].colors.map(\.bitPattern), "picture \(number)")
            #expect(pictures[0].depths == pictures[1].depths, "depths \(number)")
            if pictures[1].depths.contains(where: { $0 < .infinity }) { seen += 1 }
        }
        // Else the law would hold of empty pictures.
        #expect(seen * 2 > count)
    }

    private static func scene(_ random: inout SplitMix64) throws -> SceneDescription {
        var surfaces: [PlacedSurface] = []
        let size = random.power(-3, 1)
        for _ in 0..<random.whole(1, 4) {
            let count = random.whole(1, 40) * (random.whole(0, 12) == 0 ? 300 : 1)
            let surface: Surface
            switch random.whole(0, 4) {
            case 0:
                surface = try Surface(
                    .spheres((0..<count).map { _ in Sphere(center: random.point(8), radius: random.between(0, size)) }))
            case 1:
                surface = try Surface(
                    .capsules(
                        (0..<count).map { _ in
                            Capsule(
                                start: random.point(8), startRadius: random.between(0, size), end: random.point(8),
                                endRadius: random.between(0, size))
                        }))
            case 2:
                surface = try Surface(
                    .boxes(
                        (0..<count).map { _ in
                            let corner = random.point(8)
                            return Bounds(min: corner, max: corner + (random.point(1) + Vector3(1, 1, 1)) * size)
                        }))
            default:
                var positions: [Vector3] = []
                for _ in 0..<count {
                    let corner = random.point(8)
                    positions += [corner, corner + random.point(1) * size, corner + random.point(1) * size]
                }
                surface = .triangles(
                    try TriangleMesh(
                        positions: positions,
                        triangles: (0..<UInt32(count)).map { TriangleIndices(3 * $0, 3 * $0 + 1, 3 * $0 + 2) }))
            }
            var transform = Transform.identity.affine
            if random.whole(0, 2) == 0 {
                let mirrored: Float = random.whole(0, 2) == 0 ? -1 : 1
                transform = Transform(
                    translation: random.point(3),
                    rotation: Quaternion(
                        axis: random.point(1) + Vector3(0.01, 0, 0), degrees: Double(random.between(0, 360))),
                    scale: [random.power(-1, 1), random.power(-1, 1) * mirrored, random.power(-1, 1)]).affine
            }
            surfaces.append(
                PlacedSurface(surface, colors: .solid([0.8, 0.7, 0.6, random.between(0.3, 1.5)]), transform: transform))
        }
        return SceneDescription(
            surfaces: surfaces,
            lights: [
                PlacedLight(Light(.ambient, intensity: 1)),
                PlacedLight(Light(.sphere(position: random.point(10), radius: random.between(0, 2)), intensity: 20)),
                PlacedLight(
                    Light(
                        .quad(position: random.point(10), edge1: random.point(3), edge2: random.point(3)),
                        intensity: 2)),
            ])
    }

    private static func camera(_ random: inout SplitMix64) -> Camera {
        let far = random.whole(0, 4) == 0
        let distance = far ? random.power(2, 5) : random.between(0, 20)
        let position = (random.point(1) + Vector3(0, 0, 0.01)).normalized * distance
        let projection: Projection
        switch random.whole(0, 5) {
        case 0: projection = .orthographic(height: random.between(1, 20))
        case 1: projection = .cylindric(fovy: random.between(20, 90))
        default: projection = .perspective(fovy: far ? 1200 / distance : random.between(5, 120))
        }
        var region = ImageRegion.whole
        if random.whole(0, 3) == 0 {
            region = ImageRegion(
                start: [random.between(0, 0.4), random.between(0, 1)],
                end: [random.between(0.6, 1), random.between(0, 1)])
        }
        return Camera(
            projection: projection,
            view: View(position: position, target: random.point(2), up: random.point(1) + Vector3(0, 0.1, 0)),
            nearClip: random.whole(0, 3) == 0 ? random.between(0, 5) : 1e-6, region: region)
    }
}

extension SplitMix64 {
    fileprivate mutating func between(_ low: Float, _ high: Float) -> Float {
        Float.random(in: low...high, using: &self)
    }
    fileprivate mutating func whole(_ low: Int, _ high: Int) -> Int { Int.random(in: low..<high, using: &self) }
    /// Ten to a power between two.
    fileprivate mutating func power(_ low: Float, _ high: Float) -> Float { Float(pow(10, Double(between(low, high)))) }
    fileprivate mutating func point(_ reach: Float) -> Vector3 {
        Vector3(between(-reach, reach), between(-reach, reach), between(-reach, reach))
    }
}
