// SPDX-License-Identifier: Apache-2.0
import Imaging
import JSON
import RecipeLanguage
import SceneModel

/// How one picture was judged.
public struct PictureVerdict: Sendable {
    /// Name in the recipe.
    public let name: String
    /// Relative to the output folder.
    public let file: String
    /// Values of the swept parameters as compact JSON.
    public let cell: [String: JSONText]
    public let comparison: Comparison
    public let judgement: Judgement
    /// The picture as it was, where it is at hand.
    public let before: Picture?
    /// The picture as it came out.
    public let after: Picture?

    public init(
        name: String, file: String, cell: [String: JSONText] = [:], comparison: Comparison, judgement: Judgement,
        before: Picture?, after: Picture?
    ) {
        self.name = name
        self.file = file
        self.cell = cell
        self.comparison = comparison
        self.judgement = judgement
        self.before = before
        self.after = after
    }

    public var passed: Bool { judgement.passed }

    /// Address of the picture in the recipe.
    public var address: String { "snapshots.\(name)" }
}

/// What `recipe verify` found.
public struct VerificationReport: Sendable {
    /// The recipe's file name.
    public let recipe: String
    public let verdicts: [PictureVerdict]
    public let checks: [CheckOutcome]
    /// Differences in meaning from the recipe that the pictures were made of.
    public let changes: [MeaningChange]
    /// Differences of the inputs from those that the pictures were made of.
    public let inputs: [FigureInputs.Difference]
    /// What else a reader should know.
    public let notes: [String]

    public init(
        recipe: String, verdicts: [PictureVerdict], checks: [CheckOutcome] = [], changes: [MeaningChange] = [],
        inputs: [FigureInputs.Difference] = [], notes: [String] = []
    ) {
        self.recipe = recipe
        self.verdicts = verdicts
        self.checks = checks
        self.changes = changes
        self.inputs = inputs
        self.notes = notes
    }

    /// Whether every picture and every check passed.
    public var passed: Bool { verdicts.allSatisfy(\.passed) && checks.allSatisfy(\.passed) }

    /// One line: how many of how many pictures are as they were.
    public var summary: String {
        let good = verdicts.count(where: \.passed)
        let pictures = "\(good) of \(verdicts.count) \(verdicts.count == 1 ? "picture" : "pictures") as before"
        guard !checks.isEmpty else { return "\(recipe): \(pictures)" }
        let held = checks.count(where: \.passed)
        return "\(recipe): \(pictures), \(held) of \(checks.count) checks hold"
    }
}

extension Judgement.Measurement {
    /// The measurement in words, such as `SSIM 0.912345 (at least 0.98)`.
    var phrase: String {
        switch rung {
        case .exact: passed ? "pixels are the same" : "pixels differ"
        case .difference: "greatest difference \(JSONNumber.fixed(value, 0)) of 255"
        case .ssim: "SSIM \(JSONNumber.fixed(value, 6))" + bound("at least")
        case .flip: "FLIP \(JSONNumber.fixed(value, 6))" + bound("at most")
        case .statistical:
            "worst block \(JSONNumber.fixed(value, 2)) standard deviations off"
                + (limit.map { " (at most \(JSONNumber.fixed($0, 2)))" } ?? "")
        }
    }

    private func bound(_ word: String) -> String { limit.map { " (\(word) \(JSONNumber.text($0)))" } ?? "" }
}
