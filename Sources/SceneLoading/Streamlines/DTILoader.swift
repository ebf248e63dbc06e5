// SPDX-License-Identifier: Apache-2.0
import Geometry
import JSON
import SceneModel

extension Loader {
    /// Streamlines of diffusion imaging: one model of type `dti`, a chain of cylinders a streamline.
    public static let dti = Loader(name: "DTI loader", plugin: "DTI", extensions: ["json"], readsBytes: false) {
        (source, options, monitor) throws(LoadingError) in
        guard case .dti(let options) = options else { return nil }
        try monitor.progress("Reading configuration", 0)
        let config = try StreamlineConfig(path: source.path)
        try monitor.progress("Reading gid to row mapping file (might take time)", 0.2)
        let rowsOfGID = try config.circuit.map { (_) throws(LoadingError) in try Streamlines.rows(config.mapping) }
        try monitor.progress("Loading streamlines", 0.4)
        let wanted = rowsOfGID.map { Set($0.map(\.row)) }
        let lines = try Streamlines.read(config.streamlines, rows: wanted)
        guard !lines.isEmpty else {
            throw LoadingError(.empty, "There are no streamlines to show", path: config.streamlines)
        }
        try monitor.progress("Generating geometry", 0.6)
        var model = try Streamlines.model(lines, radius: options.radius)
        try monitor.progress("Loading simulation", 0.8)
        if let circuit = config.circuit, let rowsOfGID {
            let circuitConfig = try BlueConfig(path: circuit)
            guard let file = circuitConfig.spikesFile else {
                throw LoadingError(.notFound, "Unable to find Spike report file", path: circuit)
            }
            let spikes = try SpikeTrain(
                blueConfig: file, population: circuitConfig.parts("CircuitTarget").before)
            model.simulation = Streamlines.simulation(
                spikes, rowsOfGID, lines, model.parts.map(\.colors), decay: options.spikeDecay)
        }
        try monitor.progress("Done", 1)
        return [model]
    }
}

/// The files that a DTI configuration names.
private struct StreamlineConfig {
    let streamlines: String
    let mapping: String
    let circuit: String?

    private static let required = ["gids_to_streamlines_path", "streamlines_path"]
    private static let optional = "circuit_path"

    init(path: String) throws(LoadingError) {
        let json = try SonataDocument.parse(path)
        let faults = Self.faults(json)
        guard faults.isEmpty, let mapping = json[Self.required[0]]?.string,
            let streamlines = json[Self.required[1]]?.string
        else { throw LoadingError(.invalidRequest, "Invalid DTI configuration", path: path, details: faults) }
        // Paths are the configuration's own; the service takes those of its working directory, which are tried next.
        func located(_ written: String) -> String {
            let beside = RelativePath.resolve(written, besides: path)
            return FileBytes.exists(beside) ? beside : written
        }
        self.streamlines = located(streamlines)
        self.mapping = located(mapping)
        let circuit = json[Self.optional]?.string ?? ""
        self.circuit = circuit.isEmpty ? nil : located(circuit)
    }

    /// What is wrong with a configuration, in the order and the words in which the service tells it of params.
    private static func faults(_ json: JSONValue) -> [String] {
        guard let members = json.object else { return ["invalid type, expected object got \(json.typeName)"] }
        var faults: [String] = []
        for (name, value) in members.sorted(by: { $0.key < $1.key }) {
            if !required.contains(name), name != optional {
                faults.append("unknown property '\(name)'")
            } else if value.string == nil {
                faults.append("\(name): invalid type, expected string got \(value.typeName)")
            }
        }
        return faults + required.filter { members[$0] == nil }.map { "missing required property '\($0)'" }
    }
}

/// Reads streamlines and shows them.
private enum Streamlines {
    struct Line {
        var row: Int
        var points: [Vector3]
    }

    /// Pairs of a cell and a streamline's row.
    static func rows(_ path: String) throws(LoadingError) -> [(gid: UInt64, row: Int)] {
        do throws(LoadingError) {
            return try FileBytes(path: path).withBytes { (bytes) throws(LoadingError) in
                var cursor = TextCursor(bytes)
                var pairs: [(gid: UInt64, row: Int)] = []
                while true {
                    cursor.skipToContent()
                    if cursor.isAtEnd { return pairs }
                    guard let gid = cursor.integer(), let row = cursor.integer(), gid >= 0, row >= 0 else {
                        throw cursor.fault("Expected a gid and a row")
                    }
                    pairs.append((UInt64(gid), row))
                }
            }
        } catch {
            throw error.inFile(path)
        }
    }

