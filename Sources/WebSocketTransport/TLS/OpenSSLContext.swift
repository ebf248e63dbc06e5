// SPDX-License-Identifier: Apache-2.0
import COpenSSL
import NIOCore

/// TLS by the system's OpenSSL, version 1.2 at least.
package final class OpenSSLContext: TLSContext {
    /// A pointer whose target OpenSSL counts references of and locks by itself.
    private struct Handle: @unchecked Sendable {
        let pointer: OpaquePointer
    }

    /// `SSL_OP_NO_RENEGOTIATION`, a macro that Swift cannot import: a peer may not start the handshake again at will.
    private static let noRenegotiation = UInt64(1) << 30

    private let handle: Handle

    /// A context for clients.
    ///
    /// - Throws: ``TransportError`` `invalidCredentials` when a file cannot be used.
    package init(client settings: TLSClientSettings) throws(TransportError) {
        let context = try Self.makeContext(TLS_client_method())
        handle = Handle(pointer: context)
        try Self.load(settings.trust, into: context)
        if let identity = settings.identity { try Self.load(identity, into: context) }
        SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nil)
    }

    /// A context for servers.
    ///
    /// - Throws: ``TransportError`` `invalidCredentials` when a file cannot be used.
    package init(server settings: TLSServerSettings) throws(TransportError) {
        let context = try Self.makeContext(TLS_server_method())
        handle = Handle(pointer: context)
        try Self.load(settings.identity, into: context)
        if let trust = settings.clientTrust {
            try Self.load(trust, into: context)
            SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nil)
        }
        // A session is not resumed here, and tickets that nobody reads reset short connections.
        SSL_CTX_set_num_tickets(context, 0)
    }

    deinit {
        SSL_CTX_free(handle.pointer)
    }

    package func clientHandler(host: String, peer: String) throws(TransportError) -> any ChannelHandler {
        TLSHandler(session: try OpenSSLSession(context: handle.pointer, role: .client(host: host), peer: peer))
    }

    package func serverHandler(peer: String) throws(TransportError) -> any ChannelHandler {
        TLSHandler(session: try OpenSSLSession(context: handle.pointer, role: .server, peer: peer))
    }

    private static func makeContext(_ method: OpaquePointer?) throws(TransportError) -> OpaquePointer {
        ERR_clear_error()
        guard let context = SSL_CTX_new(method) else {
            throw TransportError(.tls, "OpenSSL cannot start: \(OpenSSLReason.take().text)", address: "")
        }
        SSL_CTX_ctrl(context, SSL_CTRL_SET_MIN_PROTO_VERSION, Int(TLS1_2_VERSION), nil)
        // A write may go on from other memory, and in parts: the pieces of a long message are encrypted one by one.
        let mode = SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS
        SSL_CTX_ctrl(context, SSL_CTRL_MODE, Int(mode), nil)
        SSL_CTX_set_options(context, noRenegotiation)
        return context
    }

    private static func load(_ trust: TLSTrust, into context: OpaquePointer) throws(TransportError) {
        ERR_clear_error()
        switch trust {
        case .system:
            guard SSL_CTX_set_default_verify_paths(context) == 1 else {
                throw TransportError(
                    .invalidCredentials, "the system's certificates cannot be read: \(OpenSSLReason.take().text)",
                    address: "")
            }
        case .location(let path):
            let isLoaded =
                SSL_CTX_load_verify_file(context, path) == 1
                || (isDirectory(path) && SSL_CTX_load_verify_dir(context, path) == 1)
            guard isLoaded else {
                throw TransportError(
                    .invalidCredentials, "no CA certificates can be read: \(OpenSSLReason.take().text)", address: path,
                    remedy: "give a PEM file, or a folder prepared by `openssl rehash`")
            }
        }
    }

    private static func isDirectory(_ path: String) -> Bool {
        BIO_new_file(path, "r").map { file in
            // Reading from a folder fails although opening it does not.
            defer { BIO_free(file) }
            var byte: UInt8 = 0
            return BIO_read(file, &byte, 1) <= 0
        } ?? false
    }

    private static func load(_ identity: TLSIdentity, into context: OpaquePointer) throws(TransportError) {
        ERR_clear_error()
        guard SSL_CTX_use_certificate_chain_file(context, identity.certificateFile) == 1 else {
            throw TransportError(
                .invalidCredentials, "the certificate cannot be read: \(OpenSSLReason.take().text)",
                address: identity.certificateFile, remedy: "give a PEM file, the server's own certificate first")
        }
        guard let file = BIO_new_file(identity.privateKeyFile, "r") else {
            throw TransportError(
                .invalidCredentials, "the private key cannot be read: \(OpenSSLReason.take().text)",
                address: identity.privateKeyFile)
        }
        defer { BIO_free(file) }
        // A passphrase is always passed, empty or not: without one OpenSSL asks on the terminal.
        let key = identity.passphrase.withCString { passphrase in
            PEM_read_bio_PrivateKey(file, nil, nil, UnsafeMutableRawPointer(mutating: passphrase))
        }
        guard let key else {
            throw TransportError(
                .invalidCredentials, "the private key cannot be read: \(OpenSSLReason.take().text)",
                address: identity.privateKeyFile, remedy: "check the passphrase and that the file is PEM")
        }
        defer { EVP_PKEY_free(key) }
        guard SSL_CTX_use_PrivateKey(context, key) == 1, SSL_CTX_check_private_key(context) == 1 else {
            throw TransportError(
                .invalidCredentials, "the private key does not belong to the certificate",
                address: identity.privateKeyFile, remedy: "give the key that the certificate was made with")
        }
    }
}
