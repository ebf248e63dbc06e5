// SPDX-License-Identifier: Apache-2.0
import Foundation
import Imaging
import RayTracing
import SceneModel
import Testing

/// Peak signal to noise ratio of two pictures over red, green and blue, in decibels; infinite for equal ones.
func peakSignalToNoise(_ a: [UInt8], _ b: [UInt8]) -> Double {
    guard a.count == b.count, !a.isEmpty else { return 0 }
    var sum = 0.0
    for index in a.indices where index % 4 != 3 {
        let difference = Double(a[index]) - Double(b[index])
        sum += difference * difference
    }
    let mean = sum / Double(a.count / 4 * 3)
    return mean == 0 ? .infinity : 10 * log10(255 * 255 / mean)
}

@Suite("Pictures that the service made", .serialized)
struct RecordedPictureTests {
    /// Least decibels by renderer: the noise of a path tracer leaves more.
    private static func threshold(_ renderer: Renderer) -> Double {
        switch renderer {
        case .interactive: 38
        case .production: 34
        }
    }

    /// Samples to draw with: a path tracer's pictures take long, so that an eighth does but for `SOAK=1`.
    private static func samples(_ renderer: Renderer) -> Int {
        let all = renderer.samplesPerPixel
        guard case .production = renderer, ProcessInfo.processInfo.environment["SOAK"] == nil else { return all }
        return max(all / 8, 1)
    }

    @Test(.enabled(if: RecordedScene.folder != nil, "no recordings beside the checkout"),
        arguments: RecordedScene.names)
    func pictureAgrees(_ name: String) throws {
        let scene = try RecordedScene(name)
        let tracer = try RayTracer()
        let prepared = try tracer.prepare(scene.description)
        let buffer = try FrameBuffer(Resolution(width: scene.picture.width, height: scene.picture.height))
        prepared.draw(scene.camera, scene.renderer, into: buffer, samples: Self.samples(scene.renderer))
        let pixels = buffer.encodedPixels()
        let decibels = peakSignalToNoise(pixels, scene.picture.pixels)
        if let folder = ProcessInfo.processInfo.environment["SCENE_RECIPE_PICTURES"] {
            let picture = try Picture(width: scene.picture.width, height: scene.picture.height, pixels: pixels)
            try Data(PNG.encode(picture)).write(to: URL(fileURLWithPath: folder).appendingPathComponent(name + ".png"))
            print("picture \(name): \(decibels) dB")
        }
        #expect(decibels >= Self.threshold(scene.renderer))
        let aspect = Float(scene.picture.width) / Float(scene.picture.height)
        for pick in scene.picks {
            // The service picks with its own camera, whose near clip and region the snapshot does not change.
            var camera = scene.camera
            camera.nearClip = 1e-6
            camera.region = .whole
            let found = prepared.pick(pick.point, camera, aspect: aspect)
            guard let expected = pick.expected else {
                #expect(found == nil)
                continue
            }
            let hit = try #require(found)
            #expect((hit.position - expected).length < 5e-3)
            #expect(hit.id == pick.model)
        }
    }
}
