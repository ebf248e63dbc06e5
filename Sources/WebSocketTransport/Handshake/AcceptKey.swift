// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// The proof of RFC 6455 §4.2.2 that a server understood a client's key.
package enum AcceptKey {
    /// The SHA-1 digest, in Base64, of the key followed by the RFC's constant.
    ///
    /// SHA-1 is what the RFC fixes here; nothing secret depends on it.
    package static func answer(to key: String) -> String {
        let content = Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8)
        var digest = [UInt8](repeating: 0, count: 20)
        var length: UInt32 = 0
        EVP_Digest(content, content.count, &digest, &length, EVP_sha1(), nil)
        return base64(digest)
    }

    /// Sixteen random bytes in Base64, a client's key.
    package static func random() -> String {
        base64((0..<16).map { _ in UInt8.random(in: .min ... .max) })
    }

    private static func base64(_ bytes: [UInt8]) -> String {
        var text = [UInt8](repeating: 0, count: (bytes.count + 2) / 3 * 4 + 1)
        let count = EVP_EncodeBlock(&text, bytes, Int32(bytes.count))
        return String(decoding: text.prefix(Int(count)), as: UTF8.self)
    }
}
