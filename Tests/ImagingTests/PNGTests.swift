// SPDX-License-Identifier: Apache-2.0

import Imaging
import Testing

@Suite("PNG")
struct PNGTests {
    private func translucent() throws -> Picture {
        var picture = try SyntheticPictures.picture(97, 61, seed: 3)
        for y in 0..<61 { for x in 0..<97 { picture[x, y].w = UInt8((x * y) % 256) } }
        return picture
    }

    @Test("every effort gives the picture back, and the same bytes each time", arguments: PNG.Effort.allCases)
    func roundTrip(effort: PNG.Effort) throws {
        let picture = try translucent()
        let bytes = try PNG.encode(picture, options: PNG.Options(effort: effort))
        #expect(bytes.starts(with: PNG.signature))
        #expect(try PNG.decode(bytes).picture == picture)
        #expect(try PNG.encode(picture, options: PNG.Options(effort: effort)) == bytes)
    }

    @Test("an opaque picture can be stored with three channels, a translucent one keeps four")
    func opaque() throws {
        let options = PNG.Options(dropsOpaqueAlpha: true)
        let opaque = try SyntheticPictures.picture(40, 30, seed: 1)
        let bytes = try PNG.encode(opaque, options: options)
        // Byte 25 of the file is IHDR's colour type: 2 RGB, 6 RGB with alpha.
        #expect(bytes[25] == 2)
        #expect(try PNG.decode(bytes).picture == opaque)
        let translucent = try PNG.encode(translucent(), options: options)
        #expect(translucent[25] == 6)
    }

    @Test("texts come back in order and stand before the image data")
    func texts() throws {
        let texts = [
            PNG.Text("Title", "Neuron Nº 7 — soma & dendrites"),
            PNG.Text("recipe", String(repeating: "models: {a: {mesh: a.ply}}\n", count: 200), isCompressed: true),
            PNG.Text("Beschreibung", "Überblick", language: "de-CH"),
            PNG.Text("empty", ""),
        ]
        let picture = try SyntheticPictures.picture(16, 16, seed: 2)
        let plain = try PNG.encode(picture)
        let bytes = try PNG.encode(picture, options: PNG.Options(texts: texts, dotsPerInch: 300))
        let contents = try PNG.decode(bytes)
        #expect(contents.texts == texts)
        #expect(contents.text("Title") == texts[0].text)
        let dots = try #require(contents.dotsPerInch)
        #expect(abs(dots - 300) < 0.02)
        #expect(try PNG.decode(plain).dotsPerInch == nil)
        let kinds = chunks(bytes)
        let data = try #require(kinds.firstIndex(of: "IDAT"))
        #expect(kinds[..<data].filter { $0 == "iTXt" }.count == 4)
        #expect(!kinds.contains("tIME"))
        // 5,400 characters of recipe must shrink.
        #expect(bytes.count - plain.count < 600)
    }

