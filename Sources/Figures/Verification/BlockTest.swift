// SPDX-License-Identifier: Apache-2.0
import Foundation
import Imaging

/// Whether two sampled pictures can be two draws of one: a z-test of each block's mean and channel, with Šidák's
/// correction for the number of tests (Subr and Arvo 2007 and the render tests of Mitsuba 3 test pixels so; a block's
/// mean is close to normal where a single pixel's value is not).
struct BlockTest {
    /// Probability that the worst block, or a worse one, comes about by chance alone.
    let probability: Double
    /// The worst block in words.
    let worst: String

    /// 8-bit steps that a mean may be off for reasons other than noise: rounding and the curve of the display.
    private static let tolerance = 0.15
    /// The variance of a block is itself an estimate, poor where few pixels of it are noisy: a quarter of the mean
    /// variance of its neighbours is believed too.
    private static let neighbourShare = 0.25

    /// - Returns: nil where the record is of pictures of another size.
    init?(_ reference: Picture, _ candidate: Picture, noise: NoiseRecord) {
        let block = noise.block
        guard (reference.width + block - 1) / block == noise.columns,
            (reference.height + block - 1) / block == noise.rows
        else { return nil }
        let old = BlockMeans.values(reference, block: block)
        let new = BlockMeans.values(candidate, block: block)
        var greatest = 0.0
        var place = (x: 0, y: 0, channel: 0, old: 0.0, new: 0.0)
        for y in 0..<noise.rows {
            for x in 0..<noise.columns {
                let index = y * noise.columns + x
                for channel in 0..<3 {
                    let variance = max(
                        noise.variance(block: index, channel: channel),
                        Self.neighbourShare * Self.neighbourhood(noise, x, y, channel))
                    // Both pictures are draws, so the variance of their difference is twice that of one.
                    let deviation = (2 * variance + Self.tolerance * Self.tolerance).squareRoot()
                    let score = abs(new[index][channel] - old[index][channel]) / deviation
                    if score > greatest {
                        greatest = score
                        place = (x, y, channel, old[index][channel], new[index][channel])
                    }
                }
            }
        }
        // Two-sided: p = erfc(z/√2), and 1 − (1 − p)ⁿ for the least of n; log1p and expm1 keep small p exact.
        let single = erfc(greatest / 2.0.squareRoot())
        let tests = Double(noise.columns * noise.rows * 3)
        probability = single >= 1 ? 1 : -expm1(tests * log1p(-single))
        let names = ["red", "green", "blue"]
        let (x, y) = (place.x * block + block / 2, place.y * block + block / 2)
        worst =
            "around pixel \(x), \(y) the mean \(names[place.channel]) "
            + "was \(JSONNumber.fixed(place.old, 2)) and is \(JSONNumber.fixed(place.new, 2)) of 255, "
            + "\(JSONNumber.fixed(greatest, 1)) standard deviations off"
    }

    private static func neighbourhood(_ noise: NoiseRecord, _ x: Int, _ y: Int, _ channel: Int) -> Double {
        var sum = 0.0
        var count = 0.0
        for row in max(0, y - 1)...min(noise.rows - 1, y + 1) {
            for column in max(0, x - 1)...min(noise.columns - 1, x + 1) {
                sum += noise.variance(block: row * noise.columns + column, channel: channel)
                count += 1
            }
        }
        return sum / count
    }
}
