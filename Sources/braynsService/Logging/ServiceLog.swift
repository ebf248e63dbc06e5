// SPDX-License-Identifier: Apache-2.0
import Dispatch
import Foundation
import Synchronization

/// Prints lines in Brayns' form, `[level][HH:MM:SS] message`, to the standard output.
///
/// Lines are written by a queue of their own: whoever reads the output slowly, or not at all, holds up neither the
/// renderer nor the sockets.
final class ServiceLog: Sendable {
    /// Lines beyond this many that wait are dropped and counted.
    private static let longestQueue = 10_000

    private struct State {
        var level: LogLevel
        var waiting = 0
        var dropped = 0
    }

    private let state: Mutex<State>
    private let queue = DispatchQueue(label: "scene-recipe.log")
    private let isTerminal = isatty(STDOUT_FILENO) == 1

    init(_ level: LogLevel) {
        state = Mutex(State(level: level))
    }

    /// Sets the least level that is printed.
    func setLevel(_ level: LogLevel) {
        state.withLock { $0.level = level }
    }

    /// Whether lines of a level are printed.
    func prints(_ level: LogLevel) -> Bool {
        level != .off && state.withLock { level >= $0.level }
    }

    /// Prints a line, when its level is high enough.
    func write(_ level: LogLevel, _ message: @autoclosure () -> String) {
        guard prints(level) else { return }
        let dropped: Int? = state.withLock { state in
            guard state.waiting < Self.longestQueue else {
                state.dropped += 1
                return nil
            }
            state.waiting += 1
            defer { state.dropped = 0 }
            return state.dropped
        }
        guard let dropped else { return }
        let lost = dropped > 0 ? line(.warning, "\(dropped) lines of the log were lost, nobody read them.") : ""
        let text = lost + line(level, message())
        queue.async { [self] in
            Self.print(text)
            state.withLock { $0.waiting -= 1 }
        }
    }

    /// Waits until the lines are out, a second at most.
    func flush() {
        let done = DispatchSemaphore(value: 0)
        queue.async { done.signal() }
        _ = done.wait(timeout: .now() + 1)
    }

    private func line(_ level: LogLevel, _ message: String) -> String {
        var seconds = time(nil)
        var parts = tm()
        localtime_r(&seconds, &parts)
        func two(_ value: Int32) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let name = isTerminal ? "\u{1B}[\(level.color)m\(level.name)\u{1B}[0m" : level.name
        return "[\(name)][\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))] \(message)\n"
    }

    private static func print(_ text: String) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
