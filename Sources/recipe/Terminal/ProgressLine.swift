// SPDX-License-Identifier: Apache-2.0
import Foundation

/// One line on a person's terminal that tells how far a long operation is; silent where nobody watches.
final class ProgressLine: Sendable {
    private let terminal: Terminal
    private let state: LockedState

    /// The text last drawn and when.
    private final class LockedState: @unchecked Sendable {
        // Guarded by `lock`: progress is told from several threads.
        private let lock = NSLock()
        private var shown = ""
        private var drawn = Date.distantPast

        /// Takes a new text; returns what to write, or nil when it came too soon after the last one.
        func replace(by text: String, always: Bool) -> String? {
            lock.withLock {
                let now = Date()
                guard always || now.timeIntervalSince(drawn) > 0.1 else { return nil }
                drawn = now
                let gap = max(0, shown.count - text.count)
                shown = text
                return "\r" + text + String(repeating: " ", count: gap) + String(repeating: "\u{8}", count: gap)
            }
        }
    }

    init(_ terminal: Terminal) {
        self.terminal = terminal
        state = LockedState()
    }

    /// Tells what goes on and how much of it is done, 0 to 1.
    func show(_ operation: String, amount: Double) {
        guard terminal.isInteractive else { return }
        let share = min(1, max(0, amount.isFinite ? amount : 0))
        let filled = Int(share * 24)
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 24 - filled)
        let text = "\(bar) \(String(format: "%3.0f %%", share * 100))  \(operation)"
        draw(text, always: share >= 1)
    }

    /// Takes the line away.
    func clear() {
        guard terminal.isInteractive else { return }
        draw("", always: true)
    }

    private func draw(_ text: String, always: Bool) {
        guard let line = state.replace(by: text, always: always) else { return }
        try? FileHandle.standardError.write(contentsOf: Data(line.utf8))
    }
}
