// SPDX-License-Identifier: Apache-2.0
import BraynsClient
import BraynsProtocol
import Foundation
import Imaging
import RenderService
import SceneModel
import Testing

/// Main framebuffer, snapshots to files, metadata and g-buffers.
@Suite("Pictures", .timeLimit(.minutes(2)))
struct PictureTests {
    private func scene() async throws -> Connection {
        let connection = Connection(try await InProcessTransport.embedded(ServiceOptions(threads: 1)))
        try await connection.setViewport(width: 256, height: 128)
        _ = try await connection.add(
            .spheres([Sphere(center: [0, 0, 5], radius: 1)]), colors: [Color(1, 0.5, 0.25)])
        _ = try await connection.add(Light(.ambient, intensity: 1))
        return connection
    }

    private func image(_ connection: Connection, _ change: (inout RenderImage) -> Void = { _ in }) async throws
        -> (accumulation: UInt32, bytes: [UInt8])
    {
        var request = RenderImage()
        request.format = "png"
        change(&request)
        let answer = try await connection.renderImage(request)
        return (answer.result.accumulation, answer.payload)
    }

    @Test("frames accumulate up to the renderer's samples, and each change begins anew")
    func accumulation() async throws {
        let connection = try await scene()
        try await connection.setRenderer(.interactive(InteractiveRenderer(samplesPerPixel: 3)))
        for expected in 1...3 as ClosedRange<UInt32> {
            let (count, bytes) = try await image(connection)
            #expect(count == expected && !bytes.isEmpty)
        }
        let fourth = try await image(connection)
        #expect(fourth.accumulation == 3 && fourth.bytes.isEmpty)
        #expect(try await !image(connection) { $0.force = true }.bytes.isEmpty)
        try await connection.setView(try await connection.camera().view)
        #expect(try await image(connection).bytes.isEmpty, "the same view is no change")
        try await connection.setView(View(position: [0, 0, 1], target: [0, 0, 2]))
        #expect(try await image(connection) { $0.accumulate = true }.accumulation == 3)
        try await connection.update(0, transform: Transform(translation: [1, 0, 0]))
        #expect(try await image(connection).accumulation == 1)
    }

    @Test("a snapshot does not hide that the scene has changed")
    func snapshotBetween() async throws {
        let connection = try await scene()
        let before = try await image(connection).bytes
        try await connection.color(0, .solid(Color(0, 0, 1)))
        _ = try await connection.snapshot(Snapshot())
        let after = try await image(connection)
        #expect(after.accumulation == 1 && !after.bytes.isEmpty && after.bytes != before)
    }

    @Test("the progressive framebuffer shows a coarse picture first")
    func progressive() async throws {
        let connection = try await scene()
        try await connection.setRenderer(.interactive(InteractiveRenderer(samplesPerPixel: 2)))
        try await connection.setProgressiveFramebuffer(scale: 8)
        func size(_ bytes: [UInt8]) throws -> [Int] {
            let picture = try PNG.decode(bytes).picture
            return [picture.width, picture.height]
        }
        let first = try await image(connection)
        #expect(try first.accumulation == 1 && size(first.bytes) == [128, 64], "k = min(8, 256/64, 128/64) = 2")
        let second = try await image(connection)
        #expect(try second.accumulation == 2 && size(second.bytes) == [256, 128])
        try await connection.setView(View(position: [0, 0, 1], target: [0, 0, 2]))
        _ = try await image(connection) { $0.send = false }
        let unread = try await image(connection)
        #expect(try size(unread.bytes) == [128, 64], "it stays coarse until it has been seen")
        let again = try await image(connection) { $0.force = true }
        #expect(again.bytes == unread.bytes, "all frames are in the coarse picture: the fine one is empty")
    }

    @Test("without anything drawn a forced picture is empty")
    func nothingDrawn() async throws {
        let connection = try await scene()
        var request = RenderImage()
        request.render = false
        request.force = true
        let answer = try await connection.renderImage(request)
        #expect(answer.payload.isEmpty && answer.isBinary && answer.result.accumulation == 0)
    }

    @Test("a snapshot is written on the service's side, in the format of the path", arguments: ["png", "JPG", "exr"])
    func files(_ fileExtension: String) async throws {
        let connection = try await scene()
        let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).\(fileExtension)")
        defer { try? FileManager.default.removeItem(at: path) }
        var snapshot = Snapshot()
        snapshot.filePath = path.path
        let answer = try await connection.answer(Methods.Images.snapshot, snapshot)
        #expect(answer.payload.isEmpty && !answer.isBinary && answer.result == SnapshotResult(size: 0))
        let bytes = Array(try Data(contentsOf: path))
        switch fileExtension {
        case "png": #expect(try PNG.decode(bytes).picture.width == 256)
        case "JPG": #expect(try JPEG.decode(bytes).picture.height == 128)
        default: #expect(try EXR.decode(bytes).parts[0].channels.map(\.name) == ["A", "B", "G", "R"])
        }
    }

    @Test("metadata is in the file, with its marks escaped")
    func metadata() async throws {
        let connection = try await scene()
        var snapshot = Snapshot()
        snapshot.metadata = ImageMetadata(
            title: "A & B", description: "<x>", whereUsed: "Here", keywords: ["one", "two"])
        let text = try #require(try PNG.decode(try await connection.snapshot(snapshot)).text("XML:com.adobe.xmp"))
        #expect(text.contains("<photoshop:Headline>A &amp; B</photoshop:Headline>"))
        #expect(text.contains("<dc:description>&lt;x&gt;</dc:description>"))
        #expect(text.contains("<rdf:li>one</rdf:li><rdf:li>two</rdf:li>"))
    }

    @Test("g-buffers hold distance, direction and colour of what is seen")
    func gBuffers() async throws {
        let connection = try await scene()
        var request = ExportGBuffers()
        request.channels = [.depth, .color, .albedo, .normal]
        request.resolution = [65, 65]
        let contents = try EXR.decode(try await connection.exportGBuffers(request))
        #expect(contents.parts.map(\.name) == ["depth", "color", "albedo", "normal"])
        let middle = 32 * 65 + 32
        let depth = try #require(contents.part("depth")?.values("R"))
        #expect(abs(depth[middle] - 4) < 0.05 && depth[0] == .infinity)
        let normal = try #require(contents.part("normal")?.values("B"))
        #expect(abs(normal[middle] + 1) < 0.05, "z points to the eye at the origin")
        let albedo = try #require(contents.part("albedo"))
        #expect(albedo.values("R")?[middle] == 1 && albedo.values("G")?[middle] == 0.5)
        request.channels = [.color]
        let single = try EXR.decode(try await connection.exportGBuffers(request))
        #expect(single.parts.count == 1 && single.parts[0].channels.map(\.name) == ["A", "B", "G", "R"])
    }
}
