// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How much a sampled picture varies from seed to seed, block by block: what ``SamplingTest`` needs to tell noise from
/// change. Made once from a few renderings of one scene with different seeds, and small enough to keep in a lock file.
///
/// Each block of 16 × 16 pixels has three numbers, common to its four channels (the greatest one holds): the mean of
/// the pixels' variances, the greatest variance of a pixel and its neighbours, and how many degrees of freedom the mean
/// has, which tells blocks of even noise from those whose noise is that of few pixels, as on an edge. Each is kept in
/// one byte on a logarithmic scale, variances rounded up.
public struct SamplingNoise: Sendable, Equatable {
    /// Columns of the picture.
    public let width: Int
    /// Rows of the picture.
    public let height: Int
    /// Three codes a block, row by row.
    private let codes: [UInt8]
    /// By how much the means of blocks, and of 4 × 4 blocks, vary more than they would if pixels varied independently;
    /// at least 1.
    let inflation: SIMD2<Float>

    /// The side of a block in pixels.
    public static let blockSide = 16

    /// Blocks in a row, the last one perhaps narrower.
    var columns: Int { (width + Self.blockSide - 1) / Self.blockSide }
    /// Rows of blocks, the last one perhaps lower.
    var rows: Int { (height + Self.blockSide - 1) / Self.blockSide }

    /// Measures the noise of renderings that differ only in their seeds: at least two, better four or more.
    ///
    /// - Throws: `picture-comparison` for fewer than two pictures or different sizes.
    public init(renderings: [Picture]) throws(PictureError) {
        guard let first = renderings.first, renderings.count > 1 else {
            throw PictureError(
                .comparison, "noise cannot be measured from \(renderings.count) rendering",
                remedy: "render the scene at least twice, with different seeds")
        }
        for other in renderings.dropFirst() { try Picture.checkComparable(first, other) }
        width = first.width
        height = first.height
        let measured = Measurement(renderings)
        codes = measured.blocks.flatMap {
            [Self.code(variance: $0.mean), Self.code(variance: $0.peak), Self.code(freedom: $0.freedom)]
        }
        inflation = measured.inflation
    }

    /// One block's numbers, variances in squared steps of 8 bits.
    func block(_ column: Int, _ row: Int) -> (mean: Double, peak: Double, freedom: Double) {
        let at = (row * columns + column) * 3
        return (Self.variance(codes[at]), Self.variance(codes[at + 1]), exp2(Double(codes[at + 2]) / 16))
    }

    // Variances run from 2⁻⁸ to 2¹⁴ (that of black and white in equal parts) in steps of 2^(1⁄11); 0 is its own code.
    private static func code(variance: Double) -> UInt8 {
        guard variance > 0 else { return 0 }
        return UInt8(min(max((log2(variance) + 8) * 11, 0).rounded(.up) + 1, 255))
    }

    private static func variance(_ code: UInt8) -> Double {
        code == 0 ? 0 : exp2((Double(code) - 1) / 11 - 8)
    }

    private static func code(freedom: Double) -> UInt8 {
        UInt8(min(max(log2(max(freedom, 1)) * 16, 0).rounded(.down), 255))
    }
}

extension SamplingNoise {
    /// The noise in a compact, stable form: a version, both sides and both inflations as 32-bit little-endian words,
    /// then the codes.
    public var bytes: [UInt8] {
        var result: [UInt8] = []
        for word in [1, UInt32(width), UInt32(height), inflation.x.bitPattern, inflation.y.bitPattern] {
            withUnsafeBytes(of: word.littleEndian) { result.append(contentsOf: $0) }
        }
        return result + codes
    }

    /// Reads what ``bytes`` gave.
    ///
    /// - Throws: `picture-damaged` for anything else.
    public init(bytes: [UInt8]) throws(PictureError) {
        let damaged = PictureError(
            .damaged, "the recorded noise of a picture cannot be read", remedy: "render and lock the picture again")
        guard bytes.count >= 20 else { throw damaged }
        let words: [UInt32] = (0..<5).map { word in
            bytes.withUnsafeBytes { UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: word * 4, as: UInt32.self)) }
        }
        guard words[0] == 1, words[1] > 0, words[1] < 1 << 30, words[2] > 0, words[2] < 1 << 30 else { throw damaged }
        width = Int(words[1])
        height = Int(words[2])
        inflation = SIMD2(Float(bitPattern: words[3]), Float(bitPattern: words[4]))
        codes = Array(bytes.dropFirst(20))
        guard codes.count == columns * rows * 3, inflation.x >= 1, inflation.y >= 1, inflation.x.isFinite,
            inflation.y.isFinite
        else { throw damaged }
    }
}

