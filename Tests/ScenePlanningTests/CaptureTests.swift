// SPDX-License-Identifier: Apache-2.0
import BraynsClient
import BraynsProtocol
import Diagnostics
import RecipeLanguage
import SceneModel
import ScenePlanning
import Testing

@Suite struct CaptureTests {
    @Test func whatIsRememberedIsCapturedWhole() async throws {
        let service = StandIn()
        let planner = Planner(backend: Connection(service), name: "ws://host:5000")
        try await planner.apply(exampleScene())
        await service.forgetCalls()
        let capture = try await planner.capture()
        #expect(await service.writes.isEmpty)
        #expect(capture.hidden.isEmpty)
        #expect(capture.recipe == """
            # Captured from ws://host:5000.
            recipe: 1
            backend: "ws://host:5000"
            models:
              cell: {color: {solid: [1, 0.5, 0]}, morphology: /data/cell.swc, transform: {translate: [1, 2, 3]}}
              marks:
                spheres: [{center: [0, 0, 0], radius: 2}, {center: [1, 0, 0], color: [1, 0, 0], radius: 1}]
              mesh: {mesh: /data/brain.ply}
              twin: {instance_of: mesh, transform: {scale: 2}}
            clipping:
              cut: {planes: [{coefficients: [0, 0, 1, 0]}]}
            lights:
              fill: {ambient: {intensity: 0.5}}
              key: {directional: {direction: [0, 0, -1], intensity: 3}}
            camera:
              view: {position: [0, 0, 9], target: [0, 0, 0], up: [0, 1, 0]}

            """)
    }

    @Test func whatIsHiddenIsNamedAndKept() async throws {
        let service = StandIn()
        try await Planner(backend: Connection(service)).apply(exampleScene())
        let capture = try await Planner(backend: Connection(service)).capture()
        #expect(capture.unmanaged == .keep)
        #expect(capture.hidden.count { $0.contains("stays") } == 4)
        #expect(capture.recipe.contains("unmanaged: keep"))
        #expect(capture.scene.models.map(\.name) == ["cell", "brain", "brain_2"])
    }

    @Test(arguments: BackendKind.allCases)
    func thePlanOfACaptureIsEmpty(on kind: BackendKind) async throws {
        for seed in seeds(1000) {
            do {
                try await Self.captures(seed: seed, on: kind)
            } catch {
                Issue.record("seed \(seed): \(error)")
            }
        }
    }

    private static func captures(seed: UInt64, on kind: BackendKind) async throws {
        var scenes = RandomScenes(seed: seed, kind.stock)
        let (backend, planner, _, _) = try await ConvergenceTests.history(&scenes, kind)
        var capture = try await backend.transport.observing("capture") { try await planner.capture() }
        capture.backend = "ws://host:5000"
        let recipe = capture.recipe
        let loaded = RecipeLoader.load(path: "live.yaml", files: .memory(["live.yaml": recipe]))
        let read = try #require(
            loaded.recipe, "seed \(seed)\n\(recipe)\n\(loaded.report.diagnostics.map(\.summary))")
        #expect(read.unmanaged.rawValue == capture.unmanaged.rawValue)
        let options = PlanOptions(unmanaged: capture.unmanaged, owner: "live.yaml")
        let plan = try await backend.transport.observing("plan") {
            try await planner.plan(read.scene, options: options)
        }
        #expect(!plan.hasChanges && !plan.isBlocked, "seed \(seed)\n\(plan.text())\n\(recipe)")
        // What is at its default is not said: the shortest recipe of what was read is no shorter.
        capture.scene = read.scene
        #expect(capture.recipe == recipe, "seed \(seed)")
    }
}
