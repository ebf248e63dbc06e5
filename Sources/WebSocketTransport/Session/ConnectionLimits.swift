// SPDX-License-Identifier: Apache-2.0
import NIOCore

/// How much one peer may ask of this process, and how long it may take.
package struct ConnectionLimits: Hashable, Sendable {
    /// The longest message either way in bytes; at most 2³¹−1, Brayns' own limit.
    package var messageBytes: Int
    /// What may wait to be sent, in bytes. One message is always accepted when nothing waits.
    package var outboundBytes: Int
    /// From the connection to the end of the handshake, TLS included.
    package var handshakeTime: TimeAmount
    /// A message that has begun must bring a byte in this time.
    package var messageStallTime: TimeAmount
    /// What waits to be sent must shrink in this time.
    package var sendStallTime: TimeAmount
    /// From our close frame to the peer's; also how long bytes are drained after a violation.
    package var closeTime: TimeAmount

    /// Limits; the defaults suit a service on a trusted network that must survive any client.
    package init(
        messageBytes: Int = Int(Int32.max), outboundBytes: Int = 256 << 20, handshakeTime: TimeAmount = .seconds(10),
        messageStallTime: TimeAmount = .seconds(60), sendStallTime: TimeAmount = .seconds(60),
        closeTime: TimeAmount = .seconds(1)
    ) {
        self.messageBytes = min(max(messageBytes, 125), Int(Int32.max))
        self.outboundBytes = outboundBytes
        self.handshakeTime = handshakeTime
        self.messageStallTime = messageStallTime
        self.sendStallTime = sendStallTime
        self.closeTime = closeTime
    }
}
