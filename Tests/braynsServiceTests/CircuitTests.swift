// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// Circuits over a real socket: as recorded, by the published client, and by recipes.
@Suite("Circuits on the service", .serialized, .timeLimit(.minutes(20)))
struct CircuitTests {
    /// A debug build draws a hundred times slower: it is asked for the smallest scenes only.
    #if DEBUG
        private static let scenes = (only: "morphology-tiny", count: 2)
    #else
        private static let scenes = (only: "", count: 27)
    #endif

    @Test(
        "Replies and pictures of the recorded loads agree",
        .enabled(if: Place.shared != nil, "needs the folder with recordings"),
        .enabled(if: Place.python != nil, "needs the Python environment"))
    func recordedLoads() async throws {
        let shared = try #require(Place.shared)
        let python = try #require(Place.python)
        try await RunningService.with(allPlugins) { service in
            let outcome = try await Program.run(
                python,
                [
                    shared + "/tools/replay.py", "--uri", service.uri, "--corpus", shared + "/truth/loaders",
                    "--data", shared + "/data", "--only", Self.scenes.only,
                ])
            #expect(outcome.output.hasSuffix("\(Self.scenes.count) passed, 0 failed\n"), "\(outcome.output)")
        }
    }

    @Test(
        "The published client loads, colours and plays circuits by its own loaders",
        .enabled(if: Place.python != nil, "needs the Python environment"))
    func publishedClient() async throws {
        let python = try #require(Place.python)
        let data = Place.package + "/recipes/data"
        try await RunningService.with(["--plugin", "braynsCircuitExplorer"]) { service in
            let arguments = [Place.script("circuits.py"), service.uri, data] + (Place.shared.map { [$0] } ?? [])
            let outcome = try await Program.run(python, arguments)
            let steps = Place.shared == nil ? 5 : 7
            #expect(outcome.output.hasSuffix("circuits done, \(steps) steps\n"), "\(outcome.output)")
        }
    }

    /// The program recipe, built beside the service; nil where only the service was built.
    private static let recipe: String? = {
        let path = URL(fileURLWithPath: Place.service).deletingLastPathComponent().appendingPathComponent("recipe").path
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }()

    @Test(
        "A rendered circuit leaves nothing to plan, another density replaces it",
        .enabled(if: CircuitTests.recipe != nil, "needs the program recipe"),
        arguments: [
            ("circuit", "cells: {density: 0.1}", "cells: {density: 0.05}"),
            ("simulation", "nodes: all", "nodes: {density: 0.1}"),
        ])
    func recipes(name: String, old: String, new: String) async throws {
        let recipe = try #require(Self.recipe)
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("circuits-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        // Of the pictures only few pixels matter here.
        let text = try String(contentsOfFile: Place.package + "/recipes/\(name).yaml", encoding: .utf8)
            .replacing("path: data/", with: "path: \(Place.package)/recipes/data/")
            .replacing(/resolution: .*}/, with: "resolution: [96, 96]}")
        #expect(text.contains(old))
        let environment = ["XDG_STATE_HOME": folder + "/state", "XDG_CACHE_HOME": folder + "/cache", "NO_COLOR": "1"]
        try await RunningService.with(["--plugin", "braynsCircuitExplorer"]) { service in
            func run(_ command: String, _ contents: String, _ more: [String]) async throws -> Program.Outcome {
                try contents.write(toFile: folder + "/\(name).yaml", atomically: true, encoding: .utf8)
                let arguments = [command, folder + "/\(name).yaml", "--backend", "ws://\(service.uri)"] + more
                return try await Program.run(recipe, arguments, environment: environment)
            }
            let drawn = try await run("render", text, ["--output", folder + "/out", "--force"])
            #expect(drawn.status == 0, "\(drawn.output)")
            #expect(FileManager.default.fileExists(atPath: folder + "/out/\(name).png"))
            let same = try await run("plan", text, ["--exit-code"])
            #expect(same.status == 0, "\(same.output)")
            let changed = try await run("plan", text.replacing(old, with: new), ["--exit-code", "--format", "json"])
            #expect(changed.status == 2, "\(changed.output)")
            #expect(changed.output.matches(of: /"actions": *\["replace"\]/).count == 1, "\(changed.output)")
            #expect(changed.output.matches(of: /"actions": *\["create"\]/).isEmpty, "\(changed.output)")
        }
    }
}
