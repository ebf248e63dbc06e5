// SPDX-License-Identifier: Apache-2.0
import Digest
import Foundation
import JSON

extension Lock {
    /// The lock as the JSON document that `schemas/lock.schema.json` describes.
    public var document: JSONValue {
        [
            "lock_version": .integer(Int64(Self.version)),
            "engine": ["name": .string(EngineIdentity.name), "version": .string(engine)],
            "backend": ["location": .string(backend.location), "renderer": .string(backend.renderer)],
            "recipe": ["file": .string(recipe), "digest": .string(recipeDigest.description)],
            "parameters": .object(parameters.mapValues(Self.value)),
            "inputs": .array(inputs.map(\.document)),
            "pictures": .array(pictures.map(\.document)),
        ]
    }

    /// The lock file's text.
    public var text: String { document.text(.indented) + "\n" }

    /// The value of a compact JSON text.
    static func value(_ text: JSONText) -> JSONValue { (try? JSONValue(parsing: text)) ?? .string(text) }

    /// Writes the lock unless the file says the same already, so that its time tells when a figure changed.
    /// - Throws: `figure-not-writable`.
    public func write(to path: String) throws(FigureError) {
        let bytes = Array(text.utf8)
        if let old = FileManager.default.contents(atPath: path), [UInt8](old) == bytes { return }
        try WholeFile.write(bytes, to: path)
    }

    /// Reads a lock file.
    /// - Throws: `figure-lock-missing` where there is none, or it is not a lock of a version known here.
    public init(path: String) throws(FigureError) {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw FigureError(.lockMissing, "\(path) is not there", remedy: "render the recipe without --locked once")
        }
        try self.init(parsing: [UInt8](data), path: path)
    }

    /// Reads the text of a lock.
    /// - Throws: `figure-lock-missing` where it is not a lock of a version known here.
    public init(parsing bytes: [UInt8], path: String) throws(FigureError) {
        let document: JSONValue
        do {
            document = try JSONValue(parsing: bytes)
        } catch {
            throw Self.unreadable(path, "\(error)")
        }
        guard document["lock_version"]?.integer == Int64(Self.version) else {
            throw Self.unreadable(path, "lock_version is not \(Self.version)")
        }
        guard let recipe = document["recipe"]?["file"]?.string,
            let recipeDigest = SHA256Digest(prefixed: document["recipe"]?["digest"]),
            let engine = document["engine"]?["version"]?.string,
            let location = document["backend"]?["location"]?.string,
            let renderer = document["backend"]?["renderer"]?.string,
            let parameters = document["parameters"]?.object,
            let inputs = document["inputs"]?.array, let pictures = document["pictures"]?.array
        else { throw Self.unreadable(path, "a required member is missing or of a wrong type") }
        var files: [LockedInput] = []
        for input in inputs {
            guard let file = LockedInput(input) else { throw Self.unreadable(path, "an input is not well-formed") }
            files.append(file)
        }
        var drawn: [LockedPicture] = []
        for picture in pictures {
            guard let picture = LockedPicture(picture) else {
                throw Self.unreadable(path, "a picture is not well-formed")
            }
            drawn.append(picture)
        }
        self.init(
            recipe: recipe, recipeDigest: recipeDigest, engine: engine,
            backend: BackendIdentity(location: location, renderer: renderer),
            parameters: parameters.mapValues { $0.text() }, inputs: files, pictures: drawn)
    }

    private static func unreadable(_ path: String, _ reason: String) -> FigureError {
        FigureError(
            .lockMissing, "\(path) cannot be read as a lock: \(reason)",
            remedy: "take it back from version control, or delete it and render again")
    }
}

extension SHA256Digest {
    /// Reads `sha256:` and 64 hexadecimal digits.
    init?(prefixed value: JSONValue?) {
        guard let text = value?.string, text.hasPrefix("sha256:") else { return nil }
        self.init(hexadecimal: text.dropFirst("sha256:".count))
    }
}

extension LockedInput {
    /// One element of `inputs`.
    var document: JSONValue {
        guard let content else { return ["path": .string(path), "unhashed": true] }
        return [
            "path": .string(path), "size": .integer(Int64(content.size)),
            "sha256": .string(content.digest.hexadecimal),
        ]
    }

    /// Reads one element of `inputs`.
    init?(_ document: JSONValue) {
        guard let path = document["path"]?.string else { return nil }
        if document["unhashed"]?.boolean == true {
            self.init(path: path, content: nil)
            return
        }
        guard let size = document["size"]?.integer, let text = document["sha256"]?.string,
            let digest = SHA256Digest(hexadecimal: text)
        else { return nil }
        self.init(path: path, content: Content(size: Int(size), digest: digest))
    }
}

extension LockedPicture {
    /// One element of `pictures`.
    var document: JSONValue {
        var members: [String: JSONValue] = [
            "name": .string(name), "file": .string(file), "meaning": .string(meaning.description),
            "drawing": .string(drawing.description),
            "pixels": .string(pixels.description), "content": .string(content.description),
        ]
        if !cell.isEmpty { members["cell"] = .object(cell.mapValues(Lock.value)) }
        if let noise { members["noise"] = .string(noise) }
        return .object(members)
    }

    /// Reads one element of `pictures`.
    init?(_ document: JSONValue) {
        guard let name = document["name"]?.string, let file = document["file"]?.string,
            let meaning = SHA256Digest(prefixed: document["meaning"]),
            let drawing = SHA256Digest(prefixed: document["drawing"]),
            let pixels = SHA256Digest(prefixed: document["pixels"]),
            let content = SHA256Digest(prefixed: document["content"])
        else { return nil }
        self.init(
            name: name, file: file, cell: (document["cell"]?.object ?? [:]).mapValues { $0.text() },
            meaning: meaning, drawing: drawing, pixels: pixels, content: content,
            noise: document["noise"]?.string)
    }
}
