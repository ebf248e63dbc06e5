// SPDX-License-Identifier: Apache-2.0
import BraynsClient
import BraynsProtocol
import JSON
import SceneModel
import ScenePlanning
import Testing

/// The scene that most tests begin with.
func exampleScene() -> Scene {
    var scene = Scene()
    scene.models = [
        Model(
            name: "cell", source: .file(FileSource(path: "/data/cell.swc", loader: .morphology(.full))),
            appearance: Appearance(coloring: .solid(Color(1, 0.5, 0)), transform: Transform(translation: [1, 2, 3]))),
        Model(name: "mesh", source: .file(FileSource(path: "/data/brain.ply", loader: .mesh))),
        Model(
            name: "marks",
            source: .shapes(
                .spheres([Sphere(center: .zero, radius: 2), Sphere(center: [1, 0, 0], radius: 1)]),
                colors: [.white, Color(1, 0, 0)])),
        Model(
            name: "twin", source: .instance(of: "mesh"),
            appearance: Appearance(transform: Transform(scale: [2, 2, 2]))),
    ]
    scene.lights = [
        NamedLight(name: "key", light: Light(.directional(direction: [0, 0, -1]), intensity: 3)),
        NamedLight(name: "fill", light: Light(.ambient, intensity: 0.5)),
    ]
    scene.clippings = [Clipping(name: "cut", shapes: .planes([Plane(normal: [0, 0, 1], point: .zero)]))]
    scene.camera.framing = .view(View(position: [0, 0, 9], target: .zero))
    return scene
}

@Suite struct PlanTests {
    let service = StandIn()
    let planner: Planner

    init() {
        planner = Planner(backend: Connection(service), name: "test")
    }

    private func actions(_ plan: Plan) -> [String] {
        plan.changes.filter { $0.action != .none }.map { "\($0.action.rawValue) \($0.address)" }
    }

    @Test func theSecondPlanIsEmptyAndTheSecondApplyWritesNothing() async throws {
        let first = try await planner.plan(exampleScene())
        #expect(first.hasChanges)
        #expect(actions(first).prefix(3) == ["create models.cell", "create models.mesh", "create models.twin"])
        try await planner.apply(first)
        let second = try await planner.plan(exampleScene())
        #expect(!second.hasChanges, "\(second.text())")
        #expect(second.drift.isEmpty)
        #expect(second.unmanaged.isEmpty)
        await service.forgetCalls()
        let applied = try await planner.apply(exampleScene())
        #expect(applied.writes == 0)
        #expect(await service.writes.isEmpty)
        #expect(applied.objects.count == 7)
    }

    @Test func oneChangeOfEachKindIsOneActionOfItsKind() async throws {
        try await planner.apply(exampleScene())
        var scene = exampleScene()
        scene.models[0].appearance.coloring = .solid(Color(0, 1, 0))
        var plan = try await planner.plan(scene)
        #expect(actions(plan) == ["update models.cell"])
        #expect(plan.changes.first?.attributes == [Plan.Attribute("color", [1, 0.5, 0], "#00ff00")])
        try await planner.apply(plan)
        scene.models[1].appearance.transform.translation = [5, 0, 0]
        plan = try await planner.plan(scene)
        #expect(actions(plan) == ["update models.mesh"])
        try await planner.apply(plan)
        scene.models[0].source = .file(
            FileSource(path: "/data/cell.swc", loader: .morphology(MorphologyOptions(soma: true))))
        plan = try await planner.plan(scene)
        #expect(actions(plan) == ["replace models.cell"])
        #expect(plan.changes.first { $0.action == .replace }?.cost == .load)
        try await planner.apply(plan)
        scene.lights[0].light.intensity = 4
        plan = try await planner.plan(scene)
        #expect(actions(plan) == ["replace lights.key"])
        try await planner.apply(plan)
        scene.models.remove(at: 2)
        plan = try await planner.plan(scene)
        #expect(actions(plan) == ["remove models.marks"])
        try await planner.apply(plan)
        #expect(try await planner.apply(scene).writes == 0)
        let fresh = StandIn()
        try await Planner(backend: Connection(fresh)).apply(scene)
        #expect(await service.truth() == fresh.truth())
    }

