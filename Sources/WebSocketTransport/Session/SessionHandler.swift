// SPDX-License-Identifier: Apache-2.0
import NIOCore

/// Carries out on a socket what ``WebSocketSession`` decides, and watches the peer's pace.
final class SessionHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = Never
    typealias OutboundIn = WebSocketConnection.Command
    typealias OutboundOut = ByteBuffer

    private let connection: WebSocketConnection
    private let inbox: Inbox
    private let limits: ConnectionLimits
    private let isServer: Bool
    private let writer: FrameWriter
    private var session: WebSocketSession

    /// A read that was asked for while none was wanted.
    private var isReadHeld = false
    private var isInboxFull = false
    private var wroteControlFrame = false
    private var watch: RepeatedTask?
    private var lastByteAt = NIODeadline.now()
    private var lastSendProgressAt = NIODeadline.now()
    private var lastBacklog = 0
    private var closeBy: NIODeadline?

    init(connection: WebSocketConnection, inbox: Inbox, limits: ConnectionLimits, isServer: Bool) {
        self.connection = connection
        self.inbox = inbox
        self.limits = limits
        self.isServer = isServer
        writer = FrameWriter(masks: !isServer)
        session = WebSocketSession(
            limits: FrameReader.Limits(messageBytes: limits.messageBytes), isServer: isServer)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        let eventLoop = context.eventLoop
        inbox.onResume {
            eventLoop.execute {
                let (handler, context) = bound.value
                handler.isInboxFull = false
                handler.readIfWanted(context)
            }
        }
        let shortest = min(limits.messageStallTime, limits.sendStallTime, limits.closeTime)
        let period = TimeAmount.nanoseconds(max(shortest.nanoseconds / 4, 1_000_000))
        watch = eventLoop.scheduleRepeatedTask(initialDelay: period, delay: period) { _ in
            let (handler, context) = bound.value
            handler.check(context)
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        watch?.cancel()
        watch = nil
    }

    // MARK: Bytes in

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var buffer = unwrapInboundIn(data)
        lastByteAt = .now()
        while let action = session.receive(&buffer) {
            switch action {
            case .deliver(let message):
                if !inbox.put(message) { isInboxFull = true }
            case .send(let opcode, let payload):
                write(opcode, payload, context)
            case .closeAndEnd(let payload, let reason):
                connection.ended(reason)
                write(.close, payload, context)
                // The peer closes first where it can: closing with its bytes unread would reset the connection and
                // could destroy our frame on its way.
                closeBy = .now() + limits.closeTime
                if isServer, reason.code == .normal || reason.code == .goingAway || reason.code == .noneGiven {
                    context.flush()
                    context.close(promise: nil)
                }
            case .end(let reason):
                connection.ended(reason)
                context.close(promise: nil)
            }
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if wroteControlFrame {
            wroteControlFrame = false
            context.flush()
        }
    }

    func read(context: ChannelHandlerContext) {
        isReadHeld = true
        readIfWanted(context)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        readIfWanted(context)
        context.fireChannelWritabilityChanged()
    }

    /// A server takes no more requests from a peer that does not read its replies; a client always reads, or the two
    /// could wait for one another.
    private func readIfWanted(_ context: ChannelHandlerContext) {
        guard isReadHeld, !isInboxFull, !isServer || context.channel.isWritable else { return }
        isReadHeld = false
        lastByteAt = .now()
        context.read()
    }

    func channelInactive(context: ChannelHandlerContext) {
        session.socketEnded()
        connection.ended(CloseReason(.abnormal, "the connection broke"))
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        connection.ended(CloseReason(.abnormal, "\(error)"))
        context.close(promise: nil)
    }

    // MARK: Messages out

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .send(let message):
            guard session.isOpen else {
                promise?.fail(connection.closedError)
                return
            }
            let frame = writer.frame(message.opcode, message.bytes, allocator: context.channel.allocator)
            context.write(wrapOutboundOut(frame), promise: promise)
        case .close(let reason):
            if let payload = session.close(reason) {
                write(.close, payload, context, startsDeadline: true)
            }
            promise?.succeed()
        }
    }

    private func write(
        _ opcode: Opcode, _ payload: [UInt8], _ context: ChannelHandlerContext, startsDeadline: Bool = false
    ) {
        let frame = writer.frame(opcode, payload, allocator: context.channel.allocator)
        var written: EventLoopPromise<Void>?
        if startsDeadline {
            // Messages that were given before go first; how long they take is another limit's business.
            let promise = context.eventLoop.makePromise(of: Void.self)
            let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
            promise.futureResult.whenSuccess {
                bound.value.closeBy = .now() + bound.value.limits.closeTime
            }
            written = promise
        }
        context.write(wrapOutboundOut(frame), promise: written)
        wroteControlFrame = true
    }

    // MARK: Pace

    private func check(_ context: ChannelHandlerContext) {
        let now = NIODeadline.now()
        if let closeBy, now >= closeBy {
            connection.ended(CloseReason(.abnormal, "the closing handshake was not answered"))
            context.close(promise: nil)
            return
        }
        let unsent = (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
        // Any change counts as progress: new messages do not hide a stalled peer for long, they fill the queue.
        let backlog = connection.outboundBytes &+ unsent
        if backlog == 0 || backlog != lastBacklog { lastSendProgressAt = now }
        lastBacklog = backlog
        if now - lastSendProgressAt > limits.sendStallTime {
            connection.ended(CloseReason(.policyViolation, "nothing was read for too long"))
            context.close(promise: nil)
        } else if session.isInsideMessage, !isReadHeld, now - lastByteAt > limits.messageStallTime {
            let reason = CloseReason(.policyViolation, "a message began and did not go on")
            if let payload = session.close(reason) {
                connection.ended(reason)
                write(.close, payload, context)
                context.flush()
            }
            context.close(promise: nil)
        }
    }
}
