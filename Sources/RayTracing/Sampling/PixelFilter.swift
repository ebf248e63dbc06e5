// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// The pixel filter: a Gaussian with a standard deviation of half a pixel, cut to a square of 3 × 3 pixels and
/// taken as a histogram of 15 equal bins a side. Samples are placed by it and weigh the same.
///
/// The sequence of positions is one for all pixels: radical inverses in bases 2 and 3 (Halton 1960), started so that
/// the first is the pixel's centre.
struct PixelFilter {
    /// Share of the bins up to and including each one.
    private let cumulative: [Double]
    private static let binCount = 15
    private static let width = 3.0

    init() {
        var weights: [Double] = []
        for bin in 0..<Self.binCount {
            let center = (Double(bin) + 0.5) / Double(Self.binCount) * Self.width - Self.width / 2
            let scaled = center / 0.5
            weights.append(Elementary.exp2(-0.5 * scaled * scaled * 1.44269504088896340736))
        }
        let total = weights.reduce(0, +)
        var sum = 0.0
        cumulative = weights.map { weight in
            sum += weight
            return sum / total
        }
    }

    /// Offset from the pixel's centre, in pixels, of sample `index`.
    func offset(_ index: Int) -> Vector2 {
        let u = Self.radicalInverse(index + 1, base: 2)
        var v = Self.radicalInverse(index, base: 3) + 0.5
        if v >= 1 { v -= 1 }
        return Vector2(Float(place(u)), Float(place(v)))
    }

    /// Inverse of the cumulative distribution, linear inside a bin.
    private func place(_ share: Double) -> Double {
        // The middle is exact: rounding of the sums must not move it.
        if share == 0.5 { return 0 }
        var before = 0.0
        for bin in 0..<Self.binCount {
            let after = cumulative[bin]
            if share < after || bin == Self.binCount - 1 {
                let inside = (share - before) / (after - before)
                return (Double(bin) + inside) / Double(Self.binCount) * Self.width - Self.width / 2
            }
            before = after
        }
        return 0
    }

    /// The digits of a number mirrored at the point.
    private static func radicalInverse(_ index: Int, base: Int) -> Double {
        var rest = index
        var result = 0.0
        var digit = 1.0
        while rest > 0 {
            digit /= Double(base)
            result += Double(rest % base) * digit
            rest /= base
        }
        return result
    }
}
