// SPDX-License-Identifier: Apache-2.0
import Foundation
import Geometry
import RayTracing
import SceneModel

/// How fast pictures of 1920 × 1080 are drawn on one thread, beside a loop that only traces the same rays, and what
/// geometry costs to hold and to change.
let rayTracingSuite = Suite(
    name: "raytracing", question: "1920 x 1080 on one thread in processor seconds, beside the bare ray kernels"
) {
    try BenchScene.all.flatMap { try $0.rows() }
}

/// One kind of geometry, framed as the tools that measure a service frame it.
struct BenchScene: Sendable {
    let name: String
    let make: @Sendable () throws -> (surface: Surface, colors: PrimitiveColors)
    let way: Vector3

    static let all = [
        BenchScene(name: "mesh, 518k triangles", make: torus, way: [0.35, 0.6, 1]),
        BenchScene(name: "200k spheres", make: spheres, way: [0.3, 0.4, 1]),
        BenchScene(name: "200k capsules", make: capsules, way: [0.3, 0.4, 1]),
    ]

    private static let resolution = Resolution(width: 1920, height: 1080)
    private static let lightDirection: Vector3 = [1, -1, -1]

    func rows() throws -> [Row] {
        let tracer = try RayTracer()
        let (surface, colors) = try make()
        let bounds = surface.bounds(under: .identity)
        let radius = bounds.size.length / 2
        let distance = radius / Float(sin(22.5 * Double.pi / 180)) * 0.8
        let camera = Camera(
            projection: .perspective(fovy: 45),
            view: View(position: bounds.center + way.normalized * distance, target: bounds.center))
        var placed = PlacedSurface(surface, colors: colors)
        let lights = [
            PlacedLight(Light(.ambient, intensity: 0.5)),
            PlacedLight(Light(.directional(direction: Self.lightDirection), intensity: 3)),
        ]
        let before = residentBytes()
        let start = wallSeconds()
        var scene = try tracer.prepare(SceneDescription(surfaces: [placed], lights: lights))
        let build = wallSeconds() - start
        let bytes = (residentBytes() - before) / Double(surface.primitiveCount)
        let bare = try medianProcessorSeconds(runs: 3) {
            _ = try tracer.traceBare(
                surface, camera: camera, resolution: Self.resolution, lightDirection: Self.lightDirection)
        }
        let buffer = try FrameBuffer(Self.resolution)
        func draw(_ renderer: Renderer, _ samples: Int) -> Double {
            medianProcessorSeconds(runs: 3) {
                buffer.clear()
                scene.draw(camera, renderer, into: buffer, samples: samples, options: DrawingOptions(threads: 1))
            }
        }
        let interactive = Renderer.interactive(InteractiveRenderer())
        let one = draw(interactive, 1)
        let sixteen = draw(interactive, 16)
        let production = draw(.production(ProductionRenderer(maxRayBounces: 3)), 1)
        placed.transform = Transform(translation: [1, 0, 0]).affine
        let moved = try medianWallSeconds(of: 3) {
            scene = try tracer.prepare(SceneDescription(surfaces: [placed], lights: lights))
        }
        return [
            Row("\(name): interactive, 1 sample", one, "s", beside: ("bare loop", bare)),
            Row("\(name): interactive, 16 samples", sixteen, "s", beside: ("16 bare loops", bare * 16)),
            Row("\(name): production, 1 sample", production, "s"),
            Row("\(name): build of the tree, wall", build, "s"),
            Row("\(name): tree, bytes a primitive", bytes, "B"),
            Row("\(name): change of transform, wall", moved * 1000, "ms"),
        ]
    }

    /// A wavy torus over a grid of 720 × 360 vertices.
    private static func torus() throws -> (surface: Surface, colors: PrimitiveColors) {
        let (across, around) = (720, 360)
        var positions: [Vector3] = []
        var triangles: [TriangleIndices] = []
        for i in 0..<across {
            for j in 0..<around {
                let u = 2 * Double.pi * Double(i) / Double(across)
                let v = 2 * Double.pi * Double(j) / Double(around)
                let r = 4 + 0.35 * sin(24 * u) * sin(18 * v) + 0.15 * sin(60 * u + 3 * v)
                let wide = 10 + r * cos(v)
                positions.append(Vector3(Float(wide * cos(u)), Float(r * sin(v)), Float(wide * sin(u))))
                func at(_ i: Int, _ j: Int) -> UInt32 { UInt32((i % across) * around + j % around) }
                triangles.append(TriangleIndices(at(i, j), at(i + 1, j + 1), at(i + 1, j)))
                triangles.append(TriangleIndices(at(i, j), at(i, j + 1), at(i + 1, j + 1)))
            }
        }
        return (.triangles(try TriangleMesh(positions: positions, triangles: triangles)), .white)
    }

    private static func spheres() throws -> (surface: Surface, colors: PrimitiveColors) {
        var random = SystematicNumbers()
        let list = (0..<200_000).map { _ in
            Sphere(center: random.cloud(), radius: random.between(0.15, 0.6))
        }
        return (try Surface(.spheres(list)), colors(list.map(\.center)))
    }

    private static func capsules() throws -> (surface: Surface, colors: PrimitiveColors) {
        var random = SystematicNumbers()
        let list = (0..<200_000).map { _ in
            let start = random.cloud()
            let way = Vector3(random.normal(), random.normal(), random.normal()).normalized
            return Capsule(
                start: start, startRadius: random.between(0.05, 0.25), end: start + way * random.between(1, 5),
                endRadius: random.between(0.05, 0.25))
        }
        return (try Surface(.capsules(list)), colors(list.map(\.start)))
    }

    private static func colors(_ places: [Vector3]) -> PrimitiveColors {
        .each(GeometryBuffer(places.map { place in
            let shade = pointwiseMin(pointwiseMax(place, -place) / 60 + Vector3(repeating: 0.25), Vector3(1, 1, 1))
            return SIMD4(shade, 1)
        }))
    }
}

/// Reproducible random numbers (SplitMix64: Steele, Lea and Flood 2014).
private struct SystematicNumbers: RandomNumberGenerator {
    private var state: UInt64 = 20_240_501

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func between(_ low: Float, _ high: Float) -> Float { Float.random(in: low..<high, using: &self) }

    /// Normally distributed (Box and Muller 1958).
    mutating func normal() -> Float {
        let u = Double.random(in: 1e-12..<1, using: &self)
        let v = Double.random(in: 0..<1, using: &self)
        return Float((-2 * log(u)).squareRoot() * cos(2 * Double.pi * v))
    }

    mutating func cloud() -> Vector3 { Vector3(normal(), normal(), normal()) * Vector3(30, 20, 30) }
}

/// The median wall-clock seconds of some runs.
private func medianWallSeconds(of runs: Int, _ work: () throws -> Void) rethrows -> Double {
    let times = try (0..<runs).map { _ in
        let start = wallSeconds()
        try work()
        return wallSeconds() - start
    }
    return times.sorted()[runs / 2]
}
