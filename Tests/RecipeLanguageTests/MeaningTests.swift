// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import JSON
import RecipeLanguage
import Testing

/// Canonical form, digest and difference.
@Suite struct MeaningTests {
    static let plain = """
        recipe: 1
        models:
          a: {mesh: a.ply, color: red}
          b: {spheres: [{center: [0, 0.5, 0], radius: 1}]}
        lights: {fill: ambient}
        snapshots: {hero: {resolution: full_hd}}
        """

    static let spelled = """
        # the same, at length
        recipe: 1
        parameters: {r: 1.0}
        lights:
          fill: {ambient: {color: [1, 1, 1], intensity: 1.0}}
        snapshots:
          hero: {resolution: [1920, 1080], quality: 90}
        camera: {frame: {from: front, target: [scene], margin: 0}, near_clip: 0.000001}
        renderer: interactive
        models:
          b: {spheres: [{radius: "${r}", center: [0.0, .5, 0], color: "#fff"}], visible: true}
          a: {mesh: {path: ./a.ply}, color: {solid: "#ff0000"}}
        """

    @Test func spellingIsNoDifference() throws {
        let first = try expectValid(Self.plain)
        let second = try expectValid(Self.spelled)
        #expect(first.canonical == second.canonical)
        #expect("\(first.digest)" == "\(second.digest)")
    }

    /// The forms of released recipes never change; a failure here breaks every lock file and cache there is.
    @Test func formsAndDigestsAreStable() throws {
        let least = try expectValid("recipe: 1")
        #expect(least.canonical.text() == #"{"recipe":1,"snapshots":{"recipe":{}}}"#)
        #expect("\(least.digest)" == "sha256:c4820bdbc84158d1ed70a6e6f3fbabba06370ac37c080995e2d460275eedebb7")
        let plain = try expectValid(Self.plain)
        #expect(
            plain.canonical.text()
                == #"{"lights":{"fill":"ambient"},"models":{"a":{"color":{"solid":[1,0,0]},"mesh":"a.ply"},"#
                + #""b":{"spheres":[{"center":[0,0.5,0],"radius":1}]}},"recipe":1,"snapshots":{"hero":{}}}"#)
        #expect("\(plain.digest)" == "sha256:e0f1381eb0cd69594845f60ea32e3f62459ff76517563af2e1e7c1eb1a92f13e")
    }

    /// A source of each kind with options that are not its defaults.
    static let sources = [
        "mesh: {path: a.ply, upload: true}",
        "raw_volume: {path: a.raw, dimensions: [2, 3, 4], spacing: [1, 2, 0.5], data_type: half_float}",
        "mhd_volume: a.mhd", "xyz: {path: a.xyz, upload: true}", "dti: {path: a.json, radius: 2, spike_decay: 3}",
        "protein: {path: a.pdb, color_scheme: protein_chains, radius_multiplier: 2}",
        "morphology: {path: a.swc, axon: false, geometry: spheres, resampling: 0.5, subsampling: 3, growth: 0.5}",
        "bbp: {path: BlueConfig, cells: {targets: [A, B], density: 0.5}, report: {spikes: {transition: 2}}, "
            + "synapses: {afferent: true}}",
        "bbp: {path: BlueConfig, cells: {gids: [3, 1]}, report: {compartment: v}, morphology: {soma: true}}",
        "sonata: {path: c.json, populations: {p: {nodes: {sets: [S], density: 0.5, limit: 7}, report: spikes, "
            + "edges: {e: {afferent: {density: 0.5, radius: 1, report: r}}}}, "
            + "v: {nodes: {ids: [1, 2]}, report: {bloodflow_speed: s}, vasculature: {radius_multiplier: 2}}}}",
        "cell_placement: {path: c.h5, cells: {ids: [4]}, morphology_folder: m, extension: asc, morphology: {soma: true}}",
        "nrrd: {path: a.nrrd, show: {density: {}, outline_mesh_shell: {}, highlight_column: "
            + "{xz_coordinate: [1, 2], color: gold, neighbours: [{relative_xz: [1, 0], color: [0, 1, 0, 0.5]}]}}}",
        "nrrd: {path: a.nrrd, type: layer_distance, show: {layer_distance: {side: upper}}}",
        "nrrd: {path: a.nrrd, type: flatmap, show: {flatmap_areas: {}}}",
        "nrrd: {path: a.nrrd, type: orientation, show: {orientation_field: {}}}",
        "nrrd: {path: a.nrrd, type: vector, show: {vector_field: {}}}",
    ]

    @Test("the form that pictures carry is a recipe of the same meaning", arguments: sources)
    func theFormIsARecipe(_ source: String) throws {
        let recipe = try expectValid("recipe: 1\nmodels: {a: {\(source)}}\n")
        let again = try expectValid(recipe.canonical.text())
        #expect(again.canonical == recipe.canonical)
        #expect(again.canonical["models"]?["a"]?.object?.count == 1)
    }

