// SPDX-License-Identifier: Apache-2.0

import Foundation
import Imaging
import Testing

/// A renderer small enough for a test: a lit ball over a floor under a soft light, traced with jittered samples whose
/// light is seen or not by chance, so that noise is even inside, heavy on edges and nil in the background.
private struct SampledScene: Sendable {
    var ballX = 40.0
    var radius = 22.0
    var ball = SIMD3(0.8, 0.35, 0.2)
    var light = 1.0
    var gamma = 2.2
    var samples = 16
    var speck = false
    var floor = true

    static let side = 96

    func render(seed: Int) throws -> Picture {
        var picture = try Picture(width: Self.side, height: Self.side)
        var state = SyntheticPictures.hash(UInt32(truncatingIfNeeded: seed &* 2_654_435 &+ 17))
        func random() -> Double {
            state = state &* 747_796_405 &+ 2_891_336_453
            return Double(SyntheticPictures.hash(state) >> 8) / 16_777_216
        }
        for y in 0..<Self.side {
            for x in 0..<Self.side {
                var sum = SIMD4<Double>()
                for _ in 0..<samples { sum += radiance(Double(x) + random(), Double(y) + random(), random) }
                let mean = sum / Double(samples)
                func code(_ value: Double) -> UInt8 {
                    UInt8((255 * pow(min(max(value, 0), 1), 1 / gamma)).rounded())
                }
                picture[x, y] = SIMD4(code(mean.x), code(mean.y), code(mean.z), UInt8((255 * mean.w).rounded()))
            }
        }
        return picture
    }

    private func radiance(_ x: Double, _ y: Double, _ random: () -> Double) -> SIMD4<Double> {
        if speck, hypot(x - 80, y - 12) < 3 { return [0.5, 0.5, 0.5, 1] }
        let (dx, dy) = ((x - ballX) / radius, (y - 44) / radius)
        let lit = random() < 0.6 ? light / 0.6 : 0
        if dx * dx + dy * dy < 1 {
            let colour = ball * (0.15 + 0.5 * (1 - dx * dx - dy * dy).squareRoot() * lit)
            return SIMD4(colour, 1)
        }
        guard floor, y > 66 else { return [0.02, 0.03, 0.08, 0] }
        return SIMD4(SIMD3(repeating: 0.1 + 0.25 * lit * (random() < 0.9 ? 1 : 2)), 1)
    }
}

@Suite("Statistical test of sampled renderings")
struct SamplingTests {
    private static let scene = SampledScene()
    private static let noise = Result { try SamplingNoise(renderings: (1...4).map { try scene.render(seed: $0) }) }
    private static let reference = Result { try scene.render(seed: 1) }
    /// Ten seeds in the usual run, all two hundred in the long one.
    private static let seeds = ProcessInfo.processInfo.environment["SOAK"] == nil ? 10 : 200

    private static let changes: [(String, SampledScene)] = [
        ("light 6 % dimmer", { $0.light = 0.94 }), ("light off", { $0.light = 0 }),
        ("ball moved by half a pixel", { $0.ballX += 0.5 }), ("ball larger by 2 %", { $0.radius *= 1.02 }),
        ("ball redder by 4 levels", { $0.ball.x += 0.03 }), ("gamma 2.25", { $0.gamma = 2.25 }),
        ("something small more", { $0.speck = true }), ("floor gone", { $0.floor = false }),
        ("a sixteenth of the samples", { $0.samples = 1 }),
    ].map { (name: String, change: (inout SampledScene) -> Void) in
        var changed = scene
        change(&changed)
        return (name, changed)
    }

    @Test("other seeds raise no alarm")
    func otherSeeds() throws {
        let (noise, reference) = try (Self.noise.get(), Self.reference.get())
        let test = try SamplingTest()
        for seed in 100..<(100 + Self.seeds) {
            let verdict = try test.compare(reference, Self.scene.render(seed: seed), noise: noise)
            #expect(verdict.passed, "seed \(seed): \(verdict)")
        }
    }

    @Test("two measuring renderings are enough to raise no alarm")
    func two() throws {
        let test = try SamplingTest()
        for seed in 0..<Self.seeds {
            let pair = try [7000, 8000].map { try Self.scene.render(seed: $0 + seed) }
            let noise = try SamplingNoise(renderings: pair)
            let verdict = try test.compare(pair[0], Self.scene.render(seed: 9000 + seed), noise: noise)
            #expect(verdict.passed, "seed \(seed): \(verdict)")
        }
    }

    @Test("changes of the scene are seen through the noise", arguments: changes.indices)
    func seen(index: Int) throws {
        let (name, scene) = Self.changes[index]
        let candidate = try scene.render(seed: 4242)
        let verdict = try SamplingTest().compare(Self.reference.get(), candidate, noise: Self.noise.get())
        #expect(!verdict.passed, "\(name): \(verdict)")
    }

    @Test("an equal picture passes, and without noise nothing but that")
    func exact() throws {
        let picture = try Self.reference.get()
        let verdict = try SamplingTest().compare(picture, picture, noise: Self.noise.get())
        #expect(verdict.passed && verdict.worstDeviation == 0)
        let still = try SamplingNoise(renderings: [picture, picture])
        #expect(try SamplingTest().compare(picture, picture, noise: still).passed)
        #expect(try !SamplingTest().compare(picture, Self.scene.render(seed: 5), noise: still).passed)
    }

    @Test("noise comes back from its bytes, and from no others")
    func bytes() throws {
        let noise = try Self.noise.get()
        #expect(try SamplingNoise(bytes: noise.bytes) == noise)
        // Five words and three codes for each of 6 × 6 blocks.
        #expect(noise.bytes.count == 20 + 108)
        for count in [0, 19, 20, noise.bytes.count - 1] {
            let cut = Array(noise.bytes.prefix(count))
            let error = #expect(throws: PictureError.self) { try SamplingNoise(bytes: cut) }
            #expect(error?.code == .damaged)
        }
        #expect(throws: PictureError.self) { try SamplingNoise(bytes: [9] + noise.bytes.dropFirst()) }
    }

    @Test("what cannot be compared is refused")
    func refused() throws {
        let (noise, picture) = try (Self.noise.get(), Self.reference.get())
        let other = try Picture(width: 96, height: 95)
        #expect(throws: PictureError.self) { try SamplingNoise(renderings: [picture]) }
        #expect(throws: PictureError.self) { try SamplingNoise(renderings: [picture, other]) }
        #expect(throws: PictureError.self) { try SamplingTest().compare(picture, other, noise: noise) }
        #expect(throws: PictureError.self) { try SamplingTest().compare(other, other, noise: noise) }
        #expect(throws: PictureError.self) { try SamplingTest(significance: 0) }
        #expect(throws: PictureError.self) { try SamplingTest(toleratedShare: .nan) }
    }
}
