// SPDX-License-Identifier: Apache-2.0
import CHDF5
import Foundation

/// A SONATA circuit with a simulation, made up and written to a folder that goes away with the value.
final class GeneratedCircuit {
    /// The folder.
    let folder: String
    /// How many segments a morphology has.
    let segments: Int

    /// The path of the simulation's configuration.
    var simulation: String { folder + "/simulation_config.json" }

    /// Writes a circuit.
    ///
    /// - Parameters:
    ///   - cells: number of nodes.
    ///   - morphologies: number of different morphologies.
    ///   - segments: segments of each.
    ///   - edges: number of edges, between random nodes.
    ///   - frames: frames of the report of somata.
    init(cells: Int, morphologies: Int, segments: Int, edges: Int = 0, frames: Int = 1) throws {
        folder = NSTemporaryDirectory() + "circuit-\(UUID().uuidString)"
        self.segments = segments
        try FileManager.default.createDirectory(atPath: folder + "/morphologies", withIntermediateDirectories: true)
        var random = SystemRandomNumberGenerator()
        for index in 0..<morphologies {
            let text = GeneratedCircuit.morphology(segments, seed: UInt64(index))
            try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/morphologies/m\(index).swc"))
        }
        writeNodes(cells, morphologies, &random)
        if edges > 0 { writeEdges(edges, cells, &random) }
        writeReport(cells, frames)
        try write(
            "circuit_config.json",
            """
            {"networks": {
              "nodes": [{"nodes_file": "nodes.h5", "populations": {
                "column": {"type": "biophysical", "morphologies_dir": "morphologies"}}}],
              "edges": [\(edges > 0 ? #"{"edges_file": "edges.h5", "populations": {"synapses": {}}}"# : "")]}}
            """)
        try write(
            "simulation_config.json",
            """
            {"network": "circuit_config.json", "run": {"tstop": 1, "dt": 0.1, "random_seed": 1},
             "output": {"output_dir": "."}, "reports": {"soma": {"file_name": "report.h5", "type": "compartment"}}}
            """)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/" + name))
    }

    /// A soma and neurites that wander and branch, all of the same size.
    private static func morphology(_ segments: Int, seed: UInt64) -> String {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        func next() -> Float {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Float(state >> 40) / Float(1 << 24) - 0.5
        }
        var text = "1 1 0 0 0 6 -1\n"
        text.reserveCapacity(segments * 40)
        var tips = (0..<8).map { _ in (id: 1, place: SIMD3<Float>.zero, way: SIMD3<Float>(next(), next(), next())) }
        for id in 2..<(segments + 2) {
            let index = id % tips.count
            var tip = tips[index]
            tip.way += 0.3 * SIMD3(next(), next(), next())
            let length = (tip.way * tip.way).sum().squareRoot()
            tip.place += tip.way * (2 / max(length, 0.01))
            let type = index == 0 ? 2 : 3
            text += "\(id) \(type) \(tip.place.x) \(tip.place.y) \(tip.place.z) 0.5 \(tip.id)\n"
            tip.id = id
            tips[index] = tip
            if id % 97 == 0 { tips.append((id, tip.place, SIMD3(next(), next(), next()))) }
        }
        return text
    }

    private func writeNodes(_ cells: Int, _ morphologies: Int, _ random: inout SystemRandomNumberGenerator) {
        let file = HDF5Output(folder + "/nodes.h5")
        for group in ["nodes", "nodes/column", "nodes/column/0", "nodes/column/0/@library"] { file.group(group) }
        file.write("nodes/column/node_type_id", [Int64](repeating: -1, count: cells))
        for axis in ["x", "y", "z"] {
            file.write("nodes/column/0/\(axis)", (0..<cells).map { _ in Float.random(in: 0..<2000, using: &random) })
        }
        let angles = (0..<cells).map { _ in Float.random(in: 0..<(.pi), using: &random) }
        file.write("nodes/column/0/orientation_w", angles.map(cosf))
        file.write("nodes/column/0/orientation_y", angles.map(sinf))
        for axis in ["x", "z"] {
            file.write("nodes/column/0/orientation_\(axis)", [Float](repeating: 0, count: cells))
        }
        let libraries = [
            ("morphology", (0..<morphologies).map { "m\($0)" }), ("layer", (1...6).map { "L\($0)" }),
            ("mtype", (0..<55).map { "type \($0)" }), ("model_type", ["biophysical"]),
        ]
        for (name, values) in libraries {
            file.write("nodes/column/0/@library/\(name)", values)
            // Scattered, so that every n-th cell has any value; as many cells as values have each its own.
            file.write(
                "nodes/column/0/\(name)",
                (0..<cells).map { Int64((cells == values.count ? $0 : $0 * 40_503 >> 4) % values.count) })
        }
    }

