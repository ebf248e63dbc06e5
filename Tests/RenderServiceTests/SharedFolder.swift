// SPDX-License-Identifier: Apache-2.0
import Foundation
import JSON
import Testing

/// The folder of recordings of a real service, beside the checkout or where `SCENE_RECIPE_SHARED` says.
enum SharedFolder {
    static let path: String? = {
        let told = ProcessInfo.processInfo.environment["SCENE_RECIPE_SHARED"]
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let path = told ?? package.deletingLastPathComponent().appending(path: "shared").path
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }()

    /// The bytes of a file of the folder.
    static func bytes(_ name: String) throws -> [UInt8] {
        let path = try #require(path)
        return Array(try Data(contentsOf: URL(filePath: path).appending(path: name)))
    }

    /// The names of the files of a folder in the folder, sorted.
    static func names(_ folder: String) -> [String] {
        guard let path else { return [] }
        return ((try? FileManager.default.contentsOfDirectory(atPath: path + "/" + folder)) ?? []).sorted()
    }

    /// A JSON file of the folder.
    static func json(_ name: String) throws -> JSONValue {
        let path = try #require(path)
        return try JSONValue(parsing: Array(Data(contentsOf: URL(filePath: path).appending(path: name))))
    }
}
