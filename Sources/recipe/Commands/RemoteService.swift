// SPDX-License-Identifier: Apache-2.0
import BraynsClient
import BraynsProtocol
import RecipeLanguage
import WebSocketTransport

/// A service at the other end of a socket.
struct RemoteService: Sendable {
    private let address: ServiceAddress
    private let tls: (any TLSContext)?

    /// - Parameters:
    ///   - uri: `ws://host:port` or `wss://host:port`.
    ///   - setting: the recipe's backend, for the certificates of `wss`.
    /// - Throws: `TransportError` for an address that is none, or certificates that cannot be read.
    init(uri: String, setting: BackendSetting?) throws {
        address = try ServiceAddress(uri)
        guard address.isSecure == true else {
            tls = nil
            return
        }
        var settings = TLSClientSettings()
        if let authority = setting?.certificateAuthority { settings.trust = .location(authority) }
        if let certificate = setting?.certificate, let key = setting?.privateKey {
            settings.identity = TLSIdentity(certificateFile: certificate, privateKeyFile: key)
        }
        tls = try OpenSSLContext(client: settings)
    }

    /// The URI without user, password and path.
    var location: String { (address.isSecure == true ? "wss://" : "ws://") + address.description }

    /// Connects and makes the handshakes.
    func connect() async throws -> Connection {
        let socket = try await WebSocketClient().connect(to: address, tls: tls)
        return Connection(RemoteTransport(WebSocketChannel(socket)))
    }
}
