// SPDX-License-Identifier: Apache-2.0

/// The kinds of frame of RFC 6455 §5.2; the other ten values of the four bits are reserved and refused.
package enum Opcode: UInt8, Sendable, CaseIterable {
    /// The next piece of a fragmented message.
    case continuation = 0x0
    /// A message, or the first piece of one, of UTF-8 text.
    case text = 0x1
    /// A message, or the first piece of one, of bytes.
    case binary = 0x2
    /// The start, or the answer, of the closing handshake.
    case close = 0x8
    /// A question whether the peer is alive.
    case ping = 0x9
    /// The answer to a ping.
    case pong = 0xA

    /// Whether the frame steers the connection: such a frame is whole and holds at most 125 bytes (RFC 6455 §5.5).
    package var isControl: Bool { rawValue & 0x8 != 0 }
}
