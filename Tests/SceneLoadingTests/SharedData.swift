// SPDX-License-Identifier: Apache-2.0
import Foundation
import Geometry
import JSON
import SceneLoading
import SceneModel

/// Data beside the checkout that tests compare against where it is there.
enum SharedData {
    /// The folder `shared` beside the package, or the one that SCENE_RECIPE_SHARED names.
    static let folder: String = {
        if let named = ProcessInfo.processInfo.environment["SCENE_RECIPE_SHARED"] { return named }
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return package.deletingLastPathComponent().appendingPathComponent("shared").path
    }()

    /// Whether the data are there.
    static var isPresent: Bool { FileManager.default.fileExists(atPath: folder + "/data/facts.json") }

    /// The path of a data file.
    static func data(_ name: String) -> String { folder + "/data/" + name }

    /// What independent libraries found in the data files.
    static let facts: JSONValue = json(folder + "/data/facts.json")

    /// A recorded scene.
    static func truth(_ name: String) -> JSONValue { json(folder + "/truth/" + name + ".json") }

    private static func json(_ path: String) -> JSONValue {
        guard let bytes = try? [UInt8](Data(contentsOf: URL(fileURLWithPath: path))) else { return .null }
        return (try? JSONValue(parsing: bytes)) ?? .null
    }
}

/// Files that the package itself carries.
enum PackageData {
    /// The path of a file below `recipes/data`.
    static func path(_ name: String) -> String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("recipes/data/" + name).path
    }
}

/// A folder of files that goes away with the value.
final class TemporaryFolder {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("loading-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file and returns its path.
    func write(_ name: String, _ bytes: [UInt8]) throws -> String {
        let url = URL(fileURLWithPath: path).appendingPathComponent(name)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
        return url.path
    }

    /// Writes a text file and returns its path.
    func write(_ name: String, _ text: String) throws -> String { try write(name, Array(text.utf8)) }
}

extension JSONValue {
    /// A vector of three numbers.
    var vector: Vector3? {
        guard let numbers = array?.compactMap(\.double), numbers.count == 3 else { return nil }
        return Vector3(Float(numbers[0]), Float(numbers[1]), Float(numbers[2]))
    }
}

/// Whether two numbers agree to a share of their size.
func isClose(_ a: Float, _ b: Float, _ tolerance: Float = 1e-5) -> Bool {
    abs(a - b) <= tolerance * max(1, max(abs(a), abs(b)))
}

/// Whether two vectors agree in each component.
func isClose(_ a: Vector3, _ b: Vector3, _ tolerance: Float = 1e-5) -> Bool {
    isClose(a.x, b.x, tolerance) && isClose(a.y, b.y, tolerance) && isClose(a.z, b.z, tolerance)
}

/// The error that a load ends with.
func loadingError(_ body: () throws(LoadingError) -> Void) -> LoadingError? {
    do throws(LoadingError) {
        try body()
        return nil
    } catch {
        return error
    }
}
