// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// What OpenSSL noted last about a failure, in this thread.
struct OpenSSLReason {
    /// The reason's number, meaningful within `library`.
    let number: Int32
    /// The number of the part of OpenSSL that failed.
    let library: Int32
    /// The reason in words.
    let text: String

    /// Takes all notes; the first, nearest to the cause, is kept.
    static func take() -> OpenSSLReason {
        let code = ERR_get_error()
        ERR_clear_error()
        guard code != 0 else { return OpenSSLReason(number: 0, library: 0, text: "no reason given") }
        let library = ERR_GET_LIB(code)
        let number = ERR_GET_REASON(code)
        let text = ERR_reason_error_string(code).map { String(cString: $0) } ?? "OpenSSL error \(code)"
        return OpenSSLReason(number: number, library: library, text: text)
    }

    /// The error that a failed handshake or transfer stands for.
    func error(peer: String, isServer: Bool) -> TransportError {
        guard library == ERR_LIB_SSL else { return TransportError(.tls, "TLS failed: \(text)", address: peer) }
        switch number {
        case SSL_R_HTTP_REQUEST, SSL_R_HTTPS_PROXY_REQUEST, SSL_R_WRONG_VERSION_NUMBER, SSL_R_PACKET_LENGTH_TOO_LONG,
            SSL_R_UNKNOWN_PROTOCOL, SSL_R_BAD_RECORD_TYPE, SSL_R_RECORD_LENGTH_MISMATCH,
            SSL_R_RECORD_TOO_SMALL:
            return isServer
                ? TransportError(.peerSpeaksPlain, "the client does not speak TLS", address: peer)
                : TransportError(
                    .peerSpeaksPlain, "the service does not speak TLS", address: peer,
                    remedy: "use ws:// instead of wss://, or start the service with --secure true")
        case SSL_R_TLSV1_ALERT_UNKNOWN_CA, SSL_R_SSLV3_ALERT_BAD_CERTIFICATE, SSL_R_SSLV3_ALERT_CERTIFICATE_EXPIRED,
            SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN, SSL_R_SSLV3_ALERT_CERTIFICATE_REVOKED,
            SSL_R_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE, SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED,
            SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE:
            return TransportError(
                .certificateRefused,
                isServer ? "no certificates agreed upon: \(text)" : "the service refused our certificate: \(text)",
                address: peer,
                remedy: isServer ? nil : "give a certificate that the service trusts")
        default:
            return TransportError(.tls, "TLS failed: \(text)", address: peer)
        }
    }

    /// The error that a failed verification of the peer's certificate stands for.
    static func error(verification result: Int, host: String, peer: String) -> TransportError {
        let text = X509_verify_cert_error_string(result).map { String(cString: $0) } ?? "error \(result)"
        switch Int32(truncatingIfNeeded: result) {
        case X509_V_ERR_CERT_HAS_EXPIRED, X509_V_ERR_CERT_NOT_YET_VALID:
            return TransportError(
                .certificateExpired, "the certificate is out of date: \(text)", address: peer,
                remedy: "have the certificate renewed, and check this machine's clock")
        case X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH:
            return TransportError(
                .certificateForOtherHost, "the certificate is not for \(host): \(text)", address: peer,
                remedy: "connect by a name that the certificate holds")
        default:
            return TransportError(
                .certificateNotTrusted, "the certificate is not trusted: \(text)", address: peer,
                remedy: "name the authority that signed it as CA")
        }
    }
}
