// SPDX-License-Identifier: Apache-2.0
import Imaging
import SceneModel

/// How two pictures compare, rung by rung: the strictest first.
public struct Judgement: Sendable {
    /// One comparison of the ladder.
    public enum Rung: String, CaseIterable, Sendable {
        /// Are the pixels the same?
        case exact
        /// Greatest difference of a channel, 0…255.
        case difference
        /// Structural similarity, 1 for equal.
        case ssim
        /// Mean of the FLIP error, 0…1.
        case flip
        /// Deviation of the block that differs most beside its noise, in standard deviations.
        case statistical
    }

    /// What a rung measured.
    public struct Measurement: Sendable, Hashable {
        public let rung: Rung
        public let value: Double
        /// The limit, where this rung decides.
        public var limit: Double?
        /// Whether the rung alone would pass.
        public var passed: Bool

        public init(_ rung: Rung, _ value: Double, limit: Double? = nil, passed: Bool) {
            self.rung = rung
            self.value = value
            self.limit = limit
            self.passed = passed
        }
    }

    public let passed: Bool
    /// The rung that decided.
    public let decisive: Rung
    /// In the order of the ladder.
    public let measurements: [Measurement]
    /// What else a reader should know, such as why another rung decided than the recipe names.
    public let notes: [String]
    /// The FLIP error as a picture, where it was measured.
    public let heatMap: Picture?

    /// Limits where a recipe gives none: similarity at least, mean error at most, probability of a false alarm.
    public static let standardLimits: [Comparison.Metric: Double] = [.ssim: 0.98, .flip: 0.02, .statistical: 0.01]

    /// Pictures that are the same to the bit.
    public static let same = Judgement(
        passed: true, decisive: .exact, measurements: [Measurement(.exact, 1, passed: true)], notes: [], heatMap: nil)

    /// A picture that cannot be compared.
    static func failed(_ note: String) -> Judgement {
        Judgement(
            passed: false, decisive: .exact, measurements: [Measurement(.exact, 0, passed: false)], notes: [note],
            heatMap: nil)
    }

    private init(
        passed: Bool, decisive: Rung, measurements: [Measurement], notes: [String], heatMap: Picture?
    ) {
        self.passed = passed
        self.decisive = decisive
        self.measurements = measurements
        self.notes = notes
        self.heatMap = heatMap
    }

    /// Compares a picture with the one it should be. Equal pixels pass whatever the metric; else the metric decides,
    /// and the other rungs are measured for whoever reads.
    /// - Parameter noise: what is known of the picture's noise, for the statistical rung.
    public init(
        reference: Picture, candidate: Picture, by comparison: Comparison, noise: SamplingNoise? = nil
    ) {
        guard reference.width == candidate.width, reference.height == candidate.height else {
            self = .failed(
                "the picture has \(candidate.width) × \(candidate.height) pixels instead of "
                    + "\(reference.width) × \(reference.height)")
            return
        }
        guard reference.pixels != candidate.pixels else {
            self = .same
            return
        }
        var measured = [Measurement(.exact, 0, passed: false)]
        var notes: [String] = []
        let threshold = comparison.threshold
        if let difference = try? PictureDifference(reference, candidate) {
            measured.append(Measurement(.difference, Double(difference.maximum), passed: false))
            notes.append("\(difference.differingPixels) of \(reference.width * reference.height) pixels differ")
        }
        if let similarity = try? StructuralSimilarity.mean(reference, candidate) {
            let limit = comparison.metric == .ssim ? threshold : nil
            let least = limit ?? Self.standardLimits[.ssim] ?? 1
            measured.append(Measurement(.ssim, similarity, limit: least, passed: similarity >= least))
        }
        var heatMap: Picture?
        if let flip = try? FLIP().compare(reference, candidate) {
            let limit = comparison.metric == .flip ? threshold : nil
            let most = limit ?? Self.standardLimits[.flip] ?? 0
            measured.append(Measurement(.flip, flip.mean, limit: most, passed: flip.mean <= most))
            heatMap = flip.map.heatMap()
        }
        var decisive: Rung =
            switch comparison.metric {
            case .exact: .exact
            case .ssim: .ssim
            case .flip: .flip
            case .statistical: .statistical
            }
        if comparison.metric == .statistical {
            let alarm = threshold ?? Self.standardLimits[.statistical] ?? 0.01
            if let noise, let test = try? SamplingTest(significance: alarm),
                let verdict = try? test.compare(reference, candidate, noise: noise)
            {
                measured.append(
                    Measurement(.statistical, verdict.worstDeviation, limit: verdict.limit, passed: verdict.passed))
                if !verdict.passed { notes.append(Self.phrase(verdict)) }
            } else {
                notes.append("the lock keeps no noise of this picture, so structural similarity judges")
                decisive = .ssim
            }
        }
        self.init(
            passed: measured.first { $0.rung == decisive }?.passed ?? false, decisive: decisive,
            measurements: measured, notes: notes, heatMap: heatMap)
    }

    private static func phrase(_ verdict: SamplingTest.Verdict) -> String {
        if verdict.rejectedBlocks > 0 {
            let (x, y, side) = verdict.worstBlock
            return "\(verdict.rejectedBlocks) blocks differ by more than their noise, most of all "
                + "the \(side) × \(side) pixels from \(x), \(y)"
        }
        return "\(verdict.rejectedPixels) pixels differ by more than their noise; \(verdict.toleratedPixels) may"
    }
}
