// SPDX-License-Identifier: Apache-2.0
import NIOCore

/// Writes frames for one end of a connection: a client masks, a server does not.
package struct FrameWriter: Sendable {
    private let masks: Bool

    /// A writer.
    ///
    /// - Parameter masks: true for a client, whose frames a strict server would otherwise drop.
    package init(masks: Bool) {
        self.masks = masks
    }

    /// One final frame with the whole payload.
    package func frame(_ opcode: Opcode, _ payload: [UInt8], allocator: ByteBufferAllocator) -> ByteBuffer {
        let key = masks ? MaskingKey.random() : nil
        let header = FrameHeader(opcode: opcode, payloadLength: payload.count, maskingKey: key)
        var buffer = allocator.buffer(capacity: payload.count + 14)
        header.write(to: &buffer)
        let start = buffer.writerIndex
        buffer.writeBytes(payload)
        if let key {
            buffer.withVeryUnsafeMutableBytes { all in
                let end = start + payload.count
                key.apply(to: UnsafeMutableRawBufferPointer(rebasing: all[start..<end]), offset: 0)
            }
        }
        return buffer
    }
}
