// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Dispatch
import Foundation

/// Runs an operation so that Ctrl-C and SIGTERM cancel it in an orderly way; a second signal ends the process at once.
func interruptible<Result: Sendable>(
    _ operation: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    let task = Task { try await operation() }
    let interruption = Interruption { task.cancel() }
    defer { interruption.end() }
    do {
        return try await task.value
    } catch {
        if interruption.happened { throw ExitStatus.interrupted }
        throw error
    }
}

/// Watches for the signals that ask the program to stop.
private final class Interruption: @unchecked Sendable {
    // `count` is guarded by `lock`; the sources are made and cancelled by one task.
    private let lock = NSLock()
    private var count = 0
    private var sources: [any DispatchSourceSignal] = []

    init(_ cancel: @escaping @Sendable () -> Void) {
        for number in [SIGINT, SIGTERM] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { [weak self] in
                guard let self else { return }
                let repeated = lock.withLock {
                    count += 1
                    return count > 1
                }
                if repeated { _exit(130) }
                cancel()
            }
            source.resume()
            sources.append(source)
        }
    }

    var happened: Bool { lock.withLock { count > 0 } }

    func end() {
        for source in sources { source.cancel() }
        for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
    }
}
