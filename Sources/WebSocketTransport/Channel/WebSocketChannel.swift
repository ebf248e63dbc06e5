// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol

/// A connection as the client layer wants it: frames to and fro.
package struct WebSocketChannel: MessageChannel {
    private let connection: WebSocketConnection

    /// The frames of an open connection.
    package init(_ connection: WebSocketConnection) {
        self.connection = connection
    }

    /// Sends a frame and waits until the socket has taken it.
    ///
    /// - Throws: ``TransportError`` `closed` or `messageTooLong`.
    package func send(_ frame: Frame) async throws {
        try await connection.send(WebSocketMessage(frame))
    }

    /// The next frame, nil once the connection was closed in order.
    ///
    /// - Throws: ``TransportError`` `closed` when it broke, with the reason.
    package func receive() async throws -> Frame? {
        if let message = await connection.receive() { return Frame(message) }
        switch connection.closeReason?.code {
        case nil, CloseCode.normal?, CloseCode.goingAway?, CloseCode.noneGiven?: return nil
        default: throw connection.closedError
        }
    }

    /// Closes the connection in order.
    package func close() async {
        await connection.close()
    }
}

extension Frame {
    /// The same content, as the protocol names it.
    package init(_ message: WebSocketMessage) {
        switch message {
        case .text(let bytes): self = .text(bytes)
        case .binary(let bytes): self = .binary(bytes)
        }
    }
}

extension WebSocketMessage {
    /// The same content, as the transport names it.
    package init(_ frame: Frame) {
        switch frame {
        case .text(let bytes): self = .text(bytes)
        case .binary(let bytes): self = .binary(bytes)
        }
    }
}
