// SPDX-License-Identifier: Apache-2.0
import JSON

/// A SONATA circuit, with the simulation of it where the configuration describes one.
package struct SonataConfig: Sendable {
    /// A node or edge population as the circuit configuration describes it.
    package struct Population: Sendable, Equatable {
        /// Its name.
        package var name: String
        /// The HDF5 file that holds it.
        package var file: String
        /// What the configuration says that its members are.
        package var type: String
        /// The folder of its SWC morphologies.
        package var morphologiesFolder: String?
        /// The folders of its morphologies in other formats, by the format's name.
        package var alternateMorphologies: [String: String]
        /// The file of its endfeet's surfaces.
        package var endfeetMeshes: String?
    }

    /// The node populations by name.
    package private(set) var nodes: [String: Population] = [:]
    /// The edge populations by name.
    package private(set) var edges: [String: Population] = [:]
    /// The files that define node sets, later ones extending earlier ones.
    package private(set) var nodeSetFiles: [String] = []
    /// The file of spikes; nil without a simulation.
    package private(set) var spikesFile: String?
    /// The files of reports by the reports' names; nil without a simulation.
    package private(set) var reportFiles: [String: String]?

    /// Reads a simulation or a circuit configuration.
    ///
    /// - Parameter path: a JSON file. With a `network` or a `run` it is a simulation's, else a circuit's.
    /// - Throws: `LoadingError` naming the file and the key at fault.
    package init(path: String) throws(LoadingError) {
        let document = try SonataDocument(path: path)
        guard document.json["networks"] == nil, document.json["network"] != nil || document.json["run"] != nil else {
            try readCircuit(document)
            return
        }
        let network = try document.text("network", in: document.json, "") ?? "circuit_config.json"
        try readCircuit(try SonataDocument(path: document.absolute(network)))
        if let file = try document.text("node_sets_file", in: document.json, "") {
            nodeSetFiles.append(document.absolute(file))
        }
        let output = document.json["output"] ?? .object([:])
        let folder = document.absolute(try document.text("output_dir", in: output, "output.") ?? "output")
        let spikes = try document.text("spikes_file", in: output, "output.") ?? "out.h5"
        spikesFile = RelativePath.resolve(spikes, in: folder)
        var files: [String: String] = [:]
        for (name, report) in document.json["reports"]?.object ?? [:] {
            var file = try document.text("file_name", in: report, "reports.\(name).") ?? name + ".h5"
            if !file.hasSuffix(".h5") { file += ".h5" }
            files[name] = RelativePath.resolve(file, in: folder)
        }
        reportFiles = files
    }

    private mutating func readCircuit(_ document: SonataDocument) throws(LoadingError) {
        guard let networks = document.json["networks"], networks.object != nil else {
            throw document.fault("The configuration has no 'networks'", "networks")
        }
        if let file = try document.text("node_sets_file", in: document.json, "") {
            nodeSetFiles.append(document.absolute(file))
        }
        let components = document.json["components"] ?? .object([:])
        nodes = try populations(document, networks["nodes"], "nodes", "nodes_file", "biophysical", components)
        edges = try populations(document, networks["edges"], "edges", "edges_file", "chemical", components)
    }

    private func populations(
        _ document: SonataDocument, _ list: JSONValue?, _ kind: String, _ fileKey: String, _ defaultType: String,
        _ components: JSONValue
    ) throws(LoadingError) -> [String: Population] {
        var result: [String: Population] = [:]
        for (index, entry) in (list?.array ?? []).enumerated() {
            let place = "networks.\(kind)[\(index)]."
            guard let file = try document.text(fileKey, in: entry, place) else {
                throw document.fault("Missing '\(fileKey)'", place + fileKey)
            }
            let path = document.absolute(file)
            let described = entry["populations"]?.object
            let names: [String]
            if let described {
                names = described.keys.sorted()
            } else {
                names = try HDF5File(path: path).members(of: kind)
            }
            for name in names {
                let options = described?[name] ?? .object([:])
                let at = place + "populations.\(name)."
                func folder(_ key: String) throws(LoadingError) -> String? {
                    let own = try document.text(key, in: options, at)
                    let shared = try document.text(key, in: components, "components.")
                    return (own ?? shared).map(document.absolute)
                }
                var alternates: [String: String] = [:]
                let written = options["alternate_morphologies"] ?? components["alternate_morphologies"]
                for (format, value) in written?.object ?? [:] {
                    if let text = value.string { alternates[format] = document.absolute(text) }
                }
                guard result[name] == nil else { throw document.fault("The population '\(name)' comes twice", at) }
                result[name] = Population(
                    name: name, file: path, type: try document.text("type", in: options, at) ?? defaultType,
                    morphologiesFolder: try folder("morphologies_dir"), alternateMorphologies: alternates,
                    endfeetMeshes: try folder("endfeet_meshes_file"))
            }
        }
        return result
    }

    /// The file of a report.
    ///
    /// - Throws: `LoadingError` where there is no simulation or it has no such report.
    package func report(_ name: String) throws(LoadingError) -> String {
        guard let reportFiles else { throw LoadingError(.invalidOption, "No simulation configuration available") }
        guard let file = reportFiles[name] else {
            throw LoadingError(.notFound, "There is no report '\(name)' in the simulation configuration")
        }
        return file
    }

    /// The file of spikes.
    ///
    /// - Throws: `LoadingError` where there is no simulation.
    package func spikes() throws(LoadingError) -> String {
        guard let spikesFile else { throw LoadingError(.invalidOption, "No simulation configuration available") }
        return spikesFile
    }

    /// The node sets of circuit and simulation together.
    ///
    /// - Throws: `LoadingError` naming the file at fault.
    package func nodeSets() throws(LoadingError) -> SonataNodeSets? {
        guard !nodeSetFiles.isEmpty else { return nil }
        var sets = SonataNodeSets()
        for file in nodeSetFiles { try sets.merge(file: file) }
        return sets
    }
}

