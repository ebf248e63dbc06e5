// SPDX-License-Identifier: Apache-2.0
import NIOCore

/// Which authorities may vouch for a peer.
package enum TLSTrust: Hashable, Sendable {
    /// Those of the system's store.
    case system
    /// Those of one PEM file, or of a folder prepared by `openssl rehash`.
    case location(String)
}

/// A certificate with its private key, in PEM files.
package struct TLSIdentity: Hashable, Sendable {
    /// The certificate, followed by those between it and its authority.
    package var certificateFile: String
    /// The private key.
    package var privateKeyFile: String
    /// What the private key is encrypted with; empty when it is not.
    package var passphrase: String

    /// An identity in two files.
    package init(certificateFile: String, privateKeyFile: String, passphrase: String = "") {
        self.certificateFile = certificateFile
        self.privateKeyFile = privateKeyFile
        self.passphrase = passphrase
    }
}

/// What a client needs for TLS. The server's certificate and name are always verified.
package struct TLSClientSettings: Hashable, Sendable {
    /// Who may vouch for the server.
    package var trust: TLSTrust
    /// What the client shows when it is asked.
    package var identity: TLSIdentity?

    /// Settings; by default the system's authorities and no certificate.
    package init(trust: TLSTrust = .system, identity: TLSIdentity? = nil) {
        self.trust = trust
        self.identity = identity
    }
}

/// What a server needs for TLS.
package struct TLSServerSettings: Hashable, Sendable {
    /// What the server shows.
    package var identity: TLSIdentity
    /// Who may vouch for clients; nil asks for no certificate, as Brayns does.
    package var clientTrust: TLSTrust?

    /// Settings; by default clients are not asked for a certificate.
    package init(identity: TLSIdentity, clientTrust: TLSTrust? = nil) {
        self.identity = identity
        self.clientTrust = clientTrust
    }
}

/// The seam to an implementation of TLS: one object for each set of settings, one handler for each connection.
///
/// The handler stands nearest to the socket. It fires ``TLSEvent/established`` when the peer is known, and errors as
/// ``TransportError``.
package protocol TLSContext: Sendable {
    /// The handler of a client's connection.
    ///
    /// - Parameter host: the name or IP address that the certificate must be for.
    func clientHandler(host: String, peer: String) throws(TransportError) -> any ChannelHandler
    /// The handler of an accepted connection.
    func serverHandler(peer: String) throws(TransportError) -> any ChannelHandler
}

/// What a TLS handler tells those after it.
package enum TLSEvent: Hashable, Sendable {
    /// The handshake is over and the peer is who it should be.
    case established
}
