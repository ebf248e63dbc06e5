// SPDX-License-Identifier: Apache-2.0
import Digest
import Foundation
import JSON
import SceneModel

/// How checks were judged before, by the drawings that they speak of, so that unchanged figures need no backend.
struct CheckMemory: Sendable {
    private let folder: String?

    init(folder: String?) {
        self.folder = folder.map { $0 + "/checks" }
    }

    /// What was judged before, else what is judged now.
    /// - Parameter isStable: whether equal drawings are known to be equal scenes.
    func judge(
        _ judge: CheckJudge, isStable: Bool, _ stage: @Sendable () async throws -> Stage
    ) async throws -> [CheckOutcome] {
        guard isStable, let path = path(judge) else { return try await judge.judge(stage) }
        if let known = read(path) { return known }
        let outcomes = try await judge.judge(stage)
        let document = JSONValue.array(
            outcomes.map { outcome in
                [
                    .string(outcome.name), outcome.snapshot.map { .string($0) } ?? .null, .boolean(outcome.passed),
                    .string(outcome.finding),
                ]
            })
        try? WholeFile.write(document.bytes(), to: path)
        return outcomes
    }

    private func read(_ path: String) -> [CheckOutcome]? {
        guard let data = FileManager.default.contents(atPath: path),
            let list = try? JSONValue(parsing: [UInt8](data)).array
        else { return nil }
        var outcomes: [CheckOutcome] = []
        for entry in list {
            guard let name = entry[0]?.string, let passed = entry[2]?.boolean, let finding = entry[3]?.string else {
                return nil
            }
            outcomes.append(CheckOutcome(name: name, snapshot: entry[1]?.string, passed: passed, finding: finding))
        }
        return outcomes
    }

    /// Named by the digest of all that the outcomes depend on; nil where a check reads a file of its own.
    private func path(_ judge: CheckJudge) -> String? {
        guard let folder else { return nil }
        var key = EngineIdentity.version
        for check in judge.recipe.checks {
            if case .equals = check.condition { return nil }
            key += "\n\(check.name) \(check.snapshot ?? "*") \(Self.text(check.condition))"
        }
        for picture in judge.drawn {
            key += "\n\(picture.drawing.picture.name) \(picture.drawing.digest.hexadecimal)"
        }
        return folder + "/" + SHA256Digest(of: key).hexadecimal
    }

    /// What a condition demands, the same text for the same demand.
    private static func text(_ condition: FigureCheck.Condition) -> String {
        func text(_ limits: Limits) -> String {
            [limits.min, limits.max].map { $0.map(JSONNumber.text) ?? "-" }.joined(separator: "…")
        }
        switch condition {
        case .visible(let model, let inside, let share): return "visible \(model) \(inside) \(text(share))"
        case .luminance(let limits): return "luminance \(text(limits))"
        case .coverage(let limits): return "coverage \(text(limits))"
        case .models(let demands):
            return "models "
                + demands.sorted { $0.key < $1.key }.map { name, demand in
                    let box = demand.bounds.map { "\($0.min) \($0.max)" } ?? "-"
                    return "\(name) \(demand.cells.map(text) ?? "-") \(box)"
                }.joined(separator: ", ")
        case .equals(let file, let metric, let threshold):
            return "equals \(file) \(metric?.rawValue ?? "-") \(threshold.map(JSONNumber.text) ?? "-")"
        }
    }
}

/// The stage of a recipe, set when it is first asked for.
actor StageOnDemand {
    private var ready: Stage?
    private let set: @Sendable () async throws -> Stage

    init(_ ready: Stage?, set: @escaping @Sendable () async throws -> Stage) {
        self.ready = ready
        self.set = set
    }

    func stage() async throws -> Stage {
        if let ready { return ready }
        let stage = try await set()
        ready = stage
        return stage
    }
}
