// SPDX-License-Identifier: Apache-2.0
import Foundation
import Imaging

extension LockedPicture {
    /// The noise of the picture, where the lock keeps it.
    var samplingNoise: SamplingNoise? {
        guard let noise, let data = Data(base64Encoded: noise) else { return nil }
        return try? SamplingNoise(bytes: [UInt8](data))
    }

    /// Keeps the noise of a picture.
    static func text(of noise: SamplingNoise) -> String { Data(noise.bytes).base64EncodedString() }
}