/// A SONATA JSON file with the variables of its manifest put in.
package struct SonataDocument: Sendable {
    /// The file.
    package let path: String
    /// Its contents, an object.
    package let json: JSONValue
    private let folder: String

    /// Reads a file.
    ///
    /// - Throws: `LoadingError` naming the file and the line or the variable at fault.
    package init(path: String) throws(LoadingError) {
        self.path = path
        folder = RelativePath.folder(of: path)
        var json = try SonataDocument.parse(path)
        guard json.object != nil else {
            throw LoadingError(.malformed, "The configuration is no object", path: path, at: .line(1))
        }
        let variables = try SonataDocument.variables(json["manifest"]?.object ?? [:], path)
        if !variables.isEmpty {
            var budget = 1 << 26
            json = SonataDocument.expanded(json, variables, &budget)
            guard budget > 0 else {
                throw LoadingError(
                    .malformed, "The variables make the configuration too large", path: path, at: .item("manifest"))
            }
        }
        self.json = json
    }

    /// Reads a JSON file.
    package static func parse(_ path: String) throws(LoadingError) -> JSONValue {
        do throws(LoadingError) {
            return try FileBytes(path: path).withBytes { (bytes) throws(LoadingError) in
                do throws(JSONSyntaxError) {
                    return try JSONValue(parsing: [UInt8](bytes))
                } catch {
                    throw LoadingError(.malformed, error.reason, at: .line(error.line))
                }
            }
        } catch {
            throw error.inFile(path)
        }
    }

    /// The manifest's variables with those put in that they name themselves, longest names first.
    private static func variables(
        _ manifest: [String: JSONValue], _ path: String
    ) throws(LoadingError) -> [(name: String, value: String)] {
        var values: [String: String] = [:]
        for (name, value) in manifest {
            guard name.hasPrefix("$"), name.count > 1, let text = value.string else {
                throw LoadingError(.malformed, "Invalid variable '\(name)'", path: path, at: .item("manifest.\(name)"))
            }
            values[name] = text
        }
        let names = values.keys.sorted { ($0.count, $0) > ($1.count, $1) }
        // Each round puts in one more level; without a cycle as many rounds as there are variables are enough.
        for _ in names {
            for name in names {
                for other in names where values[name]?.contains(other) == true {
                    values[name] = values[name]?.replacing(other, with: values[other] ?? "")
                    guard values[name].map({ $0.utf8.count < 65_536 }) == true else {
                        throw LoadingError(
                            .malformed, "The variable '\(name)' names itself", path: path, at: .item("manifest"))
                    }
                }
            }
        }
        if let cyclic = names.first(where: { name in names.contains { values[name]?.contains($0) == true } }) {
            throw LoadingError(
                .malformed, "The variable '\(cyclic)' names itself", path: path, at: .item("manifest.\(cyclic)"))
        }
        return names.map { ($0, values[$0] ?? "") }
    }

    /// Puts variables into all texts.
    ///
    /// - Parameter budget: how many bytes texts may have together, lessened by those they have; texts stay as they
    ///   are once it is used up.
    private static func expanded(
        _ json: JSONValue, _ variables: [(name: String, value: String)], _ budget: inout Int
    ) -> JSONValue {
        switch json {
        case .string(var text):
            guard text.utf8.contains(UInt8(ascii: "$")) else { return json }
            for (name, value) in variables {
                // Every occurrence, were it one a byte of the name.
                budget -= text.utf8.count
                let most = text.utf8.count / name.utf8.count * value.utf8.count
                guard budget > 0, most <= 1 << 24 else {
                    budget = min(budget, 0)
                    return json
                }
                text = text.replacing(name, with: value)
            }
            return .string(text)
        case .array(let elements):
            return .array(elements.map { expanded($0, variables, &budget) })
        case .object(let members):
            return .object(members.mapValues { expanded($0, variables, &budget) })
        default:
            return json
        }
    }

    /// A path as seen from the file's folder.
    package func absolute(_ path: String) -> String { RelativePath.resolve(path, in: folder) }

    /// The text of a member; nil where there is none, it is null or empty.
    package func text(_ key: String, in object: JSONValue, _ place: String) throws(LoadingError) -> String? {
        guard let value = object[key], !value.isNull else { return nil }
        guard let text = value.string else { throw fault("Expected a text", place + key) }
        return text.isEmpty ? nil : text
    }

    /// The error for a fault at a key.
    package func fault(_ message: String, _ key: String) -> LoadingError {
        LoadingError(.malformed, message, path: path, at: .item(key))
    }
}