    @Test(
        "what a PNG cannot carry is refused",
        arguments: [
            PNG.Text("", "x"), PNG.Text(" lead", "x"), PNG.Text("two  spaces", "x"), PNG.Text("日本", "x"),
            PNG.Text(String(repeating: "k", count: 80), "x"), PNG.Text("a", "nul \0 inside"),
            PNG.Text("a", "x", language: "de_CH"),
        ])
    func refusedTexts(text: PNG.Text) throws {
        let picture = try Picture(width: 1, height: 1)
        let error = #expect(throws: PictureError.self) {
            try PNG.encode(picture, options: PNG.Options(texts: [text]))
        }
        #expect(error?.code == .metadata)
    }

    @Test("texts up to the limits come back, and no more can be written or cost memory")
    func textLimits() throws {
        let picture = try Picture(width: 1, height: 1)
        let long = PNG.Text("long", String(repeating: "x", count: 4_000_000), isCompressed: true)
        let many = (1..<30).map { PNG.Text("text \($0)", "\($0)") }
        let file = try PNG.encode(picture, options: PNG.Options(texts: [long] + many))
        #expect(try PNG.decode(file).texts == [long] + many)
        #expect(throws: PictureError.self) {
            try PNG.encode(picture, options: PNG.Options(texts: [long] + many + [PNG.Text("one more", "")]))
        }
        #expect(throws: PictureError.self) {
            try PNG.encode(picture, options: PNG.Options(texts: [PNG.Text("longer", long.text + "x")]))
        }
        // The long text's chunk, repeated: 300 times 4 MB in a file of 1.2 MB.
        let start = try #require((8..<100).first { file[$0...].starts(with: Array("iTXt".utf8)) }) - 4
        let length = file[start..<(start + 4)].reduce(0) { $0 << 8 | Int($1) } + 12
        let repeated = Array(repeatElement(file[start..<(start + length)], count: 300).joined())
        let contents = try PNG.decode(file[..<start] + repeated + file[(start + length)...])
        #expect((1...32).contains(contents.texts.count))
    }

    @Test("resolutions out of range are refused", arguments: [0, -300, .nan, .infinity, 1e12])
    func refusedResolution(dotsPerInch: Double) throws {
        let picture = try Picture(width: 1, height: 1)
        let error = #expect(throws: PictureError.self) {
            try PNG.encode(picture, options: PNG.Options(dotsPerInch: dotsPerInch))
        }
        #expect(error?.code == .option)
    }

    @Test("sizes that no picture has are refused", arguments: [(0, 5), (5, 0), (-1, 3), (Int.max, 2), (2, 2)])
    func refusedSizes(size: (Int, Int)) {
        let error = #expect(throws: PictureError.self) {
            try Picture(width: size.0, height: size.1, pixels: [1, 2, 3])
        }
        #expect(error?.code == .size)
    }

    @Test("a file cut anywhere is an error, never a part of a picture")
    func truncated() throws {
        let bytes = try PNG.encode(translucent(), options: PNG.Options(texts: [PNG.Text("Title", "t")]))
        for count in stride(from: 0, to: bytes.count, by: 211) {
            let error = #expect(throws: PictureError.self) { try PNG.decode(Array(bytes.prefix(count))) }
            #expect(error?.code == .damaged)
        }
    }

    @Test("flipped bytes never crash, and no damaged image data passes")
    func corrupt() throws {
        let picture = try translucent()
        let bytes = try PNG.encode(picture)
        for round in 0..<400 {
            var broken = bytes
            let at = Int(SyntheticPictures.hash(UInt32(round))) % bytes.count
            broken[at] ^= UInt8(1 << (round % 8))
            if let contents = try? PNG.decode(broken) { #expect(contents.picture == picture) }
        }
    }

    @Test("a header that promises more than the file holds costs no memory")
    func lyingHeader() throws {
        var bytes = try PNG.encode(try Picture(width: 8, height: 8))
        // 10,000 × 10,000 in IHDR, with its checksum made right.
        for (offset, byte) in [0, 0, 0x27, 0x10, 0, 0, 0x27, 0x10].enumerated() { bytes[16 + offset] = UInt8(byte) }
        let sum = checksum(bytes[12..<29])
        for offset in 0..<4 { bytes[29 + offset] = UInt8(truncatingIfNeeded: sum >> (24 - 8 * UInt32(offset))) }
        let error = #expect(throws: PictureError.self) { try PNG.decode(bytes) }
        #expect(error?.code == .tooLarge)
        let limited = #expect(throws: PictureError.self) {
            try PNG.decode(PNG.encode(translucent()), maximumPixels: 97 * 61 - 1)
        }
        #expect(limited?.code == .tooLarge)
    }

    @Test("grey, palette, 1-bit and 16-bit files become 8-bit RGBA")
    func otherKinds() throws {
        for (kind, depth, row, expected) in Self.kinds {
            let header: [UInt8] = [0, 0, 0, 2, 0, 0, 0, 1, depth, kind, 0, 0, 0]
            var file = PNG.signature + chunk("IHDR", header)
            if kind == 3 { file += chunk("PLTE", [10, 20, 30, 40, 50, 60]) }
            file += chunk("IDAT", stored([0] + row)) + chunk("IEND", [])
            let picture = try PNG.decode(file).picture
            #expect(picture.pixels == expected, "colour type \(kind), depth \(depth)")
        }
    }

    /// Colour type, depth, the bytes of one row of two pixels, the RGBA that they mean.
    private static let kinds: [(UInt8, UInt8, [UInt8], [UInt8])] = [
        (0, 1, [0b0100_0000], [0, 0, 0, 255, 255, 255, 255, 255]),
        (0, 8, [7, 200], [7, 7, 7, 255, 200, 200, 200, 255]),
        (0, 16, [0x12, 0x34, 0xff, 0xff], [0x12, 0x12, 0x12, 255, 255, 255, 255, 255]),
        (2, 8, [1, 2, 3, 4, 5, 6], [1, 2, 3, 255, 4, 5, 6, 255]),
        (3, 8, [1, 0], [40, 50, 60, 255, 10, 20, 30, 255]),
        (4, 8, [9, 128, 10, 0], [9, 9, 9, 128, 10, 10, 10, 0]),
    ]

    private func chunks(_ file: [UInt8]) -> [String] {
        var kinds: [String] = []
        var at = 8
        while at + 12 <= file.count {
            let length = file[at..<at + 4].reduce(0) { $0 << 8 | Int($1) }
            kinds.append(String(decoding: file[at + 4..<at + 8], as: UTF8.self))
            at += 12 + length
        }
        return kinds
    }

    private func chunk(_ kind: String, _ payload: [UInt8]) -> [UInt8] {
        let body = Array(kind.utf8) + payload
        return bigEndian(UInt32(payload.count)) + body + bigEndian(checksum(body[...]))
    }

    /// A zlib stream of one stored block (RFC 1950, 1951).
    private func stored(_ bytes: [UInt8]) -> [UInt8] {
        let count = UInt16(bytes.count)
        var (a, b): (UInt32, UInt32) = (1, 0)
        for byte in bytes {
            a = (a + UInt32(byte)) % 65521
            b = (b + a) % 65521
        }
        let length = [UInt8(count & 255), UInt8(count >> 8), UInt8(~count & 255), UInt8(~count >> 8)]
        return [0x78, 0x01, 0x01] + length + bytes + bigEndian(b << 16 | a)
    }

    private func bigEndian(_ value: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    /// CRC-32 as ISO/IEC 15948, annex D, has it.
    private func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        var sum = UInt32.max
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? 0xedb8_8320 ^ (sum >> 1) : sum >> 1 }
        }
        return ~sum
    }
}
