// SPDX-License-Identifier: Apache-2.0
import Foundation
import Imaging
import NoiseMeasuring
import RayTracing
import SceneModel
import Testing

/// Samples are well spent: the error falls faster than that of random ones, and is no greater than the service's.
@Suite("Noise")
struct NoiseTests {
    @Test(arguments: NoiseScene.all)
    func sixteenSamplesBeatSixteenAtRandom(_ scene: NoiseScene) throws {
        let errors = try scene.errors(Resolution(width: 32, height: 24), reference: 1024)
        #expect(errors.placed < 0.7 * errors.random, "\(scene.name): \(errors)")
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
