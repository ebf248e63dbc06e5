// SPDX-License-Identifier: Apache-2.0

import Foundation
import Imaging
import Testing

@Suite("Comparison of pictures")
struct ComparisonTests {
    @Test("SSIM is scikit-image's to 1e-4", arguments: ComparisonPair.all)
    func structuralSimilarity(pair: ComparisonPair) throws {
        let (first, second) = try pair.pictures()
        let index = try StructuralSimilarity.mean(first, second)
        #expect(abs(index - pair.structuralSimilarity) < 1e-4)
    }

    @Test("FLIP is flip-evaluator's to 1e-4", arguments: ComparisonPair.all)
    func flip(pair: ComparisonPair) throws {
        let (first, second) = try pair.pictures()
        let result = try FLIP().compare(first, second)
        #expect(abs(result.mean - pair.flip) < 1e-4)
        #expect(result.map.values.allSatisfy { (0...1.0001).contains($0) })
    }

    @Test("the order of two pictures does not matter")
    func symmetry() throws {
        let (first, second) = try ComparisonPair.all[10].pictures()
        let indices = try (StructuralSimilarity.mean(first, second), StructuralSimilarity.mean(second, first))
        #expect(abs(indices.0 - indices.1) < 1e-6)
        let errors = try (FLIP().compare(first, second).mean, FLIP().compare(second, first).mean)
        #expect(abs(errors.0 - errors.1) < 1e-6)
    }

    @Test("differences are counted in full")
    func difference() throws {
        let first = try Picture(width: 4, height: 2, fill: [10, 20, 30, 255])
        var second = first
        #expect(try PictureDifference(first, second).maximum == 0)
        #expect(try PictureDifference(first, second).peakSignalToNoiseRatio == .infinity)
        second[1, 1] = [10, 25, 28, 255]
        second[3, 0] = [10, 20, 30, 55]
        let difference = try PictureDifference(first, second)
        #expect(difference.maximumColour == 5)
        #expect(difference.maximumAlpha == 200)
        #expect(difference.maximum == 200)
        #expect(difference.differingPixels == 2)
        #expect(difference.meanSquaredError == 40_029.0 / 32)
        // 10 log₁₀(65,025 × 32 ⁄ 40,029).
        #expect(abs(difference.peakSignalToNoiseRatio - 17.1586) < 1e-4)
    }

    @Test("pictures of other sizes or without room for a window are refused")
    func refused() throws {
        let first = try Picture(width: 12, height: 12)
        let second = try Picture(width: 12, height: 13)
        let small = try Picture(width: 10, height: 12)
        func code(_ body: () throws -> Void) -> PictureError.Code? {
            #expect(throws: PictureError.self, performing: body)?.code
        }
        #expect(code { _ = try PictureDifference(first, second) } == .comparison)
        #expect(code { _ = try StructuralSimilarity.mean(first, second) } == .comparison)
        #expect(code { _ = try StructuralSimilarity.mean(small, small) } == .comparison)
        #expect(code { _ = try FLIP().compare(first, second) } == .comparison)
        #expect(code { _ = try ErrorMap(differenceOf: first, second) } == .comparison)
        #expect(code { _ = try FLIP(pixelsPerDegree: 0) } == .option)
        #expect(code { _ = try FLIP(pixelsPerDegree: .nan) } == .option)
        #expect(try FLIP().compare(small, small).mean == 0)
    }

    @Test("a heat map goes from black to pale yellow")
    func heatMap() throws {
        let first = try Picture(width: 2, height: 1, fill: [0, 0, 0, 255])
        var second = first
        second[1, 0] = [255, 0, 0, 255]
        let map = try ErrorMap(differenceOf: first, second)
        #expect(map.values == [0, 1])
        // The ends of matplotlib's magma.
        #expect(map.heatMap()[0, 0] == [0, 0, 4, 255])
        #expect(map.heatMap()[1, 0] == [252, 253, 191, 255])
    }

    @Test(
        "the published implementations say so today, for every pixel of FLIP's map too",
        .enabled(if: OtherPrograms.python != nil, "SCENE_RECIPE_PYTHON names no Python"))
    func live() throws {
        let program = try #require(OtherPrograms.python)
        let script = """
            import sys, numpy as np
            from PIL import Image
            from skimage.metrics import structural_similarity
            from flip_evaluator import evaluate
            for i in range(int(sys.argv[2])):
                a, b = [np.asarray(Image.open(f"{sys.argv[1]}/{i}{k}.png").convert("RGB")) for k in "ab"]
                lum = lambda p: p.astype(np.float64) @ [0.2126, 0.7152, 0.0722]
                s = structural_similarity(lum(a), lum(b), gaussian_weights=True, sigma=1.5,
                                          use_sample_covariance=False, data_range=255)
                m, mean, _ = evaluate(a.astype(np.float32) / 255, b.astype(np.float32) / 255, "LDR", applyMagma=False)
                print(repr(float(s)), repr(float(mean)), *["%.7f" % v for v in np.asarray(m).ravel()])
            """
        let pairs = ComparisonPair.all
        try OtherPrograms.withFolder { folder in
            for (index, pair) in pairs.enumerated() {
                let (first, second) = try pair.pictures()
                _ = try OtherPrograms.write(PNG.encode(first), "\(index)a.png", in: folder)
                _ = try OtherPrograms.write(PNG.encode(second), "\(index)b.png", in: folder)
            }
            let said = try OtherPrograms.run(program, ["-c", script, folder.path, "\(pairs.count)"])
            let rows = said.split(separator: "\n").map { $0.split(separator: " ").compactMap { Double($0) } }
            try #require(rows.count == pairs.count)
            for (pair, row) in zip(pairs, rows) {
                let (first, second) = try pair.pictures()
                let result = try FLIP().compare(first, second)
                let index = try StructuralSimilarity.mean(first, second)
                #expect(abs(index - row[0]) < 1e-4, "SSIM of \(pair.name)")
                #expect(abs(result.mean - row[1]) < 1e-4, "FLIP of \(pair.name)")
                let worst = zip(result.map.values, row.dropFirst(2)).reduce(0) { max($0, abs(Double($1.0) - $1.1)) }
                #expect(worst < 1e-3, "FLIP's map of \(pair.name)")
            }
        }
    }
}
