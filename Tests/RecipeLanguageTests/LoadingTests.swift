// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import RecipeLanguage
import SceneModel
import Testing

/// The way from a text to a scene.
@Suite struct LoadingTests {
    @Test func aSmallRecipeBecomesAScene() throws {
        let recipe = try expectValid(
            """
            recipe: 1
            title: Three things
            models:
              neuron:
                morphology: {path: cell.swc, radius_multiplier: 2, geometry: original}
                color: "#ff8000"
              bunny:
                mesh: bunny.ply
                transform: {translate: [0, 10, 0], rotate: {euler: [0, 90, 0]}, scale: 2}
              markers:
                spheres:
                  - {center: [0, 0, 0], radius: 2, color: red}
                  - {center: [1, 0, 0], radius: 1}
                visible: false
            lights:
              key: {directional: {direction: camera, intensity: 3}}
              fill: ambient
            camera:
              projection: {perspective: {fovy: 30}}
              frame: {target: [neuron, bunny], from: left, margin: 0.1}
              near_clip: 0.5
            renderer: {interactive: {samples: 4, ambient_occlusion: 8, background: white}}
            snapshots:
              hero: {resolution: hd}
              side: {file: out/side.jpg, quality: 80, camera: {rotate: {axis: [0, 1, 0], angle: 90}}}
            """)
        #expect(recipe.metadata.title == "Three things")
        #expect(recipe.scene.models.map(\.name) == ["neuron", "bunny", "markers"])
        let neuron = recipe.scene.models[0]
        #expect(
            neuron.source
                == .file(
                    FileSource(
                        path: "cell.swc",
                        loader: .morphology(
                            MorphologyOptions(
                                radiusMultiplier: 2, soma: true, axon: true, dendrites: true, geometry: .original)))))
        #expect(neuron.appearance.coloring == .solid(Color(1, 128.0 / 255, 0)))
        let bunny = recipe.scene.models[1].appearance.transform
        #expect(bunny.translation == [0, 10, 0])
        #expect(bunny.scale == [2, 2, 2])
        #expect(bunny.rotation == Quaternion(eulerDegrees: [0, 90, 0]))
        #expect(
            recipe.scene.models[2].source
                == .shapes(
                    .spheres([Sphere(center: [0, 0, 0], radius: 2), Sphere(center: [1, 0, 0], radius: 1)]),
                    colors: [Color(1, 0, 0), .white]))
        #expect(!recipe.scene.models[2].appearance.visible)
        #expect(recipe.scene.lights[0].followsCamera)
        #expect(recipe.scene.lights[0].light.kind == .directional(direction: [1, 0, 0]))
        #expect(recipe.scene.lights[1].light == Light(.ambient, intensity: 1))
        #expect(recipe.scene.camera.lens == .perspective(fovy: 30))
        #expect(
            recipe.scene.camera.framing
                == .fit(.init(target: .models(["neuron", "bunny"]), direction: [-1, 0, 0], margin: 0.1)))
        #expect(
            recipe.scene.renderer
                == .interactive(InteractiveRenderer(samplesPerPixel: 4, background: .white, ambientOcclusionSamples: 8))
        )
        #expect(recipe.pictures.map(\.file) == ["hero.png", "out/side.jpg"])
        #expect(recipe.pictures[0].resolution == Resolution(width: 1280, height: 720))
        #expect(recipe.pictures[1].format == .jpg)
        #expect(recipe.pictures[1].camera.nearClip == 0.5)
        #expect(recipe.pictures[1].camera.framing == recipe.scene.camera.framing)
        #expect(recipe.pictures[1].camera.rotation == Quaternion(axis: [0, 1, 0], degrees: 90))
        #expect(recipe.span(of: "models.bunny").startPosition.line == 7)
        #expect(recipe.inputs.map(\.written) == ["cell.swc", "bunny.ply"])
    }

    @Test func withoutSnapshotsThereIsOneNamedAfterTheFile() throws {
        let recipe = try expectValid("recipe: 1")
        #expect(recipe.pictures.map(\.name) == ["recipe"])
        #expect(recipe.pictures.map(\.file) == ["recipe.png"])
    }

    @Test func threeMistakesAreToldInOneRun() {
        expectErrors(
            """
            recipe: 1
            models:
              a: {mesh: a.ply, ①colour: red}
              b: {spheres: [{center: [0, 0], radius: 1}]}
            """.replacing("[0, 0]", with: "②[0, 0]") + "\nrenderer: {interactive: {samples: ③yes}}\n",
            [Expectation("K201", at: 1, fix: "color"), Expectation("V306", at: 2), Expectation("V301", at: 3)])
    }

    @Test func aMissingInputIsAnErrorOnlyWhereItIsNeeded() {
        let text = "recipe: 1\nmodels: {a: {mesh: missing.ply}}\nlights: {fill: ambient}\n"
        let validated = load(text)
        #expect(validated.report.errorCount == 0)
        #expect(validated.report.diagnostics.map(\.code.id) == ["I501"])
        #expect(validated.recipe != nil)
        let rendered = load(text, options: RecipeOptions(requiresInputs: true))
        #expect(rendered.report.errorCount == 1)
        #expect(rendered.recipe == nil)
        let place = rendered.report.diagnostics[0].span?.startPosition
        #expect(place == SourcePosition(line: 2, column: 20, byte: 29))
    }
}
