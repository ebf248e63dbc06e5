// SPDX-License-Identifier: Apache-2.0

/// Why a connection is closed, as its close frame says (RFC 6455 §7.4).
package struct CloseCode: RawRepresentable, Hashable, Sendable {
    /// The number on the wire.
    package let rawValue: UInt16

    /// A code of any number; see ``isValidOnWire``.
    package init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// The purpose of the connection is fulfilled.
    package static let normal = CloseCode(rawValue: 1000)
    /// The end point goes down.
    package static let goingAway = CloseCode(rawValue: 1001)
    /// The peer broke the protocol.
    package static let protocolError = CloseCode(rawValue: 1002)
    /// The close frame held no code; never sent.
    package static let noneGiven = CloseCode(rawValue: 1005)
    /// The connection ended without a close frame; never sent.
    package static let abnormal = CloseCode(rawValue: 1006)
    /// A text message was not UTF-8.
    package static let invalidText = CloseCode(rawValue: 1007)
    /// The peer does what the end point does not allow, such as never reading.
    package static let policyViolation = CloseCode(rawValue: 1008)
    /// A message is longer than the end point takes.
    package static let messageTooLong = CloseCode(rawValue: 1009)
    /// The server met a condition that it did not expect.
    package static let internalError = CloseCode(rawValue: 1011)

    /// Whether a close frame may hold this code (RFC 6455 §7.4.1 and the registry it opens).
    package var isValidOnWire: Bool {
        switch rawValue {
        case 1000...1003, 1007...1014, 3000...4999: true
        default: false
        }
    }
}

/// What a close frame holds: a code and a short text for people.
package struct CloseReason: Hashable, Sendable {
    /// The code; ``CloseCode/noneGiven`` stands for an empty close frame.
    package var code: CloseCode
    /// The text, at most 123 bytes of UTF-8 on the wire.
    package var text: String

    /// A reason of a code and a text.
    package init(_ code: CloseCode, _ text: String = "") {
        self.code = code
        self.text = text
    }

    /// The payload of the close frame, cut at a character where the text is too long.
    package var payload: [UInt8] {
        guard code != .noneGiven else { return [] }
        var bytes: [UInt8] = [UInt8(code.rawValue >> 8), UInt8(code.rawValue & 0xFF)]
        for character in text {
            let encoded = Array(String(character).utf8)
            guard bytes.count + encoded.count <= 125 else { break }
            bytes += encoded
        }
        return bytes
    }

    /// Reads the payload of a close frame.
    ///
    /// - Throws: ``ProtocolViolation`` for a single byte, a code that may not be sent, or a text that is not UTF-8.
    package init(payload: [UInt8]) throws(ProtocolViolation) {
        guard !payload.isEmpty else {
            self.init(.noneGiven)
            return
        }
        guard payload.count >= 2 else { throw .invalidCloseFrame }
        let code = CloseCode(rawValue: UInt16(payload[0]) << 8 | UInt16(payload[1]))
        guard code.isValidOnWire else { throw .invalidCloseFrame }
        guard let text = String(validating: payload[2...], as: UTF8.self) else { throw .textNotUTF8 }
        self.init(code, text)
    }
}
