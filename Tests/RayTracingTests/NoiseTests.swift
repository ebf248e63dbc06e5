// SPDX-License-Identifier: Apache-2.0
import Foundation
import Geometry
import Imaging
import RayTracing
import SceneModel
import Testing

/// Samples are well spent: the error falls faster than that of random ones, and is no greater than the service's.
@Suite("Noise")
struct NoiseTests {
    /// A floor that fills the picture under a ball that is not seen, so that nothing but light varies.
    private static func stage(_ material: Material, _ lights: [Light]) throws -> SceneDescription {
        SceneDescription(
            surfaces: [
                PlacedSurface(
                    try Surface(.boxes([Bounds(min: [-9, -1, -9], max: [9, 0, 9])])), material: material),
                PlacedSurface(
                    try Surface(.spheres([Sphere(center: [0, 1.2, -0.6], radius: 0.5)])), material: .matte()),
            ], lights: lights.map { PlacedLight($0) })
    }

    @Test(arguments: ["soft shadows", "gloss"])
    func sixteenSamplesBeatSixteenAtRandom(_ name: String) throws {
        let lamp = Light(.quad(position: [-1, 3, -1], edge1: [2, 0, 0], edge2: [0, 0, 2]), intensity: 4)
        let description = name == "gloss"
            ? try Self.stage(.metal(roughness: 0.4), [lamp, Light(.ambient, intensity: 0.5)])
            : try Self.stage(.matte(), [lamp])
        let scene = try RayTracer().prepare(description)
        let camera = Camera(
            projection: .perspective(fovy: 20), view: View(position: [0, 3, 3], target: [0, 0, 0.5]))
        func picture(seed: Int, samples: Int) throws -> [Float] {
            let buffer = try FrameBuffer(Resolution(width: 32, height: 24))
            let renderer = ProductionRenderer(samplesPerPixel: samples, maxRayBounces: 2, seed: seed)
            scene.draw(camera, .production(renderer), into: buffer, samples: samples)
            return buffer.linearColors()
        }
        let reference = try picture(seed: 99, samples: 1024)
        func error(_ colors: [Float]) -> Double {
            zip(colors, reference).reduce(0) { $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1)) }
        }
        // The first samples of sixteen seeds have nothing to do with each other.
        var random = [Float](repeating: 0, count: reference.count)
        for seed in 1...16 {
            for (index, value) in try picture(seed: seed, samples: 1).enumerated() { random[index] += value / 16 }
        }
        let ratio = error(try picture(seed: 0, samples: 16)) / error(random)
        #expect(ratio < 0.7, "\(ratio)")
    }

    /// Against the recorded pictures: ours with as many samples lies no further from a long drawing of ours than the
    /// service's, in 8-bit codes.
    @Test(
        .enabled(if: RecordedScene.folder != nil, "no recordings beside the checkout"),
        .enabled(if: ProcessInfo.processInfo.environment["SOAK"] != nil, "takes minutes: SOAK=1"),
        arguments: ["production-bounce-1", "material-matte-production"])
    func noNoisierThanTheService(_ name: String) throws {
        let recorded = try RecordedScene(name)
        guard case .production(var settings) = recorded.renderer else { return }
        let scene = try RayTracer().prepare(recorded.description)
        func pixels(seed: Int, samples: Int) throws -> [UInt8] {
            settings.seed = seed
            let buffer = try FrameBuffer(
                Resolution(width: recorded.picture.width, height: recorded.picture.height))
            scene.draw(recorded.camera, .production(settings), into: buffer, samples: samples)
            return buffer.encodedPixels()
        }
        let reference = try pixels(seed: 7, samples: settings.samplesPerPixel * 4)
        let ours = peakSignalToNoise(try pixels(seed: 0, samples: settings.samplesPerPixel), reference)
        let theirs = peakSignalToNoise(recorded.picture.pixels, reference)
        print("noise \(name): ours \(ours) dB, the service's \(theirs) dB at \(settings.samplesPerPixel) samples")
        #expect(ours >= theirs)
    }
}
