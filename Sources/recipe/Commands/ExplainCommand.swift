// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Diagnostics

/// Explains a diagnostic code.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Explain a diagnostic code, with a wrong and a right example.",
        discussion: """
            Example:
              recipe explain K101
            """)

    @Argument(help: "A code; without one all codes are listed.")
    var code: String?

    @OptionGroup var output: OutputOptions

    func run() throws {
        let terminal = output.terminal
        guard let code else {
            for code in DiagnosticCode.all { terminal.result("\(code.id)  \(code.title)") }
            return
        }
        guard let found = DiagnosticCode.named(code) else {
            let nearest = NearestNames.of(code.uppercased(), in: DiagnosticCode.all.map(\.id))
            let hint = nearest.isEmpty ? "'recipe explain' lists all" : "did you mean \(nearest.joined(separator: ", "))?"
            terminal.failure("there is no code '\(code)'; \(hint)")
            throw ExitStatus.usage
        }
        terminal.result(found.explanationText)
    }
}
