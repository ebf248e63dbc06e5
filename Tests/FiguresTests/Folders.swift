// SPDX-License-Identifier: Apache-2.0
import Digest
import Foundation

/// A folder of its own for a test, removed afterwards.
func withFolder<Result>(_ body: (String) async throws -> Result) async throws -> Result {
    let base = FileManager.default.temporaryDirectory.resolvingSymlinksInPath().path
    let folder = base + "/figures-\(UUID().uuidString)/work"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: (folder as NSString).deletingLastPathComponent) }
    return try await body(folder)
}

/// Writes a text file, with the folders above it.
func write(_ text: String, to path: String) throws {
    let folder = (path as NSString).deletingLastPathComponent
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
}

/// The bytes of a file.
func content(_ path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) }

/// Sets a file's time of change, in seconds from now.
func age(_ path: String, by seconds: Double) throws {
    try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: seconds)], ofItemAtPath: path)
}

/// The SHA-256 of bytes as hexadecimal digits.
func digest(_ bytes: [UInt8]) -> String { SHA256Digest(of: bytes).hexadecimal }
