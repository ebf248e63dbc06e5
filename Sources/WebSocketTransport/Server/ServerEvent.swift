// SPDX-License-Identifier: Apache-2.0

/// What happens at a server besides messages, for its log.
package enum ServerEvent: Hashable, Sendable, CustomStringConvertible {
    /// A connection did not become a WebSocket.
    case handshakeRefused(peer: String, reason: String)
    /// A client waits for a slot.
    case waiting(peer: String)
    /// A connection was closed because there are too many.
    case tooManyConnections(peer: String)

    /// One line for people.
    package var description: String {
        switch self {
        case .handshakeRefused(let peer, let reason): "Connection from \(peer) refused: \(reason)."
        case .waiting(let peer): "Client \(peer) waits for a slot, all are taken."
        case .tooManyConnections(let peer): "Connection from \(peer) closed: too many connections."
        }
    }
}
