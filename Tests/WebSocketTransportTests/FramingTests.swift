// SPDX-License-Identifier: Apache-2.0
import NIOCore
import Testing
import WebSocketTransport

@Suite("Frames")
struct FramingTests {
    /// Headers of each of the three length forms, as RFC 6455 §5.2 and the examples of its §5.7 write them.
    @Test(arguments: [
        (FrameHeader(opcode: .text, payloadLength: 5), [0x81, 0x05] as [UInt8]),
        (
            FrameHeader(opcode: .text, payloadLength: 5, maskingKey: MaskingKey(word: 0x3D21_FA37)),
            [0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D]
        ),
        (FrameHeader(isFinal: false, opcode: .text, payloadLength: 3), [0x01, 0x03]),
        (FrameHeader(opcode: .continuation, payloadLength: 2), [0x80, 0x02]),
        (FrameHeader(opcode: .ping, payloadLength: 5), [0x89, 0x05]),
        (FrameHeader(opcode: .binary, payloadLength: 125), [0x82, 125]),
        (FrameHeader(opcode: .binary, payloadLength: 126), [0x82, 126, 0, 126]),
        (FrameHeader(opcode: .binary, payloadLength: 256), [0x82, 0x7E, 0x01, 0x00]),
        (FrameHeader(opcode: .binary, payloadLength: 65_535), [0x82, 126, 0xFF, 0xFF]),
        (FrameHeader(opcode: .binary, payloadLength: 65_536), [0x82, 0x7F, 0, 0, 0, 0, 0, 1, 0, 0]),
    ])
    func headersAreTheWireForm(header: FrameHeader, bytes: [UInt8]) throws {
        var buffer = ByteBuffer()
        header.write(to: &buffer)
        #expect(Array(buffer.readableBytesView) == bytes)
        for length in 0..<bytes.count {
            var part = ByteBuffer(bytes: bytes.prefix(length))
            #expect(try FrameHeader.read(from: &part) == nil)
        }
        #expect(try FrameHeader.read(from: &buffer) == header)
        #expect(buffer.readableBytes == 0)
    }

    @Test("A masked payload is the RFC's example, and masking twice gives the bytes back from any offset")
    func masking() {
        let key = MaskingKey(word: 0x3D21_FA37)
        var hello = Array("Hello".utf8)
        hello.withUnsafeMutableBytes { key.apply(to: $0, offset: 0) }
        #expect(hello == [0x7F, 0x9F, 0x4D, 0x51, 0x58])
        let original = (0..<97).map { UInt8($0) }
        var whole = original
        whole.withUnsafeMutableBytes { key.apply(to: $0, offset: 0) }
        for cut in 0...97 {
            var parts = whole
            parts.withUnsafeMutableBytes { bytes in
                key.apply(to: UnsafeMutableRawBufferPointer(rebasing: bytes[..<cut]), offset: 0)
                key.apply(to: UnsafeMutableRawBufferPointer(rebasing: bytes[cut...]), offset: cut)
            }
            #expect(parts == original)
        }
    }

