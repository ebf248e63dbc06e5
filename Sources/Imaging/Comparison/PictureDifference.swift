// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How two pictures of one size differ byte by byte, all four channels counted.
public struct PictureDifference: Sendable, Equatable {
    /// The greatest difference of red, green or blue, 0 to 255.
    public let maximumColour: Int
    /// The greatest difference of alpha, 0 to 255.
    public let maximumAlpha: Int
    /// How many pixels differ in any channel.
    public let differingPixels: Int
    /// The mean of the squared differences over all bytes, alpha included.
    public let meanSquaredError: Double

    /// The greatest difference of any channel, 0 to 255.
    public var maximum: Int { max(maximumColour, maximumAlpha) }

    /// Peak signal-to-noise ratio in decibels, 10 log₁₀(255² ⁄ mean squared error); infinite for equal pictures.
    public var peakSignalToNoiseRatio: Double {
        meanSquaredError == 0 ? .infinity : 10 * log10(255 * 255 / meanSquaredError)
    }

    /// Compares two pictures.
    ///
    /// - Throws: `picture-comparison` when their sizes differ.
    public init(_ first: Picture, _ second: Picture) throws(PictureError) {
        try Picture.checkComparable(first, second)
        var greatest = SIMD4<UInt8>()
        var squares = 0
        var differing = 0
        first.pixels.withUnsafeBytes { first in
            second.pixels.withUnsafeBytes { second in
                for offset in stride(from: 0, to: first.count, by: 4) {
                    let a = first.loadUnaligned(fromByteOffset: offset, as: SIMD4<UInt8>.self)
                    let b = second.loadUnaligned(fromByteOffset: offset, as: SIMD4<UInt8>.self)
                    guard a != b else { continue }
                    let difference = pointwiseMax(a, b) &- pointwiseMin(a, b)
                    greatest = pointwiseMax(greatest, difference)
                    let wide = SIMD4<UInt32>(truncatingIfNeeded: difference)
                    squares += Int((wide &* wide).wrappedSum())
                    differing += 1
                }
            }
        }
        maximumColour = Int(max(greatest.x, greatest.y, greatest.z))
        maximumAlpha = Int(greatest.w)
        differingPixels = differing
        meanSquaredError = Double(squares) / Double(first.pixels.count)
    }
}

extension Picture {
    /// - Throws: `picture-comparison` when the sizes differ.
    static func checkComparable(_ first: Picture, _ second: Picture) throws(PictureError) {
        guard first.width == second.width, first.height == second.height else {
            throw PictureError(
                .comparison,
                "a picture of \(first.width) × \(first.height) pixels cannot be compared with one of "
                    + "\(second.width) × \(second.height)",
                remedy: "render both with the same resolution")
        }
    }
}
