// SPDX-License-Identifier: Apache-2.0
import Digest
import Testing

@Suite("SHA-256")
struct SHA256Tests {
    /// Vectors of FIPS 180-4's examples (NIST, "SHA256.pdf").
    @Test(arguments: [
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func publishedVectors(text: String, digest: String) {
        #expect(SHA256Digest(of: text).hexadecimal == digest)
    }

    @Test func piecesEqualTheWhole() {
        let content = (0..<10_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        for size in [1, 7, 64, 999] {
            var stream = SHA256Stream()
            var start = 0
            while start < content.count {
                let end = min(start + size, content.count)
                Array(content[start..<end]).withUnsafeBytes { stream.update($0) }
                start = end
            }
            #expect(stream.finish() == SHA256Digest(of: content))
        }
    }

    @Test func hexadecimalRoundTrip() {
        let digest = SHA256Digest(of: "recipe")
        #expect(SHA256Digest(hexadecimal: digest.hexadecimal.uppercased()) == digest)
        #expect(SHA256Digest(hexadecimal: String(digest.hexadecimal.dropLast())) == nil)
        #expect(SHA256Digest(hexadecimal: String(repeating: "g", count: 64)) == nil)
    }
}
