// SPDX-License-Identifier: Apache-2.0
import NIOCore

/// What stands before a frame's payload: 2 to 14 bytes (RFC 6455 §5.2).
package struct FrameHeader: Hashable, Sendable {
    /// Whether this frame ends its message.
    package var isFinal: Bool
    /// The kind of frame.
    package var opcode: Opcode
    /// The payload's size in bytes.
    package var payloadLength: Int
    /// The key by which the payload is masked, or nil when it is in clear.
    package var maskingKey: MaskingKey?

    /// A header with all its parts.
    package init(isFinal: Bool = true, opcode: Opcode, payloadLength: Int, maskingKey: MaskingKey? = nil) {
        self.isFinal = isFinal
        self.opcode = opcode
        self.payloadLength = payloadLength
        self.maskingKey = maskingKey
    }

    /// Appends the header in its shortest form, the only one that the RFC allows.
    package func write(to buffer: inout ByteBuffer) {
        buffer.writeInteger(opcode.rawValue | (isFinal ? 0x80 : 0))
        let maskBit: UInt8 = maskingKey == nil ? 0 : 0x80
        switch payloadLength {
        case ..<126:
            buffer.writeInteger(UInt8(truncatingIfNeeded: payloadLength) | maskBit)
        case ..<0x1_0000:
            buffer.writeInteger(126 | maskBit)
            buffer.writeInteger(UInt16(truncatingIfNeeded: payloadLength))
        default:
            buffer.writeInteger(127 | maskBit)
            buffer.writeInteger(UInt64(payloadLength))
        }
        if let maskingKey {
            buffer.writeInteger(maskingKey.word, endianness: .little)
        }
    }

    /// Takes a header from the front of a buffer, or nothing while it is not all there.
    ///
    /// - Throws: ``ProtocolViolation`` for reserved bits and opcodes, long or fragmented control frames, and lengths
    ///   that are not in their shortest form or have the top bit set.
    package static func read(from buffer: inout ByteBuffer) throws(ProtocolViolation) -> FrameHeader? {
        let start = buffer.readerIndex
        guard let first = buffer.getInteger(at: start, as: UInt8.self) else { return nil }
        guard first & 0x70 == 0 else { throw .reservedBits }
        guard let opcode = Opcode(rawValue: first & 0x0F) else { throw .unknownOpcode(first & 0x0F) }
        guard let second = buffer.getInteger(at: start + 1, as: UInt8.self) else { return nil }
        let isFinal = first & 0x80 != 0
        let short = Int(second & 0x7F)
        if opcode.isControl, !isFinal || short > 125 { throw .invalidControlFrame }

        var size = 2
        var length = short
        if short == 126 {
            guard let value = buffer.getInteger(at: start + size, as: UInt16.self) else { return nil }
            guard value >= 126 else { throw .lengthNotShortest }
            length = Int(value)
            size += 2
        } else if short == 127 {
            guard let value = buffer.getInteger(at: start + size, as: UInt64.self) else { return nil }
            guard value >= 0x1_0000 else { throw .lengthNotShortest }
            guard let fitting = Int(exactly: value) else { throw .messageTooLong(limit: Int.max) }
            length = fitting
            size += 8
        }
        var key: MaskingKey?
        if second & 0x80 != 0 {
            guard let word = buffer.getInteger(at: start + size, endianness: .little, as: UInt32.self) else {
                return nil
            }
            key = MaskingKey(word: word)
            size += 4
        }
        buffer.moveReaderIndex(forwardBy: size)
        return FrameHeader(isFinal: isFinal, opcode: opcode, payloadLength: length, maskingKey: key)
    }
}
