// SPDX-License-Identifier: Apache-2.0

import Imaging
import Testing

@Suite("EXR")
struct EXRTests {
    private func values(_ count: Int, _ seed: Int) -> [Float] {
        (0..<count).map { Float(SyntheticPictures.hash(UInt32($0 + seed * 7919))) / 65_536 - 20_000 }
    }

    private func part(_ name: String?, _ names: [String], _ width: Int, _ height: Int) -> EXR.Part {
        EXR.Part(
            name: name, width: width, height: height,
            channels: names.enumerated().map { EXR.Channel($1, values(width * height, $0)) })
    }

    @Test("one part comes back to the bit, compressed or not", arguments: [EXR.Compression.none, .zip])
    func single(compression: EXR.Compression) throws {
        var color = part("deafult", ["A", "B", "G", "R"], 37, 41)
        color.channels[0].values[5] = .infinity
        color.channels[1].values[6] = -0.0
        let file = try EXR.encode([color], compression: compression)
        #expect(try EXR.encode([color], compression: compression) == file)
        let contents = try EXR.decode(file)
        #expect(contents.parts == [color])
        #expect(contents.attributes.isEmpty)
        // Bit 12 of the version field tells a multi-part file.
        #expect(file[5] & 0x10 == 0)
    }

    @Test("several parts keep their order, names and sizes")
    func multiple() throws {
        let parts = [
            part("depth", ["R"], 64, 20), part("color", ["A", "B", "G", "R"], 64, 20),
            part("normal", ["B", "G", "R"], 64, 20),
        ]
        let file = try EXR.encode(parts, compression: .none)
        let contents = try EXR.decode(file)
        #expect(contents.parts == parts)
        #expect(contents.part("normal")?.values("G") == parts[2].channels[1].values)
        #expect(file[5] & 0x10 == 0x10)
    }

    @Test("channels are stored in alphabetical order whatever order they come in")
    func order() throws {
        let interleaved = values(4 * 30, 3)
        let part = try EXR.Part(width: 6, height: 5, names: ["R", "G", "B", "A"], interleaved: interleaved)
        let read = try EXR.decode(EXR.encode([part])).parts[0]
        #expect(read.channels.map(\.name) == ["A", "B", "G", "R"])
        #expect(read.values("G") == stride(from: 1, to: 120, by: 4).map { interleaved[$0] })
        #expect(throws: PictureError.self) {
            try EXR.Part(width: 6, height: 5, names: ["R"], interleaved: interleaved)
        }
    }

    @Test("text attributes of any length and language come back")
    func attributes() throws {
        let attributes = [
            EXR.Attribute("comments", "Übersicht — 神経細胞"),
            EXR.Attribute("recipe", String(repeating: "camera: {fovy: 45}\n", count: 500)),
            EXR.Attribute("a name of more than thirty-one bytes", "x"), EXR.Attribute("empty", ""),
        ]
        let contents = try EXR.decode(EXR.encode([part(nil, ["Z"], 3, 2)], attributes: attributes))
        #expect(contents.attributes == attributes)
        #expect(contents.attribute("comments") == attributes[0].text)
    }

    @Test("what cannot be stored is refused with its code")
    func refused() {
        func code(_ parts: [EXR.Part], _ attributes: [EXR.Attribute] = []) -> PictureError.Code? {
            #expect(throws: PictureError.self) { try EXR.encode(parts, attributes: attributes) }?.code
        }
        let good = part(nil, ["Z"], 2, 2)
        #expect(code([]) == .size)
        #expect(code([EXR.Part(width: 0, height: 2, channels: [EXR.Channel("Z", [])])]) == .size)
        #expect(code([EXR.Part(width: 2, height: 2, channels: [EXR.Channel("Z", [1])])]) == .size)
        #expect(code([EXR.Part(width: .max, height: 2, channels: [EXR.Channel("Z", [1])])]) == .size)
        #expect(code([EXR.Part(width: 2, height: 2, channels: [])]) == .size)
        #expect(code([part(nil, ["Z", "Z"], 2, 2)]) == .metadata)
        #expect(code([part(nil, [""], 2, 2)]) == .metadata)
        #expect(code([good, good]) == .metadata)
        #expect(code([part("a", ["Z"], 2, 2), part("a", ["Z"], 2, 2)]) == .metadata)
        #expect(code([good], [EXR.Attribute("channels", "x")]) == .metadata)
        #expect(code([good], [EXR.Attribute("note", "nul \0 inside")]) == .metadata)
    }

    @Test("cut, broken and lying files are errors, not crashes")
    func damaged() throws {
        let parts = [part("a", ["R", "Z"], 30, 40), part("b", ["R"], 30, 40)]
        let file = try EXR.encode(parts)
        for count in stride(from: 0, to: file.count - 1, by: 311) {
            #expect(throws: PictureError.self) { try EXR.decode(Array(file.prefix(count))) }
        }
        for round in 0..<500 {
            var broken = file
            broken[Int(SyntheticPictures.hash(UInt32(round))) % file.count] ^= UInt8(1 << (round % 8))
            _ = try? EXR.decode(broken)
        }
        let limited = #expect(throws: PictureError.self) { try EXR.decode(file, maximumPixels: 3 * 1200 - 1) }
        #expect(limited?.code == .tooLarge)
    }
}
