// SPDX-License-Identifier: Apache-2.0
import NIOCore

/// The life of one connection after its handshake: open, closing, over (RFC 6455 §7).
///
/// A value: bytes and wishes in, actions out; who owns the socket carries the actions out.
package struct WebSocketSession: Sendable {
    /// What the owner of the socket has to do.
    package enum Action: Hashable, Sendable {
        /// Hand a message on.
        case deliver(WebSocketMessage)
        /// Send a control frame.
        case send(Opcode, [UInt8])
        /// Send this close frame's payload and end the connection; the peer closed or broke the protocol.
        case closeAndEnd([UInt8], CloseReason)
        /// End the connection: both sides have sent their close frame.
        case end(CloseReason)
    }

    private enum Phase {
        case open
        /// Our close frame is sent, the peer's is awaited.
        case closing
        case over
    }

    private var reader: FrameReader
    private var phase = Phase.open

    /// A session that has just been agreed.
    ///
    /// - Parameter isServer: decides whether masked frames are taken.
    package init(limits: FrameReader.Limits, isServer: Bool) {
        reader = FrameReader(limits: limits, acceptsMask: isServer)
    }

    /// Whether messages may be sent.
    package var isOpen: Bool { phase == .open }
    /// Whether our close frame waits for the peer's.
    package var isClosing: Bool { phase == .closing }
    /// Whether the peer has begun a message and not ended it.
    package var isInsideMessage: Bool { phase != .over && reader.isInsideMessage }

    /// Takes bytes up to the next action; nil when all are used up. Bytes after the end are dropped.
    package mutating func receive(_ buffer: inout ByteBuffer) -> Action? {
        while phase != .over {
            let event: FrameReader.Event?
            do {
                event = try reader.next(&buffer)
            } catch {
                let wasOpen = phase == .open
                phase = .over
                buffer.moveReaderIndex(to: buffer.writerIndex)
                return wasOpen ? .closeAndEnd(error.reason.payload, error.reason) : .end(error.reason)
            }
            switch (event, phase) {
            case (nil, _):
                return nil
            case (.message(let message), .open):
                return .deliver(message)
            case (.ping(let payload), .open):
                return .send(.pong, payload)
            case (.close(let reason), .open):
                phase = .over
                return .closeAndEnd(CloseReason(reason.code).payload, reason)
            case (.close(let reason), .closing):
                phase = .over
                return .end(reason)
            case (.message, _), (.ping, _), (.pong, _), (.close, _):
                // A pong has no question here, and what comes after our close frame has no reader.
                continue
            }
        }
        buffer.moveReaderIndex(to: buffer.writerIndex)
        return nil
    }

    /// Begins the closing handshake.
    ///
    /// - Returns: the payload of the close frame to send, or nil when closing has begun already.
    package mutating func close(_ reason: CloseReason) -> [UInt8]? {
        guard phase == .open else { return nil }
        phase = .closing
        return reason.payload
    }

    /// The socket is gone; nothing may be sent any more.
    package mutating func socketEnded() {
        phase = .over
    }
}
