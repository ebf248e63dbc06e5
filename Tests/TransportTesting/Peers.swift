// SPDX-License-Identifier: Apache-2.0
import NIOCore
import NIOPosix
import WebSocketTransport

/// Runs `body` beside a server on a free port of this machine, which echoes unless told otherwise.
package func withServer<Result: Sendable>(
    clients: Int = 4, tls: (any TLSContext)? = nil, limits: ConnectionLimits = ConnectionLimits(),
    report: @escaping @Sendable (ServerEvent) -> Void = { _ in },
    serve: @escaping @Sendable (WebSocketConnection) async -> Void = { connection in
        for await message in connection.messages { try? await connection.send(message) }
    },
    body: (ServiceAddress) async throws -> Result
) async throws -> Result {
    let address = ServiceAddress(host: "127.0.0.1", port: 0)
    let server = try await WebSocketServer.listen(
        .init(address: address, clients: clients, tls: tls, limits: limits), report: report)
    async let running: Void = server.run(serve)
    do {
        let result = try await body(server.address)
        server.stop()
        await running
        return result
    } catch {
        server.stop()
        await running
        throw error
    }
}

/// A peer that sends bytes as they are, right or wrong.
package enum RawPeer {
    /// A request for an upgrade.
    package static let upgrade = Array(
        """
        GET / HTTP/1.1\r
        Host: 127.0.0.1\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Key: AAECAwQFBgcICQoLDA0ODw==\r
        Sec-WebSocket-Version: 13\r
        \r\n
        """.utf8)

    /// Collects what comes until the peer ends, or reads nothing at all.
    private final class Collector: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        let received = Shared<[UInt8]>([])

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let buffer = unwrapInboundIn(data)
            received.update { $0 += Array(buffer.readableBytesView) }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }
    }

    /// Sends bytes, in pieces of a size, and returns what came until the other side closed.
    ///
    /// It gives up after twenty seconds, or one when it does not read.
    package static func exchange(
        _ address: ServiceAddress, _ bytes: [UInt8], reads: Bool = true, piece: Int = .max, endsOutput: Bool = false
    ) async throws -> [UInt8] {
        let received = Shared<[UInt8]>([])
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.autoRead, value: reads)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let collector = Collector()
                    try channel.pipeline.syncOperations.addHandler(collector)
                    let inner = collector.received
                    channel.closeFuture.whenComplete { _ in received.set(inner.value) }
                }
            }
            .connect(host: address.host, port: address.port).get()
        var rest = bytes[...]
        while !rest.isEmpty {
            try? await channel.writeAndFlush(ByteBuffer(bytes: rest.prefix(piece)))
            rest = rest.dropFirst(piece)
        }
        if endsOutput { try? await channel.close(mode: .output) }
        let limit = channel.eventLoop.scheduleTask(in: reads ? .seconds(20) : .seconds(1)) {
            channel.close(promise: nil)
        }
        try await channel.closeFuture.get()
        limit.cancel()
        return received.value
    }

    /// Runs `body` beside a server that does one thing with each connection it accepts.
    package static func withListener(
        _ accepted: @escaping @Sendable (any Channel) -> Void, body: (ServiceAddress) async throws -> Void
    ) async throws {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    channel.eventLoop.execute { accepted(channel) }
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let address = ServiceAddress(host: "127.0.0.1", port: channel.localAddress?.port ?? 0)
        do {
            try await body(address)
        } catch {
            try await channel.close()
            throw error
        }
        try await channel.close()
    }
}
