// SPDX-License-Identifier: Apache-2.0
import NIOCore

/// What the handshakes of both sides have in common: the bytes that come before the session, and how it takes over.
struct HandshakeIntake {
    private var buffer = ByteBuffer()

    /// How many bytes wait.
    var count: Int { buffer.readableBytes }

    /// Takes bytes as they come.
    mutating func append(_ bytes: ByteBuffer) {
        var bytes = bytes
        buffer.writeBuffer(&bytes)
    }

    /// The head, nil while it is not all there.
    mutating func head() throws(HTTPHead.Malformation) -> HTTPHead? {
        try HTTPHead.read(from: &buffer)
    }

    /// Puts a session in the place of the handshake's handler.
    ///
    /// - Parameter announce: is told of the connection before any of its bytes are read.
    /// - Throws: when the channel is closed already.
    mutating func openSession(
        _ context: ChannelHandlerContext, after handler: some ChannelInboundHandler & RemovableChannelHandler,
        peer: String, limits: ConnectionLimits, isServer: Bool, announce: (WebSocketConnection) -> Void
    ) throws {
        let inbox = Inbox()
        let connection = WebSocketConnection(channel: context.channel, peer: peer, limits: limits, inbox: inbox)
        let session = SessionHandler(connection: connection, inbox: inbox, limits: limits, isServer: isServer)
        try context.pipeline.syncOperations.addHandler(session, position: .after(handler))
        announce(connection)
        // What came right behind the head belongs to the session.
        let early = buffer
        buffer = ByteBuffer()
        if early.readableBytes > 0 {
            context.fireChannelRead(NIOAny(early))
            context.fireChannelReadComplete()
        }
        context.pipeline.syncOperations.removeHandler(context: context, promise: nil)
    }
}
