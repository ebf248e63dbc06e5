// SPDX-License-Identifier: Apache-2.0
import BraynsClient
import BraynsProtocol
import Foundation
import Imaging
import RenderService
import SceneModel
import Synchronization
import Testing

/// Pictures that are shown while they are drawn.
@Suite("Previews", .timeLimit(.minutes(2)))
struct PreviewTests {
    private func snapshot(_ preview: PicturePreview?, samples: Int) async throws -> [UInt8] {
        let connection = Connection(
            try await InProcessTransport.embedded(ServiceOptions(threads: 1, preview: preview)))
        _ = try await connection.add(
            .spheres([Sphere(center: [0, 0, 5], radius: 1)]), colors: [Color(1, 0.5, 0.25)])
        _ = try await connection.add(Light(.ambient, intensity: 1))
        let renderer = Renderer.production(ProductionRenderer(samplesPerPixel: samples))
        return try await connection.snapshot(
            Snapshot(size: [64, 64], camera: Camera(), renderer: renderer, simulationFrame: nil))
    }

    @Test("a preview has the picture's size, comes between passes, and changes nothing in the end")
    func previewsShowTheWay() async throws {
        let shown = Mutex<[[UInt8]]>([])
        let preview = PicturePreview(interval: .zero) { png in shown.withLock { $0.append(png) } }
        let watched = try await snapshot(preview, samples: 5)
        #expect(try await snapshot(nil, samples: 5) == watched)
        let pictures = shown.withLock { $0 }
        // One sample at a time, and the last is the picture itself.
        #expect(pictures.count == 4)
        for png in pictures {
            let picture = try PNG.decode(png).picture
            #expect(picture.width == 64 && picture.height == 64)
        }
        // After one sample the preview is the picture of one sample.
        let first = try PNG.decode(try #require(pictures.first)).picture
        #expect(first.pixels == (try PNG.decode(try await snapshot(nil, samples: 1)).picture.pixels))
    }

    @Test("what is done before the first preview is due shows none")
    func shortDrawingsShowNothing() async throws {
        let count = Mutex(0)
        let preview = PicturePreview(interval: .seconds(3600)) { _ in count.withLock { $0 += 1 } }
        _ = try await snapshot(preview, samples: 8)
        #expect(count.withLock { $0 } == 0)
    }
}
