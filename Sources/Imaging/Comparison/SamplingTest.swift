// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Tells whether two sampled renderings can be of the same scene: they differ in every pixel, but if only their seeds
/// differ, then not by more than their noise explains.
///
/// As in Mitsuba's regression tests, each pixel's difference is divided by its standard deviation and judged as a
/// normal variate, with Šidák's correction of the significance for the number of values looked at, and a small share of
/// pixels may fail, because renderings have heavier tails than normal variates. To see small changes of large areas,
/// the means of blocks of 16 × 16 and of 64 × 64 pixels are judged in the same way, as Student variates with the
/// freedom that the noise was measured with; of each block the pixel that differs most is left out, so that no single
/// outlier is an alarm, and no block may fail.
public struct SamplingTest: Sendable, Equatable {
    /// What a test found.
    public struct Verdict: Sendable, Equatable {
        /// Whether the difference can be noise.
        public var passed: Bool { rejectedPixels <= toleratedPixels && rejectedBlocks == 0 }
        /// Pixels that differ by more than their noise allows.
        public let rejectedPixels: Int
        /// How many such pixels there may be.
        public let toleratedPixels: Int
        /// Blocks of either size whose means differ by more than their noise allows.
        public let rejectedBlocks: Int
        /// The block that differs most beside its noise: its left, top and side in pixels.
        public let worstBlock: (x: Int, y: Int, side: Int)
        /// The difference of that block's mean in standard deviations, as a normal variate.
        public let worstDeviation: Double
        /// How many standard deviations a block may differ.
        public let limit: Double

        public static func == (a: Verdict, b: Verdict) -> Bool {
            a.rejectedPixels == b.rejectedPixels && a.toleratedPixels == b.toleratedPixels
                && a.rejectedBlocks == b.rejectedBlocks && a.worstBlock == b.worstBlock
                && a.worstDeviation == b.worstDeviation && a.limit == b.limit
        }
    }

    /// The probability of an alarm without a cause, for a whole picture; above 0 and below 1.
    public let significance: Double
    /// The share of pixels that may fail.
    public let toleratedShare: Double

    /// Sets up a test; the defaults are Mitsuba's.
    ///
    /// - Throws: `picture-option` when a value is outside of its range.
    public init(significance: Double = 0.01, toleratedShare: Double = 0.0025) throws(PictureError) {
        guard significance > 0, significance < 1, (0...1).contains(toleratedShare) else {
            throw PictureError(
                .option, "a test cannot have significance \(significance) and tolerance \(toleratedShare)",
                remedy: "use a significance such as 0.01 and a tolerance such as 0.0025")
        }
        self.significance = significance
        self.toleratedShare = toleratedShare
    }

    /// Judges a rendering against another one.
    ///
    /// - Throws: `picture-comparison` when the three are not of one size.
    public func compare(
        _ reference: Picture, _ candidate: Picture, noise: SamplingNoise
    ) throws(PictureError) -> Verdict {
        try Picture.checkComparable(reference, candidate)
        guard noise.width == reference.width, noise.height == reference.height else {
            throw PictureError(
                .comparison, "the recorded noise is that of \(noise.width) × \(noise.height) pixels",
                remedy: "render and lock the picture again")
        }
        let pixels = reference.width * reference.height
        let differences = BlockDifferences(reference, candidate, noise, limit: limit(values: pixels * 4))
        let blockLimit = limit(values: differences.judged * 4)
        return Verdict(
            rejectedPixels: differences.rejectedPixels,
            toleratedPixels: Int(toleratedShare * Double(pixels)),
            rejectedBlocks: differences.deviations.count { $0.deviation > blockLimit },
            worstBlock: differences.worst.place, worstDeviation: differences.worst.deviation, limit: blockLimit)
    }

    /// The standard deviations beyond which one of so many normal values lies with the probability of the
    /// significance: Šidák's 1 − (1 − α)^(1⁄n), two-sided.
    func limit(values: Int) -> Double {
        let each = -expm1(log1p(-significance) / Double(values))
        var (low, high) = (0.0, 40.0)
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if erfc(middle / 2.0.squareRoot()) > each { low = middle } else { high = middle }
        }
        return high
    }
}

