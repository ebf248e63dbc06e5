// SPDX-License-Identifier: Apache-2.0
import Digest
import Foundation
import RayTracing
import SceneModel
import Testing

/// The bits of small pictures: the same with any number of threads, in debug and release builds, today and tomorrow.
@Suite("Golden pictures")
struct GoldenTests {
    /// `scenes.sha256` beside these tests, a line a scene: digest of the linear colours, then the name.
    private static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Golden/scenes.sha256")

    private static let known: [String: String] = {
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        var result: [String: String] = [:]
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let parts = line.split(separator: " ", maxSplits: 1)
            if parts.count == 2 { result[parts[1].trimmingCharacters(in: .whitespaces)] = String(parts[0]) }
        }
        return result
    }()

    private static let isUpdating = ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1"

    /// Draws with a number of threads for trees and tiles, and gives the digest of the linear colours' bits.
    static func digest(_ scene: GoldenScene, threads: Int) throws -> (digest: String, instructionSet: String) {
        let tracer = try RayTracer(buildThreads: threads)
        let buffer = try FrameBuffer(Resolution(width: 40, height: 30))
        try tracer.prepare(try scene.describe()).draw(
            scene.camera, scene.renderer, into: buffer, samples: 2, options: DrawingOptions(threads: threads))
        let digest = buffer.linearColors().withUnsafeBytes { SHA256Digest(of: $0) }
        return (digest.hexadecimal, tracer.instructionSet)
    }

    @Test(.enabled(if: !isUpdating, "the golden file is being written"), arguments: GoldenScene.all)
    func bitsAreTheSame(_ scene: GoldenScene) throws {
        let (reference, instructionSet) = try Self.digest(scene, threads: 1)
        for threads in [2, 7] {
            #expect(try Self.digest(scene, threads: threads).digest == reference, "\(threads) threads")
        }
        // Other instructions may give other last bits.
        guard instructionSet == "avx2" else { return }
        #expect(Self.known[scene.name] == reference, "UPDATE_GOLDEN=1 writes the file anew")
    }

    @Test func namesAreAllDifferentAndAllKnown() {
        let names = GoldenScene.all.map(\.name)
        #expect(names.count >= 40)
        #expect(Set(names).count == names.count)
        if !Self.isUpdating { #expect(Set(Self.known.keys) == Set(names)) }
    }

    @Test(.enabled(if: isUpdating, "UPDATE_GOLDEN=1 writes the golden file")) func writeGoldenFile() throws {
        var text = """
            # SHA-256 of the linear colours (32-bit floats, red, green, blue, alpha) of each golden scene,
            # 40 × 30 pixels, 2 samples, kernels for AVX2. UPDATE_GOLDEN=1 writes this file.

            """
        for scene in GoldenScene.all { text += try Self.digest(scene, threads: 1).digest + "  \(scene.name)\n" }
        try FileManager.default.createDirectory(
            at: Self.file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: Self.file, options: .atomic)
    }
}

extension GoldenScene: CustomTestStringConvertible {
    var testDescription: String { name }
}
