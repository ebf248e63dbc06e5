// SPDX-License-Identifier: Apache-2.0

/// A way in which a peer broke RFC 6455; each ends the connection with a close frame that says so.
package enum ProtocolViolation: Error, Hashable, Sendable {
    /// One of the three reserved bits is set although no extension was agreed.
    case reservedBits
    /// The opcode is one of the ten reserved ones.
    case unknownOpcode(UInt8)
    /// A control frame is fragmented or longer than 125 bytes.
    case invalidControlFrame
    /// A length is written in more bytes than it needs.
    case lengthNotShortest
    /// A continuation frame comes without a message to continue.
    case nothingToContinue
    /// A new message begins inside a fragmented one.
    case messageInsideMessage
    /// A server's frame is masked.
    case maskedByServer
    /// A message has more pieces than the limit.
    case tooManyFragments(limit: Int)
    /// A message is longer than the limit, in bytes.
    case messageTooLong(limit: Int)
    /// A text message, or the text of a close frame, is not UTF-8.
    case textNotUTF8
    /// A close frame holds one byte, or a code that may not be sent.
    case invalidCloseFrame

    /// What the close frame tells the peer.
    package var reason: CloseReason {
        switch self {
        case .reservedBits: CloseReason(.protocolError, "reserved bits are set, no extension was agreed")
        case .unknownOpcode(let code): CloseReason(.protocolError, "opcode \(code) is not known")
        case .invalidControlFrame: CloseReason(.protocolError, "a control frame is long or fragmented")
        case .lengthNotShortest: CloseReason(.protocolError, "a frame length is not in its shortest form")
        case .nothingToContinue: CloseReason(.protocolError, "a continuation without a message")
        case .messageInsideMessage: CloseReason(.protocolError, "a new message inside a fragmented one")
        case .maskedByServer: CloseReason(.protocolError, "a server does not mask its frames")
        case .tooManyFragments(let limit): CloseReason(.policyViolation, "a message of more than \(limit) fragments")
        case .messageTooLong(let limit): CloseReason(.messageTooLong, "a message of more than \(limit) bytes")
        case .textNotUTF8: CloseReason(.invalidText, "text is not UTF-8")
        case .invalidCloseFrame: CloseReason(.protocolError, "a close frame is malformed")
        }
    }
}
