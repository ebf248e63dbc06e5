// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Programs of others that judge our files and figures, where the machine has them.
enum OtherPrograms {
    /// A Python with numpy, scikit-image, flip-evaluator, Pillow and OpenEXR, named by `SCENE_RECIPE_PYTHON`.
    static let python: String? = ProcessInfo.processInfo.environment["SCENE_RECIPE_PYTHON"]
        .flatMap { FileManager.default.isExecutableFile(atPath: $0) ? $0 : nil }

    /// ExifTool (Debian's libimage-exiftool-perl).
    static let exifTool: String? = ["/usr/bin/exiftool", "/usr/local/bin/exiftool"]
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    /// Runs a program to its end and gives its standard output.
    static func run(_ program: String, _ arguments: [String]) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(program) failed")
        return String(decoding: data, as: UTF8.self)
    }

    /// Lends a folder that is gone afterwards.
    static func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("imaging-\(UUID().uuidString)", isDirectory: true)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }

    /// Writes a file into a folder and gives its path.
    static func write(_ bytes: [UInt8], _ name: String, in folder: URL) throws -> String {
        let file = folder.appendingPathComponent(name)
        try Data(bytes).write(to: file)
        return file.path
    }
}
