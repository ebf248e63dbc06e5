// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import BraynsClient
import Diagnostics
import Figures
import Foundation
import RecipeLanguage

extension DiagnosticFormat: ExpressibleByArgument {}

/// Checks recipes, without a backend unless one is named.
struct ValidateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate", abstract: "Check recipes: every fault with its place, all in one run.",
        discussion: """
            Folders are searched for .yaml and .yml files that are recipes (a top-level key 'recipe').

            Example:
              recipe validate figures/ --format github
              recipe validate figure.yaml --fix
              recipe validate figure.yaml --backend ws://localhost:5000
            """)

    @Argument(help: "Recipe files, folders of them, or - for standard input.")
    var paths: [String]

    @OptionGroup var values: RecipeValues

    @Option(help: "text, json, sarif, junit or github.")
    var format: DiagnosticFormat = .text

    @Flag(help: "Apply the safe fixes to the files, then check them again.")
    var fix = false

    @Flag(help: "Warnings fail the run.")
    var strict = false

    @Option(help: ArgumentHelp("Ask this service, too, whether it could draw them; changes nothing.", valueName: "uri"))
    var backend: String?

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let terminal = output.terminal
        let options = try values.options(backend: backend, requiresInputs: false, terminal: terminal)
        let live = try await liveChecks(terminal)
        let files = try RecipeFinder.files(at: paths, terminal: terminal)
        var reports: [DiagnosticReport] = []
        for file in files {
            var loaded = try check(file, options, terminal)
            if fix, file != "-", try mend(loaded.source, file, options, terminal) { loaded = try check(file, options, terminal) }
            reports.append(loaded.report)
            if let live, let recipe = loaded.recipe { reports.append(DiagnosticReport(live.diagnostics(of: recipe))) }
        }
        let report = DiagnosticReport.joined(reports)
        let text = format.render(
            report, files: files, version: EngineIdentity.version, color: terminal.colorsResults)
        if !text.isEmpty { terminal.result(text) }
        if format == .text, report.diagnostics.isEmpty {
            terminal.result(files.count == 1 ? "\(files[0]): valid" : "\(files.count) recipes: valid")
        }
        guard report.isValid, !strict || report.warningCount == 0 else {
            // What programs read tells of each fault how it is mended.
            if format == .text {
                terminal.talk("next: mend the places above (recipe explain CODE tells more, --fix does what is safe)")
            }
            throw ExitStatus.refused
        }
    }

    /// What the named service can do, asked once.
    private func liveChecks(_ terminal: Terminal) async throws -> LiveChecks? {
        guard let backend else { return nil }
        let choice = try BackendOptions.parse(["--backend", backend]).choice(recipe: nil, terminal: terminal)
        let capabilities = try await choice.use(terminal) { connection, _ in try await connection.capabilities() }
        return LiveChecks(capabilities: capabilities)
    }

    private func check(_ file: String, _ options: RecipeOptions, _ terminal: Terminal) throws -> LoadedRecipe {
        guard file == "-" else { return RecipeLoader.load(path: file, options: options) }
        let bytes = [UInt8](FileHandle.standardInput.readDataToEndOfFile())
        return RecipeLoader.load(SourceText(name: "standard input", bytes: bytes), path: "-", options: options)
    }

    /// Applies the safe fixes to a file, written whole; false where there are none.
    private func mend(
        _ source: SourceText, _ file: String, _ options: RecipeOptions, _ terminal: Terminal
    ) throws -> Bool {
        guard let mended = RecipeLoader.fixed(source, path: file, options: options) else { return false }
        do {
            try WholeFile.write(mended.bytes, to: file)
        } catch {
            terminal.failure("\(error)")
            throw ExitStatus.refused
        }
        terminal.talk("fixed \(file)")
        return true
    }
}
