// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Where the program speaks: results go to standard output, talk to standard error.
struct Terminal: Sendable {
    /// Whether talk may be coloured.
    let colorsTalk: Bool
    /// Whether results may be coloured.
    let colorsResults: Bool
    /// Whether a person watches standard error, so that progress may be drawn and questions asked.
    let isInteractive: Bool

    /// Finds out about the terminal. `NO_COLOR` (no-color.org) and `--no-color` turn colour off.
    init(noColor: Bool, environment: [String: String] = ProcessInfo.processInfo.environment) {
        let plain = noColor || !(environment["NO_COLOR"] ?? "").isEmpty || environment["TERM"] == "dumb"
        isInteractive = isatty(STDERR_FILENO) == 1 && environment["TERM"] != "dumb"
        colorsTalk = !plain && isatty(STDERR_FILENO) == 1
        colorsResults = !plain && isatty(STDOUT_FILENO) == 1
    }

    /// Writes a line of results.
    func result(_ text: String) {
        write(text, to: .standardOutput)
    }

    /// Writes a line of talk.
    func talk(_ text: String) {
        write(text, to: .standardError)
    }

    /// Writes the one line that tells what to do next after a failure.
    func failure(_ text: String) {
        talk((colorsTalk ? "\u{1B}[31;1merror:\u{1B}[0m " : "error: ") + text)
    }

    private func write(_ text: String, to handle: FileHandle) {
        let line = text.hasSuffix("\n") || text.isEmpty ? text : text + "\n"
        // A reader that went away (`| head`) is no failure of ours.
        try? handle.write(contentsOf: Data(line.utf8))
    }
}
