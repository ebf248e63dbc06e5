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

    @Test func fencedRecipesOfThePagesAreValid() throws {
        var count = 0
        for page in try Self.pages() {
            let text = try String(contentsOf: page, encoding: .utf8)
            for block in text.components(separatedBy: "```yaml\n").dropFirst() {
                let recipe = block.components(separatedBy: "\n```")[0]
                guard recipe.components(separatedBy: "\n").contains("recipe: 1") else { continue }
                count += 1
                let report = load(recipe + "\n").report
                #expect(report.errorCount == 0, "\(page.lastPathComponent)\n\(TextFormat().render(report))")
            }
        }
        #expect(count > 0)
    }

    private static func pages() throws -> [URL] {
        let root = DescriptionTests.root
        let docs = root.appendingPathComponent("docs")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: docs.path)) ?? []
        return [root.appendingPathComponent("README.md")]
            + names.filter { $0.hasSuffix(".md") }.sorted().map(docs.appendingPathComponent)
    }
}
