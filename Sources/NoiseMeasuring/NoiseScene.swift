// SPDX-License-Identifier: Apache-2.0
import Geometry
import RayTracing
import SceneModel

/// A picture in which nothing but light varies: a floor that fills it under a ball that is not seen. It shows how well
/// the production renderer spends its samples.
package struct NoiseScene: Sendable {
    /// What makes the light vary.
    package let name: String
    private let material: Material
    private let lights: [Light]

    /// The scenes: a penumbra on a matte floor; a glossy floor that light reaches in two ways.
    package static let all = [
        NoiseScene(
            name: "soft shadows", material: .matte(),
            lights: [Light(.quad(position: [-1, 3, -1], edge1: [2, 0, 0], edge2: [0, 0, 2]), intensity: 4)]),
        NoiseScene(
            name: "gloss under a lamp and the sky", material: .metal(roughness: 0.4),
            lights: [Light(.sphere(position: [2, 2, 1], radius: 0.5), intensity: 9), Light(.ambient, intensity: 0.5)]),
    ]

    /// Mean squared errors of linear colours with 16 samples a pixel.
    package struct Errors: Sendable {
        /// Of samples as the renderer places them.
        package var placed: Double
        /// Of 16 samples that have nothing to do with each other: the first of 16 seeds.
        package var random: Double
    }

    /// Draws the scene and compares.
    ///
    /// - Parameters:
    ///   - resolution: size of the picture.
    ///   - reference: samples a pixel of the picture that counts as free of noise.
    package func errors(_ resolution: Resolution, reference samples: Int) throws -> Errors {
        let scene = try RayTracer().prepare(try description())
        let camera = Camera(
            projection: .perspective(fovy: 20), view: View(position: [0, 3, 3], target: [0, 0, 0.5]))
        func picture(seed: Int, samples: Int) throws -> [Float] {
            let buffer = try FrameBuffer(resolution)
            let renderer = ProductionRenderer(samplesPerPixel: samples, maxRayBounces: 2, seed: seed)
            scene.draw(camera, .production(renderer), into: buffer, samples: samples)
            return buffer.linearColors()
        }
        let reference = try picture(seed: 99, samples: samples)
        func error(_ colors: [Float]) -> Double {
            zip(colors, reference).reduce(0) { $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1)) } / Double(colors.count)
        }
        var random = [Float](repeating: 0, count: reference.count)
        for seed in 1...16 {
            for (index, value) in try picture(seed: seed, samples: 1).enumerated() { random[index] += value / 16 }
        }
        return Errors(placed: error(try picture(seed: 0, samples: 16)), random: error(random))
    }

    private func description() throws -> SceneDescription {
        SceneDescription(
            surfaces: [
                PlacedSurface(
                    try Surface(.boxes([Bounds(min: [-9, -1, -9], max: [9, 0, 9])])),
                    colors: .solid([0.8, 0.7, 0.6, 1]), material: material),
                PlacedSurface(
                    try Surface(.spheres([Sphere(center: [0, 1.2, -0.6], radius: 0.5)])), material: .matte()),
            ], lights: lights.map { PlacedLight($0) })
    }
}
