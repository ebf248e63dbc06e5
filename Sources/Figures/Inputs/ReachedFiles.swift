// SPDX-License-Identifier: Apache-2.0
import Foundation
import JSON
import SceneModel

/// The files that a loader reads beside the one it is given.
///
/// Where a file names a folder, all files of the folder count: a superset of what is read, so that no change of data
/// goes unseen.
enum ReachedFiles {
    /// The file of a source and all that it reaches, absolute, sorted, each once. Folders and missing files are left
    /// out, but for the file of the source itself.
    static func of(_ source: FileSource) -> [String] {
        var walk = Walk()
        walk.found.insert(source.path)
        switch source.loader {
        case .mesh, .rawVolume, .morphology, .nrrd, .protein, .xyz: break
        case .mhdVolume: walk.header(source.path)
        case .bbp: walk.circuitConfiguration(source.path)
        case .sonata, .dti: walk.document(source.path)
        case .cellPlacement(let options):
            if let folder = options.morphologyFolder { walk.folder(folder) }
        }
        return walk.found.sorted()
    }

    /// How much is followed at most, so that a hostile configuration costs little.
    private static let greatestCount = 200_000
    private static let greatestText = 64 << 20

    private struct Walk {
        var found: Set<String> = []

        /// Adds a file, or the files of a folder.
        mutating func add(_ path: String) {
            guard found.count < greatestCount, let stamp = FileStamp(path: path) else { return }
            if stamp.isRegular { found.insert(path) } else if stamp.isFolder { folder(path) }
        }

        /// Adds all files below a folder, hidden ones left out.
        mutating func folder(_ path: String) {
            guard let names = FileManager.default.enumerator(atPath: path) else { return }
            while let name = names.nextObject() as? String, found.count < greatestCount {
                if name.fileName.hasPrefix(".") {
                    names.skipDescendants()
                    continue
                }
                let file = path + "/" + name
                if let stamp = FileStamp(path: file), stamp.isRegular { found.insert(file) }
            }
        }

        /// Adds the plain files directly in a folder.
        mutating func shallow(_ path: String) {
            for name in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] where !name.hasPrefix(".") {
                let file = path + "/" + name
                guard found.count < greatestCount else { return }
                if let stamp = FileStamp(path: file), stamp.isRegular { found.insert(file) }
            }
        }

        /// A MetaImage header: `ElementDataFile = NAME`.
        mutating func header(_ path: String) {
            for line in text(path).split(whereSeparator: \.isNewline) {
                let parts = line.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
                if parts.count == 2, parts[0] == "ElementDataFile" { add(absolute(parts[1], beside: path)) }
            }
        }

        /// A JSON configuration (SONATA, DTI): every text in it that names a file or folder, manifest variables
        /// replaced, and further configurations in their turn.
        mutating func document(_ path: String) {
            guard let document = try? JSONValue(parsing: text(path)) else { return }
            var variables: [String: String] = ["${configdir}": path.parentFolder]
            for (name, value) in document["manifest"]?.object ?? [:] { variables[name] = value.string }
            let written = variables
            // Variables may name each other, a few deep; a path is at most 4096 bytes long.
            for _ in 0..<8 {
                variables = variables.mapValues { $0.utf8.count > 4096 ? "" : Self.replacing($0, written) }
            }
            var pending: [(key: String, value: JSONValue, output: String?)] = [("", document, nil)]
            let output = document["output"]?["output_dir"]?.string.map {
                absolute(Self.replacing($0, variables), beside: path)
            }
            if let output {
                let reports = document["reports"]?.object ?? [:]
                for (name, report) in reports {
                    let file = report["file_name"]?.string ?? name
                    add(output + "/" + (file.hasSuffix(".h5") ? file : file + ".h5"))
                }
                add(output + "/" + (document["output"]?["spikes_file"]?.string ?? "out.h5"))
            }
            while let (key, value, _) = pending.popLast() {
                switch value {
                case .object(let members):
                    for (name, member) in members where name != "manifest" && name != "output_dir" {
                        pending.append((name, member, output))
                    }
                case .array(let elements): for element in elements { pending.append((key, element, output)) }
                case .string(let text):
                    let file = absolute(Self.replacing(text, variables), beside: path)
                    guard !found.contains(file), let stamp = FileStamp(path: file) else { continue }
                    if stamp.isRegular {
                        found.insert(file)
                        if file.hasSuffix(".json") { self.document(file) }
                    } else if stamp.isFolder, key.contains("morpholog") || key == "neurolucida-asc" || key == "h5v1" {
                        folder(file)
                    }
                default: break
                }
            }
        }

        /// A BlueConfig or CircuitConfig: sections of `Key value` lines.
        mutating func circuitConfiguration(_ path: String) {
            for line in text(path).split(whereSeparator: \.isNewline) {
                let parts = line.split(maxSplits: 1, whereSeparator: \.isWhitespace)
                guard parts.count == 2 else { continue }
                let key = parts[0]
                let file = absolute(parts[1].trimmingCharacters(in: .whitespaces), beside: path)
                guard let stamp = FileStamp(path: file) else { continue }
                if stamp.isRegular {
                    found.insert(file)
                    if file.hasSuffix(".json") { document(file) }
                } else if stamp.isFolder, key == "MorphologyPath" {
                    folder(file)
                } else if stamp.isFolder, ["CircuitPath", "nrnPath", "OutputRoot"].contains(key) {
                    shallow(file)
                }
            }
        }

        private func text(_ path: String) -> String {
            guard let stamp = FileStamp(path: path), stamp.isRegular, stamp.size <= greatestText,
                let data = FileManager.default.contents(atPath: path)
            else { return "" }
            return String(decoding: data, as: UTF8.self)
        }

        private func absolute(_ path: String, beside file: String) -> String {
            let joined = path.hasPrefix("/") ? path : file.parentFolder + "/" + path
            return URL(fileURLWithPath: joined).standardized.path
        }

        private static func replacing(_ text: String, _ variables: [String: String]) -> String {
            guard text.contains("$") else { return text }
            var result = text
            // Longer names first: `$BASE_DIR` must not be taken for `$BASE`.
            for (name, value) in variables.sorted(by: { $0.key.count > $1.key.count }) where name != value {
                result = result.replacingOccurrences(of: name, with: value)
            }
            return result
        }
    }
}
