// SPDX-License-Identifier: Apache-2.0
import Foundation
import WebSocketTransport

let tokens = Array(CommandLine.arguments.dropFirst())
switch tokens.first {
case "-v", "--version":
    print(ProgramVersion.line)
    exit(0)
case "-h", "-?", "--help":
    print(CommandLineOption.help)
    exit(0)
default:
    break
}

let log = ServiceLog(.info)

/// Ends the process without waiting for threads that still draw.
func leave(_ status: Int32) -> Never {
    log.flush()
    _exit(status)
}

/// Says why the program cannot go on, and ends it.
func fail(_ error: any Error) -> Never {
    let message =
        switch error {
        case let fault as CommandLineFault: fault.message
        case let error as FatalError: error.message
        default: "\(error)"
        }
    log.write(.critical, "Fatal error: '\(message)'.")
    leave(1)
}

let settings: ServiceSettings
do {
    let arguments = try CommandLineArguments(tokens)
    log.setLevel(LogLevel(word: arguments.text(.logLevel)) ?? .info)
    settings = try ServiceSettings(arguments)
} catch {
    fail(error)
}

let running = Task {
    do {
        try await ServiceProgram(settings: settings, log: log).run()
        leave(0)
    } catch is CancellationError {
        leave(0)
    } catch {
        fail(error)
    }
}
/// A queue of its own has a thread even while pictures are drawn on all of the pool's.
let lastMoment = DispatchQueue(label: "scene-recipe.last-moment")
let signals = Signals { name in
    log.write(.info, "\(name): the service stops.")
    if running.isCancelled { leave(0) }
    running.cancel()
    // Clients get a moment for their close frames, a picture under way gets none.
    lastMoment.asyncAfter(deadline: .now() + 1.5) { leave(0) }
}
_ = await running.value
