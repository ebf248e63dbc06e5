// SPDX-License-Identifier: Apache-2.0
import Digest
import Foundation

/// How fast inputs are hashed, beside sha256sum.
let digestSuite = Suite(name: "digest", question: "SHA-256 of a file in memory, beside sha256sum") {
    let content = [UInt8](repeating: 0x5A, count: 256 << 20)
    let seconds = medianProcessorSeconds(runs: 3) { _ = SHA256Digest(of: content) }
    let gigabytes = Double(content.count) / 1e9
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("scene-recipe-bench-\(getpid())")
    try Data(content).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let peer = processorSeconds(ofProgram: ["sha256sum", file.path])
    return [Row("hash 256 MiB", gigabytes / seconds, "GB/s", beside: peer.map { ("sha256sum", gigabytes / $0) })]
}
