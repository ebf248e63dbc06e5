// SPDX-License-Identifier: Apache-2.0

import Imaging
import Testing

/// Twenty pairs of pictures, each a synthetic one and what became of it, with what the published implementations say.
struct ComparisonPair: Sendable, CustomTestStringConvertible {
    let name: String
    let width: Int
    let height: Int
    let seed: Int
    /// The colour of a pixel after the change, from its place and the colours of the unchanged picture.
    let change: @Sendable (_ x: Int, _ y: Int, _ original: (Int, Int) -> SIMD3<Int>) -> SIMD3<Int>
    /// `structural_similarity` of scikit-image 0.26.0 (see ``StructuralSimilarity`` for its arguments).
    let structuralSimilarity: Double
    /// The mean of `evaluate(…, "LDR")` of flip-evaluator 1.7.
    let flip: Double

    var testDescription: String { name }

    /// The unchanged and the changed picture.
    func pictures() throws -> (Picture, Picture) {
        let first = try SyntheticPictures.picture(width, height, seed: seed)
        var second = first
        func original(_ x: Int, _ y: Int) -> SIMD3<Int> {
            let colour = first[min(max(x, 0), width - 1), min(max(y, 0), height - 1)]
            return SIMD3(Int(colour.x), Int(colour.y), Int(colour.z))
        }
        for y in 0..<height {
            for x in 0..<width {
                let c = change(x, y, original)
                second[x, y] = SIMD4(
                    UInt8(min(255, max(0, c.x))), UInt8(min(255, max(0, c.y))), UInt8(min(255, max(0, c.z))), 255)
            }
        }
        return (first, second)
    }

    private init(
        _ name: String, _ width: Int, _ height: Int, _ seed: Int, ssim: Double, flip: Double,
        _ change: @escaping @Sendable (Int, Int, (Int, Int) -> SIMD3<Int>) -> SIMD3<Int>
    ) {
        self.name = name
        self.width = width
        self.height = height
        self.seed = seed
        self.change = change
        structuralSimilarity = ssim
        self.flip = flip
    }

    private static func noise(_ x: Int, _ y: Int, _ range: Int) -> Int {
        Int(SyntheticPictures.hash(UInt32(x &* 7919 &+ y &* 104_729 &+ 1)) >> 8) % (2 * range + 1) - range
    }

    static let all: [ComparisonPair] = [
        ComparisonPair("equal", 96, 64, 1, ssim: 1.000000, flip: 0.000000) { x, y, at in at(x, y) },
        ComparisonPair("brighter by 4", 96, 64, 2, ssim: 0.998910, flip: 0.107758) { x, y, at in at(x, y) &+ 4 },
        ComparisonPair("redder by 20", 96, 64, 3, ssim: 0.996866, flip: 0.192820) { x, y, at in
            at(x, y) &+ SIMD3(20, 0, 0)
        },
        ComparisonPair("half as bright", 96, 64, 4, ssim: 0.691475, flip: 0.878277) { x, y, at in
            let c = at(x, y)
            return SIMD3(c.x / 2, c.y / 2, c.z / 2)
        },
        ComparisonPair("inverted", 96, 64, 5, ssim: -0.386048, flip: 0.969932) { x, y, at in 255 &- at(x, y) },
        ComparisonPair("grey", 96, 64, 6, ssim: 0.735298, flip: 0.806376) { x, y, at in
            let c = at(x, y)
            return SIMD3(repeating: (c.x + c.y + c.z) / 3)
        },
        ComparisonPair("moved right by 1", 96, 64, 7, ssim: 0.452861, flip: 0.126993) { x, y, at in at(x - 1, y) },
        ComparisonPair("moved down by 3", 96, 64, 8, ssim: 0.378445, flip: 0.327844) { x, y, at in at(x, y - 3) },
        ComparisonPair("mirrored", 96, 64, 9, ssim: 0.282705, flip: 0.818337) { x, y, at in at(95 - x, y) },
        ComparisonPair("noise of 3", 96, 64, 10, ssim: 0.984512, flip: 0.024069) { x, y, at in
            at(x, y) &+ noise(x, y, 3)
        },
        ComparisonPair("noise of 40", 96, 64, 11, ssim: 0.355810, flip: 0.159386) { x, y, at in
            at(x, y) &+ noise(x, y, 40)
        },
        ComparisonPair("one pixel", 96, 64, 12, ssim: 0.997707, flip: 0.001508) { x, y, at in
            x == 50 && y == 30 ? SIMD3(255, 255, 255) &- at(x, y) : at(x, y)
        },
        ComparisonPair("a box gone", 96, 64, 13, ssim: 0.901045, flip: 0.066421) { x, y, at in
            (20..<40).contains(x) && (10..<30).contains(y) ? SIMD3(30, 30, 30) : at(x, y)
        },
        ComparisonPair("blurred", 96, 64, 14, ssim: 0.667796, flip: 0.088936) { x, y, at in
            var sum = SIMD3<Int>()
            for dy in -1...1 { for dx in -1...1 { sum = sum &+ at(x + dx, y + dy) } }
            return SIMD3(sum.x / 9, sum.y / 9, sum.z / 9)
        },
        ComparisonPair("coarser", 96, 64, 15, ssim: 0.464505, flip: 0.291740) { x, y, at in at(x & ~3, y & ~3) },
        ComparisonPair("channels swapped", 96, 64, 16, ssim: 0.611556, flip: 0.865134) { x, y, at in
            let c = at(x, y)
            return SIMD3(c.z, c.x, c.y)
        },
        ComparisonPair("black", 96, 64, 17, ssim: 0.000348, flip: 0.945583) { _, _, _ in SIMD3(0, 0, 0) },
        ComparisonPair("a line", 97, 61, 18, ssim: 0.963676, flip: 0.020975) { x, y, at in
            x == 48 ? SIMD3(255, 0, 0) : at(x, y)
        },
        ComparisonPair("small", 11, 13, 19, ssim: 0.878129, flip: 0.109721) { x, y, at in at(x, y) &+ noise(x, y, 20) },
        ComparisonPair("wide", 301, 17, 20, ssim: 0.763510, flip: 0.307925) { x, y, at in
            at(x + 1, y + 1) &+ noise(x, y, 8)
        },
    ]
}
