// SPDX-License-Identifier: Apache-2.0
import Dispatch
import Foundation

/// Turns SIGTERM and SIGINT into a call.
final class Signals {
    private let sources: [any DispatchSourceSignal]

    /// From now on `received` is called with the signal's name, each time.
    init(_ received: @escaping @Sendable (String) -> Void) {
        let names = [(SIGTERM, "SIGTERM"), (SIGINT, "SIGINT")]
        // A program started from a thread that blocks signals would wait for them in vain.
        var set = sigset_t()
        sigemptyset(&set)
        for (number, _) in names { sigaddset(&set, number) }
        pthread_sigmask(SIG_UNBLOCK, &set, nil)
        signal(SIGPIPE, SIG_IGN)
        let queue = DispatchQueue(label: "scene-recipe.signals")
        sources = names.map { number, name in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler { received(name) }
            source.resume()
            return source
        }
    }
}
