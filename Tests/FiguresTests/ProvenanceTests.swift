// SPDX-License-Identifier: Apache-2.0
import Digest
import Figures
import Imaging
import JSON
import SceneModel
import Testing

@Suite struct ProvenanceTests {
    private func signed(_ recipe: FigureRecipe, _ format: ImageFormat = .png) throws -> (bytes: [UInt8], Provenance) {
        var picture = recipe.pictures[0]
        picture.format = format
        let inputs = try FigureInputs(of: recipe, isLocal: true, store: DigestStore(folder: nil))
        let drawing = Drawing(picture, of: recipe, inputs: inputs, backend: .embedded)
        let raw: RawPicture
        if format == .exr {
            raw = .buffers([EXR.Part(width: 2, height: 1, channels: [EXR.Channel("R", [0.5, 2])])])
        } else {
            raw = .display(try samplePicture())
        }
        let provenance = Provenance(drawing, inputs: inputs, backend: .embedded, pixels: raw.digest)
        return (try SignedPicture.encode(raw, of: drawing, provenance: provenance), provenance)
    }

    @Test(arguments: ImageFormat.allCases)
    func everyFormatGivesItsProvenanceBack(format: ImageFormat) throws {
        let (bytes, provenance) = try signed(ballRecipe(in: "/home/ann/paper"), format)
        let contents = try SignedPicture.decode(bytes, file: "hero")
        #expect(contents.provenance == provenance)
        #expect(contents.format == format)
        #expect(contents.xmp?.contains("Three balls") == true)
        #expect(contents.xmp?.contains("Ann Example") == true)
        #expect(contents.xmp?.contains("https://creativecommons.org/licenses/by/4.0/") == true)
        if format != .jpg { #expect(contents.raw.digest == provenance.pixels) }
    }

    @Test func theTextStandsBeforeThePixelsAndIsSmall() throws {
        let (bytes, _) = try signed(ballRecipe(in: "/home/ann/paper"))
        let plain = try PNG.encode(try samplePicture(), options: PNG.Options(dropsOpaqueAlpha: true))
        #expect(bytes.count - plain.count < 4096)
        let first = try #require(chunks(bytes).first { $0.kind == "iTXt" }?.offset)
        let data = try #require(chunks(bytes).first { $0.kind == "IDAT" }?.offset)
        #expect(first < data)
    }

    @Test func anotherUserAndFolderGiveTheSameFile() throws {
        let one = try signed(ballRecipe(in: "/home/ann/paper")).bytes
        let other = try signed(ballRecipe(in: "/Users/bob/work/2027/figures")).bytes
        #expect(one == other)
    }

    @Test func nothingOfTheMachineIsInIt() async throws {
        try await withFolder { folder in
            try write("0", to: folder + "/data/a.ply")
            var recipe = ballRecipe(in: folder)
            recipe.scene.models.append(
                Model(name: "mesh", source: .file(FileSource(path: folder + "/data/a.ply", loader: .mesh))))
            let (_, provenance) = try signed(recipe)
            #expect(provenance.inputs.map(\.path) == ["data/a.ply"])
            #expect(provenance.recipe["models"]?["mesh"] == ["mesh": "data/a.ply"])
            #expect(!provenance.text.contains(folder))
            #expect(provenance.text.utf8.count < 4096)
        }
    }

    @Test func theOrderOfModelsIsKept() throws {
        var recipe = ballRecipe(in: "/home/ann/paper")
        recipe.scene.models.insert(
            Model(name: "zebra", source: .shapes(.boxes([Bounds(min: [0, 0, 0], max: [1, 1, 1])]), colors: [])), at: 0)
        let (_, provenance) = try signed(recipe)
        var shuffled = recipe.scene
        shuffled.models.sort { $0.name < $1.name }
        shuffled.lights.sort { $0.name < $1.name }
        let ordered = try Provenance(parsing: provenance.text).ordered(shuffled)
        #expect(ordered.models.map(\.name) == ["zebra", "balls"])
        #expect(ordered.lights.map(\.name) == ["key", "fill"])
    }

    @Test(arguments: ["", "{}", "{\"provenance\":2}", "{\"provenance\":1,\"recipe\":{}}"])
    func refusesWhatIsNoProvenance(text: String) {
        #expect {
            try Provenance(parsing: text)
        } throws: { ($0 as? FigureError)?.code == .noProvenance }
    }

    /// The chunks of a PNG (ISO/IEC 15948, 5.3): length, kind, data, checksum.
    private func chunks(_ bytes: [UInt8]) -> [(kind: String, offset: Int)] {
        var result: [(kind: String, offset: Int)] = []
        var at = 8
        while at + 8 <= bytes.count {
            let length = bytes[at..<at + 4].reduce(0) { $0 << 8 | Int($1) }
            result.append((String(decoding: bytes[at + 4..<at + 8], as: UTF8.self), at))
            at += 12 + length
        }
        return result
    }
}
