// SPDX-License-Identifier: Apache-2.0
import Figures
import Foundation

/// How fast inputs are hashed, beside sha256sum.
let digestSuite = Suite(name: "digest", question: "SHA-256 of an input file, beside sha256sum") { report in
    let content = Data(repeating: 0x5A, count: 256 << 20)
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("scene-recipe-bench-\(getpid())")
    try content.write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let seconds = try medianProcessorSeconds(runs: 3) { _ = try DigestStore(folder: nil).digest(of: file.path) }
    let gigabytes = Double(content.count) / 1e9
    let peer = processorSeconds(ofProgram: ["sha256sum", file.path])
    report("hash 256 MiB", gigabytes / seconds, "GB/s", beside: peer.map { ("sha256sum", gigabytes / $0) })
}