    /// Runs a reader over bytes in pieces of a size.
    private func events(
        _ bytes: [UInt8], piece: Int = .max, limit: Int = 1 << 20, isServer: Bool = true
    ) throws(ProtocolViolation) -> [FrameReader.Event] {
        var reader = FrameReader(limits: .init(messageBytes: limit, fragments: 8), acceptsMask: isServer)
        var events: [FrameReader.Event] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            var buffer = ByteBuffer(bytes: rest.prefix(piece))
            rest = rest.dropFirst(piece)
            while let event = try reader.next(&buffer) { events.append(event) }
            #expect(buffer.readableBytes == 0)
        }
        #expect(!reader.isInsideMessage)
        return events
    }

    /// A frame in clear, written by hand.
    private func frame(_ first: UInt8, _ payload: [UInt8]) -> [UInt8] {
        var buffer = ByteBuffer()
        buffer.writeInteger(first)
        switch payload.count {
        case ..<126: buffer.writeInteger(UInt8(payload.count))
        case ..<65_536:
            buffer.writeInteger(UInt8(126))
            buffer.writeInteger(UInt16(payload.count))
        default:
            buffer.writeInteger(UInt8(127))
            buffer.writeInteger(UInt64(payload.count))
        }
        return Array(buffer.readableBytesView) + payload
    }

    @Test("Messages come out the same however the bytes are cut", arguments: [1, 2, 3, 5, 7, 64, 1000, Int.max])
    func pieces(piece: Int) throws {
        let long = (0..<70_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let writer = FrameWriter(masks: true)
        let masked = writer.frame(.binary, long, allocator: ByteBufferAllocator())
        let bytes =
            frame(0x81, Array("é".utf8)) + frame(0x82, []) + Array(masked.readableBytesView)
            + frame(0x01, [0xC3]) + frame(0x89, [1, 2]) + frame(0x80, [0xA9]) + frame(0x8A, [])
            + frame(0x82, Array(long.prefix(300))) + frame(0x88, [0x03, 0xE8] + Array("bye".utf8))
        #expect(
            try events(bytes, piece: piece) == [
                .message(.text("é")), .message(.binary([])), .message(.binary(long)),
                // A character may be cut between fragments, and a ping may come between them.
                .ping([1, 2]), .message(.text("é")), .pong([]), .message(.binary(Array(long.prefix(300)))),
                .close(CloseReason(.normal, "bye")),
            ])
    }

    @Test(
        "Each breach of the rules is named",
        arguments: [
            ([0xC1, 0], .reservedBits), ([0x91, 0], .reservedBits), ([0x83, 0], .unknownOpcode(3)),
            ([0x8B, 0], .unknownOpcode(11)), ([0x09, 0], .invalidControlFrame),
            ([0x89, 126, 0, 126], .invalidControlFrame),
            ([0x82, 126, 0, 125], .lengthNotShortest), ([0x82, 127, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF], .lengthNotShortest),
            ([0x80, 0], .nothingToContinue), ([0x01, 0, 0x81, 0], .messageInsideMessage),
            ([0x82, 126, 0x04, 0x01], .messageTooLong(limit: 1024)),
            ([0x82, 127, 0, 0, 0x7F, 0, 0, 0, 0, 0], .messageTooLong(limit: 1024)),
            ([0x82, 127, 0x80, 0, 0, 0, 0, 0, 0, 0], .messageTooLong(limit: .max)),
            ([0x01, 0] + Array(repeating: [0, 0], count: 8).flatMap { $0 }, .tooManyFragments(limit: 8)),
            ([0x81, 1, 0xC3], .textNotUTF8), ([0x81, 2, 0xC0, 0x80], .textNotUTF8),
            ([0x81, 3, 0xED, 0xA0, 0x80], .textNotUTF8),
            ([0x88, 1, 3], .invalidCloseFrame), ([0x88, 2, 0x03, 0xED], .invalidCloseFrame),
            ([0x88, 2, 0x03, 0xE7], .invalidCloseFrame), ([0x88, 3, 0x03, 0xE8, 0xFF], .textNotUTF8),
        ] as [([UInt8], ProtocolViolation)])
    func breaches(bytes: [UInt8], violation: ProtocolViolation) {
        #expect(throws: violation) { try events(bytes, limit: 1024) }
    }

    @Test("A server's masked frame is refused, a client's unmasked one is taken as Brayns takes it")
    func masksByRole() throws {
        let masked: [UInt8] = [0x81, 0x81, 0, 0, 0, 0, 65]
        #expect(throws: ProtocolViolation.maskedByServer) { try events(masked, isServer: false) }
        #expect(try events([0x81, 1, 65], isServer: true) == [.message(.text("A"))])
        #expect(try events(masked, isServer: true) == [.message(.text("A"))])
    }

    @Test("A close reason fits in a control frame and is cut between characters")
    func closeReasons() throws {
        let reason = CloseReason(.normal, String(repeating: "é", count: 100))
        #expect(reason.payload.count == 124)
        #expect(try CloseReason(payload: reason.payload).text == String(repeating: "é", count: 61))
        #expect(CloseReason(.noneGiven, "x").payload == [])
        #expect(try CloseReason(payload: []) == CloseReason(.noneGiven))
    }
}
