// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import JSON
import RecipeLanguage
import SceneModel
import Testing

/// Parameters, data roots, includes, overlays and sweeps.
@Suite struct ReferenceTests {
    static let parameters = """
        recipe: 1
        parameters:
          count: {type: integer, default: 4, minimum: 1}
          density: 0.25
          tint: {type: color, default: gold}
          place: [1, 2, 3]
          side: {type: choice, default: left, choices: [left, right]}
          shown: true
          name: figure
        title: "${name} with ${count}, ${density}, ${shown}, $${name}"
        models:
          a: {mesh: a.ply, color: "${tint}", visible: ${shown}, transform: {translate: "${place}"}}
          b: {bbp: {path: BlueConfig, cells: {density: "${density}"}}}
        lights: {fill: ambient}
        renderer: {interactive: {samples: "${count}"}}
        camera: {frame: {from: "${side}"}}
        """

    @Test func aLoneReferenceHasTheParametersType() throws {
        let text = Self.parameters.replacing("visible: ${shown}", with: "visible: '${shown}'")
        let recipe = try expectValid(text)
        #expect(recipe.metadata.title == "figure with 4, 0.25, true, ${name}")
        #expect(recipe.scene.models[0].appearance.coloring == .solid(Color(1, 215.0 / 255, 0)))
        #expect(recipe.scene.models[0].appearance.transform.translation == [1, 2, 3])
        guard case .file(let file) = recipe.scene.models[1].source, case .bbp(let options) = file.loader else {
            Issue.record("no circuit")
            return
        }
        #expect(options.cells == .targets([], density: 0.25))
        #expect(recipe.scene.renderer.samplesPerPixel == 4)
        #expect(recipe.parameters["density"] == 0.25)
    }

    @Test func theCommandLineOverrides() throws {
        let text = Self.parameters.replacing("visible: ${shown}", with: "visible: '${shown}'")
        let options = RecipeOptions(overrides: [
            ("count", "9"), ("tint", "[0, 0, 1]"), ("side", "right"), ("place", "[4, 5, 6]"), ("name", "0.5"),
        ])
        let recipe = try expectValid(text, options: options)
        #expect(recipe.scene.renderer.samplesPerPixel == 9)
        #expect(recipe.scene.models[0].appearance.coloring == .solid(Color(0, 0, 1)))
        #expect(recipe.scene.models[0].appearance.transform.translation == [4, 5, 6])
        #expect(recipe.metadata.title?.hasPrefix("0.5 with 9") == true)
        guard case .fit(let fit) = recipe.scene.camera.framing else {
            Issue.record("no fit")
            return
        }
        #expect(fit.direction == [1, 0, 0])
    }

    @Test(arguments: [
        ("count", "0", "I506"), ("count", "many", "I506"), ("side", "rigth", "I506"), ("cuont", "3", "I505"),
        ("tint", "golden", "I506"), ("place", "[1, 2]", "I506"), ("shown", "yes", "I506"),
    ])
    func aWrongOverrideIsToldAtTheFlag(name: String, value: String, code: String) throws {
        let text = Self.parameters.replacing("visible: ${shown}", with: "visible: '${shown}'")
        let report = load(text, options: RecipeOptions(overrides: [(name, value)])).report
        #expect(report.errorCount == 1, "\(TextFormat().render(report))")
        let diagnostic = try #require(report.diagnostics.first { $0.severity == .error })
        #expect(diagnostic.code.id == code)
        #expect(diagnostic.span?.source.name == "--set \(name)")
        #expect(diagnostic.span?.start == (code == "I505" ? 0 : name.utf8.count + 1))
    }

    @Test func dataRootsComeFromTheFileOrTheFlag() throws {
        let text = """
            recipe: 1
            data: {meshes: ../data}
            models: {a: {mesh: "${data.meshes}/a.ply"}, b: {mesh: b.ply}, c: {mesh: /abs/c.ply}}
            lights: {fill: ambient}
            """
        let own = try expectValid(text)
        #expect(own.inputs.map(\.path) == ["../data/a.ply", "b.ply", "/abs/c.ply"])
        #expect(own.inputs[0].written == "${data.meshes}/a.ply")
        let other = try expectValid(text, options: RecipeOptions(dataRoots: [("meshes", "/big/disk")]))
        #expect(other.inputs[0].path == "/big/disk/a.ply")
        #expect(other.digest == own.digest)
    }

