// SPDX-License-Identifier: Apache-2.0
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix

/// Opens connections to services.
package struct WebSocketClient: Sendable {
    private let limits: ConnectionLimits
    private let group: any EventLoopGroup

    /// A client.
    ///
    /// - Parameter group: the threads that move the bytes; by default those shared in the process.
    package init(
        limits: ConnectionLimits = ConnectionLimits(), group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
    ) {
        self.limits = limits
        self.group = group
    }

    /// Connects, by TLS when a context is given, and makes the handshakes.
    ///
    /// ``ConnectionLimits/handshakeTime`` bounds the whole. Cancelling the task gives the attempt up.
    /// - Throws: ``TransportError``.
    package func connect(
        to address: ServiceAddress, tls: (any TLSContext)? = nil
    ) async throws(TransportError) -> WebSocketConnection {
        let attempt = ConnectionAttempt()
        do {
            return try await withTaskCancellationHandler {
                try await open(address, tls: tls, attempt: attempt)
            } onCancel: {
                attempt.cancel()
            }
        } catch let error as TransportError {
            throw error
        } catch is CancellationError {
            throw TransportError(.cancelled, "connecting was cancelled", address: "\(address)")
        } catch {
            throw Self.translate(error, address: address)
        }
    }

    private func open(
        _ address: ServiceAddress, tls: (any TLSContext)?, attempt: ConnectionAttempt
    ) async throws -> WebSocketConnection {
        let peer = "\(address)"
        let limits = limits
        let opened = group.next().makePromise(of: WebSocketConnection.self)
        let bootstrap = ClientBootstrap(group: group)
            .connectTimeout(limits.handshakeTime)
            .channelOption(.socketOption(.so_keepalive), value: 1)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let tls { try pipeline.addHandler(tls.clientHandler(host: address.host, peer: peer)) }
                    try pipeline.addHandler(
                        ClientHandshakeHandler(
                            handshake: ClientHandshake(host: peer), peer: peer, limits: limits, isSecure: tls != nil,
                            opened: opened))
                }
            }
        let channel: any Channel
        do {
            channel = try await bootstrap.connect(host: address.host, port: address.port).get()
        } catch {
            opened.fail(error)
            throw error
        }
        attempt.began(channel)
        let connection: WebSocketConnection
        do {
            connection = try await opened.futureResult.get()
        } catch {
            channel.close(promise: nil)
            if Task.isCancelled { throw CancellationError() }
            throw error
        }
        return connection
    }

    private static func translate(_ error: any Error, address: ServiceAddress) -> TransportError {
        let place = "\(address)"
        let remedy = "check that the service runs there and listens on this address"
        switch error {
        case let error as NIOConnectionError:
            if error.dnsAError != nil || error.dnsAAAAError != nil, error.connectionErrors.isEmpty {
                return TransportError(
                    .unknownHost, "the host name \(address.host) has no address", address: place,
                    remedy: "check the spelling, or give the IP address")
            }
            if let inner = error.connectionErrors.first?.error { return translate(inner, address: address) }
            return TransportError(.unreachable, "cannot connect", address: place, remedy: remedy)
        case let error as ChannelError:
            if case .connectTimeout = error {
                return TransportError(.timeout, "no answer from the network in time", address: place, remedy: remedy)
            }
            return TransportError(.closed, "the connection was closed", address: place)
        case let error as IOError:
            return TransportError(
                .unreachable, "cannot connect: \(error.errorText)", address: place, remedy: remedy)
        default:
            return TransportError(.unreachable, "cannot connect: \(error)", address: place, remedy: remedy)
        }
    }
}

/// What a cancelled task has to close.
private final class ConnectionAttempt: Sendable {
    private struct State {
        var channel: (any Channel)?
        var isCancelled = false
    }

    private let state = NIOLockedValueBox(State())

    func began(_ channel: any Channel) {
        let isCancelled = state.withLockedValue { state in
            state.channel = channel
            return state.isCancelled
        }
        if isCancelled { channel.close(promise: nil) }
    }

    func cancel() {
        let channel = state.withLockedValue { state in
            state.isCancelled = true
            return state.channel
        }
        channel?.close(promise: nil)
    }
}

extension IOError {
    /// The system's words for the error number.
    var errorText: String { String(cString: strerror(errnoCode)) }
}

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif
