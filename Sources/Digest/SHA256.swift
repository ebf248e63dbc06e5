// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// A SHA-256 digest: 32 bytes that identify a content.
public struct SHA256Digest: Hashable, Sendable, CustomStringConvertible {
    /// The 32 bytes, first byte first.
    public let bytes: [UInt8]

    /// Digests bytes that are already in memory.
    public init<Bytes: Sequence>(of content: Bytes) where Bytes.Element == UInt8 {
        var hash = SHA256Stream()
        if content.withContiguousStorageIfAvailable({ hash.update(UnsafeRawBufferPointer($0)) }) == nil {
            Array(content).withUnsafeBytes { hash.update($0) }
        }
        self = hash.finish()
    }

    /// Digests the UTF-8 form of a text.
    public init(of text: String) {
        var text = text
        var hash = SHA256Stream()
        text.withUTF8 { hash.update(UnsafeRawBufferPointer($0)) }
        self = hash.finish()
    }

    fileprivate init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Reads 64 hexadecimal digits of either case; anything else is nil.
    public init?(hexadecimal: some StringProtocol) {
        let digits = Array(hexadecimal.utf8)
        guard digits.count == 64 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32)
        for pair in stride(from: 0, to: 64, by: 2) {
            guard let high = Self.value(ofDigit: digits[pair]), let low = Self.value(ofDigit: digits[pair + 1]) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        self.bytes = bytes
    }

    private static func value(ofDigit digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// The digest as 64 lower-case hexadecimal digits.
    public var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// `sha256:` and the hexadecimal digits, the form used in lock files and pictures.
    public var description: String { "sha256:" + hexadecimal }
}

/// SHA-256 of a content that comes in pieces, through libcrypto's EVP interface.
public struct SHA256Stream: ~Copyable {
    private let context: OpaquePointer?

    /// Starts a digest of nothing.
    public init() {
        context = EVP_MD_CTX_new()
        // libcrypto fails here only when memory has run out or SHA-256 is disabled by policy: nothing can go on then.
        guard let context, EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
            fatalError("libcrypto offers no SHA-256")
        }
    }

    deinit {
        EVP_MD_CTX_free(context)
    }

    /// Adds bytes to the content.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress else { return }
        EVP_DigestUpdate(context, start, bytes.count)
    }

    /// The digest of all that was added.
    public consuming func finish() -> SHA256Digest {
        var bytes = [UInt8](repeating: 0, count: 32)
        EVP_DigestFinal_ex(context, &bytes, nil)
        return SHA256Digest(bytes: bytes)
    }
}
