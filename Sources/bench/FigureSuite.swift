// SPDX-License-Identifier: Apache-2.0
import Figures
import Foundation
import Imaging
import SceneModel

/// How long each rung of the ladder takes on a picture of full HD, without rendering; and what a folder costs in which
/// nothing has to be drawn.
let figureSuite = Suite(
    name: "figures", question: "judging a 1920 × 1080 picture, per rung, beside reading its PNG; an unchanged folder"
) { report in
    let old = try sample(shift: 0)
    let new = try sample(shift: 1)
    let bytes = try PNG.encode(old)
    let reading = medianProcessorSeconds(runs: 3) { _ = try? PNG.decode(bytes) } * 1000
    func row(_ name: String, _ work: () throws -> Void) rethrows {
        report(name, try medianProcessorSeconds(runs: 3, work) * 1000, "ms", beside: ("decode PNG", reading))
    }
    row("exact: digest of the pixels") { _ = RawPicture.display(old).digest }
    try row("greatest difference") { _ = try PictureDifference(old, new) }
    try row("SSIM") { _ = try StructuralSimilarity.mean(old, new) }
    try row("FLIP") { _ = try FLIP().compare(old, new) }
    row("the whole ladder") {
        _ = Judgement(reference: old, candidate: new, by: Comparison(metric: .flip))
    }
    if let seconds = try unchangedFolder(figures: 100) {
        report("recipe render of 100 unchanged figures, wall", seconds, "s", beside: ("limit", 1))
    }
}

/// Wall-clock seconds that the program takes to find that nothing is to be drawn; nil where it is not beside this one.
private func unchangedFolder(figures: Int) throws -> Double? {
    let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let program = URL(fileURLWithPath: own).deletingLastPathComponent().appendingPathComponent("recipe")
    guard FileManager.default.isExecutableFile(atPath: program.path) else { return nil }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("scene-recipe-figures-\(getpid())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for index in 0..<figures {
        try """
            recipe: 1
            models: {balls: {spheres: [{center: [\(index), 0, 0], radius: 1, color: crimson}]}}
            lights: {fill: ambient}
            snapshots: {ball\(index): {resolution: [64, 64]}}

            """.write(to: folder.appendingPathComponent("ball\(index).yaml"), atomically: false, encoding: .utf8)
    }
    func render() throws {
        let process = Process()
        process.executableURL = program
        process.arguments = ["render", folder.path, "--output", folder.path + "/out"]
        process.environment = ProcessInfo.processInfo.environment.merging(["XDG_CACHE_HOME": folder.path]) { $1 }
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
    }
    try render()
    let times = try (0..<5).map { _ in
        let start = wallSeconds()
        try render()
        return wallSeconds() - start
    }
    return times.sorted()[2]
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
