// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import Foundation
import JSON
import RecipeLanguage
import Testing

/// Every recipe that the repository shows is valid.
@Suite struct ExampleTests {
    @Test func theExamplesAreValidAndTheirInputsAreThere() throws {
        let folder = DescriptionTests.root.appendingPathComponent("recipes")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".yaml") }
        #expect(files.count >= 3)
        for file in files.sorted() {
            let loaded = RecipeLoader.load(
                path: folder.appendingPathComponent(file).path, options: RecipeOptions(requiresInputs: true))
            #expect(loaded.report.diagnostics.isEmpty, "\(TextFormat().render(loaded.report))")
        }
    }

    @Test func theExamplesAreInTheCanonicalLayout() throws {
        let folder = DescriptionTests.root.appendingPathComponent("recipes")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".yaml") }
        for file in files.sorted() {
            let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
            let formatted = RecipeFormatter.format(SourceText(name: file, text: text)).text
            #expect(formatted == text, "\(file)")
        }
    }

    @Test func fencedRecipesOfThePagesAreValid() throws {
        let shown = try Self.shownRecipes()
        #expect(shown.count > 3)
        for recipe in shown {
            let report = load(recipe.text).report
            #expect(report.errorCount == 0, "\(recipe.place)\n\(TextFormat().render(report))")
        }
    }

    /// The fenced recipes of README, the pages and the documentation comments, and the examples.
    static func shownRecipes() throws -> [(place: String, text: String)] {
        var found: [(place: String, text: String)] = []
        for page in try pages() {
            let text = try String(contentsOf: page, encoding: .utf8).replacingOccurrences(of: "/// ", with: "")
            for block in text.components(separatedBy: "```yaml\n").dropFirst() {
                let recipe = block.components(separatedBy: "\n```")[0]
                guard recipe.components(separatedBy: "\n").contains("recipe: 1") else { continue }
                found.append((page.lastPathComponent, recipe + "\n"))
            }
        }
        let folder = DescriptionTests.root.appendingPathComponent("recipes")
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) where file.hasSuffix(".yaml") {
            let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
            // Fragments hold no whole recipe.
            if text.components(separatedBy: "\n").contains("recipe: 1") { found.append((file, text)) }
        }
        return found
    }

    private static func pages() throws -> [URL] {
        let root = DescriptionTests.root
        var pages = ["README.md", "CONTRIBUTING.md"].map(root.appendingPathComponent)
        for folder in ["docs", "Sources"] {
            guard
                let walk = FileManager.default.enumerator(
                    at: root.appendingPathComponent(folder), includingPropertiesForKeys: nil)
            else { continue }
            for case let file as URL in walk where ["md", "swift"].contains(file.pathExtension) { pages.append(file) }
        }
        return pages.sorted { $0.path < $1.path }
    }
}