/// The differences of two pictures, gathered in blocks and divided by their noise.
private struct BlockDifferences {
    private(set) var rejectedPixels = 0
    /// For each block of both sizes, the greatest deviation of its channels' means.
    private(set) var deviations: [(place: (x: Int, y: Int, side: Int), deviation: Double)] = []
    var judged: Int { deviations.count }

    var worst: (place: (x: Int, y: Int, side: Int), deviation: Double) {
        deviations.max { $0.deviation < $1.deviation } ?? ((0, 0, 0), 0)
    }

    /// Each picture's values are rounded to whole steps, which adds a variance of 1 ⁄ 12 to each.
    private static let rounding = 2.0 / 12

    /// One block, or several together.
    private struct Sum {
        var differences = SIMD4<Double>()
        var pixels = 0.0
        /// Σ over pixels of the variance, and what its freedom needs: Σ over blocks of (that)² ⁄ freedom.
        var variance = 0.0
        var varianceSquared = 0.0

        mutating func add(_ other: Sum) {
            differences += other.differences
            pixels += other.pixels
            variance += other.variance
            varianceSquared += other.varianceSquared
        }

        /// The greatest mean difference of a channel in standard deviations. A Student variate is turned into a normal
        /// one of the same probability after Wallace (1959).
        func deviation(inflation: Double) -> Double {
            let greatest = max(
                abs(differences.x), abs(differences.y), abs(differences.z), abs(differences.w))
            guard greatest > 0, pixels > 0 else { return 0 }
            let t = greatest / (2 * variance * inflation + BlockDifferences.rounding * pixels).squareRoot()
            guard varianceSquared > 0 else { return t }
            let freedom = variance * variance / varianceSquared
            return (8 * freedom + 1) / (8 * freedom + 3) * (freedom * log1p(t * t / freedom)).squareRoot()
        }
    }

    init(_ reference: Picture, _ candidate: Picture, _ noise: SamplingNoise, limit: Double) {
        let (columns, rows, side) = (noise.columns, noise.rows, SamplingNoise.blockSide)
        var sums: [Sum] = []
        for row in 0..<rows {
            for column in 0..<columns {
                sums.append(sum(reference, candidate, noise, column, row, limit))
                let deviation = sums[sums.count - 1].deviation(inflation: Double(noise.inflation.x))
                deviations.append(((column * side, row * side, side), deviation))
            }
        }
        for row in stride(from: 0, to: rows, by: 4) {
            for column in stride(from: 0, to: columns, by: 4) {
                var all = Sum()
                for r in row..<min(row + 4, rows) {
                    for c in column..<min(column + 4, columns) { all.add(sums[r * columns + c]) }
                }
                let deviation = all.deviation(inflation: Double(noise.inflation.y))
                deviations.append(((column * side, row * side, side * 4), deviation))
            }
        }
    }

    private mutating func sum(
        _ reference: Picture, _ candidate: Picture, _ noise: SamplingNoise, _ column: Int, _ row: Int, _ limit: Double
    ) -> Sum {
        let side = SamplingNoise.blockSide
        let (mean, peak, freedom) = noise.block(column, row)
        let most = limit * (2 * peak + Self.rounding).squareRoot()
        var sum = Sum()
        var outlier = SIMD4<Double>()
        var outlierSize = -1.0
        for y in (row * side)..<min((row + 1) * side, reference.height) {
            for x in (column * side)..<min((column + 1) * side, reference.width) {
                let difference = Self.difference(reference.pixels, candidate.pixels, (y * reference.width + x) * 4)
                let size = max(
                    abs(difference.x), abs(difference.y), abs(difference.z), abs(difference.w))
                if size > most { rejectedPixels += 1 }
                if size > outlierSize { (outlierSize, outlier) = (size, difference) }
                sum.differences += difference
                sum.pixels += 1
            }
        }
        sum.differences -= outlier
        sum.variance = mean * sum.pixels
        sum.varianceSquared = sum.variance * sum.variance / freedom
        return sum
    }

    @inline(__always)
    private static func difference(_ first: [UInt8], _ second: [UInt8], _ at: Int) -> SIMD4<Double> {
        SIMD4(
            Double(first[at]) - Double(second[at]), Double(first[at + 1]) - Double(second[at + 1]),
            Double(first[at + 2]) - Double(second[at + 2]), Double(first[at + 3]) - Double(second[at + 3]))
    }
}
