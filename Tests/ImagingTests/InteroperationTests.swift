// SPDX-License-Identifier: Apache-2.0

import Foundation
import Imaging
import Testing

@Suite("Files as other programs read them")
struct InteroperationTests {
    private let packet = XMPPacket(
        title: "Soma & <axon>", description: "Überblick", authors: ["A. Müller", "林"], licence: "CC-BY-4.0",
        doi: "10.1234/abcd", keywords: ["neuron", "α"],
        properties: [
            .init(prefix: "recipe", namespace: "https://example.org/recipe#", name: "digest", value: "sha256:00ff")
        ])

    @Test(
        "ExifTool shows what a PNG and a JPEG say about themselves",
        .enabled(if: OtherPrograms.exifTool != nil, "ExifTool is not installed"))
    func exifTool() throws {
        let program = try #require(OtherPrograms.exifTool)
        let picture = try SyntheticPictures.picture(64, 64, seed: 1)
        let xmp = try packet.serialized()
        try OtherPrograms.withFolder { folder in
            let png = try PNG.encode(
                picture,
                options: PNG.Options(texts: [PNG.Text(XMPPacket.pngKeyword, xmp)], dotsPerInch: 300))
            let jpeg = try JPEG.encode(picture, options: JPEG.Options(xmp: xmp, dotsPerInch: 300))
            for (name, bytes) in [("a.png", png), ("a.jpg", jpeg)] {
                let path = try OtherPrograms.write(bytes, name, in: folder)
                let said = try OtherPrograms.run(program, ["-s", "-charset", "UTF8", path])
                let lines = said.split(separator: "\n").map { line in
                    line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
                }
                func value(_ tag: String) -> String? { lines.first { $0.first == tag }?.last }
                #expect(value("Title") == "Soma & <axon>")
                #expect(value("Description") == "Überblick")
                #expect(value("Creator") == "A. Müller, 林")
                #expect(value("Rights") == "CC-BY-4.0")
                #expect(value("License") == "https://creativecommons.org/licenses/by/4.0/")
                #expect(value("Subject") == "neuron, α")
                #expect(value("Identifier") == "doi:10.1234/abcd")
                #expect(value("Digest") == "sha256:00ff")
                #expect(value("Warning") == nil)
            }
        }
    }

    @Test(
        "Pillow and OpenEXR read the pixels that we wrote, and we what they write",
        .enabled(if: OtherPrograms.python != nil, "SCENE_RECIPE_PYTHON names no Python"))
    func python() throws {
        let program = try #require(OtherPrograms.python)
        let picture = try SyntheticPictures.picture(50, 40, seed: 9)
        let plane = (0..<2000).map { Float($0) * 0.25 - 100 }
        let parts = ["depth", "normal"].map { name in
            EXR.Part(
                name: name, width: 50, height: 40,
                channels: (name == "depth" ? ["R"] : ["B", "G", "R"]).map { EXR.Channel($0, plane) })
        }
        let script = """
            import sys, numpy as np, OpenEXR
            from PIL import Image
            d = sys.argv[1] + "/"
            a = Image.open(d + "a.png"); a.load()
            print(a.mode, a.size, round(a.info["dpi"][0]), a.text["Title"])
            Image.fromarray(np.asarray(a)[..., :3]).save(d + "b.png", optimize=True)
            Image.open(d + "a.png").convert("P").save(d + "c.png")
            Image.open(d + "a.png").convert("RGB").save(d + "b.jpg", quality=95, progressive=True)
            for name in ["none.exr", "zip.exr"]:
                with OpenEXR.File(d + name, separate_channels=True) as f:
                    for p in f.parts:
                        for c in p.channels.values():
                            ok = np.array_equal(c.pixels.ravel(), np.arange(2000, dtype=np.float32) * 0.25 - 100)
                            print(p.name(), c.name, c.pixels.shape, c.pixels.dtype, ok)
                    print(f.parts[0].header["comments"])
            half = np.arange(2000, dtype=np.float16).reshape(40, 50)
            for kind in ["ZIP", "ZIPS", "PIZ", "RLE", "NO"]:
                h = {"compression": getattr(OpenEXR, kind + "_COMPRESSION"), "type": OpenEXR.scanlineimage}
                OpenEXR.File(h, {"Y": half, "Z": half.astype(np.uint32)}).write(d + kind + ".exr")
            """
        try OtherPrograms.withFolder { folder in
            let options = PNG.Options(texts: [PNG.Text("Title", "Überblick")], dotsPerInch: 300)
            _ = try OtherPrograms.write(try PNG.encode(picture, options: options), "a.png", in: folder)
            for (name, compression) in [("none.exr", EXR.Compression.none), ("zip.exr", .zip)] {
                let file = try EXR.encode(
                    parts, attributes: [EXR.Attribute("comments", "Überblick")], compression: compression)
                _ = try OtherPrograms.write(file, name, in: folder)
            }
            let said = try OtherPrograms.run(program, ["-c", script, folder.path])
            let exr = "depth R (40, 50) float32 True\nnormal B (40, 50) float32 True\n"
                + "normal G (40, 50) float32 True\nnormal R (40, 50) float32 True\nÜberblick\n"
            #expect(said == "RGBA (50, 40) 300 Überblick\n" + exr + exr)

            func bytes(_ name: String) throws -> [UInt8] {
                [UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))
            }
            #expect(try PNG.decode(bytes("b.png")).picture == picture)
            #expect(try PNG.decode(bytes("c.png")).picture.isOpaque)
            #expect(try JPEG.decode(bytes("b.jpg")).picture.width == 50)
            for kind in ["ZIP", "ZIPS", "PIZ", "RLE", "NO"] {
                let part = try EXR.decode(bytes(kind + ".exr")).parts[0]
                #expect(part.values("Y") == (0..<2000).map(Float.init), "\(kind)")
                #expect(part.values("Z") == (0..<2000).map(Float.init), "\(kind)")
            }
        }
    }
}
