// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import Foundation
import JSON
import RecipeLanguage
import Testing

/// The program and an independent JSON Schema validator (`jsonschema` from PyPI) judge alike wherever the fault is one
/// that a schema can express.
@Suite(.enabled(if: IndependentJudge.python != nil, "no Python environment; is there a network?"))
struct SchemaAgreementTests {
    /// Faults that no schema can express: code, a part of the summary where the code has other uses, and the reason.
    static let beyondSchemas: [(code: String, phrase: String, reason: String)] = [
        ("V305", "too large", "a number too large for single precision; JSON knows no precision"),
        ("V308", "", "a degenerate view: compares two vectors"),
        ("V309", "", "a zero vector: a condition over all components at once"),
        ("V310", "", "bounds in the wrong order: compares two values"),
        ("V312", "", "the extension of an input file decides its loader"),
        ("V314", "", "both radii of a capsule are 0: compares two values"),
        ("V302", "key frames must come", "key frames in ascending order: compares entries"),
        ("V303", "cannot be coloured by", "colouring methods of a known source"),
        ("V304", "is no colour", "names in capitals are colours only if they are names of colours"),
        ("K208", "only EXR files have channels", "a key that depends on the extension in another's value"),
        ("K208", "has no colouring", "a colour of a source that has none"),
        ("N403", "", "models that are declared: the names of one map are values elsewhere"),
        ("N405", "", "snapshots that are declared: likewise"),
        ("N407", "", "instances of instances"),
        ("N404", "", "parameters that are declared, named inside a text"),
        ("N406", "", "data roots that are declared, named inside a text"),
        ("N408", "", "the form of a reference, of which a text may hold many among literal ones"),
    ]

    @Test func mutationsAreJudgedAlike() throws {
        var generator = RandomRecipe(seed: 21)
        var documents: [JSONValue] = PropertyTests.recipes(200, seed: 22)
        for _ in 0..<2_400 {
            let recipe = generator.next()
            documents.append(generator.mutated(recipe))
        }
        let verdicts = try IndependentJudge.faults(of: documents, schema: LanguageReference.schemaJSON())
        var agreed = 0
        var differences: [String: Int] = [:]
        for (document, fault) in zip(documents, verdicts) {
            let isValid = fault == nil
            let report = load(document.text()).report
            let errors = report.diagnostics.filter { $0.severity == .error }
            if errors.isEmpty == isValid { agreed += 1 }
            if errors.isEmpty {
                #expect(isValid, "valid here, invalid by the schema (\(fault ?? "")): \(document.text())")
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
        print("\(documents.count) documents, \(agreed) judged alike")
        for (reason, count) in differences.sorted(by: { $0.key < $1.key }) {
            print("beyond the schema \(count) times: \(reason)")
        }
    }

    @Test func shownRecipesAreJudgedAlike() throws {
        let shown = try ExampleTests.shownRecipes()
        let verdicts = try IndependentJudge.faults(
            of: shown.map { .string($0.text) }, schema: LanguageReference.schemaJSON(), areYAML: true)
        for (recipe, fault) in zip(shown, verdicts) { #expect(fault == nil, "\(recipe.place)") }
    }

    /// What programs read of every fault of the corpus fits the published shape.
    @Test func reportsFitTheirSchema() throws {
        var reports: [JSONValue] = [JSONFormat.value(DiagnosticReport())]
        for file in BrokenRecipesTests.files {
            for broken in try BrokenRecipesTests.cases(file) {
                reports.append(JSONFormat.value(BrokenRecipesTests.load(MarkedText(broken.text).text).report))
            }
        }
        #expect(reports.count > 150)
        let verdicts = try IndependentJudge.faults(of: reports, schema: LanguageReference.diagnosticsSchemaJSON())
        for (report, fault) in zip(reports, verdicts) { #expect(fault == nil, "\(report.text())") }
    }
}
