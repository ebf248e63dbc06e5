// SPDX-License-Identifier: Apache-2.0
import BraynsClient
import SceneModel
import ScenePlanning
import Testing

@Suite struct ConvergenceTests {
    /// What a scene is on a backend that held nothing before.
    /// - Returns: the truth, and whether the camera has a part in it: one that has nothing to be fitted to stays as
    ///   it was.
    static func fresh(_ scene: Scene, _ kind: BackendKind) async throws -> (truth: String, withCamera: Bool) {
        let backend = try await kind.make()
        let applied = try await Planner(backend: backend.connection).apply(scene)
        let withCamera = (try? applied.camera(scene.camera, aspectRatio: 1)) != nil
        return (try await backend.truth(withCamera: withCamera), withCamera)
    }

    /// The state that a random history leaves: a scene applied by a planner that may have forgotten it since, and
    /// what other clients have done to it.
    static func history(
        _ scenes: inout RandomScenes, _ kind: BackendKind
    ) async throws -> (backend: any TestBackend, planner: Planner, scene: Scene, isForgotten: Bool) {
        let backend = try await kind.make()
        var planner = Planner(backend: backend.connection)
        let scene = scenes.scene()
        if scenes.chance(0.8) { try await planner.apply(scene) }
        let isForgotten = scenes.chance(0.25)
        if isForgotten { planner = Planner(backend: backend.connection) }
        if scenes.chance(0.5) { try await scenes.meddle(backend.connection) }
        return (backend, planner, scene, isForgotten)
    }

    @Test(arguments: BackendKind.allCases)
    func afterOneApplyTheNextPlanIsEmpty(on kind: BackendKind) async throws {
        for seed in seeds(10_000) {
            do {
                try await Self.converges(seed: seed, on: kind)
            } catch {
                Issue.record("seed \(seed): \(error)")
            }
        }
    }

    private static func converges(seed: UInt64, on kind: BackendKind) async throws {
        var scenes = RandomScenes(seed: seed, kind.stock)
        let (backend, planner, old, isForgotten) = try await history(&scenes, kind)
        let new = scenes.chance(0.7) ? scenes.edited(old) : scenes.scene()
        let options = PlanOptions(
            unmanaged: scenes.pick([.keep, .remove]), replaceFirst: scenes.chance(0.3),
            refreshHidden: scenes.chance(0.1))
        let before = try await backend.truth()
        let plan = try await backend.transport.observing("plan") { try await planner.plan(new, options: options) }
        #expect(try await backend.truth() == before, "planning changed the backend, seed \(seed)")
        try await planner.apply(plan)
        let next = try await backend.transport.observing("plan") {
            try await planner.plan(new, options: PlanOptions(unmanaged: options.unmanaged))
        }
        #expect(!next.hasChanges && next.drift.isEmpty, "seed \(seed): \(plan.text())\n\(next.text())")
        if options.unmanaged == .remove {
            #expect(next.unmanaged.isEmpty, "seed \(seed)")
            // A forgotten colour stays what it is: nothing tells of it.
            if !isForgotten || kind == .extended {
                let (fresh, withCamera) = try await fresh(new, kind)
                let truth = try await backend.truth(withCamera: withCamera)
                #expect(difference(truth, fresh).isEmpty, "seed \(seed)\n\(plan.text())")
            }
        }
        backend.transport.forgetCalls()
        #expect(try await planner.apply(new, options: options.withoutRefresh).writes == 0, "seed \(seed)")
        #expect(backend.transport.writes.isEmpty, "seed \(seed)")
    }
}

/// The lines that only one of two texts has.
func difference(_ one: String, _ other: String) -> Set<Substring> {
    Set(one.split(separator: "\n")).symmetricDifference(other.split(separator: "\n"))
}

extension PlanOptions {
    var withoutRefresh: PlanOptions {
        var options = self
        options.refreshHidden = false
        return options
    }
}
