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

    /// The digests of released recipes never change; a failure here breaks every lock file and cache there is.
    @Test func digestsAreStable() throws {
        #expect(
            "\(try expectValid("recipe: 1").digest)"
                == "sha256:61d3bc24f7160e3359383cee5e79d941e5ed183b286e4fac32edf8caf0d86768")
        #expect(
            "\(try expectValid(Self.plain).digest)"
                == "sha256:c9424ba844428f6a78c29dc71a970c6ceac8976e8824836900b7e3948c3836f6")
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
        #expect(difference.changes[1].before == [1, 0, 0, 1])
        #expect(difference.changes[1].after == [0, 0, 1, 1])
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
}
