// SPDX-License-Identifier: Apache-2.0
import Geometry
import RayTracing
import SceneModel

/// The noise of production pictures: mean squared error at 16 samples a pixel, beside that of 16 samples drawn at
/// random.
func noiseRows() throws -> [Row] {
    let scenes: [(name: String, scene: SceneDescription)] = [
        ("soft shadows", try stage(.matte(), [
            PlacedLight(Light(.quad(position: [-1, 3, -1], edge1: [2, 0, 0], edge2: [0, 0, 2]), intensity: 4))
        ])),
        ("gloss under a lamp and the sky", try stage(.metal(roughness: 0.4), [
            PlacedLight(Light(.sphere(position: [2, 2, 1], radius: 0.5), intensity: 9)),
            PlacedLight(Light(.ambient, intensity: 0.5)),
        ])),
    ]
    return try scenes.map { name, description in
        let scene = try RayTracer().prepare(description)
        let camera = Camera(
            projection: .perspective(fovy: 20), view: View(position: [0, 3, 3], target: [0, 0, 0.5]))
        func picture(seed: Int, samples: Int) throws -> [Float] {
            let buffer = try FrameBuffer(Resolution(width: 96, height: 72))
            let renderer = ProductionRenderer(samplesPerPixel: samples, maxRayBounces: 3, seed: seed)
            scene.draw(camera, .production(renderer), into: buffer, samples: samples)
            return buffer.linearColors()
        }
        let reference = try picture(seed: 99, samples: 2048)
        func error(_ colors: [Float]) -> Double {
            zip(colors, reference).reduce(0) { $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1)) } / Double(colors.count)
        }
        let spread = try picture(seed: 0, samples: 16)
        // The first samples of sixteen seeds have nothing to do with each other.
        var random = [Float](repeating: 0, count: reference.count)
        for seed in 1...16 {
            for (index, value) in try picture(seed: seed, samples: 1).enumerated() { random[index] += value / 16 }
        }
        return Row("noise, \(name): mean squared error", error(spread) * 1e6, "1e-6",
                   beside: ("at random", error(random) * 1e6))
    }
}

/// A floor that fills the picture, and a ball above it that is not seen.
private func stage(_ material: Material, _ lights: [PlacedLight]) throws -> SceneDescription {
    SceneDescription(
        surfaces: [
            PlacedSurface(
                try Surface(.boxes([Bounds(min: [-9, -1, -9], max: [9, 0, 9])])), colors: .solid([0.8, 0.7, 0.6, 1]),
                material: material),
            PlacedSurface(
                try Surface(.spheres([Sphere(center: [0, 1.2, -0.6], radius: 0.5)])), material: .matte()),
        ], lights: lights)
}