/// The statistics of a set of renderings.
private struct Measurement {
    struct Block {
        var mean = 0.0
        var peak = 0.0
        var freedom = Double.infinity
    }

    private(set) var blocks: [Block] = []
    private(set) var inflation = SIMD2<Float>(repeating: 1)

    init(_ renderings: [Picture]) {
        let grid = BlockGrid(width: renderings[0].width, height: renderings[0].height, side: SamplingNoise.blockSide)
        let coarse = BlockGrid(width: grid.width, height: grid.height, side: SamplingNoise.blockSide * 4)
        blocks = Array(repeating: Block(), count: grid.count)
        var expected = SIMD2<Double>()
        var observed = SIMD2<Double>()
        for channel in 0..<4 {
            let variances = Self.variances(renderings, channel)
            addMoments(variances, grid, freedomOfOne: Double(renderings.count - 1))
            addPeaks(variances, grid)
            for (index, scale) in [grid, coarse].enumerated() {
                let means = renderings.map { picture in
                    scale.means { Double(picture.pixels[$0 * 4 + channel]) }
                }
                let pixelVariances = scale.means { Double(variances.values[$0]) }
                for block in 0..<scale.count {
                    expected[index] += pixelVariances[block] / Double(scale.pixels(block))
                    observed[index] += Self.variance(means.map { $0[block] })
                }
            }
        }
        for index in 0..<2 where expected[index] > 0 {
            inflation[index] = Float(max(1, observed[index] / expected[index]))
        }
    }

    private static func variance(_ values: [Double]) -> Double {
        let mean = values.reduce(0, +) / Double(values.count)
        return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
    }

    private static func variances(_ renderings: [Picture], _ channel: Int) -> Plane {
        var sums = Plane(width: renderings[0].width, height: renderings[0].height)
        var squares = sums
        for picture in renderings {
            for index in 0..<sums.values.count {
                // Sums of squares of bytes stay whole, and so exact, in a Float up to 256 renderings.
                let value = Float(picture.pixels[index * 4 + channel])
                sums.values[index] += value
                squares.values[index] += value * value
            }
        }
        let count = Double(renderings.count)
        for index in 0..<sums.values.count {
            let sum = Double(sums.values[index])
            squares.values[index] = Float(max(0, (Double(squares.values[index]) - sum * sum / count) / (count - 1)))
        }
        return squares
    }

    /// Keeps the greatest mean and the least freedom of the channels. The freedom of a mean of variances vᵢ is after
    /// Satterthwaite (Σ σᵢ²)² ⁄ Σ (σᵢ⁴ ⁄ ν), where ν vᵢ² ⁄ (ν + 2) estimates σᵢ⁴.
    private mutating func addMoments(_ variances: Plane, _ grid: BlockGrid, freedomOfOne: Double) {
        let means = grid.means { Double(variances.values[$0]) }
        let squares = grid.means { Double(variances.values[$0]) * Double(variances.values[$0]) }
        for block in 0..<grid.count where means[block] > 0 {
            let pixels = Double(grid.pixels(block))
            let freedom = (freedomOfOne + 2) * means[block] * means[block] * pixels / squares[block]
            if means[block] > blocks[block].mean {
                blocks[block].mean = means[block]
                blocks[block].freedom = freedom
            }
        }
    }

    private mutating func addPeaks(_ variances: Plane, _ grid: BlockGrid) {
        let third = Float(1) / 3
        let pooled = SeparableFilter([third, third, third]).apply(to: variances)
        for y in 0..<grid.height {
            for x in 0..<grid.width {
                let block = grid.block(x, y)
                blocks[block].peak = max(blocks[block].peak, Double(pooled.values[y * grid.width + x]))
            }
        }
    }
}

/// A picture's pixels in square blocks.
struct BlockGrid {
    let width: Int
    let height: Int
    let side: Int

    var columns: Int { (width + side - 1) / side }
    var rows: Int { (height + side - 1) / side }
    var count: Int { columns * rows }

    @inline(__always)
    func block(_ x: Int, _ y: Int) -> Int { y / side * columns + x / side }

    /// How many pixels a block has.
    func pixels(_ block: Int) -> Int {
        min(side, width - block % columns * side) * min(side, height - block / columns * side)
    }

    /// The mean of a value of the pixels, by their index, in each block.
    @inline(__always)
    func means(_ value: (Int) -> Double) -> [Double] {
        var sums = [Double](repeating: 0, count: count)
        for y in 0..<height {
            for x in 0..<width { sums[block(x, y)] += value(y * width + x) }
        }
        for block in 0..<count { sums[block] /= Double(pixels(block)) }
        return sums
    }
}
