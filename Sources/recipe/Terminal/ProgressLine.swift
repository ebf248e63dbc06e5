// SPDX-License-Identifier: Apache-2.0
import Foundation

/// One line on a person's terminal that tells how far a long operation is. Where nobody watches it is silent, or, when
/// asked to speak, writes a plain line now and then.
final class ProgressLine: Sendable {
    private let terminal: Terminal
    private let speaksPlainly: Bool
    private let state = LockedState()

    /// Seconds between two plain lines.
    private static let plainInterval = 2.0

    /// The text last drawn and when.
    private final class LockedState: @unchecked Sendable {
        // Guarded by `lock`: progress is told from several threads.
        private let lock = NSLock()
        private var shown = ""
        private var drawn = Date.distantPast
        private var drawing = ""
        private var began = Date.distantPast

        /// Takes a new text; returns what to write in its place, or nil when it came too soon after the last one.
        func replace(by text: String, interval: Double, always: Bool) -> String? {
            lock.withLock {
                let now = Date()
                guard always || now.timeIntervalSince(drawn) > interval else { return nil }
                drawn = now
                let gap = max(0, shown.count - text.count)
                shown = text
                return "\r" + text + String(repeating: " ", count: gap) + String(repeating: "\u{8}", count: gap)
            }
        }

        /// Seconds since a drawing was first told of.
        func seconds(of name: String) -> Double {
            lock.withLock {
                if drawing != name { (drawing, began) = (name, Date()) }
                return Date().timeIntervalSince(began)
            }
        }
    }

    /// - Parameter speaksPlainly: write lines where nobody watches.
    init(_ terminal: Terminal, speaksPlainly: Bool = false) {
        self.terminal = terminal
        self.speaksPlainly = speaksPlainly
    }

    /// Tells what goes on and how much of it is done, 0 to 1.
    func show(_ operation: String, amount: Double) {
        let share = min(1, max(0, amount.isFinite ? amount : 0))
        if terminal.isInteractive {
            let filled = Int(share * 24)
            let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 24 - filled)
            draw("\(bar) \(String(format: "%3.0f %%", share * 100))  \(operation)", always: share >= 1)
        } else if speaksPlainly {
            let text = "\(String(format: "%3.0f %%", share * 100))  \(operation)"
            guard state.replace(by: "", interval: Self.plainInterval, always: share >= 1) != nil else { return }
            terminal.talk(text)
        }
    }

    /// Tells how the drawing of a picture goes on.
    func show(_ name: String, _ pace: DrawingPace, amount: Double) {
        show("\(name): " + pace.text(amount: amount, seconds: state.seconds(of: name)), amount: amount)
    }

    /// Takes the line away.
    func clear() {
        guard terminal.isInteractive else { return }
        draw("", always: true)
    }

    private func draw(_ text: String, always: Bool) {
        guard let line = state.replace(by: text, interval: 0.1, always: always) else { return }
        try? FileHandle.standardError.write(contentsOf: Data(line.utf8))
    }
}