    private func writeEdges(_ edges: Int, _ cells: Int, _ random: inout SystemRandomNumberGenerator) {
        let file = HDF5Output(folder + "/edges.h5")
        for group in ["edges", "edges/synapses", "edges/synapses/0"] { file.group(group) }
        for end in ["source", "target"] {
            let name = "edges/synapses/\(end)_node_id"
            file.write(name, (0..<edges).map { _ in Int64.random(in: 0..<Int64(cells), using: &random) })
            file.attribute("node_population", of: name, "column")
        }
        for side in ["afferent", "efferent"] {
            for axis in ["x", "y", "z"] {
                let places = (0..<edges).map { _ in Float.random(in: 0..<2000, using: &random) }
                file.write("edges/synapses/0/\(side)_surface_\(axis)", places)
            }
        }
    }

    private func writeReport(_ cells: Int, _ frames: Int) {
        let file = HDF5Output(folder + "/report.h5")
        for group in ["report", "report/column", "report/column/mapping"] { file.group(group) }
        let values = (0..<(frames * cells)).map { Float($0 % 97) - 90 }
        file.write("report/column/data", values, shape: [frames, cells])
        file.write("report/column/mapping/time", [0, Double(frames), 1])
        file.write("report/column/mapping/node_ids", (0..<cells).map { Int64($0) })
        file.write("report/column/mapping/index_pointers", (0...cells).map { Int64($0) })
        file.write("report/column/mapping/element_ids", [Int64](repeating: 0, count: cells))
    }
}

/// An HDF5 file that is being written.
private final class HDF5Output {
    private let file: hid_t

    init(_ path: String) {
        file = H5Fcreate(path, chdf5_truncate(), chdf5_default_properties(), chdf5_default_properties())
    }

    deinit { H5Fclose(file) }

    func group(_ name: String) {
        let defaults = chdf5_default_properties()
        H5Gclose(H5Gcreate2(file, name, defaults, defaults, defaults))
    }

    func write(_ name: String, _ values: [Float], shape: [Int]? = nil) {
        write(name, values, chdf5_native_float(), shape ?? [values.count])
    }

    func write(_ name: String, _ values: [Double]) { write(name, values, chdf5_native_double(), [values.count]) }

    func write(_ name: String, _ values: [Int64]) { write(name, values, chdf5_native_int64(), [values.count]) }

    func write(_ name: String, _ values: [String]) {
        let size = (values.map(\.utf8.count).max() ?? 0) + 1
        let bytes = values.flatMap { Array($0.utf8) + [UInt8](repeating: 0, count: size - $0.utf8.count) }
        let type = H5Tcopy(chdf5_c_string())
        H5Tset_size(type, size)
        write(name, bytes, type, [values.count])
        H5Tclose(type)
    }

    func attribute(_ name: String, of object: String, _ text: String) {
        let type = H5Tcopy(chdf5_c_string())
        H5Tset_size(type, text.utf8.count + 1)
        let space = H5Screate(H5S_SCALAR)
        let defaults = chdf5_default_properties()
        let id = H5Acreate_by_name(file, object, name, type, space, defaults, defaults, defaults)
        H5Awrite(id, type, Array(text.utf8) + [0])
        H5Aclose(id)
        H5Sclose(space)
        H5Tclose(type)
    }

    private func write<Value: BitwiseCopyable>(_ name: String, _ values: [Value], _ type: hid_t, _ shape: [Int]) {
        let space = H5Screate_simple(Int32(shape.count), shape.map { hsize_t($0) }, nil)
        let defaults = chdf5_default_properties()
        let id = H5Dcreate2(file, name, type, space, defaults, defaults, defaults)
        H5Dwrite(id, type, chdf5_everything(), chdf5_everything(), defaults, values)
        H5Dclose(id)
        H5Sclose(space)
    }
}