    /// The streamlines of some rows, or of all: a line `count x y z x y z …` each, empty lines counting too.
    static func read(_ path: String, rows: Set<Int>?) throws(LoadingError) -> [Line] {
        do throws(LoadingError) {
            return try FileBytes(path: path).withBytes { (bytes) throws(LoadingError) in
                var cursor = TextCursor(bytes)
                var lines: [Line] = []
                var row = 0
                while !cursor.isAtEnd {
                    cursor.skipBlanks()
                    if !cursor.isAtLineEnd, rows?.contains(row) ?? true {
                        guard let count = cursor.integer(), count >= 2, count <= bytes.count / 6 else {
                            throw cursor.fault("Row \(row)")
                        }
                        var line = Line(row: row, points: [])
                        for _ in 0..<count {
                            guard let point = cursor.vector() else { throw cursor.fault("Row \(row)") }
                            line.points.append(point)
                        }
                        lines.append(line)
                    }
                    cursor.skipLine()
                    row += 1
                }
                return lines
            }
        } catch {
            throw error.inFile(path)
        }
    }

    static func model(_ lines: [Line], radius: Float) throws(LoadingError) -> LoadedModel {
        var parts: [ModelPart] = []
        for line in lines {
            let vertices = GeometryBuffer(line.points.map { SIMD4($0, radius) })
            let starts = GeometryBuffer((0..<(line.points.count - 1)).map { UInt32(truncatingIfNeeded: $0) })
            let colors = zip(line.points, line.points.dropFirst()).map { start, end in
                let step = end - start
                let direction = step.length > 0 ? step.normalized : .zero
                return Vector4(0.5 + 0.5 * direction, 1)
            }
            do {
                parts.append(
                    ModelPart(
                        surface: .capsules(try CapsuleSet(vertices: vertices, starts: starts)),
                        colors: .each(GeometryBuffer(colors))))
            } catch {
                throw LoadingError(.unsupported, "The streamlines cannot be shown: \(error)")
            }
        }
        return LoadedModel(type: "dti", content: .parts(parts))
    }

    /// Spikes run along the streamlines of their cells, as one white piece each, backwards from the end of the decay.
    ///
    /// Each frame begins with the directions' colours, so that a frame is the same whichever was shown before it.
    static func simulation(
        _ spikes: SpikeTrain, _ rowsOfGID: [(gid: UInt64, row: Int)], _ lines: [Line], _ colors: [PrimitiveColors],
        decay: Float
    ) -> ModelSimulation {
        let partOfRow = Dictionary(uniqueKeysWithValues: lines.enumerated().map { ($1.row, $0) })
        var partsOfGID: [UInt64: [Int]] = [:]
        for pair in rowsOfGID {
            if let part = partOfRow[pair.row] { partsOfGID[pair.gid, default: []].append(part) }
        }
        let partsOfCell = partsOfGID
        let counts = lines.map { $0.points.count - 1 }
        return ModelSimulation(start: 0, end: spikes.times.last ?? 0, step: 0.01) { (time, _) throws(LoadingError) in
            var marked: [Int: Set<Int>] = [:]
            for (spike, cell) in zip(spikes.times, spikes.cells) where spike >= time {
                let life = decay > 0 ? Float(spike - time) / decay : (spike == time ? 0 : 2)
                if life > 1 { break }
                for part in partsOfCell[cell] ?? [] {
                    marked[part, default: []].insert(min(Int(life * Float(counts[part] - 1)), counts[part] - 1))
                }
            }
            var frame = colors
            for (part, pieces) in marked {
                frame[part] = .each(
                    GeometryBuffer(count: counts[part]) { target in
                        for index in target.indices {
                            target[index] = pieces.contains(index) ? Vector4(1, 1, 1, 1) : colors[part].color(of: index)
                        }
                    })
            }
            return .colors(frame)
        }
    }
}
