// SPDX-License-Identifier: Apache-2.0
import Foundation
import Imaging
import JSON

/// How much the blocks of a sampled picture vary from seed to seed: what the statistical comparison has to know.
///
/// Measured on two pictures that differ in nothing but the seed: with d the difference of two independent values of
/// variance v, E[d²] = 2v, so that the mean of d²/2 over the pixels of a block estimates the variance of a pixel, and
/// divided by their number that of the block's mean. Kept as a byte a block and channel, a sixth of an octave a step.
public struct NoiseRecord: Hashable, Sendable {
    /// Side of a block in pixels; those at the right and lower edge may be smaller.
    public let block: Int
    /// Number of blocks in a row.
    public let columns: Int
    public let rows: Int
    /// A code a block and channel (red, green, blue), row by row.
    let codes: [UInt8]

    /// Measures two pictures of one scene with different seeds.
    /// - Returns: nil where their sizes differ.
    public init?(_ first: Picture, _ second: Picture, block: Int = 32) {
        guard first.width == second.width, first.height == second.height, block > 0 else { return nil }
        self.block = block
        columns = (first.width + block - 1) / block
        rows = (first.height + block - 1) / block
        var codes: [UInt8] = []
        codes.reserveCapacity(columns * rows * 3)
        for (left, right) in zip(
            BlockMeans.squaredDifferences(first, second, block: block), BlockMeans.counts(first, block: block))
        {
            for channel in 0..<3 {
                // 8-bit values are rounded: 1/12 each, however steady the picture.
                let variance = max(Double(left[channel]) / 2, 1.0 / 12) / Double(right)
                codes.append(Self.code(variance))
            }
        }
        self.codes = codes
    }

    private init(block: Int, columns: Int, rows: Int, codes: [UInt8]) {
        self.block = block
        self.columns = columns
        self.rows = rows
        self.codes = codes
    }

    /// Variance of the mean of a block and channel, in squared 8-bit steps.
    func variance(block index: Int, channel: Int) -> Double {
        Self.variance(codes[index * 3 + channel])
    }

    private static func code(_ variance: Double) -> UInt8 {
        UInt8(clamping: Int(((log2(max(variance, 1e-9)) + 24) * 6).rounded(.up)))
    }

    private static func variance(_ code: UInt8) -> Double { exp2(Double(code) / 6 - 24) }

    /// The record in a lock.
    var document: JSONValue {
        [
            "block": .integer(Int64(block)), "columns": .integer(Int64(columns)), "rows": .integer(Int64(rows)),
            "variances": .string(Data(codes).base64EncodedString()),
        ]
    }

    /// Reads the record of a lock; nil for anything else.
    init?(_ document: JSONValue) {
        guard let block = document["block"]?.integer, let columns = document["columns"]?.integer,
            let rows = document["rows"]?.integer, let text = document["variances"]?.string,
            let data = Data(base64Encoded: text), (1...4096).contains(block), (1...65536).contains(columns),
            (1...65536).contains(rows), data.count == Int(columns * rows * 3)
        else { return nil }
        self.init(block: Int(block), columns: Int(columns), rows: Int(rows), codes: [UInt8](data))
    }
}

/// Sums over square blocks of a picture.
enum BlockMeans {
    /// Mean of the squared difference of each block and channel.
    static func squaredDifferences(_ first: Picture, _ second: Picture, block: Int) -> [SIMD3<Double>] {
        means(first.width, first.height, block) { at in
            let difference = value(first, at) - value(second, at)
            return difference * difference
        }
    }

    /// Mean of each block and channel, in 8-bit steps.
    static func values(_ picture: Picture, block: Int) -> [SIMD3<Double>] {
        means(picture.width, picture.height, block) { value(picture, $0) }
    }

    /// Number of pixels of each block.
    static func counts(_ picture: Picture, block: Int) -> [Int] {
        let (columns, rows) = ((picture.width + block - 1) / block, (picture.height + block - 1) / block)
        return (0..<columns * rows).map { index in
            let (x, y) = (index % columns * block, index / columns * block)
            return (min(x + block, picture.width) - x) * (min(y + block, picture.height) - y)
        }
    }

    private static func value(_ picture: Picture, _ at: Int) -> SIMD3<Double> {
        SIMD3(Double(picture.pixels[at]), Double(picture.pixels[at + 1]), Double(picture.pixels[at + 2]))
    }

    private static func means(
        _ width: Int, _ height: Int, _ block: Int, _ value: (Int) -> SIMD3<Double>
    ) -> [SIMD3<Double>] {
        let (columns, rows) = ((width + block - 1) / block, (height + block - 1) / block)
        var sums = [SIMD3<Double>](repeating: .zero, count: columns * rows)
        var counts = [Double](repeating: 0, count: columns * rows)
        for y in 0..<height {
            for x in 0..<width {
                let index = y / block * columns + x / block
                sums[index] += value((y * width + x) * 4)
                counts[index] += 1
            }
        }
        return zip(sums, counts).map { $0 / $1 }
    }
}
