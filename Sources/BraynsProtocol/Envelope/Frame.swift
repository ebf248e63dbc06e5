// SPDX-License-Identifier: Apache-2.0

/// What one WebSocket message carries: text, or bytes that begin with text.
///
/// A binary message is laid out as a little-endian 32-bit count N, N bytes of JSON text in UTF-8, and the payload up
/// to the end.
public enum Frame: Sendable, Equatable {
    case text([UInt8])
    case binary([UInt8])

    /// A frame of JSON text and payload: binary exactly when there is a payload, or `alwaysBinary`.
    public init(json: [UInt8], payload: [UInt8], alwaysBinary: Bool = false) {
        guard alwaysBinary || !payload.isEmpty else {
            self = .text(json)
            return
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(4 + json.count + payload.count)
        let count = UInt32(clamping: json.count)
        for shift in [0, 8, 16, 24] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: count >> shift)) }
        bytes += json
        bytes += payload
        self = .binary(bytes)
    }

    /// The JSON text and the payload.
    /// - Throws: ``RPCError`` with code -32700 where a binary frame is shorter than it says.
    public func parts() throws(RPCError) -> (json: [UInt8], payload: [UInt8]) {
        switch self {
        case .text(let bytes): return (bytes, [])
        case .binary(let bytes):
            guard bytes.count >= 4 else {
                throw .invalidJSON("Invalid binary packet, expected at least 4 bytes for the JSON size.")
            }
            let count = bytes[..<4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
            guard count <= bytes.count - 4 else {
                throw .invalidJSON("Invalid binary packet, JSON size too bi: \(count)")
            }
            let end = 4 + Int(count)
            return (Array(bytes[4..<end]), Array(bytes[end...]))
        }
    }
}
