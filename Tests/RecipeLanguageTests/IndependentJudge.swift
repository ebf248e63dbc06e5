// SPDX-License-Identifier: Apache-2.0
import Foundation
import JSON
import Testing

/// A validator of JSON Schema that is not ours: `jsonschema` of PyPI, in the environment of `scripts/schema-venv.sh`.
enum IndependentJudge {
    /// The interpreter; nil where there is no network to make the environment from. `SCENE_RECIPE_SCHEMA_PYTHON` names
    /// another.
    static let python: String? = {
        if let named = ProcessInfo.processInfo.environment["SCENE_RECIPE_SCHEMA_PYTHON"] { return named }
        let script = DescriptionTests.root.appendingPathComponent("scripts/schema-venv.sh").path
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = [script]
        process.standardOutput = output
        guard (try? process.run()) != nil else { return nil }
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { return nil }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").last.map(String.init)
    }()

    /// The first fault of each document by a schema; nil for a valid one.
    /// - Parameters:
    ///   - documents: JSON values; with `areYAML` strings of YAML 1.2.
    ///   - schema: The text of a JSON Schema.
    ///   - areYAML: Whether the validator's side reads the documents as YAML, by `ruamel.yaml`.
    static func faults(of documents: [JSONValue], schema: String, areYAML: Bool = false) throws -> [String?] {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("schema-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let lines = documents.map { $0.text() }.joined(separator: "\n")
        try lines.write(to: folder.appendingPathComponent("documents"), atomically: true, encoding: .utf8)
        try schema.write(to: folder.appendingPathComponent("schema"), atomically: true, encoding: .utf8)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(python))
        process.arguments =
            [DescriptionTests.root.appendingPathComponent("Tests/Scripts/judge_by_schema.py").path, folder.path]
            + (areYAML ? ["yaml"] : [])
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        let verdicts = try String(contentsOf: folder.appendingPathComponent("verdicts"), encoding: .utf8)
        let found = verdicts.split(separator: "\n").map { $0 == "1" ? nil : String($0) }
        try #require(found.count == documents.count)
        return found
    }
}
