// SPDX-License-Identifier: Apache-2.0
import Foundation
import JSON

/// What varies from run to run, in a file of its own beside a picture, so that the picture does not.
public struct Sidecar: Sendable {
    private let picture: String
    private let document: JSONValue

    /// Describes the run that has just made a picture.
    public init(_ outcome: PictureOutcome, backend: BackendIdentity, time: Date = Date()) {
        picture = outcome.path
        let recipe = outcome.drawing.recipe
        let formatter = ISO8601DateFormatter()
        document = [
            "picture": .string(outcome.path.fileName),
            "made": .string(formatter.string(from: time)),
            "host": .string(ProcessInfo.processInfo.hostName),
            "system": .string(ProcessInfo.processInfo.operatingSystemVersionString),
            "processors": .integer(Int64(ProcessInfo.processInfo.activeProcessorCount)),
            "engine": ["name": .string(EngineIdentity.name), "version": .string(EngineIdentity.version)],
            "backend": ["location": .string(backend.location), "renderer": .string(backend.renderer)],
            "recipe": .string(recipe.file),
            "data": .object(recipe.dataRoots.mapValues { .string($0) }),
            "way": .string(outcome.way.rawValue),
            "seconds": .number((outcome.seconds * 1000).rounded() / 1000),
        ]
    }

    /// The sidecar's place: `hero.png` has `hero.png.run.json` beside it.
    public static func path(ofPicture path: String) -> String { path + ".run.json" }

    /// Writes the sidecar.
    /// - Throws: `figure-not-writable`.
    public func write() throws(FigureError) {
        try WholeFile.write(Array((document.text(.indented) + "\n").utf8), to: Self.path(ofPicture: picture))
    }

    /// Where the recipe of a picture was and its data roots, as its sidecar says; nil without one.
    public static func places(ofPicture path: String) -> (recipe: String, data: [String: String])? {
        guard let data = FileManager.default.contents(atPath: Self.path(ofPicture: path)),
            let document = try? JSONValue(parsing: [UInt8](data)), let recipe = document["recipe"]?.string
        else { return nil }
        return (recipe, (document["data"]?.object ?? [:]).compactMapValues(\.string))
    }
}
