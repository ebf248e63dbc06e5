// SPDX-License-Identifier: Apache-2.0
import CYAML
import Diagnostics
import Foundation
import RecipeLanguage

/// How fast recipes are validated, beside a bare loop over libyaml's events and beside check-jsonschema on the same
/// files, and what hostile inputs cost.
let languageSuite = Suite(
    name: "language", question: "validating recipes; hostile inputs against 100 ms and 100 MB"
) { report in
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("scene-recipe-bench-\(getpid())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let paths = try (0..<2000).map { index in
        let path = folder.appendingPathComponent("recipe-\(index).yaml").path
        try BenchRecipes.usual(index).write(toFile: path, atomically: false, encoding: .utf8)
        return path
    }
    let contents = paths.compactMap { FileManager.default.contents(atPath: $0).map { [UInt8]($0) } }
    let events = medianProcessorSeconds { for content in contents { BenchRecipes.readEvents(content) } }
    var faults = 0
    let ours = medianProcessorSeconds {
        for path in paths { faults += RecipeLoader.load(path: path).report.errorCount }
    }
    let count = Double(paths.count)
    report("recipes of 76 lines, validated", count / ours, "files/CPU-s", beside: ("libyaml events", count / events))
    measureCold(paths[0], report)
    if let python = ProcessInfo.processInfo.environment["SCENE_RECIPE_SCHEMA_PYTHON"] {
        let schema = folder.appendingPathComponent("schema.json")
        try LanguageReference.schemaJSON().write(to: schema, atomically: false, encoding: .utf8)
        let arguments = [python, "-m", "check_jsonschema", "--schemafile", schema.path]
        // Its own start, which is long, is taken out: a run over one file less.
        let sample = Array(paths.prefix(101))
        if let one = processorSeconds(ofProgram: arguments + sample.prefix(1)),
            let all = processorSeconds(ofProgram: arguments + sample), all > one
        {
            let peer = Double(sample.count - 1) / (all - one)
            report("the same", count / ours, "files/CPU-s", beside: ("check-jsonschema", peer))
        }
    } else {
        report.note("check-jsonschema is not measured: scripts/schema-venv.sh made no environment")
    }
    for (name, content) in BenchRecipes.hostile {
        let path = folder.appendingPathComponent("hostile.yaml").path
        _ = FileManager.default.createFile(atPath: path, contents: Data(content()))
        resetPeak()
        let before = residentBytes()
        let start = wallSeconds()
        let diagnostics = RecipeLoader.load(path: path).report.diagnostics
        let milliseconds = (wallSeconds() - start) * 1000
        let growth = (peakBytes() - before) / 1e6
        let place = diagnostics.first { $0.severity == .error }.map {
            "\($0.code.id) at \($0.span?.startPosition.line ?? 0):\($0.span?.startPosition.column ?? 0)"
        }
        report("\(name) (\(place ?? "accepted"))", milliseconds, "ms", beside: ("limit", 100))
        report("  its memory", max(growth, 0.001), "MB", beside: ("limit", 100))
    }
    if faults > 0 { report("faults in valid recipes", Double(faults), "errors") }
}

/// What one `recipe validate` costs as a process of its own, where the program is built.
private func measureCold(_ path: String, _ report: Report) {
    let program = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appendingPathComponent("recipe").path
    guard FileManager.default.isExecutableFile(atPath: program) else {
        report.note("one file cold is not measured: no program `recipe` beside this one")
        return
    }
    var walls: [Double] = []
    var processors: [Double] = []
    for _ in 0..<11 {
        let start = wallSeconds()
        guard let time = processorSeconds(ofProgram: [program, "validate", path]) else { return }
        walls.append((wallSeconds() - start) * 1000)
        processors.append(time * 1000)
    }
    report("one file cold, wall", walls.sorted()[5], "ms", beside: ("limit", 20))
    report("one file cold, processor", processors.sorted()[5], "ms", beside: ("limit", 20))
}

