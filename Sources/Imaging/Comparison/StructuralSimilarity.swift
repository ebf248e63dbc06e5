// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The structural similarity index (Wang, Bovik, Sheikh and Simoncelli, "Image quality assessment: from error
/// visibility to structural similarity", 2004) of the luminance of two pictures.
///
/// Luminance is 0.2126 R + 0.7152 G + 0.0722 B of the encoded 8-bit values, not rounded; alpha is not looked at. Local
/// means, variances and covariance are weighted by a Gaussian of σ = 1.5 pixels cut to 11 × 11, variances being those
/// of a population; K₁ = 0.01, K₂ = 0.03, L = 255. The index is the mean over all pixels that are at least 5 from the
/// border. This is `skimage.metrics.structural_similarity` with `gaussian_weights=True, sigma=1.5,
/// use_sample_covariance=False, data_range=255`.
public enum StructuralSimilarity {
    /// The shortest side that a window fits in.
    public static let minimumSide = 11

    /// The mean index: 1 for equal luminance, falling to 0 and below as structure differs.
    ///
    /// - Throws: `picture-comparison` when the sizes differ or a side is below ``minimumSide``.
    public static func mean(_ first: Picture, _ second: Picture) throws(PictureError) -> Double {
        try Picture.checkComparable(first, second)
        guard first.width >= minimumSide, first.height >= minimumSide else {
            throw PictureError(
                .comparison, "structural similarity needs pictures of at least \(minimumSide) × \(minimumSide) pixels",
                remedy: "compare such small pictures by their greatest difference")
        }
        return mean(Moments(first, second))
    }

    private static let radius = 5
    private static let window: [Float] = {
        let raw = (-radius...radius).map { exp(-Double($0 * $0) / (2 * 1.5 * 1.5)) }
        let sum = raw.reduce(0, +)
        return raw.map { Float($0 / sum) }
    }()

    /// With s = a + b and d = a − b, four local moments say all: 2 μa μb = (μs² − μd²) ⁄ 2,
    /// μa² + μb² = (μs² + μd²) ⁄ 2, and so for the variances. That saves a fifth filter, gives exactly 1 where d = 0, and lets what rounding leaves
    /// of a flat region's variance cancel.
    private struct Moments {
        var sum: Plane
        var difference: Plane
        var sumSquared: Plane
        var differenceSquared: Plane

        init(_ first: Picture, _ second: Picture) {
            sum = Plane(width: first.width, height: first.height)
            difference = sum
            sumSquared = sum
            differenceSquared = sum
            for index in 0..<sum.values.count {
                // Centred values lose less in squares; the means are shifted back below.
                let a = Self.luminance(first.pixels, index)
                let b = Self.luminance(second.pixels, index)
                sum.values[index] = a + b
                difference.values[index] = a - b
                sumSquared.values[index] = (a + b) * (a + b)
                differenceSquared.values[index] = (a - b) * (a - b)
            }
            let filter = SeparableFilter(window)
            sum = filter.apply(to: sum)
            difference = filter.apply(to: difference)
            sumSquared = filter.apply(to: sumSquared)
            differenceSquared = filter.apply(to: differenceSquared)
        }

        @inline(__always)
        private static func luminance(_ pixels: [UInt8], _ index: Int) -> Float {
            0.2126 * Float(pixels[index * 4]) + 0.7152 * Float(pixels[index * 4 + 1])
                + 0.0722 * Float(pixels[index * 4 + 2]) - 127.5
        }
    }

    private static func mean(_ moments: Moments) -> Double {
        let c1: Float = (0.01 * 255) * (0.01 * 255)
        let c2: Float = (0.03 * 255) * (0.03 * 255)
        let (width, height) = (moments.sum.width, moments.sum.height)
        var total = 0.0
        moments.sum.values.withUnsafeBufferPointer { sum in
            moments.difference.values.withUnsafeBufferPointer { difference in
                moments.sumSquared.values.withUnsafeBufferPointer { sumSquared in
                    moments.differenceSquared.values.withUnsafeBufferPointer { differenceSquared in
                        for y in radius..<(height - radius) {
                            var row: Float = 0
                            for at in (y * width + radius)..<((y + 1) * width - radius) {
                                let (s, d) = (sum[at], difference[at])
                                let (varianceS, varianceD) = (sumSquared[at] - s * s, differenceSquared[at] - d * d)
                                let (means, meansD) = ((s + 255) * (s + 255), d * d)
                                let index =
                                    ((means - meansD) / 2 + c1) * ((varianceS - varianceD) / 2 + c2)
                                    / (((means + meansD) / 2 + c1) * ((varianceS + varianceD) / 2 + c2))
                                row += index
                            }
                            total += Double(row)
                        }
                    }
                }
            }
        }
        return total / Double((width - 2 * radius) * (height - 2 * radius))
    }
}
