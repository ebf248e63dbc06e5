// SPDX-License-Identifier: Apache-2.0
import Foundation
import TransportTesting

/// What a run of the program left.
struct Run {
    let status: Int32
    let output: String
    let talk: String
}

/// A folder that goes away with the test.
final class Folder {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("recipe-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/" + name))
    }

    func modified(_ name: String) throws -> Date? {
        try FileManager.default.attributesOfItem(atPath: path + "/" + name)[.modificationDate] as? Date
    }

    var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }

    /// Runs `recipe` in this folder, with a cache of its own.
    func recipe(_ arguments: String...) throws -> Run {
        try run(Self.programs + "/recipe", arguments)
    }

    /// Runs a shell script in this folder, with `recipe` on its path.
    func shell(_ script: String, environment: [String: String] = [:]) throws -> Run {
        try run("/bin/bash", ["-e", "-c", script], environment: environment)
    }

    /// Where the programs were built.
    static let programs: String = {
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(fileURLWithPath: own).deletingLastPathComponent().path
    }()

    private func run(_ program: String, _ arguments: [String], environment: [String: String] = [:]) throws -> Run {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: path)
        let inherited = ProcessInfo.processInfo.environment
        process.environment = inherited.merging([
            "XDG_CACHE_HOME": path + "/.cache", "NO_COLOR": "1",
            "PATH": Self.programs + ":" + (inherited["PATH"] ?? "/usr/bin:/bin"),
        ]) { $1 }.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        let results = try sink(".stdout")
        let talk = try sink(".stderr")
        process.standardOutput = results
        process.standardError = talk
        try Spawning.start(process)
        process.waitUntilExit()
        return Run(status: process.terminationStatus, output: try text(".stdout"), talk: try text(".stderr"))
    }

    private func sink(_ name: String) throws -> FileHandle {
        try write("", to: name)
        return try FileHandle(forWritingTo: URL(fileURLWithPath: path + "/" + name))
    }

    private func text(_ name: String) throws -> String {
        try String(contentsOfFile: path + "/" + name, encoding: .utf8)
    }
}

/// A small scene of shapes that renders in a moment.
let shapes = """
    recipe: 1
    models:
      balls:
        spheres:
          - {center: [0, 0, 0], radius: 1, color: crimson}
          - {center: [2, 0.5, -1], radius: 0.7, color: "#3f7cac"}
    lights:
      key: {directional: {direction: camera, intensity: 2}}
    renderer: {interactive: {samples: 4, ambient_occlusion: 2}}
    snapshots: {balls: {resolution: [160, 120]}}

    """
