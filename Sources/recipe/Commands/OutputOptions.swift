// SPDX-License-Identifier: Apache-2.0
import ArgumentParser

/// How every command speaks.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Do not colour the output (NO_COLOR in the environment does the same).")
    var noColor = false

    /// The terminal as these options want it.
    var terminal: Terminal { Terminal(noColor: noColor) }
}

/// How a result is printed.
enum ResultFormat: String, ExpressibleByArgument, CaseIterable {
    /// For people.
    case text
    /// For programs.
    case json
}
