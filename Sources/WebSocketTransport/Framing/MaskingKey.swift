// SPDX-License-Identifier: Apache-2.0

/// The four bytes that a client mixes into its payload by exclusive or (RFC 6455 §5.3).
///
/// The bytes are held in memory order in a word, so that a payload is masked eight bytes at a time.
package struct MaskingKey: Hashable, Sendable {
    /// The four bytes, the first in the lowest bits.
    package let word: UInt32

    /// A key whose first byte on the wire is in the lowest bits of `word`.
    package init(word: UInt32) {
        self.word = word
    }

    /// A key that a peer cannot foresee, as the RFC asks of a client.
    package static func random() -> MaskingKey {
        var generator = SystemRandomNumberGenerator()
        return MaskingKey(word: generator.next())
    }

    /// Mixes the key into bytes in place; applied twice it gives the bytes back.
    ///
    /// - Parameters:
    ///   - bytes: the bytes to change.
    ///   - offset: how many bytes of the same payload came before these.
    package func apply(to bytes: UnsafeMutableRawBufferPointer, offset: Int) {
        let turned = UInt32(truncatingIfNeeded: rotated(by: offset))
        let wide = (UInt64(turned) << 32 | UInt64(turned)).littleEndian
        var index = 0
        while index &+ 8 <= bytes.count {
            let value = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            bytes.storeBytes(of: value ^ wide, toByteOffset: index, as: UInt64.self)
            index &+= 8
        }
        while index < bytes.count {
            bytes[index] ^= UInt8(truncatingIfNeeded: turned >> (UInt32(index & 3) * 8))
            index &+= 1
        }
    }

    /// The word whose first byte is the key's byte for a payload position.
    private func rotated(by offset: Int) -> UInt32 {
        let bits = UInt32(offset & 3) * 8
        return bits == 0 ? word : word >> bits | word << (32 - bits)
    }
}
