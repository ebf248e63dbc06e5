// SPDX-License-Identifier: Apache-2.0
import BraynsClient
import SceneModel
import ScenePlanning
import Testing

@Suite struct ApplyTests {
    private var quickstart: Scene {
        var scene = Scene()
        scene.models = [
            Model(
                name: "cell", source: .file(FileSource(path: "/data/cell.swc", loader: .morphology(.full))),
                appearance: Appearance(
                    coloring: .solid(Color(1, 0.5, 0)), material: .metal(roughness: 0.2),
                    transform: Transform(translation: [1, 2, 3])),
                instances: [Transform(translation: [10, 0, 0])]),
            Model(
                name: "marks",
                source: .shapes(.spheres([Sphere(center: .zero, radius: 2)]), colors: [Color(1, 0, 0)])),
            Model(name: "twin", source: .instance(of: "marks"), appearance: Appearance(visible: false)),
        ]
        scene.lights = [
            NamedLight(
                name: "key", light: Light(.directional(direction: [0, 0, -1]), intensity: 3), followsCamera: true)
        ]
        scene.clippings = [Clipping(name: "cut", shapes: .planes([Plane(normal: [0, 0, 1], point: .zero)]))]
        scene.camera.framing = .fit(.init(target: .scene, direction: [0, 1, 0], margin: 0.1))
        scene.renderer = .production(ProductionRenderer(samplesPerPixel: 8))
        return scene
    }

    @Test func anEmptyBackendGetsTheScene() async throws {
        let service = StandIn()
        let applied = try await Planner(backend: Connection(service)).apply(quickstart)
        #expect(applied.objects.map(\.address.description) == [
            "models.cell", "models.cell", "models.marks", "models.twin", "clipping.cut", "lights.key",
        ])
        #expect(applied.objects.map(\.copy) == [0, 1, 0, 0, 0, 0])
        let truth = await service.truth()
        #expect(truth.contains("add-light-directional"))
        #expect(truth.contains(#""direction":[0,-1,0]"#))
        #expect(await service.instances.map(\.isVisible) == [true, true, true, false, true, true])
        #expect(await service.renderer == quickstart.renderer)
        let expected = try applied.camera(quickstart.camera, aspectRatio: 800 / 600)
        #expect(await service.camera == expected)
        #expect(expected.view.target == applied.bounds(for: .scene).center)
    }

    @Test func aPartThatDoesNotExistIsNamed() async throws {
        var scene = quickstart
        scene.models[0].parts["neurons"] = Appearance()
        await #expect {
            _ = try await Planner(backend: Connection(StandIn())).apply(scene)
        } throws: { error in
            let error = error as? PlanningError
            return error?.code == .unknownPart && error?.address == .model("cell") && error?.path == "parts.neurons"
        }
    }

    @Test func aRefusedLoadIsPutDownToItsModel() async throws {
        var scene = quickstart
        scene.models[0].source = .file(FileSource(path: "/missing.ply", loader: .mesh))
        await #expect {
            _ = try await Planner(backend: Connection(StandIn())).apply(scene)
        } throws: { error in
            let error = error as? PlanningError
            return error?.code == .refused && error?.address == .model("cell") && error?.path == "source"
        }
    }
}