/// Recipes to measure with.
enum BenchRecipes {
    /// A usual recipe of 76 lines, each a little different.
    static func usual(_ number: Int) -> String {
        var lines = [
            "recipe: 1", "title: Figure \(number)", "description: A scene with several things in it", "authors: [A, B]",
            "parameters:", "  density: {type: number, default: 0.1, minimum: 0, maximum: 1}", "models:",
        ]
        for index in 0..<4 {
            lines += [
                "  part\(index):", "    boxes:", "      - {min: [0, 0, 0], max: [1, \(index + 1), 1.\(number)]}",
                "    transform:", "      translate: [\(number).\(index), 2.5, 0]", "      rotate: {euler: [0, 90, 0]}",
                "      scale: 2", "    color: \"#ff8800\"",
            ]
        }
        lines += ["  markers:", "    spheres:"]
        for index in 0..<8 { lines.append("      - {center: [\(index), 0.\(number), 0], radius: 2, color: crimson}") }
        lines += [
            "lights:", "  key: {directional: {direction: camera, intensity: 3}}", "  fill:", "    ambient:",
            "      intensity: \"${density}\"", "camera:", "  projection: {perspective: {fovy: 45}}",
            "  frame: {target: scene, from: front, margin: 0.05}", "  near_clip: 0.1", "renderer:", "  interactive:",
            "    samples: 16", "    ambient_occlusion: 4", "    background: white", "snapshots:",
        ]
        for index in 0..<4 { lines += ["  shot\(index):", "    file: shot\(index).png", "    resolution: full_hd"] }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Inputs that are to cost little, by name.
    static let hostile: [(String, @Sendable () -> [UInt8])] = [
        ("alias bomb", { Array(bomb().utf8) }),
        ("100,000 levels", { [UInt8](repeating: 0x5B, count: 100_000) }),
        ("64 MB", { [UInt8](repeating: 0x23, count: 64 << 20) }),
        ("3 MB scalar", { Array("title: ".utf8) + [UInt8](repeating: 0x78, count: 3 << 20) }),
        ("3 MB quoted scalar", { Array("title: \"".utf8) + [UInt8](repeating: 0x78, count: 3 << 20) }),
        ("include of itself", { Array("recipe: 1\ninclude: [hostile.yaml]\n".utf8) }),
        ("NUL", { Array("recipe: 1\ntitle: \u{0}\n".utf8) }),
        ("4 MB that is not UTF-8", { [UInt8](repeating: 0xFF, count: 4 << 20) }),
        ("200,000 repeated keys", { Array(("recipe: 1\n" + String(repeating: "title: x\n", count: 200_000)).utf8) }),
        ("200,000 unknown keys", { Array((0..<200_000).map { "k\($0): x\n" }.joined().utf8) }),
        ("200,000 unknown keys in braces", { Array(("{" + (0..<200_000).map { "k\($0): x," }.joined() + "}").utf8) }),
        (
            "two million empty lists",
            { Array(("recipe: 1\nkeywords: [" + String(repeating: "[],", count: 1_300_000)).utf8) }
        ),
        ("100,000 anchors", { Array(("a: [" + String(repeating: "&x 1,", count: 100_000) + "]").utf8) }),
        ("100,000 names of anchors", { Array(("a: [" + (0..<100_000).map { "&x\($0) 1," }.joined() + "]").utf8) }),
        ("100,000 tags", { Array(("a: [" + String(repeating: "!!str 1,", count: 100_000) + "]").utf8) }),
        ("200,000 merge keys", { Array(("a: &a {x: 1}\n" + String(repeating: "<<: *a\n", count: 200_000)).utf8) }),
        (
            "2,500 levels of blocks",
            { Array((0..<2_500).map { String(repeating: " ", count: $0) + "a:\n" }.joined().utf8) }
        ),
        (
            "200,000 missing includes",
            { Array(("recipe: 1\ninclude: [" + (0..<200_000).map { "m\($0).yaml," }.joined() + "]\n").utf8) }
        ),
        (
            "40,000 instances of instances",
            {
                Array(
                    ("recipe: 1\nmodels:\n" + (0..<40_000).map { "  m\($0): {instance_of: m\($0 + 1)}\n" }.joined())
                        .utf8)
            }
        ),
        (
            "3 GB behind references",
            {
                let uses = String(repeating: "\"" + String(repeating: "${p}", count: 10) + "\",", count: 5_000)
                let text = String(repeating: "x", count: 60_000)
                return Array("recipe: 1\nparameters: {p: \(text)}\nkeywords: [\(uses)]\n".utf8)
            }
        ),
        ("UTF-16", { Array("recipe: 1\n".utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] } }),
    ]

    private static func bomb() -> String {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1..<30 {
            text +=
                "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ") + "]\n"
        }
        return text
    }

    /// The bare loop: every event parsed and thrown away.
    static func readEvents(_ bytes: [UInt8]) {
        var parser = yaml_parser_t()
        var event = yaml_event_t()
        guard yaml_parser_initialize(&parser) == 1 else { return }
        defer { yaml_parser_delete(&parser) }
        bytes.withUnsafeBufferPointer { buffer in
            yaml_parser_set_input_string(&parser, buffer.baseAddress, buffer.count)
            while yaml_parser_parse(&parser, &event) == 1 {
                let isLast = event.type == YAML_STREAM_END_EVENT
                yaml_event_delete(&event)
                if isLast { break }
            }
        }
    }
}
