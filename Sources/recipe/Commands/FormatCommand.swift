// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Diagnostics
import Figures
import Foundation
import JSON
import RecipeLanguage

/// Lays recipes out canonically.
struct FormatCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fmt", abstract: "Lay recipes out canonically, keeping comments and meaning.",
        discussion: """
            Example:
              recipe fmt recipes/ --check
              recipe fmt - < figure.yaml
            """)

    @Argument(help: "Recipe files, folders of them, or - for standard input to standard output.")
    var paths: [String]

    @Flag(help: "Write nothing; print the difference and end with 2 where there is one.")
    var check = false

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let terminal = output.terminal
        var differs = false
        var isBroken = false
        for file in try RecipeFinder.files(at: paths, terminal: terminal) {
            let bytes: [UInt8]
            if file == "-" {
                bytes = [UInt8](FileHandle.standardInput.readDataToEndOfFile())
            } else if let data = FileManager.default.contents(atPath: file) {
                bytes = [UInt8](data)
            } else {
                terminal.failure("\(file) cannot be read")
                isBroken = true
                continue
            }
            let source = SourceText(name: file == "-" ? "standard input" : file, bytes: bytes)
            let outcome = RecipeFormatter.format(source)
            guard let text = outcome.text else {
                terminal.talk(TextFormat(color: terminal.colorsTalk).render(outcome.report))
                isBroken = true
                continue
            }
            let old = String(decoding: bytes, as: UTF8.self)
            if check {
                guard text != old else { continue }
                differs = true
                terminal.result(LineDifference.unified(old, text, name: source.name))
            } else if file == "-" {
                terminal.result(text)
            } else if text != old {
                try await reportingBackendFailures(terminal) { try WholeFile.write(Array(text.utf8), to: file) }
                terminal.result(file)
            }
        }
        if isBroken {
            terminal.failure("mend the places above first (recipe explain CODE tells more)")
            throw ExitStatus.refused
        }
        if differs { throw ExitStatus.different }
    }
}

/// Compares the meaning of two recipes, or of a recipe and a picture.
struct DiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Compare the meaning of two recipes, or of a picture and a recipe.",
        discussion: """
            Comments, order and the spelling of numbers are no difference. Ends with 0 for the same, 2 for different.
            Beside a picture, before or after it, what the recipe means differently is told.

            Example:
              recipe diff old.yaml new.yaml
              recipe diff out/quickstart.png recipes/quickstart.yaml
            """)

    @Argument(help: "A recipe, or a picture that recipe render wrote.") var before: String
    @Argument(help: "A recipe; or the picture, where the first is the recipe.") var after: String
    @OptionGroup var values: RecipeValues
    @Option(help: "text or json.") var format = ResultFormat.text
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let terminal = output.terminal
        let options = try values.options(backend: nil, requiresInputs: false, terminal: terminal)
        let pictures = [before, after].filter { !$0.hasSuffix(".yaml") && !$0.hasSuffix(".yml") }
        guard pictures.count < 2 else {
            terminal.failure("one of the two must be a recipe; `recipe inspect` explains a picture")
            throw ExitStatus.usage
        }
        if let picture = pictures.first {
            let file = picture == before ? after : before
            let recipe = try RecipeInput.load(file, options, terminal)
            return try await compare(picture: picture, with: FigureRecipe(recipe, file: file), terminal)
        }
        let new = try RecipeInput.load(after, options, terminal)
        let difference = RecipeDifference(from: try RecipeInput.load(before, options, terminal), to: new)
        terminal.result(format == .json ? difference.json.text(.indented) : difference.text)
        if !difference.isEmpty { throw ExitStatus.different }
    }

    private func compare(picture: String, with recipe: FigureRecipe, _ terminal: Terminal) async throws {
        let inspection = try await reportingBackendFailures(terminal) {
            try PictureInspection(image: picture, recipe: recipe)
        }
        terminal.result(format == .json ? inspection.document.text(.indented) : inspection.text)
        if !inspection.changes.isEmpty { throw ExitStatus.different }
    }
}
