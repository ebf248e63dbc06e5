// SPDX-License-Identifier: Apache-2.0

/// Why a connection could not be made or kept: what happened, with whom, and what helps.
public struct TransportError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of failure; the raw values are stable.
    public enum Code: String, Sendable, CaseIterable {
        /// The address is not `host:port`, `ws://host:port` or `wss://host:port`.
        case invalidAddress = "invalid-address"
        /// The host name has no address.
        case unknownHost = "unknown-host"
        /// Nothing listens, or the network does not lead there.
        case unreachable
        /// The address to listen on is taken or not ours.
        case cannotListen = "cannot-listen"
        /// No answer in time; a service with all its slots taken does not answer.
        case timeout
        /// The peer closed the connection, or it broke.
        case closed
        /// The peer does not speak WebSocket, or broke its rules.
        case protocolError = "protocol-error"
        /// The peer speaks TLS on a connection that is not encrypted on this side.
        case peerSpeaksTLS = "peer-speaks-tls"
        /// The peer does not speak TLS.
        case peerSpeaksPlain = "peer-speaks-plain"
        /// The certificate is out of date, or not yet valid.
        case certificateExpired = "certificate-expired"
        /// The certificate is for another host.
        case certificateForOtherHost = "certificate-for-other-host"
        /// The certificate was signed by nobody that is trusted.
        case certificateNotTrusted = "certificate-not-trusted"
        /// The peer refused our certificate, or asks for one.
        case certificateRefused = "certificate-refused"
        /// Any other failure of TLS.
        case tls
        /// A certificate, key or CA could not be read.
        case invalidCredentials = "invalid-credentials"
        /// A message is longer than the limit.
        case messageTooLong = "message-too-long"
        /// The peer does not read what is sent to it.
        case peerDoesNotRead = "peer-does-not-read"
        /// The caller gave up.
        case cancelled
    }

    /// The kind of failure.
    public var code: Code
    /// What happened, one sentence without a full stop.
    public var summary: String
    /// The peer or address it happened with.
    public var address: String
    /// What helps, or nil.
    public var remedy: String?

    /// An error with all its parts.
    package init(_ code: Code, _ summary: String, address: String, remedy: String? = nil) {
        self.code = code
        self.summary = summary
        self.address = address
        self.remedy = remedy
    }

    /// One line for people.
    public var description: String {
        let place = address.isEmpty ? summary : "\(address): \(summary)"
        return remedy.map { "\(place); \($0)" } ?? place
    }
}