    @Test func aNewNameIsAMoveAndNoChange() async throws {
        try await planner.apply(exampleScene())
        var scene = exampleScene()
        scene.models[2].name = "signs"
        scene.lights.reverse()
        let plan = try await planner.plan(scene)
        #expect(actions(plan) == ["move models.signs"])
        #expect(plan.changes.first { $0.action == .move }?.previous == .model("marks"))
        #expect(!plan.hasChanges)
    }

    @Test func whatOthersMadeStopsTheApplyUnlessTheRecipeSays() async throws {
        try await planner.apply(exampleScene())
        _ = try await Connection(service).add(Light(.ambient))
        var plan = try await planner.plan(exampleScene())
        #expect(plan.unmanaged.map(\.type) == ["light"])
        #expect(plan.isBlocked)
        await #expect { try await planner.apply(plan) } throws: { ($0 as? PlanningError)?.code == .unmanaged }
        plan = try await planner.plan(exampleScene(), options: PlanOptions(unmanaged: .keep))
        #expect(!plan.isBlocked && !plan.hasChanges)
        plan = try await planner.plan(exampleScene(), options: PlanOptions(unmanaged: .remove))
        try await planner.apply(plan)
        #expect(await service.instances.count == 7)
    }

    @Test func driftIsToldApartFromChange() async throws {
        try await planner.apply(exampleScene())
        let connection = Connection(service)
        let mesh = try #require(try await connection.scene().models.first { $0.type == "mesh" })
        try await connection.update(mesh.id, transform: Transform(translation: [9, 9, 9]))
        try await connection.setRenderer(.production(ProductionRenderer()))
        var scene = exampleScene()
        scene.lights[1].light.intensity = 2
        let plan = try await planner.plan(scene)
        #expect(plan.drift.map(\.address.description) == ["models.mesh", "renderer"])
        #expect(plan.drift.map(\.affectsPixels) == [true, false])
        #expect(actions(plan) == ["update models.mesh", "replace lights.fill", "update renderer"])
    }

    @Test func aReusedIDIsNotTakenForTheOldObject() async throws {
        try await planner.apply(exampleScene())
        let connection = Connection(service)
        let lights = try await connection.scene().models.filter { $0.type == "light" }
        try await connection.remove([lights[0].id])
        let other = try await connection.add(Light(.ambient, intensity: 7))
        #expect(other.id == lights[0].id)
        // It stands at the end of the list now, where it was never recorded.
        let plan = try await planner.plan(exampleScene())
        #expect(actions(plan) == ["replace lights.key"])
        try await planner.apply(plan)
        let fresh = StandIn()
        try await Planner(backend: Connection(fresh)).apply(exampleScene())
        #expect(await service.truth() == fresh.truth())
    }

    @Test func withoutLedgerWhatIsHiddenIsMadeAgainAndLoadsAreKept() async throws {
        try await planner.apply(exampleScene())
        let forgetful = Planner(backend: Connection(service), name: "test")
        let plan = try await forgetful.plan(exampleScene())
        #expect(plan.unmanaged.isEmpty, "\(plan.text())")
        #expect(plan.count(.create) == 0)
        #expect(!plan.changes.contains { $0.cost == .load })
        try await forgetful.apply(plan)
        #expect(try await forgetful.apply(exampleScene()).writes == 0)
        let fresh = StandIn()
        try await Planner(backend: Connection(fresh)).apply(exampleScene())
        #expect(await service.truth() == fresh.truth())
    }

    @Test func aSavedPlanIsAppliedOnlyToTheStateItWasMadeFor() async throws {
        let plan = try await planner.plan(exampleScene(), options: PlanOptions(unmanaged: .keep, owner: "a.yaml"))
        let saved = try SavedPlan(try JSONValue(parsing: plan.file.bytes()))
        _ = try await planner.plan(saved)
        let light = try await Connection(service).add(Light(.ambient))
        await #expect { _ = try await planner.plan(saved) } throws: { error in
            let error = error as? PlanningError
            return error?.code == .stalePlan && error?.message.contains("light \(light.id) is new") == true
        }
        try await Connection(service).remove([light.id])
        try await planner.apply(try await planner.plan(saved))
        #expect(try await planner.plan(exampleScene(), options: PlanOptions(owner: "a.yaml")).hasChanges == false)
    }

    @Test func planningMakesNoCallThatWrites() async throws {
        try await planner.apply(exampleScene())
        await service.forgetCalls()
        _ = try await planner.plan(Scene())
        #expect(await !service.calls.isEmpty)
        #expect(await service.writes.isEmpty)
    }
}
