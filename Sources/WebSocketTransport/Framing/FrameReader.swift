// SPDX-License-Identifier: Apache-2.0
import NIOCore

/// Puts messages together from bytes as they come, in pieces of any size.
///
/// A value: bytes in, events out, no clock and no socket. Payload bytes are copied once, from the socket's buffer into
/// their message, and unmasked there.
package struct FrameReader: Sendable {
    /// What a peer may send.
    package struct Limits: Hashable, Sendable {
        /// The longest message in bytes, all fragments together.
        package var messageBytes: Int
        /// The most fragments of one message.
        package var fragments: Int

        /// Limits of message size and fragment count.
        package init(messageBytes: Int, fragments: Int = 65_536) {
            self.messageBytes = messageBytes
            self.fragments = fragments
        }
    }

    /// What came in.
    package enum Event: Hashable, Sendable {
        /// A whole text or binary message.
        case message(WebSocketMessage)
        /// A ping with its payload, which the pong repeats.
        case ping([UInt8])
        /// A pong with its payload.
        case pong([UInt8])
        /// A close frame.
        case close(CloseReason)
    }

    /// Memory is reserved for a frame's announced length up to here; beyond, it grows with what really comes, so that
    /// a header alone costs little.
    private static let trustedReservation = 1 << 20

    private let limits: Limits
    private let acceptsMask: Bool
    /// The frame whose payload is being read, and how much of it came.
    private var frame: FrameHeader?
    private var received = 0
    /// The kind of the fragmented message under way.
    private var fragmentedKind: Opcode?
    private var fragments = 0
    private var message: [UInt8] = []
    private var control: [UInt8] = []
    /// The beginning of a header whose end has not come yet.
    private var partialHeader = ByteBuffer()

    /// A reader for one end of a connection.
    ///
    /// - Parameter acceptsMask: true for a server. A server takes unmasked frames too, as Brayns does.
    package init(limits: Limits, acceptsMask: Bool) {
        self.limits = limits
        self.acceptsMask = acceptsMask
    }

    /// Whether a message or frame has begun and not ended.
    package var isInsideMessage: Bool {
        frame != nil || fragmentedKind != nil || partialHeader.readableBytes > 0
    }

    /// Takes bytes from the front of `buffer` up to the next event, or all of them when there is none.
    ///
    /// - Throws: ``ProtocolViolation``; the reader must not be used afterwards.
    package mutating func next(_ buffer: inout ByteBuffer) throws(ProtocolViolation) -> Event? {
        while true {
            if frame == nil {
                guard let header = try readHeader(&buffer) else { return nil }
                try begin(header)
            }
            guard let current = frame else { return nil }
            let count = min(current.payloadLength - received, buffer.readableBytes)
            if count > 0 {
                if current.opcode.isControl {
                    Self.move(count, from: &buffer, to: &control, key: current.maskingKey, offset: received)
                } else {
                    Self.move(count, from: &buffer, to: &message, key: current.maskingKey, offset: received)
                }
                received += count
            }
            guard received == current.payloadLength else { return nil }
            frame = nil
            received = 0
            if let event = try end(current) { return event }
        }
    }

    private mutating func readHeader(_ buffer: inout ByteBuffer) throws(ProtocolViolation) -> FrameHeader? {
        let before = partialHeader.readableBytes
        if before == 0, let header = try FrameHeader.read(from: &buffer) { return header }
        let longest = 14
        var joined = partialHeader
        joined.writeBytes(buffer.readableBytesView.prefix(longest - before))
        let added = joined.readableBytes - before
        guard let header = try FrameHeader.read(from: &joined) else {
            buffer.moveReaderIndex(forwardBy: added)
            partialHeader = joined
            return nil
        }
        buffer.moveReaderIndex(forwardBy: joined.readerIndex - before)
        partialHeader = ByteBuffer()
        return header
    }

    private mutating func begin(_ header: FrameHeader) throws(ProtocolViolation) {
        if header.maskingKey != nil, !acceptsMask { throw .maskedByServer }
        if header.opcode.isControl {
            control.removeAll(keepingCapacity: true)
        } else {
            if header.opcode == .continuation {
                guard fragmentedKind != nil else { throw .nothingToContinue }
                fragments += 1
                guard fragments <= limits.fragments else { throw .tooManyFragments(limit: limits.fragments) }
            } else {
                guard fragmentedKind == nil else { throw .messageInsideMessage }
                fragments = 1
                if !header.isFinal { fragmentedKind = header.opcode }
            }
            guard header.payloadLength <= limits.messageBytes - message.count else {
                throw .messageTooLong(limit: limits.messageBytes)
            }
            if message.isEmpty { message.reserveCapacity(min(header.payloadLength, Self.trustedReservation)) }
        }
        frame = header
    }

    private mutating func end(_ header: FrameHeader) throws(ProtocolViolation) -> Event? {
        switch header.opcode {
        case .ping: return .ping(control)
        case .pong: return .pong(control)
        case .close: return .close(try CloseReason(payload: control))
        case .text, .binary, .continuation:
            guard header.isFinal else { return nil }
            let kind = fragmentedKind ?? header.opcode
            fragmentedKind = nil
            var whole: [UInt8] = []
            swap(&whole, &message)
            guard kind == .text else { return .message(.binary(whole)) }
            guard Self.isUTF8(whole) else { throw .textNotUTF8 }
            return .message(.text(whole))
        }
    }

    private static func isUTF8(_ bytes: [UInt8]) -> Bool {
        (try? UTF8Span(validating: bytes.span)) != nil
    }

    /// Appends `count` bytes, unmasked.
    private static func move(
        _ count: Int, from buffer: inout ByteBuffer, to bytes: inout [UInt8], key: MaskingKey?, offset: Int
    ) {
        let start = bytes.count
        buffer.readWithUnsafeReadableBytes { readable in
            bytes.append(contentsOf: readable[..<count])
            return count
        }
        if let key {
            bytes.withUnsafeMutableBytes { all in
                key.apply(to: UnsafeMutableRawBufferPointer(rebasing: all[start...]), offset: offset)
            }
        }
    }
}
