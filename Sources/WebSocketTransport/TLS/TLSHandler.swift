// SPDX-License-Identifier: Apache-2.0
import NIOCore

/// Stands between a socket and the clear bytes of a TLS connection.
///
/// It keeps back what is written before the handshake is over, encrypts no faster than the socket takes, and tells an
/// orderly end (close_notify) from a cut.
final class TLSHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private enum Phase {
        case handshake
        case established
        /// The peer has ended TLS in order.
        case peerEnded
        /// We have ended it, or it failed.
        case over
    }

    private let session: OpenSSLSession
    private var phase = Phase.handshake
    private var clear = CircularBuffer<(buffer: ByteBuffer, promise: EventLoopPromise<Void>?)>()
    private var isEncrypting = false

    init(session: OpenSSLSession) {
        self.session = session
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { proceed(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        proceed(context)
        context.fireChannelActive()
    }

    // MARK: Bytes in

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard phase == .handshake || phase == .established else { return }
        var bytes = unwrapInboundIn(data)
        session.feed(&bytes)
        proceed(context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        let isCut = phase == .handshake || phase == .established
        let wasHandshake = phase == .handshake
        phase = .over
        failClear(TransportError(.closed, "the connection is closed", address: session.peer))
        if isCut {
            context.fireErrorCaught(
                TransportError(
                    .closed, wasHandshake ? "the connection was closed during the TLS handshake" : "TLS was cut off",
                    address: session.peer,
                    remedy: wasHandshake && !session.isServer ? "check that the service speaks TLS" : nil))
        }
        context.fireChannelInactive()
    }

    private func proceed(_ context: ChannelHandlerContext) {
        do {
            if phase == .handshake {
                guard try session.handshake() == .done else {
                    send(context)
                    return
                }
                phase = .established
                send(context)
                context.fireUserInboundEventTriggered(TLSEvent.established)
                try encrypt(context)
            }
            while phase == .established {
                var buffer = context.channel.allocator.buffer(capacity: 65_536)
                var progress = OpenSSLSession.Progress.done
                while progress == .done, buffer.writableBytes >= 16_384 {
                    progress = try session.read(into: &buffer)
                }
                if buffer.readableBytes > 0 { context.fireChannelRead(wrapInboundOut(buffer)) }
                if progress == .ended, phase == .established {
                    phase = .peerEnded
                    session.shutdown()
                    send(context)
                    context.close(promise: nil)
                }
                if progress != .done { break }
            }
            // Reading can ask for an answer, such as a change of keys.
            if phase == .established { send(context) }
        } catch {
            fail(error, context)
        }
    }

    // MARK: Bytes out

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard phase == .handshake || phase == .established else {
            promise?.fail(TransportError(.closed, "the connection is closed", address: session.peer))
            return
        }
        clear.append((unwrapOutboundIn(data), promise))
    }

    func flush(context: ChannelHandlerContext) {
        pump(context)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        pump(context)
        context.fireChannelWritabilityChanged()
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        if mode != .input, phase == .established {
            session.shutdown()
            send(context)
            phase = .over
            failClear(TransportError(.closed, "the connection is closed", address: session.peer))
        }
        context.close(mode: mode, promise: promise)
    }

    private func pump(_ context: ChannelHandlerContext) {
        guard phase == .established else { return }
        do {
            try encrypt(context)
        } catch {
            fail(error, context)
        }
    }

    /// Encrypts while the socket's queue has room; the rest waits for the next change of writability.
    private func encrypt(_ context: ChannelHandlerContext) throws(TransportError) {
        // Writing changes the writability, which calls this again: order is kept by one loop at a time.
        guard !isEncrypting else { return }
        isEncrypting = true
        defer { isEncrypting = false }
        var wrote: Bool
        repeat {
            wrote = false
            while phase == .established, context.channel.isWritable, let next = clear.popFirst() {
                var buffer = next.buffer
                do {
                    try encryptSomeRecords(of: &buffer)
                } catch {
                    next.promise?.fail(error)
                    throw error
                }
                let isAll = buffer.readableBytes == 0
                if !isAll { clear.prepend((buffer, next.promise)) }
                if let bytes = session.drain(context.channel.allocator) {
                    context.write(wrapOutboundOut(bytes), promise: isAll ? next.promise : nil)
                    wrote = true
                } else {
                    if isAll { next.promise?.succeed() } else { break }
                }
            }
            if wrote { context.flush() }
        } while wrote && !clear.isEmpty && phase == .established && context.channel.isWritable
    }

    /// Some records at a time, so that the queue's mark is heeded within a long message too.
    private func encryptSomeRecords(of buffer: inout ByteBuffer) throws(TransportError) {
        var records = 16
        while records > 0, buffer.readableBytes > 0, try session.write(&buffer) == .done { records -= 1 }
    }

    private func send(_ context: ChannelHandlerContext) {
        guard let bytes = session.drain(context.channel.allocator) else { return }
        context.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
    }

    private func fail(_ error: TransportError, _ context: ChannelHandlerContext) {
        guard phase != .over else { return }
        phase = .over
        // The alert tells the peer why.
        send(context)
        failClear(error)
        context.fireErrorCaught(error)
        context.close(promise: nil)
    }

    private func failClear(_ error: TransportError) {
        while let (_, promise) = clear.popFirst() { promise?.fail(error) }
    }
}
