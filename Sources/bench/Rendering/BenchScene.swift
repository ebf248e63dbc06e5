// SPDX-License-Identifier: Apache-2.0
import Foundation
import Geometry
import RayTracing
import SceneModel
import SeededRandom

/// One kind of thing to draw, framed as the tools that measure a service frame it.
struct BenchScene: Sendable {
    let name: String
    let make: @Sendable () throws -> SceneDescription
    let way: Vector3

    static let all = [
        BenchScene(name: "mesh 518k", make: { try placed(torus()) }, way: [0.35, 0.6, 1]),
        BenchScene(name: "spheres 200k", make: { try placed(spheres()) }, way: [0.3, 0.4, 1]),
        BenchScene(name: "capsules 200k", make: { try placed(capsules()) }, way: [0.3, 0.4, 1]),
        BenchScene(name: "neuron 10k", make: { try placed(neuron()) }, way: [0, 0, 1]),
        BenchScene(name: "volume 256³", make: volume, way: [0.3, 0.4, 1]),
    ]

    static let lightDirection: Vector3 = [1, -1, -1]

    private static let lights = [
        PlacedLight(Light(.ambient, intensity: 0.5)),
        PlacedLight(Light(.directional(direction: lightDirection), intensity: 3)),
    ]

    private static func placed(_ parts: (surface: Surface, colors: PrimitiveColors)) -> SceneDescription {
        SceneDescription(surfaces: [PlacedSurface(parts.surface, colors: parts.colors)], lights: lights)
    }

    /// The camera that sees all of a scene.
    func camera(_ scene: SceneDescription) -> Camera {
        var bounds = Bounds.empty
        for surface in scene.surfaces { bounds.formUnion(surface.surface.bounds(under: surface.transform)) }
        for volume in scene.volumes { bounds.formUnion(Bounds(min: .zero, max: volume.volume.size)) }
        let distance = bounds.size.length / 2 / Float(sin(22.5 * Double.pi / 180)) * 0.8
        return Camera(
            projection: .perspective(fovy: 45),
            view: View(position: bounds.center + way.normalized * distance, target: bounds.center))
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
        var random = SplitMix64(state: 20_240_501)
        let list = (0..<200_000).map { _ in
            Sphere(center: random.cloud(), radius: random.between(0.15, 0.6))
        }
        return (try Surface(.spheres(list)), colors(list.map(\.center)))
    }

    private static func capsules() throws -> (surface: Surface, colors: PrimitiveColors) {
        var random = SplitMix64(state: 20_240_501)
        let list = (0..<200_000).map { _ in
            let start = random.cloud()
            let way = random.direction()
            return Capsule(
                start: start, startRadius: random.between(0.05, 0.25), end: start + way * random.between(1, 5),
                endRadius: random.between(0.05, 0.25))
        }
        return (try Surface(.capsules(list)), colors(list.map(\.start)))
    }

    /// A soma and branching, tapering, winding branches of 10,000 samples in all, as a reconstruction has.
    private static func neuron() throws -> (surface: Surface, colors: PrimitiveColors) {
        var random = SplitMix64(state: 20_240_501)
        var list = [Capsule(start: .zero, startRadius: 8, end: [0, 1, 0], endRadius: 8)]
        var tips: [(place: Vector3, way: Vector3, radius: Float)] = (0..<9).map { _ in
            (.zero, random.direction(), random.between(0.8, 1.6))
        }
        while list.count < 10_000 {
            for index in tips.indices where list.count < 10_000 {
                let tip = tips[index]
                let way = (tip.way + random.direction() * 0.35).normalized
                let end = tip.place + way * random.between(1, 3)
                let radius = max(tip.radius * 0.998, 0.15)
                list.append(Capsule(start: tip.place, startRadius: tip.radius, end: end, endRadius: radius))
                tips[index] = (end, way, radius)
                if tips.count < 90, random.between(0, 1) < 0.02 {
                    tips.append((end, (way + random.direction()).normalized, radius))
                }
            }
        }
        return (try Surface(.capsules(list)), .solid([0.9, 0.8, 0.2, 1]))
    }

    /// Soft blobs in a grid of 256 × 256 × 256 bytes, empty around them.
    private static func volume() throws -> SceneDescription {
        let side = 256
        let voxels = GeometryBuffer<UInt8>(count: side * side * side) { target in
            let waves = (0..<side).map { Float(sin(Double($0) * 6 * .pi / Double(side))) }
            let falls = (0..<side).map { index in
                let x = Float(index) / Float(side) * 2 - 1
                return 1 - x * x
            }
            for index in target.indices {
                let (x, y, z) = (index % side, index / side % side, index / side / side)
                let value = waves[x] * waves[y] * waves[z] * falls[x] * falls[y] * falls[z]
                target[index] = value > 0 ? UInt8(min(value * 600, 255)) : 0
            }
        }
        let volume = try RegularVolume(
            dimensions: GridDimensions(x: side, y: side, z: side), spacing: [0.1, 0.1, 0.1], type: .unsignedChar,
            voxels: voxels)
        let ramp = ColorRamp(
            lower: 0, upper: 255, colors: [Color(0, 0, 1, 0), Color(0.2, 0.9, 0.5, 0.5), Color(1, 0.4, 0.1, 3)])
        return SceneDescription(volumes: [PlacedVolume(volume, ramp: ramp)], lights: lights)
    }

    private static func colors(_ places: [Vector3]) -> PrimitiveColors {
        .each(GeometryBuffer(places.map { place in
            let shade = pointwiseMin(pointwiseMax(place, -place) / 60 + Vector3(repeating: 0.25), Vector3(1, 1, 1))
            return SIMD4(shade, 1)
        }))
    }
}

extension SplitMix64 {
    fileprivate mutating func between(_ low: Float, _ high: Float) -> Float {
        Float.random(in: low..<high, using: &self)
    }

    /// Normally distributed (Box and Muller 1958).
    fileprivate mutating func normal() -> Float {
        let u = Double.random(in: 1e-12..<1, using: &self)
        let v = Double.random(in: 0..<1, using: &self)
        return Float((-2 * log(u)).squareRoot() * cos(2 * Double.pi * v))
    }

    fileprivate mutating func direction() -> Vector3 { Vector3(normal(), normal(), normal()).normalized }

    fileprivate mutating func cloud() -> Vector3 { Vector3(normal(), normal(), normal()) * Vector3(30, 20, 30) }
}
