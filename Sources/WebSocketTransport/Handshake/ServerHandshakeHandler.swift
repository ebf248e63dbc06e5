// SPDX-License-Identifier: Apache-2.0
import NIOCore

/// Reads a request's head on an accepted connection, answers it, and makes room for the session.
///
/// An upgrade waits without an answer while all slots are taken, as Brayns' clients expect: an HTTP error would tell
/// them that the service is broken, silence that it is busy.
final class ServerHandshakeHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private enum Phase {
        case reading
        case waiting(ServerHandshake)
        case over
    }

    private let peer: String
    private let limits: ConnectionLimits
    private let admission: SharedAdmission
    private let ticket: Admission.Ticket
    private let report: @Sendable (ServerEvent) -> Void
    private let opened: @Sendable (WebSocketConnection) -> Void
    private var phase = Phase.reading
    private var intake = HandshakeIntake()
    private var deadline: Scheduled<Void>?

    init(
        peer: String, limits: ConnectionLimits, admission: SharedAdmission, ticket: Admission.Ticket,
        report: @escaping @Sendable (ServerEvent) -> Void, opened: @escaping @Sendable (WebSocketConnection) -> Void
    ) {
        self.peer = peer
        self.limits = limits
        self.admission = admission
        self.ticket = ticket
        self.report = report
        self.opened = opened
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        deadline = context.eventLoop.scheduleTask(in: limits.handshakeTime) {
            let (handler, context) = bound.value
            guard case .reading = handler.phase else { return }
            handler.refuse("no request within \(handler.limits.handshakeTime.nanoseconds / 1_000_000_000) s", context)
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        deadline?.cancel()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch phase {
        case .reading:
            intake.append(unwrapInboundIn(data))
            readHead(context)
        case .waiting:
            intake.append(unwrapInboundIn(data))
            if intake.count > HTTPHead.longest { refuse("data before the handshake was answered", context) }
        case .over:
            break
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        refuse("\(error)", context)
    }

    private func readHead(_ context: ChannelHandlerContext) {
        let handshake: ServerHandshake
        do {
            guard let head = try intake.head() else { return }
            handshake = ServerHandshake(head)
        } catch .tlsRecord {
            refuse("the client speaks TLS, this service was started without --secure true", context)
            return
        } catch {
            handshake = .badRequest
        }
        switch handshake {
        case .answer(let status, _, _):
            if status != 200 { report(.handshakeRefused(peer: peer, reason: "status \(status)")) }
            finish(with: handshake, context)
        case .upgrade:
            let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
            let eventLoop = context.eventLoop
            let verdict = admission.request(ticket) {
                eventLoop.execute {
                    let (handler, context) = bound.value
                    handler.slotFreed(context)
                }
            }
            switch verdict {
            case .serve:
                upgrade(handshake, context)
            case .wait:
                phase = .waiting(handshake)
                report(.waiting(peer: peer))
            case .refuse:
                refuse("all slots and all waiting places are taken", context)
            }
        }
    }

    private func slotFreed(_ context: ChannelHandlerContext) {
        guard case .waiting(let handshake) = phase, context.channel.isActive else { return }
        upgrade(handshake, context)
    }

    private func upgrade(_ handshake: ServerHandshake, _ context: ChannelHandlerContext) {
        phase = .over
        do {
            try intake.openSession(context, after: self, peer: peer, limits: limits, isServer: true) { connection in
                let response = context.channel.allocator.buffer(bytes: handshake.response(date: HTTPDate.now()))
                context.writeAndFlush(wrapOutboundOut(response), promise: nil)
                opened(connection)
            }
        } catch {
            report(.handshakeRefused(peer: peer, reason: "\(error)"))
            context.close(promise: nil)
        }
    }

    private func finish(with handshake: ServerHandshake, _ context: ChannelHandlerContext) {
        phase = .over
        let response = context.channel.allocator.buffer(bytes: handshake.response(date: HTTPDate.now()))
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        let time = limits.closeTime
        context.writeAndFlush(wrapOutboundOut(response)).whenComplete { _ in
            // Half a close first: closing at once with bytes unread would reset the connection under the answer.
            let context = bound.value
            context.close(mode: .output, promise: nil)
            context.eventLoop.scheduleTask(in: time) { bound.value.close(promise: nil) }
        }
    }

    private func refuse(_ reason: String, _ context: ChannelHandlerContext) {
        if case .over = phase { return }
        phase = .over
        report(.handshakeRefused(peer: peer, reason: reason))
        context.close(promise: nil)
    }
}
