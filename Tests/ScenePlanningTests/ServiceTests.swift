// SPDX-License-Identifier: Apache-2.0
import BraynsClient
import BraynsProtocol
import Foundation
import RenderService
import SceneModel
import ScenePlanning
import Testing

/// Plans against our own service, which hides what Brayns hides when its extension is off.
@Suite struct ServiceTests {
    /// The package's folder.
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    private var scene: Scene {
        var scene = exampleScene()
        scene.models[0].source = .file(
            FileSource(path: Self.root + "/recipes/data/Scnn1a_473845048_m.swc", loader: .morphology(.full)))
        scene.models[1].source = .file(
            FileSource(path: Self.root + "/recipes/data/mni152_brain.ply", loader: .mesh))
        scene.models[1].instances = [Transform(translation: [0, 0, 300])]
        return scene
    }

    private func planner(_ plugins: [String]) async throws -> Planner {
        let transport = try await InProcessTransport.embedded(ServiceOptions(plugins: plugins, threads: 1))
        return Planner(backend: Connection(transport), name: "in process")
    }

    @Test func eachChangeIsOneActionAndTheSecondApplyWritesNothing() async throws {
        let planner = try await planner([Plugin.circuitExplorer.library ?? ""])
        var scene = scene
        let applied = try await planner.apply(scene)
        #expect(applied.objects.count == 8)
        #expect(!applied.bounds(for: .models(["cell"])).isEmpty)
        func actions() async throws -> [String] {
            let plan = try await planner.plan(scene)
            try await planner.apply(plan)
            #expect(try await planner.apply(scene).writes == 0)
            return plan.changes.filter { $0.action != .none }.map { "\($0.action.rawValue) \($0.address)" }
        }
        #expect(try await actions() == [])
        scene.models[0].appearance.coloring = .solid(Color(0, 0.5, 1))
        #expect(try await actions() == ["update models.cell"])
        scene.models[1].appearance.transform = Transform(rotation: Quaternion(axis: [0, 1, 0], degrees: 30))
        #expect(try await actions() == ["update models.mesh"])
        scene.models[0].source = .file(
            FileSource(
                path: Self.root + "/recipes/data/Scnn1a_473845048_m.swc",
                loader: .morphology(MorphologyOptions(radiusMultiplier: 2, soma: true, axon: true, dendrites: true))))
        #expect(try await actions() == ["replace models.cell"])
        scene.lights[1].light.intensity = 0.25
        #expect(try await actions() == ["replace lights.fill"])
        scene.models[0].appearance.material = .metal(roughness: 0.3)
        scene.camera.framing = .fit(.init(target: .models(["cell"])))
        #expect(try await actions() == ["update models.cell", "update camera"])
        scene.models[2].appearance.coloring = .byValue(method: "primitive", colors: ["0": Color(1, 1, 0)])
        scene.models.removeLast()
        #expect(try await actions() == ["update models.marks", "remove models.twin"])
    }

    @Test func aForgottenSceneIsTakenUpWithoutLoading() async throws {
        let transport = try await InProcessTransport.embedded(
            ServiceOptions(plugins: [Plugin.circuitExplorer.library ?? ""], threads: 1))
        try await Planner(backend: Connection(transport)).apply(scene)
        let forgetful = Planner(backend: Connection(transport))
        let plan = try await forgetful.plan(scene)
        #expect(plan.unmanaged.isEmpty && !plan.changes.contains { $0.cost == .load }, "\(plan.text())")
        try await forgetful.apply(plan)
        #expect(try await forgetful.apply(scene).writes == 0)
        let capture = try await forgetful.capture()
        #expect(capture.hidden.isEmpty)
        let plan2 = try await forgetful.plan(capture.scene)
        #expect(!plan2.hasChanges, "\(plan2.text())")
    }

    @Test func aMissingFileIsToldAtItsModel() async throws {
        let planner = try await planner([])
        var scene = scene
        scene.models = [Model(name: "gone", source: .file(FileSource(path: "/nowhere.ply", loader: .mesh)))]
        await #expect { try await planner.apply(scene) } throws: { error in
            let error = error as? PlanningError
            return error?.code == .refused && error?.address == .model("gone") && error?.isBackendFailure == false
        }
    }

    @Test func withTheExtensionNoLedgerIsNeeded() async throws {
        let transport = try await InProcessTransport.embedded(
            ServiceOptions(
                plugins: [Plugin.circuitExplorer, .sceneRecipe].compactMap(\.library), threads: 1))
        let options = PlanOptions(owner: "a.yaml")
        try await Planner(backend: Connection(transport)).apply(scene, options: options)
        // A planner without any memory knows lights, shapes, colours and copies.
        let forgetful = Planner(backend: Connection(transport))
        let plan = try await forgetful.plan(scene, options: options)
        #expect(!plan.hasChanges && plan.unmanaged.isEmpty, "\(plan.text())")
        let capture = try await forgetful.capture()
        #expect(capture.hidden.isEmpty && capture.unmanaged == .fail)
        #expect(Set(capture.scene.models.map(\.name)) == ["cell", "mesh", "marks", "twin"])
        #expect(try await forgetful.apply(scene, options: options).writes == 0)
        var changed = scene
        changed.lights[0].light.intensity = 5
        changed.models[2].appearance.coloring = .solid(Color(0, 1, 0))
        let second = try await Planner(backend: Connection(transport)).plan(changed, options: options)
        #expect(second.changes.filter { $0.action != .none }.map { "\($0.action.rawValue) \($0.address)" } == [
            "update models.marks", "replace lights.key",
        ])
        try await Planner(backend: Connection(transport)).apply(changed, options: options)
        #expect(try await Planner(backend: Connection(transport)).plan(changed, options: options).hasChanges == false)
    }
}
