// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import Foundation
import JSON
import RecipeLanguage
import Testing

/// What the language says about itself agrees with what it does.
@Suite struct DescriptionTests {
    static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    @Test func theSchemasInTheRepositoryAreFresh() throws {
        let folder = Self.root.appendingPathComponent("schemas")
        try expectGolden(LanguageReference.schemaJSON(), folder.appendingPathComponent("recipe.schema.json"))
        try expectGolden(
            LanguageReference.diagnosticsSchemaJSON(), folder.appendingPathComponent("diagnostics.schema.json"))
    }

    @Test func theReferencePageIsFresh() throws {
        try expectGolden(
            LanguageReference.page(), Self.root.appendingPathComponent("docs").appendingPathComponent("reference.md"))
    }

    @Test func everyKeyHasAnExampleThatFits() {
        for (record, key) in LanguageReference.inventory {
            #expect(key.exampleFits, "\(key.name) in \(record.name): \(key.example)")
            #expect(key.doc.hasSuffix("."), "\(key.name) in \(record.name)")
            if key.defaultJSON != nil { #expect(key.defaultValue != nil, "\(key.name) in \(record.name)") }
        }
        #expect(LanguageReference.inventory.count > 150)
    }

    @Test func keysAreFoundByAddressAndByName() throws {
        let margin = try #require(LanguageReference.text(key: "camera.frame.margin").text)
        #expect(margin.contains("a number from 0 and below 0.5"))
        #expect(margin.contains("default:  0"))
        #expect(try #require(LanguageReference.text(key: "models.bunny.transform.scale").text).contains("factor"))
        #expect(try #require(LanguageReference.text(key: "models.material.metal.roughness").text).contains("0.01 to 1"))
        #expect(try #require(LanguageReference.text(key: "near_clip").text).contains("near_clip (in the camera)"))
        #expect(try #require(LanguageReference.text(key: nil).text).contains("snapshots"))
        let unknown = LanguageReference.text(key: "nearclip")
        #expect(unknown.text == nil)
        #expect(unknown.suggestions == ["near_clip"])
    }

    /// Codes whose examples are no single file that can be tried as it stands.
    static let untried: Set<String> = ["Y101", "Y120", "Y122", "Y124", "I502", "I504", "I505", "N409"]

    @Test(arguments: DiagnosticCode.all) func theExamplesOfACodeShowIt(code: DiagnosticCode) {
        #expect(code.id.first == code.family.letter)
        #expect(DiagnosticCode.named(code.id.lowercased()) == code)
        #expect(code.explanationText.contains(code.title))
        guard !Self.untried.contains(code.id), code.family != .run else { return }
        let wrong = Self.codes(of: code.wrong)
        #expect(wrong.contains(code.id), "\(code.id): \(wrong)")
        let right = Self.loaded(code.right)
        #expect(right.report.errorCount == 0, "\(code.id): \(TextFormat().render(right.report))")
        #expect(!right.report.diagnostics.contains { $0.code == code })
    }

    private static func codes(of text: String) -> [String] { loaded(text).report.diagnostics.map(\.code.id) }

    private static func loaded(_ text: String) -> LoadedRecipe {
        var reach = RecipeFiles.memory(["this-file.yaml": text])
        reach.exists = { !$0.contains("missing") }
        return RecipeLoader.load(SourceText(name: "this-file.yaml", text: text), path: "this-file.yaml", files: reach)
    }

    @Test func codesAreUniqueAndSorted() {
        let ids = DiagnosticCode.all.map(\.id)
        #expect(Set(ids).count == ids.count)
        for family in DiagnosticCode.Family.allCases {
            let own = ids.filter { $0.first == family.letter }
            #expect(own == own.sorted())
            #expect(!own.isEmpty)
        }
    }
}
