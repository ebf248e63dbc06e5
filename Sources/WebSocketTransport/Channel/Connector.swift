// SPDX-License-Identifier: Apache-2.0
import BraynsClient
import BraynsProtocol
import NIOConcurrencyHelpers
import NIOCore

/// Makes connections to one service.
///
/// ```swift
/// let connection = try await Connector("localhost:5000").connect()
/// ```
public struct Connector: Sendable {
    /// `host:port`, `ws://host:port` or `wss://host:port`.
    public var uri: String
    /// Speaks TLS also where the URI does not say so.
    public var isSecure: Bool
    /// A PEM file or a folder with the authorities that may vouch for the service; nil for the system's.
    public var authorities: String?
    /// What the service is shown when it asks for a certificate: PEM files of it and its key.
    public var certificate: (file: String, privateKeyFile: String, passphrase: String)?
    /// How many times to try while nobody listens or answers; nil for ever.
    public var attempts: Int?
    /// The pause between attempts.
    public var period: Duration
    /// How long one attempt may take.
    public var timeout: Duration

    /// A connector; by default one attempt of ten seconds.
    public init(
        _ uri: String, isSecure: Bool = false, authorities: String? = nil,
        certificate: (file: String, privateKeyFile: String, passphrase: String)? = nil, attempts: Int? = 1,
        period: Duration = .milliseconds(100), timeout: Duration = .seconds(10)
    ) {
        self.uri = uri
        self.isSecure = isSecure
        self.authorities = authorities
        self.certificate = certificate
        self.attempts = attempts
        self.period = period
        self.timeout = timeout
    }

    /// Connects; the certificate and the host name of a service that speaks TLS are verified.
    ///
    /// - Throws: ``TransportError``; its code says what went wrong, its remedy what helps.
    public func connect() async throws(TransportError) -> Connection {
        Connection(try await transport())
    }

    /// Connects for long: when the connection is lost, the next call connects again, with the same attempts.
    ///
    /// - Throws: ``TransportError`` when the first connection fails; later ones fail the call that asked for them.
    public func connectForLong() async throws(TransportError) -> Connection {
        let first = try await transport()
        let unused = NIOLockedValueBox<RemoteTransport?>(first)
        return Connection(
            ReconnectingTransport {
                let waiting = unused.withLockedValue { first in
                    defer { first = nil }
                    return first
                }
                if let waiting { return waiting }
                return try await transport()
            })
    }

    private func transport() async throws(TransportError) -> RemoteTransport {
        RemoteTransport(WebSocketChannel(try await open()))
    }

    /// Connects and gives the bare connection.
    package func open() async throws(TransportError) -> WebSocketConnection {
        let address = try ServiceAddress(uri)
        let tls = try context(isSecure: address.isSecure ?? isSecure)
        let nanoseconds = Int64(clamping: Int(min(max(timeout / .nanoseconds(1), 1), 1e18)))
        let client = WebSocketClient(limits: ConnectionLimits(handshakeTime: .nanoseconds(nanoseconds)))
        var attempt = 1
        while true {
            do {
                return try await client.connect(to: address, tls: tls)
            } catch {
                let mayHelp = [.unreachable, .timeout, .closed].contains(error.code)
                if !mayHelp || attempt >= attempts ?? .max { throw error }
            }
            attempt += 1
            do {
                try await Task.sleep(for: period)
            } catch {
                throw TransportError(.cancelled, "connecting was cancelled", address: uri)
            }
        }
    }

    private func context(isSecure: Bool) throws(TransportError) -> (any TLSContext)? {
        guard isSecure else { return nil }
        let identity = certificate.map {
            TLSIdentity(certificateFile: $0.file, privateKeyFile: $0.privateKeyFile, passphrase: $0.passphrase)
        }
        let trust = authorities.map { TLSTrust.location($0) } ?? .system
        return try OpenSSLContext(client: TLSClientSettings(trust: trust, identity: identity))
    }
}
