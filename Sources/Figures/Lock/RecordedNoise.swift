// SPDX-License-Identifier: Apache-2.0
import Foundation
import Imaging
import SceneModel

extension LockedPicture {
    /// The noise of the picture, where the lock keeps it.
    var samplingNoise: SamplingNoise? {
        guard let noise, let data = Data(base64Encoded: noise) else { return nil }
        return try? SamplingNoise(bytes: [UInt8](data))
    }

    /// Keeps the noise of a picture.
    static func text(of noise: SamplingNoise) -> String { Data(noise.bytes).base64EncodedString() }
}

/// Measures how much a picture varies from seed to seed.
enum NoiseMeasurement {
    /// How many more renderings are made.
    private static let renderings = 4

    /// The noise of a picture by drawing it again with other seeds, as a lock keeps it; nil for what is no display
    /// picture.
    static func noise(of drawing: Drawing, _ raw: RawPicture, on stage: Stage) async throws -> String? {
        guard case .display(let first) = raw else { return nil }
        var pictures = [first]
        for number in 1...renderings {
            var picture = drawing.picture
            // Any other seeds will do; these are far from those that people write.
            picture.renderer.seed = (picture.renderer.seed &+ number &* 0x9E37_79B9) & 0xFFFF_FFFF
            guard case .display(let other) = try await stage.draw(drawing.with(picture)) else { return nil }
            pictures.append(other)
        }
        return LockedPicture.text(of: try SamplingNoise(renderings: pictures))
    }
}
