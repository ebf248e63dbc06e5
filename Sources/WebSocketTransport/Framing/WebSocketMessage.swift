// SPDX-License-Identifier: Apache-2.0

/// A whole message, put together from its frames.
package enum WebSocketMessage: Hashable, Sendable {
    /// Text; the bytes are valid UTF-8.
    case text([UInt8])
    /// Any bytes.
    case binary([UInt8])

    /// The UTF-8 form of a text.
    package static func text(_ string: String) -> WebSocketMessage {
        .text(Array(string.utf8))
    }

    /// The content, without its kind.
    package var bytes: [UInt8] {
        switch self {
        case .text(let bytes), .binary(let bytes): bytes
        }
    }

    /// The opcode of a frame that holds the whole message.
    var opcode: Opcode {
        switch self {
        case .text: .text
        case .binary: .binary
        }
    }
}
