// SPDX-License-Identifier: Apache-2.0
import Figures
import Foundation
import Imaging
import JSON
import RecipeLanguage
import SceneModel
import Testing

@Suite struct JudgementTests {
    @Test(arguments: Comparison.Metric.allCases)
    func equalPixelsPassWhateverTheMetric(metric: Comparison.Metric) throws {
        let picture = try samplePicture()
        let judgement = Judgement(reference: picture, candidate: picture, by: Comparison(metric: metric))
        #expect(judgement.passed)
        #expect(judgement.decisive == .exact)
        #expect(judgement.heatMap == nil)
    }

    @Test func oneStepIsCaughtByExactAndForgivenByOthers() throws {
        let (old, new) = try (samplePicture(), samplePicture(level: 1))
        #expect(!Judgement(reference: old, candidate: new, by: Comparison(metric: .exact)).passed)
        let similar = Judgement(reference: old, candidate: new, by: Comparison(metric: .ssim))
        #expect(similar.passed)
        #expect(similar.decisive == .ssim)
        #expect(similar.measurements.map(\.rung) == [.exact, .difference, .ssim, .flip])
        #expect(similar.measurements[1].value == 1)
        #expect(similar.heatMap?.width == old.width)
        #expect(Judgement(reference: old, candidate: new, by: Comparison(metric: .flip)).passed)
        let strict = Comparison(metric: .ssim, threshold: 1)
        #expect(!Judgement(reference: old, candidate: new, by: strict).passed)
    }

    @Test func aShiftIsCaughtByEveryMetric() throws {
        let (old, new) = try (samplePicture(), samplePicture(shift: 4))
        for metric in Comparison.Metric.allCases {
            #expect(!Judgement(reference: old, candidate: new, by: Comparison(metric: metric)).passed)
        }
    }

    @Test func withoutRecordedNoiseSimilarityJudgesAndSaysSo() throws {
        let judgement = try Judgement(
            reference: samplePicture(), candidate: samplePicture(level: 1), by: Comparison(metric: .statistical))
        #expect(judgement.decisive == .ssim)
        #expect(judgement.notes.contains { $0.contains("no noise") })
    }

    @Test func anotherSizeFails() throws {
        let judgement = try Judgement(
            reference: samplePicture(), candidate: samplePicture(width: 95), by: Comparison(metric: .ssim))
        #expect(!judgement.passed)
        #expect(judgement.notes == ["the picture has 95 × 64 pixels instead of 96 × 64"])
    }
}

@Suite struct ReportTests {
    private func report() throws -> VerificationReport {
        let (old, new) = try (samplePicture(), samplePicture(level: 40))
        let comparison = Comparison(metric: .exact, reason: "the tracer is <deterministic>")
        return VerificationReport(
            recipe: "fig.yaml",
            verdicts: [
                PictureVerdict(
                    name: "a", file: "a.png", comparison: comparison, judgement: .same, before: old, after: old),
                PictureVerdict(
                    name: "b", file: "b & c.png", comparison: comparison,
                    judgement: Judgement(reference: old, candidate: new, by: comparison), before: old, after: new),
            ],
            checks: [
                CheckOutcome(name: "lit", snapshot: "a", passed: true, finding: "the mean luminance is 0.4"),
                CheckOutcome(name: "seen", snapshot: "b", passed: false, finding: "no pixel shows cell"),
            ],
            changes: MeaningChange.all(
                from: ["lights": ["key": "ambient"], "recipe": 1], to: ["models": ["a": [:]], "recipe": 1]))
    }

    @Test func textNamesWhatFailed() throws {
        let report = try report()
        #expect(!report.passed)
        let lines = report.text.split(separator: "\n").map(String.init)
        #expect(lines.first == "ok  a.png: pixels are the same")
        #expect(lines[1].hasPrefix("FAILED  b & c.png: pixels differ; greatest difference 40 of 255; SSIM 0."))
        #expect(lines[2] == "      judged by exact, because: the tracer is <deterministic>")
        #expect(lines.contains("FAILED  check seen (b): no pixel shows cell"))
        #expect(lines.contains("      lights.key: \"ambient\" is gone"))
        #expect(lines.contains("      models.a: {} is new"))
        #expect(lines.last == "fig.yaml: 1 of 2 pictures as before, 1 of 2 checks hold")
    }

    @Test func jsonReadsBack() throws {
        let document = try JSONValue(parsing: report().document.text(.indented))
        #expect(document["passed"] == false)
        #expect(document["pictures"]?[1]?["judged_by"] == "exact")
        #expect(document["pictures"]?[1]?["measurements"]?[1]?["value"] == 40)
        #expect(document["changes"]?[0]?["after"] == .null)
    }

    @Test func junitCountsAndEscapes() throws {
        let text = try report().junit
        #expect(text.contains("tests=\"4\" failures=\"2\" errors=\"0\""))
        #expect(text.contains("<testcase name=\"b &amp; c.png\" classname=\"recipe.verify\">"))
        #expect(text.contains("<testcase name=\"a.png\" classname=\"recipe.verify\"/>"))
        #expect(!text.contains("<deterministic>"))
    }

    @Test func thePageNeedsNothingElse() throws {
        let page = try report().html
        // Two pictures of the one that is as before, three of the other.
        #expect(page.components(separatedBy: "data:image/png;base64,").count - 1 == 5)
        #expect(page.contains("&lt;deterministic&gt;"))
        for remote in ["http://", "https://", "<script", "<link", "url("] { #expect(!page.contains(remote)) }
    }
}

@Suite struct MeaningChangeTests {
    @Test func leavesAreNamedByTheirAddress() {
        let old: JSONValue = ["models": ["a": ["mesh": "x.ply"], "b": ["spheres": [["radius": 1], ["radius": 2]]]]]
        let new: JSONValue = ["models": ["a": ["mesh": "y.ply"], "b": ["spheres": [["radius": 1], ["radius": 3]]]]]
        #expect(
            MeaningChange.all(from: old, to: new).map(\.description) == [
                "models.a.mesh: \"x.ply\" → \"y.ply\"", "models.b.spheres.1.radius: 2 → 3",
            ])
        #expect(MeaningChange.all(from: old, to: old) == [])
    }
}
