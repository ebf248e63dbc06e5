// SPDX-License-Identifier: Apache-2.0
import BraynsClient
import SceneModel
import ScenePlanning
import Testing

@Suite struct ConvergenceTests {
    /// What a scene is on a backend that held nothing before.
    /// - Returns: the truth, and whether the camera has a part in it: one that has nothing to be fitted to stays as
    ///   it was.
    static func fresh(_ scene: Scene) async throws -> (truth: String, withCamera: Bool) {
        let service = StandIn()
        let applied = try await Planner(backend: Connection(service)).apply(scene)
        let withCamera = (try? applied.camera(scene.camera, aspectRatio: 1)) != nil
        return (await service.truth(withCamera: withCamera), withCamera)
    }

    /// The state that a random history leaves: a scene applied by a planner that may have forgotten it since, and
    /// what other clients have done to it.
    static func history(
        _ scenes: inout RandomScenes
    ) async throws -> (service: StandIn, planner: Planner, scene: Scene, isForgotten: Bool) {
        let service = StandIn()
        let connection = Connection(service)
        var planner = Planner(backend: connection)
        let scene = scenes.scene()
        if scenes.chance(0.8) { try await planner.apply(scene) }
        let isForgotten = scenes.chance(0.25)
        if isForgotten { planner = Planner(backend: connection) }
        if scenes.chance(0.5) { try await scenes.meddle(connection) }
        return (service, planner, scene, isForgotten)
    }

    @Test func afterOneApplyTheNextPlanIsEmpty() async throws {
        for seed in seeds(10_000) {
            var scenes = RandomScenes(seed: seed)
            let (service, planner, old, isForgotten) = try await Self.history(&scenes)
            let new = scenes.chance(0.7) ? scenes.edited(old) : scenes.scene()
            let options = PlanOptions(
                unmanaged: scenes.pick([.keep, .remove]), replaceFirst: scenes.chance(0.3),
                refreshHidden: scenes.chance(0.1))
            let before = await service.truth()
            do {
                let plan = try await planner.plan(new, options: options)
                #expect(await service.truth() == before, "planning changed the backend, seed \(seed)")
                try await planner.apply(plan)
                let next = try await planner.plan(new, options: PlanOptions(unmanaged: options.unmanaged))
                #expect(!next.hasChanges && next.drift.isEmpty, "seed \(seed): \(next.text())")
                if options.unmanaged == .remove {
                    #expect(next.unmanaged.isEmpty, "seed \(seed)")
                    // A forgotten colour stays what it is: nothing tells of it.
                    if !isForgotten {
                        let (fresh, withCamera) = try await Self.fresh(new)
                        let truth = await service.truth(withCamera: withCamera)
                        #expect(difference(truth, fresh).isEmpty, "seed \(seed)\n\(plan.text())")
                    }
                }
                await service.forgetCalls()
                #expect(try await planner.apply(new, options: options.withoutRefresh).writes == 0, "seed \(seed)")
                #expect(await service.writes.isEmpty, "seed \(seed)")
            } catch {
                Issue.record("seed \(seed): \(error)")
            }
        }
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
