// SPDX-License-Identifier: Apache-2.0
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix

/// Listens on an address and serves WebSocket clients.
package final class WebSocketServer: Sendable {
    /// The parts of a server that its user chooses.
    package struct Settings: Sendable {
        /// Where to listen; port 0 lets the system choose.
        package var address: ServiceAddress
        /// How many clients are served at a time; as many more wait without an answer.
        package var clients: Int
        /// TLS, or nil for none.
        package var tls: (any TLSContext)?
        /// What one client may ask for.
        package var limits: ConnectionLimits

        /// Settings of a server.
        package init(
            address: ServiceAddress, clients: Int = 2, tls: (any TLSContext)? = nil,
            limits: ConnectionLimits = ConnectionLimits()
        ) {
            self.address = address
            self.clients = clients
            self.tls = tls
            self.limits = limits
        }
    }

    /// Where the server listens, with the port that the system chose.
    package let address: ServiceAddress

    private let channel: any Channel
    private let accepted: AsyncStream<WebSocketConnection>
    private let accept: AsyncStream<WebSocketConnection>.Continuation

    private init(
        address: ServiceAddress, channel: any Channel, accepted: AsyncStream<WebSocketConnection>,
        accept: AsyncStream<WebSocketConnection>.Continuation
    ) {
        self.address = address
        self.channel = channel
        self.accepted = accepted
        self.accept = accept
    }

    /// Listens. Clients are answered from now on, and served by ``run(_:)``.
    ///
    /// - Parameter report: takes what happens besides messages; called on the threads that move the bytes.
    /// - Throws: ``TransportError`` `cannotListen` or `unknownHost`.
    package static func listen(
        _ settings: Settings, group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton,
        report: @escaping @Sendable (ServerEvent) -> Void = { _ in }
    ) async throws(TransportError) -> WebSocketServer {
        let admission = SharedAdmission(slots: settings.clients)
        let (accepted, accept) = AsyncStream.makeStream(of: WebSocketConnection.self)
        let limits = settings.limits
        let tls = settings.tls
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 64)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.socketOption(.so_keepalive), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.writeBufferWaterMark, value: .init(low: 1 << 20, high: 4 << 20))
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let peer = channel.remoteAddress.map(Self.text) ?? "unknown"
                    guard let ticket = admission.connect() else {
                        report(.tooManyConnections(peer: peer))
                        channel.close(promise: nil)
                        return
                    }
                    channel.closeFuture.whenComplete { _ in admission.leave(ticket) }
                    Self.watchForDeadPeers(channel)
                    let pipeline = channel.pipeline.syncOperations
                    if let tls { try pipeline.addHandler(tls.serverHandler(peer: peer)) }
                    try pipeline.addHandler(
                        ServerHandshakeHandler(
                            peer: peer, limits: limits, admission: admission, ticket: ticket, report: report
                        ) { connection in
                            if case .terminated = accept.yield(connection) {
                                connection.beginClose(CloseReason(.goingAway, "the service stops"))
                            }
                        })
                }
            }
        let address = settings.address
        do {
            let channel = try await bootstrap.bind(to: try await address.resolved()).get()
            let port = channel.localAddress?.port ?? address.port
            return WebSocketServer(
                address: ServiceAddress(host: address.host, port: port, isSecure: tls != nil), channel: channel,
                accepted: accepted, accept: accept)
        } catch let error as TransportError {
            throw error
        } catch let error as IOError {
            throw TransportError(
                .cannotListen, "cannot listen: \(error.errorText)", address: "\(address)",
                remedy: "choose another port, or end the program that has it")
        } catch {
            throw TransportError(.cannotListen, "cannot listen: \(error)", address: "\(address)")
        }
    }

    /// Serves each client in a task of its own until ``stop()`` is called or the task is cancelled; then closes those
    /// that are left.
    package func run(_ serve: @escaping @Sendable (WebSocketConnection) async -> Void) async {
        await withDiscardingTaskGroup { group in
            for await connection in accepted {
                group.addTask {
                    await serve(connection)
                    await connection.close()
                }
            }
            group.cancelAll()
        }
        try? await channel.close()
    }

    /// Stops listening and ends ``run(_:)``.
    package func stop() {
        accept.finish()
        channel.close(promise: nil)
    }

    /// Asks the system to find out when a silent peer is gone: after 60 s without a word, then 4 probes of 15 s.
    private static func watchForDeadPeers(_ channel: any Channel) {
        let values: [(ChannelOptions.Types.SocketOption, SocketOptionValue)] = [
            (.tcpOption(.init(rawValue: 4)), 60), (.tcpOption(.init(rawValue: 5)), 15),
            (.tcpOption(.init(rawValue: 6)), 4),
        ]
        #if os(Linux)
            for (option, value) in values { _ = channel.setOption(option, value: value) }
        #endif
    }

    private static func text(_ address: SocketAddress) -> String {
        guard let host = address.ipAddress, let port = address.port else { return "\(address)" }
        return "\(ServiceAddress(host: host, port: port))"
    }
}
