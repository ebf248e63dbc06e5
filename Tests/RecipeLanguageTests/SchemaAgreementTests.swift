// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import Foundation
import JSON
import RecipeLanguage
import Testing

/// The program and an independent JSON Schema validator (`jsonschema` from PyPI) judge alike wherever the fault is one
/// that a schema can express. Needs `SCENE_RECIPE_PYTHON`, a Python that has `jsonschema`.
@Suite struct SchemaAgreementTests {
    static let python = ProcessInfo.processInfo.environment["SCENE_RECIPE_PYTHON"] ?? ""

    /// Faults that no schema can express: code, a part of the summary where the code has other uses, and the reason.
    static let beyondSchemas: [(code: String, phrase: String, reason: String)] = [
        ("V305", "too large", "a number too large for single precision; JSON knows no precision"),
        ("V308", "", "a degenerate view: compares two vectors"),
        ("V309", "", "a zero vector: a condition over all components at once"),
        ("V310", "", "bounds in the wrong order: compares two values"),
        ("V311", "", "the extension of an output file"),
        ("V312", "", "the extension of an input file decides its loader"),
        ("V314", "", "both radii of a capsule are 0: compares two values"),
        ("V302", "key frames must come", "key frames in ascending order: compares entries"),
        ("V303", "cannot be coloured by", "colouring methods of a known source"),
        ("V304", "is no colour", "names in capitals are colours only if they are names of colours"),
        ("K208", "only EXR files have channels", "the extension of an output file"),
        ("K208", "has no colouring", "a colour of a source that has none"),
        ("K210", "`certificate` needs", "a certificate needs its key"),
        ("K210", "`key` needs", "a key needs its certificate"),
        ("N403", "", "models that are declared"), ("N405", "", "snapshots that are declared"),
        ("N407", "", "instances of instances"),
    ]

    @Test(.enabled(if: !python.isEmpty, "SCENE_RECIPE_PYTHON is not set"))
    func mutationsAreJudgedAlike() throws {
        var generator = RandomRecipe(seed: 21)
        var documents: [JSONValue] = PropertyTests.recipes(200, seed: 22)
        for _ in 0..<2_400 {
            let recipe = generator.next()
            documents.append(generator.mutated(recipe))
        }
        let verdicts = try judge(documents)
        #expect(verdicts.count == documents.count)
        var differences: [String: Int] = [:]
        for (document, isValid) in zip(documents, verdicts) {
            let report = load(document.text()).report
            let errors = report.diagnostics.filter { $0.severity == .error }
            if errors.isEmpty {
                #expect(isValid, "valid here, invalid by the schema: \(document.text())")
            } else if isValid {
                for error in errors {
                    let row = Self.beyondSchemas.first {
                        $0.code == error.code.id && ($0.phrase.isEmpty || error.summary.contains($0.phrase))
                    }
                    let isExplained = row != nil
                    #expect(isExplained, "valid by the schema: \(document.text())\n\(TextFormat().render(report))")
                    if let row { differences["\(row.code): \(row.reason)", default: 0] += 1 }
                }
            }
        }
        for (reason, count) in differences.sorted(by: { $0.key < $1.key }) {
            print("beyond the schema \(count) times: \(reason)")
        }
    }

    /// Whether each document is valid by the schema, told by the independent validator.
    private func judge(_ documents: [JSONValue]) throws -> [Bool] {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("schema-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let lines = documents.map { $0.text() }.joined(separator: "\n")
        try lines.write(to: folder.appendingPathComponent("documents"), atomically: true, encoding: .utf8)
        try LanguageReference.schemaJSON()
            .write(to: folder.appendingPathComponent("schema"), atomically: true, encoding: .utf8)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            Self.python, DescriptionTests.root.appendingPathComponent("Tests/Scripts/judge_by_schema.py").path,
            folder.path,
        ]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        let verdicts = try String(contentsOf: folder.appendingPathComponent("verdicts"), encoding: .utf8)
        return verdicts.split(separator: "\n").map { $0 == "1" }
    }
}
