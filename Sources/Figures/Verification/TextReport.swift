// SPDX-License-Identifier: Apache-2.0
import Digest
import JSON
import RecipeLanguage
import SceneModel

extension VerificationReport {
    /// The report for a terminal, plain text.
    public var text: String {
        var lines: [String] = []
        for verdict in verdicts {
            let judgement = verdict.judgement
            let said = judgement.measurements.map(\.phrase).joined(separator: "; ")
            lines.append("\(verdict.passed ? "ok" : "FAILED")  \(verdict.file): \(said)")
            if judgement.decisive != .exact || !verdict.passed {
                var reason = "      judged by \(judgement.decisive.rawValue)"
                if let why = verdict.comparison.reason { reason += ", because: \(why)" }
                lines.append(reason)
            }
            for note in judgement.notes { lines.append("      \(note)") }
        }
        for check in checks {
            let picture = check.snapshot.map { " (\($0))" } ?? ""
            lines.append("\(check.passed ? "ok" : "FAILED")  check \(check.name)\(picture): \(check.finding)")
        }
        if !inputs.isEmpty {
            lines.append("inputs that are not as they were:")
            for input in inputs { lines.append("      \(input)") }
        }
        if !changes.isEmpty {
            lines.append("what the recipe means differently:")
            for change in changes { lines.append("      \(change)") }
        }
        lines += notes.map { "note: \($0)" }
        lines.append(summary)
        return lines.joined(separator: "\n") + "\n"
    }

    /// The report as JSON.
    public var document: JSONValue {
        [
            "format_version": 1,
            "recipe": .string(recipe),
            "passed": .boolean(passed),
            "pictures": .array(verdicts.map(Self.document)),
            "checks": .array(
                checks.map { check in
                    var members: [String: JSONValue] = [
                        "name": .string(check.name), "passed": .boolean(check.passed),
                        "finding": .string(check.finding),
                    ]
                    if let snapshot = check.snapshot { members["snapshot"] = .string(snapshot) }
                    return .object(members)
                }),
            "changes": .array(
                changes.map { change in
                    [
                        "address": .string(change.address), "before": change.before ?? .null,
                        "after": change.after ?? .null,
                    ]
                }),
            "inputs": .array(
                inputs.map { input in
                    [
                        "path": .string(input.path),
                        "before": input.before.map { .string($0.description) } ?? .null,
                        "after": input.after.map { .string($0.description) } ?? .null,
                    ]
                }),
            "notes": .array(notes.map { .string($0) }),
        ]
    }

    private static func document(_ verdict: PictureVerdict) -> JSONValue {
        let judgement = verdict.judgement
        var members: [String: JSONValue] = [
            "name": .string(verdict.name), "file": .string(verdict.file), "passed": .boolean(verdict.passed),
            "metric": .string(verdict.comparison.metric.rawValue), "judged_by": .string(judgement.decisive.rawValue),
            "notes": .array(judgement.notes.map { .string($0) }),
            "measurements": .array(
                judgement.measurements.map { measured in
                    var members: [String: JSONValue] = [
                        "rung": .string(measured.rung.rawValue), "value": .number(measured.value),
                        "passed": .boolean(measured.passed),
                    ]
                    if let limit = measured.limit { members["limit"] = .number(limit) }
                    return .object(members)
                }),
        ]
        if let reason = verdict.comparison.reason { members["reason"] = .string(reason) }
        if !verdict.cell.isEmpty { members["cell"] = .object(verdict.cell.mapValues(Lock.value)) }
        return .object(members)
    }
}
