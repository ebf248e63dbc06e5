// SPDX-License-Identifier: Apache-2.0

/// A BlueConfig or CircuitConfig: sections `Type Name { key value … }`, a line a key.
package struct BlueConfig: Sendable {
    /// One section.
    package struct Section: Sendable, Equatable {
        /// The kind, such as `Run` or `Report`.
        package var kind: String
        /// The name, such as `Default`.
        package var name: String
        /// The values by their keys.
        package var values: [String: String]
    }

    /// The file.
    package let path: String
    /// All sections in the order of the file.
    package let sections: [Section]
    private let folder: String

    /// Reads a file.
    ///
    /// - Throws: `LoadingError` with the line at fault.
    package init(path: String) throws(LoadingError) {
        self.path = path
        folder = RelativePath.folder(of: path)
        do throws(LoadingError) {
            sections = try FileBytes(path: path).withBytes { (bytes) throws(LoadingError) in
                try BlueConfig.sections(bytes)
            }
        } catch {
            throw error.inFile(path)
        }
        guard sections.contains(where: { $0.kind == "Run" }) else {
            throw LoadingError(.malformed, "The configuration has no section 'Run'", path: path)
        }
    }

    private static func sections(_ bytes: UnsafeRawBufferPointer) throws(LoadingError) -> [Section] {
        var cursor = TextCursor(bytes)
        var sections: [Section] = []
        let comment = UInt8(ascii: "#")
        while true {
            cursor.skipToContent(comment: comment)
            if cursor.isAtEnd { return sections }
            let start = cursor
            func word() -> String { String(decoding: cursor.word(), as: UTF8.self) }
            let kind = word()
            cursor.skipBlanks()
            let name = word()
            cursor.skipToContent(comment: comment)
            guard !name.isEmpty, name != "{", cursor.peek == UInt8(ascii: "{"), !cursor.isAtEnd else {
                throw start.fault("Expected a section: its type, its name and '{'")
            }
            cursor.position += 1
            var section = Section(kind: kind, name: name, values: [:])
            while true {
                cursor.skipToContent(comment: comment)
                guard !cursor.isAtEnd else { throw start.fault("The section is not closed", .truncated) }
                if cursor.peek == UInt8(ascii: "}") {
                    cursor.position += 1
                    break
                }
                let key = word()
                var value = cursor.restOfLine()
                if let mark = value.firstIndex(of: "#") { value = String(value[..<mark].trimmed) }
                // The brace may close the section on the last value's line.
                if value.hasSuffix("}") {
                    section.values[key] = String(value.dropLast().trimmed)
                    break
                }
                if section.values[key] == nil { section.values[key] = value }
            }
            sections.append(section)
        }
    }

    /// A value of the run; nil where it is missing or empty.
    package func run(_ key: String) -> String? {
        let value = sections.first { $0.kind == "Run" }?.values[key]
        return value?.isEmpty == false ? value : nil
    }

    /// The section of a report.
    package func report(_ name: String) -> Section? {
        sections.first { $0.kind == "Report" && $0.name == name }
    }

    /// Where a path of the run leads: as it is, or from the configuration's folder, the run's or the circuit's.
    ///
    /// - Returns: nil where the key is missing or nothing is there.
    package func location(_ key: String) -> String? {
        run(key).flatMap { existing($0, key == "CircuitPath") }
    }

    private func existing(_ written: String, _ isCircuitPath: Bool) -> String? {
        // A population may follow the path: /path/to/nodes.h5:population.
        let path = written.split(separator: ":", maxSplits: 1).first.map(String.init) ?? written
        var candidates = [RelativePath.resolve(path, in: folder)]
        if let current = run("CurrentDir") {
            candidates.append(RelativePath.resolve(path, in: RelativePath.resolve(current, in: folder)))
        }
        if !isCircuitPath, let circuit = location("CircuitPath") {
            candidates.append(RelativePath.resolve(path, in: circuit))
        }
        return candidates.first(where: FileBytes.exists)
    }

    /// What follows the colon of a value, or precedes it: `path:population`, `population:target`.
    package func parts(_ key: String) -> (before: String?, after: String?) {
        guard let value = run(key), let colon = value.firstIndex(of: ":") else { return (nil, nil) }
        return (String(value[..<colon]), String(value[value.index(after: colon)...]))
    }

    /// The file of the cells.
    ///
    /// - Throws: `LoadingError` where none is there.
    package func circuitFile() throws(LoadingError) -> String {
        if let library = location("CellLibraryFile"), !FileBytes.isFolder(library) { return library }
        guard let circuit = location("CircuitPath") else {
            throw LoadingError(.notFound, "The circuit's folder is not there", path: path, at: .item("CircuitPath"))
        }
        if !FileBytes.isFolder(circuit) { return circuit }
        for name in ["circuit.mvd3", "circuit.mvd2"] where FileBytes.exists(circuit + "/" + name) {
            return circuit + "/" + name
        }
        throw LoadingError(
            .notFound, "There is no file of cells in \(circuit)", path: path, at: .item("CellLibraryFile"))
    }

    /// The folder and the format of the morphologies; without a type they are ASCII files in a folder `ascii`.
    package func morphologies() throws(LoadingError) -> MorphologyFolder {
        guard let folder = location("MorphologyPath") else {
            throw LoadingError(
                .notFound, "The morphologies' folder is not there", path: path, at: .item("MorphologyPath"))
        }
        guard let type = run("MorphologyType") else {
            return MorphologyFolder(folder: folder + "/ascii", fileExtension: "asc")
        }
        return MorphologyFolder(folder: folder, fileExtension: type)
    }

    /// The files of targets: the circuit's, then the user's.
    package var targetFiles: [String] {
        var files: [String] = []
        for key in ["nrnPath", "CircuitPath"] where files.isEmpty {
            guard let folder = location(key), FileBytes.exists(folder + "/start.target") else { continue }
            files.append(folder + "/start.target")
        }
        if let own = location("TargetFile"), !files.contains(own) { files.append(own) }
        return files
    }

    /// The folder of the simulation's output.
    package var outputFolder: String? { location("OutputRoot") }

    /// The file of spikes: the one named, else `out.dat`, else `out.h5` of the output; nil where none is there.
    package var spikesFile: String? {
        if let named = location("SpikesPath"), !FileBytes.isFolder(named) { return named }
        guard let folder = outputFolder else { return nil }
        return ["out.dat", "out.h5"].map { folder + "/" + $0 }.first(where: FileBytes.exists)
    }

    /// The file of a report; nil where there is no such report or no such file.
    package func reportFile(_ name: String) -> String? {
        guard let report = report(name), let folder = outputFolder else { return nil }
        let format = report.values["Format"]?.lowercased() ?? ""
        let file = folder + "/" + name + (format == "bin" || format == "binary" ? ".bbp" : ".h5")
        return FileBytes.exists(file) ? file : nil
    }
}
