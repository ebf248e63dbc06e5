// SPDX-License-Identifier: Apache-2.0
import BraynsClient
import BraynsProtocol
import Foundation
import SceneModel
import ScenePlanning
import SeededRandom
import Testing

@Suite struct InterruptionTests {
    /// A folder of its own, gone with the body.
    static func withFolder(_ body: (StateFolder) async throws -> Void) async throws {
        let path = NSTemporaryDirectory() + "scene-recipe-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await body(StateFolder(path: path))
    }

    /// Every writing call of an apply fails once, in each way; then the apply is finished or undone. The planner that
    /// goes on is a new one with the same folder, as after the death of the process.
    @Test(arguments: BackendKind.allCases)
    func afterAFailureAtAnyCallTheSceneIsTheNewOrTheOldOne(on kind: BackendKind) async throws {
        for seed in seeds(200) {
            for way in CommandedFailure.Way.allCases {
                var isDone = false
                var call = 0
                while !isDone, call < 60 {
                    do {
                        isDone = try await Self.fails(seed: seed, at: call, way, on: kind)
                    } catch {
                        Issue.record("seed \(seed), call \(call), \(way): \(error)")
                    }
                    call += 1
                }
            }
        }
    }

    /// - Returns: whether the apply came to its end before the call was made.
    private static func fails(
        seed: UInt64, at call: Int, _ way: CommandedFailure.Way, on kind: BackendKind
    ) async throws -> Bool {
        var isDone = false
        try await withFolder { folder in
            var scenes = RandomScenes(seed: seed, kind.stock)
            let backend = try await kind.make()
            let old = scenes.scene()
            let new = scenes.chance(0.6) ? scenes.edited(old) : scenes.scene()
            let options = PlanOptions(unmanaged: .remove, replaceFirst: scenes.chance(0.3), owner: "recipe")
            try await Planner(backend: backend.connection, state: folder).apply(old, options: options)
            let before = try await backend.truth()
            backend.transport.fail(at: call, way)
            do {
                try await Planner(backend: backend.connection, state: folder).apply(new, options: options)
                backend.transport.fail(at: nil)
                isDone = true
                return
            } catch {}
            backend.transport.fail(at: nil)
            let later = Planner(backend: try await backend.reconnected(), state: folder)
            #expect(later.isInterrupted)
            let place = "seed \(seed), call \(call), \(way)"
            if scenes.random.next() % 2 == 0 {
                try await later.apply(try await later.resumption())
                let (fresh, withCamera) = try await ConvergenceTests.fresh(new, kind)
                let truth = try await backend.truth(withCamera: withCamera)
                #expect(difference(truth, fresh).isEmpty, "resumed, \(place)")
                #expect(try await later.apply(new, options: options).writes == 0, "resumed, \(place)")
            } else {
                let plan = try await later.rollback()
                try await later.apply(plan)
                let truth = try await backend.truth()
                #expect(difference(truth, before).isEmpty, "rolled back, \(place)\n\(plan.text())\n\(plan.matching)")
                #expect(try await later.apply(old, options: options).writes == 0, "rolled back, \(place)")
            }
            #expect(!later.isInterrupted)
        }
        return isDone
    }

    @Test func twoAppliesToOneBackendDoNotInterleave() async throws {
        try await Self.withFolder { folder in
            let service = StandIn()
            let planner = Planner(backend: Connection(service), state: folder)
            let held = try folder.lock()
            await #expect { try await planner.apply(exampleScene()) } throws: {
                ($0 as? PlanningError)?.code == .locked
            }
            withExtendedLifetime(held) {}
        }
    }

    @Test func aLedgerThatIsDamagedOrGoneIsNoError() async throws {
        try await Self.withFolder { folder in
            let planner = Planner(backend: Connection(StandIn()), state: folder)
            try await planner.apply(exampleScene())
            #expect(try await planner.plan(exampleScene()).hasChanges == false)
            try Data("{\"version\":1,".utf8).write(to: URL(fileURLWithPath: folder.path + "/ledger.json"))
            #expect(try await planner.plan(exampleScene()).count(.create) == 0)
            try await planner.apply(exampleScene())
            try FileManager.default.removeItem(atPath: folder.path)
            try await planner.apply(exampleScene())
            #expect(try await planner.apply(exampleScene()).writes == 0)
        }
    }

    @Test func whatNobodyCanMakeAgainStopsARollback() async throws {
        try await Self.withFolder { folder in
            let service = StandIn()
            let connection = Connection(service)
            _ = try await connection.add(Light(.ambient))
            let planner = Planner(backend: connection, state: folder)
            var scene = exampleScene()
            scene.camera.framing = .view(View(position: [5, 5, 5], target: .zero))
            // The light goes in the last call before those for the settings.
            let options = PlanOptions(unmanaged: .remove)
            let writes = try await Planner(backend: Connection(StandIn())).apply(scene).writes
            await service.fail(at: writes - 1, .lostReply)
            await #expect(throws: (any Error).self) { try await planner.apply(scene, options: options) }
            await service.fail(at: nil)
            await #expect { _ = try await planner.rollback() } throws: {
                ($0 as? PlanningError)?.code == .irreversible
            }
            try await planner.apply(try await planner.resumption())
            #expect(try await planner.plan(scene).hasChanges == false)
        }
    }

    @Test func aCancelledApplyCanBeFinished() async throws {
        let service = StandIn()
        let planner = Planner(backend: Connection(service))
        let task = Task { try await planner.apply(exampleScene()) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        try await planner.apply(exampleScene())
        #expect(try await planner.apply(exampleScene()).writes == 0)
    }
}
