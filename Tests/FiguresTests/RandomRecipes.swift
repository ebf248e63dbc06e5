// SPDX-License-Identifier: Apache-2.0
import Foundation
import SeededRandom

/// How many seeded cases a test runs: all with `SOAK=1`, else a twentieth.
func seededCount(_ full: Int) -> Int {
    ProcessInfo.processInfo.environment["SOAK"] == "1" ? full : max(1, full / 20)
}

/// Writes recipes of many kinds.
struct RandomRecipe {
    private var numbers: SplitMix64

    init(seed: Int) {
        numbers = SplitMix64(state: UInt64(truncatingIfNeeded: seed) &* 0x9E37_79B9_7F4A_7C15)
    }

    private mutating func number(_ low: Double, _ high: Double) -> String {
        String(format: "%.3f", Double.random(in: low...high, using: &numbers))
    }

    private mutating func vector(_ low: Double, _ high: Double) -> String {
        "[\(number(low, high)), \(number(low, high)), \(number(low, high))]"
    }

    private mutating func pick(_ choices: [String]) -> String { choices.randomElement(using: &numbers) ?? "" }

    private mutating func chance(_ share: Double) -> Bool { Double.random(in: 0..<1, using: &numbers) < share }

    private mutating func look() -> String {
        var text = ""
        if chance(0.7) { text += ", color: \(pick(["crimson", "\"#4682b4\"", vector(0, 1)]))" }
        if chance(0.4) { text += ", material: \(pick(["matte", "plastic", "{phong: {opacity: 0.6}}", "metal"]))" }
        if chance(0.5) {
            let turn = pick([
                "{euler: \(vector(-180, 180))}", "{axis: \(vector(0.1, 1)), angle: \(number(-180, 180))}",
                "{from: [1, 0, 0], to: \(vector(0.1, 1))}",
            ])
            text += ", transform: {translate: \(vector(-2, 2)), rotate: \(turn), scale: \(number(0.5, 1.5))}"
        }
        if chance(0.2) { text += ", instances: [{translate: \(vector(-3, 3))}]" }
        return text
    }

    /// The text of a recipe whose meshes are in `data/`.
    mutating func text() -> String {
        var text = "recipe: 1\ntitle: \"Figure \(number(0, 9))\"\n"
        if chance(0.5) { text += "authors: [Zoë Müller, \"O'Neil\"]\nlicense: CC0-1.0\nkeywords: [a, \"b: c\"]\n" }
        text += "models:\n"
        for name in ["zebra", "apple", "mango"].prefix(Int.random(in: 1...3, using: &numbers)) {
            let shape = pick([
                "spheres: [{center: \(vector(-1, 1)), radius: \(number(0.3, 1))}]",
                "capsules: [{p0: \(vector(-1, 0)), r0: \(number(0.1, 0.4)), p1: \(vector(0.2, 1)), r1: 0.1}]",
                "boxes: [{min: \(vector(-1, -0.2)), max: \(vector(0, 1))}]", "mesh: data/tetra.off",
                "mesh: data/tetra.off",
            ])
            text += "  \(name): {\(shape)\(look())}\n"
        }
        if chance(0.3) { text += "  copy: {instance_of: zebra, transform: {translate: \(vector(-2, 2))}}\n" }
        text += "lights:\n  key: {directional: {direction: \(pick(["camera", "[-1, -2, -1]"])), intensity: 2}}\n"
        if chance(0.6) { text += "  fill: {ambient: {intensity: \(number(0.1, 0.6)), color: \(vector(0.5, 1))}}\n" }
        if chance(0.3) { text += "  bulb: {sphere: {position: \(vector(2, 4)), radius: 0.2, intensity: 9}}\n" }
        if chance(0.2) {
            text += "clipping: {cut: {planes: [{normal: \(vector(0.1, 1)), point: [0, 0, 0]}]}}\n"
        }
        let projection = pick([
            "orthographic", "{orthographic: {height: \(number(3, 6))}}", "perspective",
            "{perspective: {fovy: \(number(20, 70))}}",
        ])
        let frame = pick([
            "frame: {margin: 0.1}", "frame: {from: \(vector(-1, 1)), margin: 0.05}", "frame: {target: zebra}",
            "frame: {from: top}", "view: {position: \(vector(4, 8)), target: [0, 0, 0], up: [0, 1, 0]}",
        ])
        text += "camera: {projection: \(projection), \(frame), rotate: {euler: \(vector(-90, 90))}}\n"
        text += "renderer: {interactive: {samples: \(pick(["1", "2", "4"])), background: \(vector(0, 0.2))"
        text += pick(["", ", ambient_occlusion: 2", ", shadows: false", ", seed: 5, ambient_occlusion: 1"]) + "}}\n"
        text += "snapshots:\n  p: {resolution: [72, 64]}\n"
        text += "  q: {file: sub/q.png, resolution: {width: 8mm, dpi: 300, aspect: [4, 3]}, "
        text += "camera: {rotate: {euler: \(vector(-90, 90))}}}\n"
        return text
    }
}
