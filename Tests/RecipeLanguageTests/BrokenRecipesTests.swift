// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import Foundation
import RecipeLanguage
import Testing

/// The corpus of broken recipes: each fault is found at its mark, and told in the words of the golden file.
@Suite struct BrokenRecipesTests {
    /// A case of a corpus file: `=== name | CODE@mark …`, then the recipe. `␉` is a tab.
    struct Case {
        let name: String
        let expected: [Expectation]
        let text: String
    }

    static let files = ["syntax", "structure", "values", "names", "inputs"]

    static func folder() -> URL {
        DescriptionTests.root.appendingPathComponent("Tests/Corpus/Broken")
    }

    static func cases(_ file: String) throws -> [Case] {
        let text = try String(contentsOf: folder().appendingPathComponent(file + ".txt"), encoding: .utf8)
        return ("\n" + text).components(separatedBy: "\n=== ").dropFirst().map { block in
            let lines = block.components(separatedBy: "\n")
            let header = lines[0].components(separatedBy: " | ")
            let expected = header[1].split(separator: " ").map { word in
                let parts = word.split(separator: "@")
                return Expectation(String(parts[0]), at: Int(parts[1]) ?? 0)
            }
            let body = lines.dropFirst().joined(separator: "\n").replacingOccurrences(of: "␉", with: "\t")
            return Case(name: header[0], expected: expected, text: body)
        }
    }

    @Test(arguments: files) func everyFaultStandsAtItsMark(file: String) throws {
        for broken in try Self.cases(file) {
            let text = MarkedText(broken.text)
            let loaded = Self.load(text.text)
            let found = loaded.report.diagnostics.filter { $0.severity == .error }
                .map { "\($0.code.id)@\($0.span?.start ?? -1)" }.sorted()
            let wanted = broken.expected.map { "\($0.code)@\(text.offsets[$0.mark] ?? -2)" }.sorted()
            #expect(found == wanted, "\(broken.name)\n\(TextFormat().render(loaded.report))")
        }
    }

    static func load(_ text: String) -> LoadedRecipe {
        var reach = RecipeFiles.memory(["recipe.yaml": text, "other.yaml": "keywords: [x]"])
        reach.exists = { _ in true }
        return RecipeLoader.load(
            SourceText(name: "recipe.yaml", text: text), path: "recipe.yaml", files: reach)
    }

    @Test(arguments: files) func everyFaultIsToldInTheGoldenWords(file: String) throws {
        var told = ""
        for broken in try Self.cases(file) {
            told += "=== \(broken.name)\n"
            told += TextFormat().render(Self.load(MarkedText(broken.text).text).report)
        }
        try expectGolden(told, Self.folder().appendingPathComponent(file + ".golden.txt"))
    }

    @Test func theCorpusIsLarge() throws {
        let count = try Self.files.reduce(0) { try $0 + Self.cases($1).count }
        #expect(count >= 150)
    }
}

/// Compares a text with a file beside the tests; `UPDATE_GOLDEN=1` writes the file instead.
func expectGolden(_ text: String, _ file: URL, sourceLocation: SourceLocation = #_sourceLocation) throws {
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
        try text.write(to: file, atomically: true, encoding: .utf8)
        return
    }
    let golden = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    guard golden != text else { return }
    let old = golden.components(separatedBy: "\n")
    let new = text.components(separatedBy: "\n")
    let line = zip(old, new).enumerated().first { $1.0 != $1.1 }?.offset ?? min(old.count, new.count)
    Issue.record(
        """
        \(file.lastPathComponent) differs from line \(line + 1); UPDATE_GOLDEN=1 writes it anew
        - \(line < old.count ? old[line] : "(end)")
        + \(line < new.count ? new[line] : "(end)")
        """, sourceLocation: sourceLocation)
}