    @Test func includesMergeUnderTheFile() throws {
        let files = [
            "parts/lights.yaml": """
            include: [../base.yaml]
            lights: {key: {directional: {intensity: 3, color: gold}}}
            models: {a: {mesh: a.ply, color: red}}
            """,
            "base.yaml": """
            lights: {key: {directional: {intensity: 1, direction: [0, -1, 0]}}, fill: ambient}
            renderer: {interactive: {samples: 8, ambient_occlusion: 2}}
            camera: {frame: {target: scene, margin: 0.1}}
            """,
        ]
        let recipe = try expectValid(
            """
            recipe: 1
            include: [parts/lights.yaml]
            models: {a: {color: blue}, b: {spheres: [{center: [0, 0, 0], radius: 1}]}}
            renderer: {interactive: {samples: 2}}
            camera: {view: {position: [0, 0, 9], target: [0, 0, 0]}}
            """, files: files)
        #expect(recipe.scene.models.map(\.name) == ["a", "b"])
        #expect(recipe.scene.models[0].appearance.coloring == .solid(Color(0, 0, 1)))
        #expect(recipe.inputs.map(\.path) == ["parts/a.ply"])
        #expect(recipe.scene.lights.map(\.name) == ["key", "fill"])
        #expect(recipe.scene.lights[0].light.intensity == 3)
        #expect(recipe.scene.lights[0].light.kind == .directional(direction: [0, -1, 0]))
        #expect(
            recipe.scene.renderer == .interactive(InteractiveRenderer(samplesPerPixel: 2, ambientOcclusionSamples: 2)))
        #expect(recipe.scene.camera.framing == .view(View(position: [0, 0, 9], target: [0, 0, 0])))
        #expect(recipe.sources.map(\.name) == ["recipe.yaml", "parts/lights.yaml", "base.yaml"])
    }

    @Test func anotherKindReplacesTheOldOneWhole() throws {
        let recipe = try expectValid(
            """
            recipe: 1
            lights: {fill: ambient}
            renderer: {interactive: {samples: 8, background: white}}
            camera: {projection: {perspective: {fovy: 30}}, near_clip: 2}
            snapshots:
              a: {renderer: production}
              b: {renderer: {interactive: {samples: 2}}, camera: {projection: {perspective: {aperture_radius: 1}}}}
              c: {camera: {projection: orthographic}}
            """)
        #expect(recipe.pictures[0].renderer == .production(ProductionRenderer()))
        #expect(
            recipe.pictures[1].renderer == .interactive(InteractiveRenderer(samplesPerPixel: 2, background: .white)))
        #expect(recipe.pictures[1].camera.lens == .perspective(fovy: 30, apertureRadius: 1))
        #expect(recipe.pictures[2].camera.lens == .orthographic(height: nil))
        #expect(recipe.pictures[2].camera.nearClip == 2)
    }

    @Test func faultsOfAFragmentAreToldThere() throws {
        let files = ["part.yaml": "models:\n  a: {mesh: a.ply, colour: red}\n"]
        let report = load("recipe: 1\ninclude: [part.yaml]\nlights: {fill: ambient}\n", files: files).report
        let diagnostic = try #require(report.diagnostics.first)
        #expect(diagnostic.span?.source.name == "part.yaml")
        #expect(diagnostic.span?.startPosition == SourcePosition(line: 2, column: 20, byte: 27))
        #expect(diagnostic.related.map(\.label) == ["included here"])
        #expect(diagnostic.related.first?.span.startPosition.line == 2)
        #expect(report.errorCount == 1)
    }

    @Test func aCycleOfIncludesIsToldAtItsLastLink() throws {
        let files = ["a.yaml": "include: [b.yaml]", "b.yaml": "title: x\ninclude: [a.yaml]"]
        let report = load("recipe: 1\ninclude: [a.yaml]\n", files: files).report
        #expect(report.diagnostics.map(\.code.id) == ["I503"])
        #expect(report.diagnostics[0].span?.source.name == "b.yaml")
        #expect(report.diagnostics[0].span?.startPosition.line == 2)
    }

    @Test func includesHaveALimitOfDepth() {
        var files: [String: String] = [:]
        for level in 0..<30 { files["l\(level).yaml"] = "include: [l\(level + 1).yaml]" }
        let report = load("recipe: 1\ninclude: [l0.yaml]\n", files: files).report
        #expect(report.diagnostics.map(\.code.id) == ["I504"])
    }

    @Test func aSweepIsTheProductOfItsLists() throws {
        let recipe = try expectValid(
            """
            recipe: 1
            parameters: {angle: 0, tint: {type: color, default: red}}
            sweep: {angle: [0, 90, 180], tint: [red, "#00f"]}
            models: {a: {spheres: [{center: [0, 0, 0], radius: 1, color: "${tint}"}]}}
            lights: {fill: ambient}
            camera: {rotate: {euler: [0, "${angle}", 0]}}
            snapshots: {a: {file: "a-${angle}-${tint}.png"}}
            """)
        #expect(recipe.sweepCellCount == 6)
        let last = try #require(recipe.sweepCell(5)?.recipe)
        #expect(last.pictures[0].file == "a-180-0,0,1,1.png")
        #expect(last.scene.camera.rotation == Quaternion(eulerDegrees: [0, 180, 0]))
        let names = (0..<6).compactMap { recipe.sweepCell($0)?.recipe?.pictures[0].file }
        #expect(Set(names).count == 6)
        #expect(recipe.sweepCell(6) == nil)
        #expect(recipe.sweepCell(-1) == nil)
    }

    @Test func pathsOfParametersAreTakenFromTheirOwnFile() throws {
        let files = ["lib/part.yaml": "parameters: {mesh: {type: path, default: bunny.ply}}"]
        let recipe = try expectValid(
            """
            recipe: 1
            include: [lib/part.yaml]
            models: {a: {mesh: "${mesh}"}}
            lights: {fill: ambient}
            """, files: files)
        #expect(recipe.inputs.map(\.path) == ["lib/bunny.ply"])
    }

    @Test func partsStandOnTheirModel() throws {
        let recipe = try expectValid(
            """
            recipe: 1
            models:
              c:
                bbp: {path: BlueConfig, cells: {targets: [L1], density: 0.5}, report: {compartment: voltage}}
                color: gold
                parts: {afferent_synapses: {visible: false, material: ghost}}
                instances: [{translate: [1, 0, 0]}]
            lights: {fill: ambient}
            """)
        let model = recipe.scene.models[0]
        let part = try #require(model.parts["afferent_synapses"])
        #expect(!part.visible)
        #expect(part.material == .ghost)
        #expect(part.coloring == model.appearance.coloring)
        #expect(model.instances.map(\.translation) == [[1, 0, 0]])
    }
}
