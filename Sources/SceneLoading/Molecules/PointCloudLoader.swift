// SPDX-License-Identifier: Apache-2.0
import Geometry
import SceneModel

extension Loader {
    /// The plugin that draws molecules.
    package static let moleculeExplorer = "Molecule Explorer"

    /// Points, a line each: one model of type `xyz`, a white sphere of radius 0.15 a point.
    public static let xyz = Loader(name: "xyz", plugin: moleculeExplorer, extensions: ["xyz"], readsBytes: true) {
        (source, options, monitor) throws(LoadingError) in
        guard case .xyz = options else { return nil }
        try monitor.progress("Loading...", 0)
        let spheres = try source.withBytes { (bytes) throws(LoadingError) in try PointCloud.read(bytes) }
        guard !spheres.isEmpty else { throw LoadingError(.empty, "The file holds no points") }
        try monitor.progress("Loading...", 1)
        do {
            return [
                LoadedModel(
                    type: "xyz", content: .parts([ModelPart(surface: .spheres(try SphereSet(spheres)))]),
                    colorMethods: [.solid, ColorMethod(name: "vertex", rule: .primitives)])
            ]
        } catch let error as LoadingError {
            throw error
        } catch {
            throw LoadingError(.unsupported, "The points cannot be shown: \(error)")
        }
    }
}

/// Reads lines of three numbers; `#` begins a comment line.
enum PointCloud {
    private static let radius: Float = 0.15

    static func read(_ bytes: UnsafeRawBufferPointer) throws(LoadingError) -> [SIMD4<Float>] {
        var cursor = TextCursor(bytes)
        var spheres: [SIMD4<Float>] = []
        spheres.reserveCapacity(bytes.count / 24)
        while !cursor.isAtEnd {
            cursor.skipBlanks()
            if cursor.peek == UInt8(ascii: "#") {
                cursor.skipLine()
                continue
            }
            let start = cursor
            let position = cursor.vector()
            cursor.skipBlanks()
            guard let position, cursor.isAtLineEnd else {
                var rest = start
                let text = rest.restOfLine()
                throw LoadingError(
                    .malformed, "Invalid content in line \(start.line): \(text.prefix(80))", at: .line(start.line))
            }
            spheres.append(SIMD4(position, radius))
            cursor.skipLine()
        }
        return spheres
    }
}