    @Test func aDifferenceHasItsAddressAndPlaces() throws {
        let before = try expectValid(Self.plain)
        let after = try expectValid(
            Self.plain.replacing("red", with: "blue").replacing("radius: 1", with: "radius: 2")
                .replacing("fill: ambient", with: "fill: ambient, key: {directional: {}}"))
        let difference = RecipeDifference(from: before, to: after)
        #expect(
            difference.changes.map(\.address) == ["lights.key", "models.a.color.solid", "models.b.spheres.0.radius"])
        #expect(difference.changes[0].before == nil)
        #expect(difference.changes[1].before == [1, 0, 0])
        #expect(difference.changes[1].after == [0, 0, 1])
        #expect(difference.changes[1].beforeSpan.startPosition.line == 3)
        #expect(difference.changes[2].afterSpan.text == "radius")
        #expect(!difference.isEmpty)
        #expect(difference.text.contains("~ models.b.spheres.0.radius: 1 → 2\n    before: recipe.yaml:4:39\n"))
        #expect(difference.json["changes"]?[1]?["before_range"]?["start"]?["line"] == 3)
        #expect(RecipeDifference(from: before, to: before).isEmpty)
    }

    @Test func whatASnapshotInheritsIsPartOfIt() throws {
        let text = "recipe: 1\nlights: {a: ambient}\ncamera: {near_clip: 0.5}\nsnapshots: {s: {camera: CAMERA}}\n"
        let inherits = try expectValid(text.replacing("CAMERA", with: "{}"))
        let repeats = try expectValid(text.replacing("CAMERA", with: "{near_clip: 0.5}"))
        let differs = try expectValid(text.replacing("CAMERA", with: "{near_clip: 0.000001}"))
        #expect(inherits.canonical == repeats.canonical)
        #expect(inherits.canonical != differs.canonical)
        let moved = try expectValid(text.replacing("CAMERA", with: "{}").replacing("0.5", with: "0.7"))
        #expect(RecipeDifference(from: inherits, to: moved).changes.map(\.address) == ["camera.near_clip"])
    }

    @Test func anotherKindIsOneChange() throws {
        let before = try expectValid("recipe: 1\nlights: {a: ambient}\nmodels: {m: {mesh: a.ply, material: ghost}}")
        let after = try expectValid("recipe: 1\nlights: {a: directional}\nmodels: {m: {mesh: a.ply, material: matte}}")
        #expect(RecipeDifference(from: before, to: after).changes.map(\.address) == ["lights.a", "models.m.material"])
    }

    @Test func aDefaultIsToldAsItsValue() throws {
        let before = try expectValid("recipe: 1\nlights: {a: ambient}")
        let after = try expectValid(
            "recipe: 1\nlights: {a: {ambient: {intensity: 2}}}\nrenderer: {interactive: {samples: 8}}\n"
                + "camera: {projection: {perspective: {fovy: 30}}}\nunmanaged: keep")
        let changes = RecipeDifference(from: before, to: after).changes
        #expect(
            changes.map { "\($0.address) \($0.before?.text() ?? "-") \($0.after?.text() ?? "-")" } == [
                "camera.projection.perspective.fovy 45 30", "lights.a.ambient.intensity 1 2",
                "renderer.interactive.samples 1 8", "unmanaged \"fail\" \"keep\"",
            ])
    }

    /// One rotation in several forms; the last is another one.
    @Test func rotationsAreComparedAsRotations() throws {
        func digest(_ rotation: String) throws -> String {
            try "\(expectValid("recipe: 1\nlights: {a: ambient}\ncamera: {rotate: \(rotation)}").digest)"
        }
        let half = try digest("{quaternion: [0, 1, 0, 0]}")
        #expect(try digest("{quaternion: [0, -1, 0, 0]}") == half)
        #expect(try digest("{quaternion: [0, 4, 0, 0]}") == half)
        #expect(try digest("{quaternion: [1, 0, 0, 0]}") != half)
        let quarter = try digest("{axis: [0, 1, 0], angle: 90}")
        #expect(try digest("{axis: [0, -2, 0], angle: -90}") == quarter)
        #expect(try digest("{euler: [0, 90, 0]}") == quarter)
    }

    /// Where a swept parameter is used is part of the meaning, even where its first value hides it.
    @Test func theUsesOfASweptParameterCount() throws {
        func recipe(_ fovy: String, _ margin: String) throws -> ResolvedRecipe {
            try expectValid(
                """
                recipe: 1
                parameters: {a: {type: number, default: 0.5}}
                sweep: {a: [0.25, 0.75]}
                lights: {l: {ambient: {intensity: "${a}"}}}
                camera: {projection: {perspective: {fovy: \(fovy)}}, near_clip: \(margin)}
                snapshots: {s: {file: "${a}.png"}}
                """)
        }
        let first = try recipe("30", "0.25")
        let second = try recipe("30", "\"${a}\"")
        #expect("\(first.digest)" != "\(second.digest)")
        #expect(RecipeDifference(from: first, to: second).changes.map(\.address) == ["cells"])
        let third = try expectValid(
            String(decoding: first.sources[0].bytes, as: UTF8.self).replacing("default: 0.5", with: "default: 0.6"))
        #expect("\(first.digest)" == "\(third.digest)")
    }
}
