// SPDX-License-Identifier: Apache-2.0
import NIOCore

/// Asks a server for a WebSocket, judges the answer, and makes room for the session.
final class ClientHandshakeHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let handshake: ClientHandshake
    private let peer: String
    private let limits: ConnectionLimits
    private let isSecure: Bool
    private let opened: EventLoopPromise<WebSocketConnection>
    private var intake = HandshakeIntake()
    private var isOver = false
    private var deadline: Scheduled<Void>?

    init(
        handshake: ClientHandshake, peer: String, limits: ConnectionLimits, isSecure: Bool,
        opened: EventLoopPromise<WebSocketConnection>
    ) {
        self.handshake = handshake
        self.peer = peer
        self.limits = limits
        self.isSecure = isSecure
        self.opened = opened
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        deadline = context.eventLoop.scheduleTask(in: limits.handshakeTime) {
            let (handler, context) = bound.value
            handler.fail(
                TransportError(
                    .timeout, "no answer to the handshake in time", address: handler.peer,
                    remedy: "the service may serve as many clients as it takes; see its --max-clients"), context)
        }
        if context.channel.isActive { ask(context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        deadline?.cancel()
    }

    func channelActive(context: ChannelHandlerContext) {
        ask(context)
        context.fireChannelActive()
    }

    /// The request waits in the TLS handler until the server is known, so it is written at once in both cases.
    private func ask(_ context: ChannelHandlerContext) {
        let request = context.channel.allocator.buffer(bytes: handshake.request)
        context.writeAndFlush(wrapOutboundOut(request), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isOver else { return }
        intake.append(unwrapInboundIn(data))
        do {
            guard let head = try intake.head() else { return }
            if let fault = handshake.fault(in: head) {
                fail(
                    TransportError(
                        .protocolError, fault, address: peer, remedy: "check that this is the service's address"),
                    context)
                return
            }
            open(context)
        } catch .tlsRecord where !isSecure {
            fail(
                TransportError(
                    .peerSpeaksTLS, "the service speaks TLS", address: peer, remedy: "use wss:// instead of ws://"),
                context)
        } catch {
            fail(TransportError(.protocolError, "the answer is not HTTP", address: peer), context)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail(
            TransportError(
                .closed, "the connection was closed before the handshake was answered", address: peer,
                remedy: isSecure
                    ? "check that the service speaks TLS"
                    : "the service may be full, or speak TLS (then use wss://)"),
            context)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail(
            error as? TransportError ?? TransportError(.closed, "the connection broke: \(error)", address: peer),
            context)
    }

    private func open(_ context: ChannelHandlerContext) {
        isOver = true
        do {
            try intake.openSession(context, after: self, peer: peer, limits: limits, isServer: false) {
                opened.succeed($0)
            }
        } catch {
            opened.fail(error)
            context.close(promise: nil)
        }
    }

    private func fail(_ error: TransportError, _ context: ChannelHandlerContext) {
        guard !isOver else { return }
        isOver = true
        opened.fail(error)
        context.close(promise: nil)
    }
}
