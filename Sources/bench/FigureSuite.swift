// SPDX-License-Identifier: Apache-2.0
import Figures
import Foundation
import Imaging
import SceneModel

/// How long each rung of the ladder takes on a picture of full HD, without rendering.
let figureSuite = Suite(name: "verify", question: "judging a 1920 × 1080 picture, per rung, beside reading its PNG") {
    let old = try sample(shift: 0)
    let new = try sample(shift: 1)
    let bytes = try PNG.encode(old)
    let reading = medianProcessorSeconds(runs: 3) { _ = try? PNG.decode(bytes) } * 1000
    func row(_ name: String, _ work: () throws -> Void) rethrows -> Row {
        Row(name, try medianProcessorSeconds(runs: 3, work) * 1000, "ms", beside: ("decode PNG", reading))
    }
    return [
        row("exact: digest of the pixels") { _ = RawPicture.display(old).digest },
        try row("greatest difference") { _ = try PictureDifference(old, new) },
        try row("SSIM") { _ = try StructuralSimilarity.mean(old, new) },
        try row("FLIP") { _ = try FLIP().compare(old, new) },
        row("the whole ladder") {
            _ = Judgement(reference: old, candidate: new, by: Comparison(metric: .flip))
        },
    ]
}

/// Rings and a gradient: smooth shading with edges.
private func sample(shift: Int) throws -> Imaging.Picture {
    let (width, height) = (1920, 1080)
    var pixels: [UInt8] = []
    pixels.reserveCapacity(width * height * 4)
    for y in 0..<height {
        for x in 0..<width {
            let (dx, dy) = (x - 960 - shift, y - 540)
            let ring = UInt8((dx * dx + dy * dy) / 4000 % 256)
            pixels += [ring, UInt8(x * 255 / width), UInt8(y * 255 / height), 255]
        }
    }
    return try Imaging.Picture(width: width, height: height, pixels: pixels)
}
