// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Figures
import RecipeLanguage
import ScenePlanning

/// Prints a JSON Schema.
struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Print the JSON Schema (draft 2020-12) of recipes, or of what is written or printed.",
        discussion: """
            Example:
              recipe schema > recipe.schema.json
            """)

    /// What there is a schema of.
    enum Subject: String, ExpressibleByArgument, CaseIterable {
        case recipe, plan, lock, diagnostics
    }

    @Argument(help: "recipe, plan, lock or diagnostics.")
    var subject = Subject.recipe

    @OptionGroup var output: OutputOptions

    func run() {
        switch subject {
        case .recipe: output.terminal.result(LanguageReference.schemaJSON())
        case .plan: output.terminal.result(Plan.schema + "\n")
        case .lock: output.terminal.result(Lock.schema + "\n")
        case .diagnostics: output.terminal.result(LanguageReference.diagnosticsSchemaJSON())
        }
    }
}

/// Explains the keys of the language.
struct ReferenceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reference", abstract: "Explain a key of the recipe language: type, default, range, example.",
        discussion: """
            Example:
              recipe reference camera.frame
            """)

    @Argument(help: "A key such as 'camera.frame'; without one the top-level keys are listed.")
    var key: String?

    @Flag(help: "Print the whole reference page, in Markdown.")
    var page = false

    @OptionGroup var output: OutputOptions

    func run() throws {
        let terminal = output.terminal
        if page {
            terminal.result(LanguageReference.page())
            return
        }
        let (text, suggestions) = LanguageReference.text(key: key)
        guard let text else {
            let hint = suggestions.isEmpty ? "'recipe reference' lists the keys" : "did you mean \(suggestions.joined(separator: ", "))?"
            terminal.failure("there is no key '\(key ?? "")'; \(hint)")
            throw ExitStatus.usage
        }
        terminal.result(text)
    }
}
