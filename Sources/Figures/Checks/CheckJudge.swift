// SPDX-License-Identifier: Apache-2.0
import Digest
import Foundation
import Imaging
import SceneModel
import ScenePlanning

/// A picture that is at hand.
struct DrawnPicture: Sendable {
    let drawing: Drawing
    /// Its pixels, read when they are asked for; nil where they cannot be read any more.
    let raw: @Sendable () -> RawPicture?

    init(_ drawing: Drawing, raw: @escaping @Sendable () -> RawPicture?) {
        self.drawing = drawing
        self.raw = raw
    }
}

/// Judges the checks of a recipe on its pictures and its scene.
struct CheckJudge: Sendable {
    let recipe: FigureRecipe
    let drawn: [DrawnPicture]

    /// Judges all checks.
    /// - Parameter stage: gives the scene; asked only where a check needs it.
    /// - Throws: what the stage and the backend throw. A check that fails is no error.
    func judge(_ stage: @Sendable () async throws -> Stage) async throws -> [CheckOutcome] {
        var outcomes: [CheckOutcome] = []
        for check in recipe.checks {
            switch check.condition {
            case .models(let limits):
                let stage = try await stage()
                for name in limits.keys.sorted() {
                    guard let demand = limits[name] else { continue }
                    outcomes += try await models(check, name, demand, stage)
                }
            case .visible(let model, let inside, let share):
                for picture in pictures(of: check) {
                    let mask = try await stage().mask(of: model, in: picture.drawing)
                    outcomes.append(visible(check, picture, mask, inside: inside, share: share, model: model))
                }
            case .coverage(let limits):
                for picture in pictures(of: check) {
                    let share = try await stage().mask(of: nil, in: picture.drawing).share
                    outcomes.append(
                        outcome(
                            check, picture, limits.contains(share),
                            "the scene covers \(Self.percent(share)) of the picture", limits, Self.percent))
                }
            case .luminance(let limits):
                for picture in pictures(of: check) {
                    guard let shown = picture.raw()?.display else { continue }
                    let mean = Self.luminance(shown)
                    outcomes.append(
                        outcome(
                            check, picture, limits.contains(mean), "the mean luminance is \(JSONNumber.fixed(mean, 4))",
                            limits, JSONNumber.text))
                }
            case .equals(let file, let metric, let threshold):
                let comparison = Comparison(metric: metric ?? .exact, threshold: threshold)
                outcomes += pictures(of: check).map { equals(check, $0, file, comparison) }
            }
        }
        return outcomes
    }

    private func pictures(of check: FigureCheck) -> [DrawnPicture] {
        drawn.filter { check.snapshot == nil || check.snapshot == $0.drawing.picture.name }
    }

    private func outcome(
        _ check: FigureCheck, _ picture: DrawnPicture?, _ passed: Bool, _ measured: String, _ limits: Limits,
        _ write: (Double) -> String
    ) -> CheckOutcome {
        var demands: [String] = []
        if let min = limits.min { demands.append("at least \(write(min))") }
        if let max = limits.max { demands.append("at most \(write(max))") }
        let demand = demands.isEmpty ? "" : "; it should be \(demands.joined(separator: " and "))"
        return CheckOutcome(
            name: check.name, snapshot: picture?.drawing.picture.name, passed: passed,
            finding: measured + (passed ? "" : demand))
    }

    private func visible(
        _ check: FigureCheck, _ picture: DrawnPicture, _ mask: PixelMask, inside: Bool, share: Limits, model: String
    ) -> CheckOutcome {
        let measured = "\(model) takes \(Self.percent(mask.share)) of the picture"
        if mask.count == 0 {
            return outcome(check, picture, false, "no pixel shows \(model)", Limits(), Self.percent)
        }
        if inside, mask.touchesEdge {
            return outcome(check, picture, false, "\(model) touches the edge of the picture", Limits(), Self.percent)
        }
        return outcome(check, picture, share.contains(mask.share), measured, share, Self.percent)
    }

    private func models(
        _ check: FigureCheck, _ name: String, _ demand: FigureCheck.ModelLimits, _ stage: Stage
    ) async throws -> [CheckOutcome] {
        var outcomes: [CheckOutcome] = []
        if let limits = demand.cells {
            let cells = Double(try await stage.cells(of: name))
            outcomes.append(
                outcome(
                    check, nil, limits.contains(cells), "\(name) has \(JSONNumber.text(cells)) cells", limits,
                    JSONNumber.text))
        }
        if let box = demand.bounds {
            let bounds = stage.applied.bounds(for: .models([name]))
            let passed = bounds.isEmpty || box.contains(bounds.min) && box.contains(bounds.max)
            outcomes.append(
                CheckOutcome(
                    name: check.name, snapshot: nil, passed: passed,
                    finding: "\(name) reaches from \(Self.text(bounds.min)) to \(Self.text(bounds.max))"
                        + (passed ? "" : "; it should lie within \(Self.text(box.min)) to \(Self.text(box.max))")))
        }
        return outcomes
    }

    private func equals(
        _ check: FigureCheck, _ picture: DrawnPicture, _ file: String, _ comparison: Comparison
    ) -> CheckOutcome {
        func outcome(_ passed: Bool, _ finding: String) -> CheckOutcome {
            CheckOutcome(
                name: check.name, snapshot: picture.drawing.picture.name, passed: passed, finding: finding)
        }
        let name = file.fileName
        do {
            guard let reference = try SignedPicture.read(file).raw.display, let shown = picture.raw()?.display else {
                return outcome(false, "\(name) has no colours to compare with")
            }
            let judgement = Judgement(reference: reference, candidate: shown, by: comparison)
            let said = judgement.measurements.map(\.phrase) + judgement.notes
            return outcome(judgement.passed, "against \(name): " + said.joined(separator: "; "))
        } catch {
            return outcome(false, error.message)
        }
    }

    /// Mean of 0.2126 R + 0.7152 G + 0.0722 B (ITU-R BT.709) over the picture as it is shown, 0…1.
    static func luminance(_ picture: Imaging.Picture) -> Double {
        var sums = (red: 0, green: 0, blue: 0)
        for at in stride(from: 0, to: picture.pixels.count, by: 4) {
            sums.red += Int(picture.pixels[at])
            sums.green += Int(picture.pixels[at + 1])
            sums.blue += Int(picture.pixels[at + 2])
        }
        let weighted = 0.2126 * Double(sums.red) + 0.7152 * Double(sums.green) + 0.0722 * Double(sums.blue)
        return weighted / (255 * Double(picture.width * picture.height))
    }

    private static func percent(_ share: Double) -> String { JSONNumber.fixed(share * 100, 2) + " %" }

    private static func text(_ point: Vector3) -> String {
        "[" + [point.x, point.y, point.z].map { JSONNumber.text(Double($0)) }.joined(separator: ", ") + "]"
    }
}
