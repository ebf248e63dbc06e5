// SPDX-License-Identifier: Apache-2.0
import COpenSSL
import NIOCore

/// One TLS connection without a socket: encrypted bytes on one side, clear ones on the other.
///
/// It belongs to one event loop. OpenSSL reads from and writes to two buffers in memory (memory BIOs), which this class
/// fills and drains.
final class OpenSSLSession {
    /// Which side of the connection this is.
    enum Role {
        /// The side that checks that the certificate is for this name or IP address.
        case client(host: String)
        /// The side that shows its certificate.
        case server
    }

    /// What a step led to.
    enum Progress {
        /// The step is done.
        case done
        /// More bytes of the peer are needed.
        case needsInput
        /// The peer ended TLS in order.
        case ended
    }

    let peer: String
    let role: Role
    private let ssl: OpaquePointer
    private let input: OpaquePointer
    private let output: OpaquePointer

    var isServer: Bool {
        if case .server = role { true } else { false }
    }

    init(context: OpaquePointer, role: Role, peer: String) throws(TransportError) {
        self.role = role
        self.peer = peer
        guard let ssl = SSL_new(context) else {
            throw TransportError(.tls, "OpenSSL cannot start: \(OpenSSLReason.take().text)", address: peer)
        }
        guard let input = BIO_new(BIO_s_mem()), let output = BIO_new(BIO_s_mem()) else {
            SSL_free(ssl)
            throw TransportError(.tls, "OpenSSL cannot start: \(OpenSSLReason.take().text)", address: peer)
        }
        // An empty buffer means "later", not "end": without this the handshake dies at its first pause.
        BIO_ctrl(input, BIO_C_SET_BUF_MEM_EOF_RETURN, -1, nil)
        BIO_ctrl(output, BIO_C_SET_BUF_MEM_EOF_RETURN, -1, nil)
        SSL_set_bio(ssl, input, output)
        self.ssl = ssl
        self.input = input
        self.output = output
        switch role {
        case .server:
            SSL_set_accept_state(ssl)
        case .client(let host):
            SSL_set_connect_state(ssl)
            if X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host) == 1 { return }
            ERR_clear_error()
            SSL_set_hostflags(ssl, UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS))
            guard SSL_set1_host(ssl, host) == 1 else {
                throw TransportError(.tls, "\(host) cannot be verified: \(OpenSSLReason.take().text)", address: peer)
            }
            _ = host.withCString { name in
                SSL_ctrl(
                    ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, Int(TLSEXT_NAMETYPE_host_name),
                    UnsafeMutableRawPointer(mutating: name))
            }
        }
    }

    deinit {
        SSL_free(ssl)
    }

    /// Gives encrypted bytes of the peer in.
    func feed(_ buffer: inout ByteBuffer) {
        buffer.readWithUnsafeReadableBytes { bytes in
            var offset = 0
            while offset < bytes.count {
                let count = Int32(clamping: bytes.count - offset)
                let taken = BIO_write(input, bytes.baseAddress?.advanced(by: offset), count)
                guard taken > 0 else { break }
                offset += Int(taken)
            }
            return bytes.count
        }
    }

    /// Takes encrypted bytes for the peer out, or nil when there are none.
    func drain(_ allocator: ByteBufferAllocator) -> ByteBuffer? {
        let waiting = BIO_ctrl_pending(output)
        guard waiting > 0 else { return nil }
        var buffer = allocator.buffer(capacity: waiting)
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: waiting) { room in
            max(0, Int(BIO_read(output, room.baseAddress, Int32(clamping: min(room.count, waiting)))))
        }
        return buffer
    }

    /// Goes on with the handshake.
    func handshake() throws(TransportError) -> Progress {
        ERR_clear_error()
        let result = SSL_do_handshake(ssl)
        return try progress(of: result)
    }

    /// Takes clear bytes, as many as there are up to the buffer's room.
    func read(into buffer: inout ByteBuffer) throws(TransportError) -> Progress {
        ERR_clear_error()
        var result: Int32 = 0
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: 16_384) { room in
            result = SSL_read(ssl, room.baseAddress, Int32(clamping: room.count))
            return max(0, Int(result))
        }
        return try progress(of: result)
    }

    /// Encrypts bytes from the front of a buffer, one record at most.
    func write(_ buffer: inout ByteBuffer) throws(TransportError) -> Progress {
        ERR_clear_error()
        var result: Int32 = 0
        buffer.readWithUnsafeReadableBytes { bytes in
            result = SSL_write(ssl, bytes.baseAddress, Int32(clamping: min(bytes.count, 16_384)))
            return max(0, Int(result))
        }
        return try progress(of: result)
    }

    /// Says to the peer that nothing follows; the bytes are to be drained.
    func shutdown() {
        ERR_clear_error()
        SSL_shutdown(ssl)
        ERR_clear_error()
    }

    private func progress(of result: Int32) throws(TransportError) -> Progress {
        if result > 0 { return .done }
        switch SSL_get_error(ssl, result) {
        case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE:
            return .needsInput
        case SSL_ERROR_ZERO_RETURN:
            return .ended
        default:
            let reason = OpenSSLReason.take()
            let verification = SSL_get_verify_result(ssl)
            if reason.library == ERR_LIB_SSL, reason.number == SSL_R_CERTIFICATE_VERIFY_FAILED,
                verification != Int(X509_V_OK)
            {
                throw OpenSSLReason.error(verification: verification, host: name, peer: peer)
            }
            throw reason.error(peer: peer, isServer: isServer)
        }
    }

    private var name: String {
        if case .client(let host) = role { host } else { "" }
    }
}
