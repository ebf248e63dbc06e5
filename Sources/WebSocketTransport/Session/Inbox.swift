// SPDX-License-Identifier: Apache-2.0
import NIOConcurrencyHelpers
import NIOCore

/// Messages between the event loop, which puts them in, and the one task that takes them out.
///
/// It holds little: above a mark the socket is not read until the task has caught up, so that a peer that sends faster
/// than it is served waits in its own memory.
final class Inbox: Sendable {
    private struct State {
        var messages = CircularBuffer<WebSocketMessage>()
        var bytes = 0
        var isPaused = false
        var isFinished = false
        var waiter: CheckedContinuation<WebSocketMessage?, Never>?
        var resumeReading: (@Sendable () -> Void)?
    }

    /// Reading stops above this many bytes or messages that wait, and goes on below half of it.
    private static let highMark = (bytes: 1 << 20, messages: 256)

    private let state = NIOLockedValueBox(State())

    /// Names what makes the socket be read again.
    func onResume(_ resume: @escaping @Sendable () -> Void) {
        state.withLockedValue { $0.resumeReading = resume }
    }

    /// Adds a message.
    ///
    /// - Returns: false when the socket should not be read for now.
    func put(_ message: WebSocketMessage) -> Bool {
        let (waiter, goOn): (CheckedContinuation<WebSocketMessage?, Never>?, Bool) = state.withLockedValue { state in
            guard !state.isFinished else { return (nil, true) }
            if let waiter = state.waiter {
                state.waiter = nil
                return (waiter, true)
            }
            state.messages.append(message)
            state.bytes += message.bytes.count
            if state.bytes > Self.highMark.bytes || state.messages.count > Self.highMark.messages {
                state.isPaused = true
            }
            return (nil, !state.isPaused)
        }
        waiter?.resume(returning: message)
        return goOn
    }

    /// No message will come any more; those that wait can still be taken.
    func finish() {
        let waiter = state.withLockedValue { state in
            state.isFinished = true
            state.resumeReading = nil
            let waiter = state.waiter
            state.waiter = nil
            return waiter
        }
        waiter?.resume(returning: nil)
    }

    /// Takes the next message; nil at the end, when the task is cancelled, or when another task is waiting already.
    func take() async -> WebSocketMessage? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                takeNow(or: continuation)
            }
        } onCancel: {
            let waiter = state.withLockedValue { state in
                let waiter = state.waiter
                state.waiter = nil
                return waiter
            }
            waiter?.resume(returning: nil)
        }
    }

    private func takeNow(or continuation: CheckedContinuation<WebSocketMessage?, Never>) {
        enum Outcome {
            case message(WebSocketMessage, resume: (@Sendable () -> Void)?)
            case nothing
            case waiting
        }
        let isCancelled = Task.isCancelled
        let outcome: Outcome = state.withLockedValue { state in
            if let message = state.messages.popFirst() {
                state.bytes -= message.bytes.count
                let isLow = state.bytes <= Self.highMark.bytes / 2 && state.messages.count <= Self.highMark.messages / 2
                guard state.isPaused, isLow else { return .message(message, resume: nil) }
                state.isPaused = false
                return .message(message, resume: state.resumeReading)
            }
            guard !state.isFinished, !isCancelled, state.waiter == nil else { return .nothing }
            state.waiter = continuation
            return .waiting
        }
        switch outcome {
        case .message(let message, let resume):
            resume?()
            continuation.resume(returning: message)
        case .nothing:
            continuation.resume(returning: nil)
        case .waiting:
            break
        }
    }
}
