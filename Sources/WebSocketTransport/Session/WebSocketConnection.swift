// SPDX-License-Identifier: Apache-2.0
import NIOConcurrencyHelpers
import NIOCore

/// An open WebSocket connection, of either side: messages in, messages out, and an end.
package final class WebSocketConnection: Sendable {
    private struct State {
        /// Bytes given to ``enqueue(_:)`` or ``send(_:)`` that the socket has not taken yet.
        var outbound = 0
        var ended: CloseReason?
    }

    /// What the handler of the connection is asked to do.
    enum Command: Sendable {
        case send(WebSocketMessage)
        case close(CloseReason)
    }

    /// The peer's address, for logs and errors.
    package let peer: String

    private let channel: any Channel
    private let limits: ConnectionLimits
    private let inbox: Inbox
    private let state = NIOLockedValueBox(State())

    init(channel: any Channel, peer: String, limits: ConnectionLimits, inbox: Inbox) {
        self.channel = channel
        self.peer = peer
        self.limits = limits
        self.inbox = inbox
    }

    /// The messages that come in, for one task at a time. The sequence ends with the connection; ``closeReason`` then
    /// says why.
    package var messages: Messages { Messages(inbox: inbox) }

    /// Waits for the next message; nil when the connection has ended or the task is cancelled.
    package func receive() async -> WebSocketMessage? {
        await inbox.take()
    }

    /// Why the connection ended, or nil while it is open.
    package var closeReason: CloseReason? { state.withLockedValue { $0.ended } }

    /// The bytes that wait to be sent.
    package var outboundBytes: Int { state.withLockedValue { $0.outbound } }

    /// Gives a message to the connection and returns at once; any thread may call it, and order is kept.
    ///
    /// A peer that does not read is closed when ``ConnectionLimits/outboundBytes`` is passed.
    /// - Throws: ``TransportError`` `closed`, `messageTooLong` or `peerDoesNotRead`.
    package func enqueue(_ message: WebSocketMessage) throws(TransportError) {
        try accept(message)
        channel.writeAndFlush(Command.send(message), promise: promise(for: message))
    }

    /// Sends a message and waits until the socket has taken it.
    ///
    /// - Throws: ``TransportError`` `closed` or `messageTooLong`.
    package func send(_ message: WebSocketMessage) async throws(TransportError) {
        try accept(message)
        let promise = promise(for: message)
        channel.writeAndFlush(Command.send(message), promise: promise)
        do {
            try await promise.futureResult.get()
        } catch {
            throw closedError
        }
    }

    /// Closes the connection by the handshake of RFC 6455 §7 and returns when it is over, at the latest after
    /// ``ConnectionLimits/closeTime``. Messages given before are sent first.
    package func close(_ reason: CloseReason = CloseReason(.normal)) async {
        channel.writeAndFlush(Command.close(reason), promise: nil)
        try? await channel.closeFuture.get()
    }

    /// Begins to close and returns at once.
    package func beginClose(_ reason: CloseReason = CloseReason(.normal)) {
        channel.writeAndFlush(Command.close(reason), promise: nil)
    }

    /// Waits until the connection has ended.
    package func waitUntilClosed() async {
        try? await channel.closeFuture.get()
    }

    /// The error for what is tried after the end.
    package var closedError: TransportError {
        let reason = closeReason
        let text = reason.map { $0.text.isEmpty ? "" : " (\($0.code.rawValue) \($0.text))" } ?? ""
        return TransportError(.closed, "the connection is closed\(text)", address: peer)
    }

    /// Notes the end; the first reason stands.
    func ended(_ reason: CloseReason) {
        state.withLockedValue { if $0.ended == nil { $0.ended = reason } }
        inbox.finish()
    }

    private enum Refusal {
        case closed, tooLong, full
    }

    private func accept(_ message: WebSocketMessage) throws(TransportError) {
        let size = message.bytes.count
        let refusal: Refusal? = state.withLockedValue { state in
            if state.ended != nil { return .closed }
            if size > limits.messageBytes { return .tooLong }
            if state.outbound > 0, state.outbound + size > limits.outboundBytes { return .full }
            state.outbound += size
            return nil
        }
        switch refusal {
        case nil: return
        case .closed: throw closedError
        case .tooLong:
            throw TransportError(
                .messageTooLong, "a message of \(size) bytes is over the limit of \(limits.messageBytes)", address: peer
            )
        case .full:
            let reason = CloseReason(.policyViolation, "more than \(limits.outboundBytes) bytes are not read")
            ended(reason)
            // The close frame would wait behind what the peer does not read.
            channel.close(promise: nil)
            throw TransportError(.peerDoesNotRead, reason.text, address: peer)
        }
    }

    private func promise(for message: WebSocketMessage) -> EventLoopPromise<Void> {
        let size = message.bytes.count
        let promise = channel.eventLoop.makePromise(of: Void.self)
        promise.futureResult.whenComplete { [state] _ in state.withLockedValue { $0.outbound -= size } }
        return promise
    }

    /// The messages of a connection as they come.
    package struct Messages: AsyncSequence, Sendable {
        let inbox: Inbox

        /// Takes messages out, one by one.
        package struct AsyncIterator: AsyncIteratorProtocol {
            let inbox: Inbox

            /// The next message, or nil when the connection has ended or the task is cancelled.
            package func next() async -> WebSocketMessage? {
                await inbox.take()
            }
        }

        /// An iterator; two at a time share the messages.
        package func makeAsyncIterator() -> AsyncIterator { AsyncIterator(inbox: inbox) }
    }
}
