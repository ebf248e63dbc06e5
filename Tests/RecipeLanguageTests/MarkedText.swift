// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import RecipeLanguage
import Testing

/// A recipe in which `①`, `②`… mark the places where diagnostics are expected.
struct MarkedText {
    static let marks: [Character] = ["①", "②", "③", "④", "⑤", "⑥", "⑦", "⑧", "⑨"]

    let text: String
    /// Byte offset of each mark, by its number from 1.
    let offsets: [Int: Int]

    init(_ marked: String) {
        var text = ""
        var offsets: [Int: Int] = [:]
        for character in marked {
            if let index = Self.marks.firstIndex(of: character) {
                offsets[index + 1] = text.utf8.count
            } else {
                text.append(character)
            }
        }
        self.text = text
        self.offsets = offsets
    }
}

/// An expected diagnostic: its code at a mark, and perhaps a word of its message and its first fix.
struct Expectation {
    let code: String
    let mark: Int
    let fix: String?

    init(_ code: String, at mark: Int, fix: String? = nil) {
        self.code = code
        self.mark = mark
        self.fix = fix
    }
}

/// Loads a marked recipe and expects exactly these errors, each at the start of its mark.
func expectErrors(
    _ marked: String, _ expected: [Expectation], files: [String: String] = [:],
    options: RecipeOptions = RecipeOptions(),
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let text = MarkedText(marked)
    let loaded = load(text.text, files: files, options: options)
    let found = loaded.report.diagnostics.filter { $0.severity == .error }
        .map { "\($0.code.id)@\($0.span?.start ?? -1)" }.sorted()
    let wanted = expected.map { "\($0.code)@\(text.offsets[$0.mark] ?? -2)" }.sorted()
    #expect(found == wanted, "\(TextFormat().render(loaded.report))", sourceLocation: sourceLocation)
    for expectation in expected {
        guard let fix = expectation.fix else { continue }
        let diagnostic = loaded.report.diagnostics.first {
            $0.code.id == expectation.code && $0.span?.start == text.offsets[expectation.mark]
        }
        #expect(diagnostic?.fixes.first?.replacement == fix, sourceLocation: sourceLocation)
    }
}

/// Expects no errors, and gives the recipe.
@discardableResult
func expectValid(
    _ text: String, files: [String: String] = [:], options: RecipeOptions = RecipeOptions(),
    sourceLocation: SourceLocation = #_sourceLocation
) throws -> ResolvedRecipe {
    let loaded = load(text, files: files, options: options)
    #expect(loaded.report.errorCount == 0, "\(TextFormat().render(loaded.report))", sourceLocation: sourceLocation)
    return try #require(loaded.recipe, sourceLocation: sourceLocation)
}

/// Loads a recipe from memory; every input file exists but those called `missing…`.
func load(_ text: String, files: [String: String] = [:], options: RecipeOptions = RecipeOptions()) -> LoadedRecipe {
    var reach = RecipeFiles.memory(files)
    reach.exists = { !$0.contains("missing") }
    return RecipeLoader.load(
        SourceText(name: "recipe.yaml", text: text), path: "recipe.yaml", options: options, files: reach)
}
