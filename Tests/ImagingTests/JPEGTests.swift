// SPDX-License-Identifier: Apache-2.0

import Imaging
import Testing

@Suite("JPEG")
struct JPEGTests {
    /// Smooth shading, which JPEG keeps well.
    private func smooth(_ width: Int, _ height: Int) throws -> Picture {
        var picture = try Picture(width: width, height: height)
        for y in 0..<height {
            for x in 0..<width {
                picture[x, y] = SIMD4(
                    UInt8(255 * x / width), UInt8(255 * y / height), UInt8(255 * (x + y) / (width + height)), 255)
            }
        }
        return picture
    }

    private func error(_ a: Picture, _ b: Picture) -> Double {
        zip(a.pixels, b.pixels).reduce(0) { sum, pair in
            let d = Double(pair.0) - Double(pair.1)
            return sum + d * d
        } / Double(a.pixels.count)
    }

    @Test("quality orders size and error, and the same input gives the same bytes")
    func quality() throws {
        let picture = try smooth(161, 97)
        let levels = [10, 50, 90, 100]
        let files = try levels.map { try JPEG.encode(picture, options: JPEG.Options(quality: $0)) }
        let errors = try files.map { error(try JPEG.decode($0).picture, picture) }
        #expect(zip(files, files.dropFirst()).allSatisfy { $0.count < $1.count })
        #expect(zip(errors, errors.dropFirst()).allSatisfy { $0 > $1 })
        // 40 dB: a mean square error of 6.5.
        #expect(errors[2] < 6.5)
        #expect(try JPEG.encode(picture) == files[2])
        #expect(try JPEG.decode(files[2]).picture.isOpaque)
    }

    @Test("full chroma keeps thin coloured lines that halved chroma blurs")
    func chroma() throws {
        var lines = try Picture(width: 64, height: 64)
        for y in 0..<64 { for x in 0..<64 { lines[x, y] = x % 2 == 0 ? [255, 0, 0, 255] : [0, 0, 255, 255] } }
        let errors = try JPEG.Chroma.allCases.map { chroma in
            let file = try JPEG.encode(lines, options: JPEG.Options(quality: 95, chroma: chroma))
            return error(try JPEG.decode(file).picture, lines)
        }
        #expect(errors[1] * 10 < errors[0])
    }

    @Test("XMP and resolution come back and stand before the frame header")
    func metadata() throws {
        let packet = try XMPPacket(title: "Zellen & Fasern", authors: ["Ä. Müller"]).serialized()
        let picture = try smooth(20, 20)
        let file = try JPEG.encode(picture, options: JPEG.Options(xmp: packet, dotsPerInch: 300))
        let contents = try JPEG.decode(file)
        #expect(contents.xmp == packet)
        #expect(contents.dotsPerInch == 300)
        let plain = try JPEG.decode(JPEG.encode(picture))
        #expect(plain.xmp == nil && plain.dotsPerInch == nil)
        #expect(plain.picture == contents.picture)
        // APP1 comes right after the 18 bytes of the JFIF segment.
        #expect(Array(file[20..<22]) == [0xff, 0xe1])
    }

    @Test("options out of range are refused with their code")
    func refused() throws {
        let picture = try smooth(8, 8)
        func code(_ options: JPEG.Options) -> PictureError.Code? {
            #expect(throws: PictureError.self) { try JPEG.encode(picture, options: options) }?.code
        }
        #expect(code(JPEG.Options(quality: 0)) == .option)
        #expect(code(JPEG.Options(quality: 101)) == .option)
        #expect(code(JPEG.Options(dotsPerInch: .nan)) == .option)
        #expect(code(JPEG.Options(dotsPerInch: 70_000)) == .option)
        #expect(code(JPEG.Options(xmp: String(repeating: "x", count: 65_503))) == .metadata)
        let widest = try JPEG.encode(picture, options: JPEG.Options(xmp: String(repeating: "x", count: 65_502)))
        #expect(try JPEG.decode(widest).xmp?.utf8.count == 65_502)
        let wide = try Picture(width: 65_501, height: 1)
        let error = #expect(throws: PictureError.self) { try JPEG.encode(wide) }
        #expect(error?.code == .size)
    }

    @Test("cut, broken and lying files are errors")
    func damaged() throws {
        let file = try JPEG.encode(try SyntheticPictures.picture(64, 48, seed: 5), options: JPEG.Options(xmp: "x"))
        for count in stride(from: 0, to: file.count - 2, by: 97) {
            #expect(throws: PictureError.self) { try JPEG.decode(Array(file.prefix(count))) }
        }
        for round in 0..<400 {
            var broken = file
            broken[Int(SyntheticPictures.hash(UInt32(round))) % file.count] ^= UInt8(1 << (round % 8))
            _ = try? JPEG.decode(broken)
        }
        // 65,500 × 1,500 in the frame header, five bytes after the marker FF C0.
        var lying = file
        let frame = try #require((0..<file.count - 1).first { file[$0] == 0xff && file[$0 + 1] == 0xc0 })
        lying.replaceSubrange((frame + 5)..<(frame + 9), with: [0x05, 0xdc, 0xff, 0xdc])
        let error = #expect(throws: PictureError.self) { try JPEG.decode(lying) }
        #expect(error?.code == .tooLarge)
        let limited = #expect(throws: PictureError.self) { try JPEG.decode(file, maximumPixels: 64 * 48 - 1) }
        #expect(limited?.code == .tooLarge)
    }
}
