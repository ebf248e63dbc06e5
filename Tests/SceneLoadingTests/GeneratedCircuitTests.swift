// SPDX-License-Identifier: Apache-2.0
import Geometry
import SceneLoading
import SceneModel
import Testing

/// Circuits that are written for one test: kinds of reports of which no example is at hand.
@Suite("Made-up circuits") struct GeneratedCircuitTests {
    /// A report of so many frames, one value an element, frame by frame.
    private func report(
        _ file: HDF5Writer, _ population: String, nodes: [Int64], pointers: [Int64], elements: [Int64],
        frames: [[Double]]
    ) {
        for group in ["report", "report/\(population)", "report/\(population)/mapping"] { file.group(group) }
        let root = "report/\(population)/"
        file.write(root + "data", frames.flatMap { $0 }, shape: [frames.count, elements.count])
        file.write(root + "mapping/time", [0, Double(frames.count), 1])
        file.write(root + "mapping/node_ids", nodes)
        file.write(root + "mapping/index_pointers", pointers)
        file.write(root + "mapping/element_ids", elements)
    }

    /// Three vessels in a row, of which the report tells the second first.
    private func vessels(in folder: TemporaryFolder) throws -> String {
        do {
            let file = HDF5Writer(folder.path + "/nodes.h5")
            for group in ["nodes", "nodes/vessels", "nodes/vessels/0"] { file.group(group) }
            file.write("nodes/vessels/node_type_id", [-1, -1, -1] as [Int64])
            let root = "nodes/vessels/0/"
            file.write(root + "start_x", [0.0, 10, 20])
            file.write(root + "end_x", [10.0, 20, 30])
            for name in ["start_y", "start_z", "end_y", "end_z"] { file.write(root + name, [0.0, 0, 0]) }
            file.write(root + "start_diameter", [4.0, 6, 8])
            file.write(root + "end_diameter", [4.0, 6, 8])
            file.write(root + "type", [0, 1, 6] as [Int64])
        }
        do {
            let file = HDF5Writer(folder.path + "/flow.h5")
            report(
                file, "vessels", nodes: [1, 0, 2], pointers: [0, 1, 2, 3], elements: [0, 0, 0],
                frames: [[2, 1, 3], [20, 10, 30]])
        }
        _ = try folder.write(
            "circuit.json",
            """
            {"networks": {"nodes": [{"nodes_file": "nodes.h5",
              "populations": {"vessels": {"type": "vasculature"}}}], "edges": []}}
            """)
        return try folder.write(
            "simulation.json",
            #"{"network": "circuit.json", "output": {"output_dir": "."}, "reports": {"flow": {}}}"#)
    }

    @Test(arguments: [SonataPopulation.ReportKind.bloodflowPressure, .bloodflowSpeed])
    func bloodflowColoursVessels(_ kind: SonataPopulation.ReportKind) throws {
        let folder = try TemporaryFolder()
        let path = try vessels(in: folder)
        let population = SonataPopulation(name: "vessels", report: .named(kind, name: "flow"))
        let model = try Loader.sonata.load(.file(path), options: .sonata([population]))[0]
        let simulation = try #require(model.simulation)
        #expect(simulation.start == 0 && simulation.end == 2 && simulation.step == 1)
        #expect(model.colorRamp == ReportRamp.standard)
        let ramp = ColorRamp(lower: 0, upper: 40, colors: [Color(0, 0, 0), Color(1, 1, 1)])
        guard case .colors(let colors) = try simulation.change(at: 1, ramp: ramp),
            case .palette(_, let indices) = colors[0]
        else {
            Issue.record("no palette")
            return
        }
        #expect(Array(indices.elements) == [10, 20, 30].map { UInt8(Float($0) / 40 * 255) })
    }

    @Test func bloodflowSetsRadiiAndGivesThemBack() throws {
        let folder = try TemporaryFolder()
        let path = try vessels(in: folder)
        let population = SonataPopulation(
            name: "vessels", nodes: .init(ids: [0, 2]), report: .named(.bloodflowRadii, name: "flow"),
            vasculatureRadiusMultiplier: 2)
        let model = try Loader.sonata.load(.file(path), options: .sonata([population]))[0]
        guard case .capsules(let loaded) = model.parts[0].surface else { return }
        #expect(loaded.vertices.elements.map(\.w) == [4, 4, 8, 8])
        let simulation = try #require(model.simulation)
        #expect(model.colorRamp == nil)
        guard case .surfaces(let surfaces) = try simulation.change(at: 1, ramp: ReportRamp.standard),
            case .capsules(let moved) = surfaces[0]
        else {
            Issue.record("no surfaces")
            return
        }
        #expect(moved.vertices.elements.map(\.w) == [10, 10, 30, 30])
        #expect(moved.vertices.elements.map(\.x) == loaded.vertices.elements.map(\.x))
    }

    /// Two cells with five synapses between them, three on the first.
    private func synapses(
        in folder: TemporaryFolder, elements: [Int64] = [4, 0, 2, 1, 3], pointers: [Int64] = [0, 3, 5]
    ) throws -> String {
        do {
            let file = HDF5Writer(folder.path + "/nodes.h5")
            for group in ["nodes", "nodes/cells", "nodes/cells/0"] { file.group(group) }
            file.write("nodes/cells/node_type_id", [-1, -1] as [Int64])
            for axis in ["x", "y", "z"] { file.write("nodes/cells/0/\(axis)", [0.0, 50]) }
            file.write("nodes/cells/0/layer", ["L1", "L2"])
        }
        do {
            let file = HDF5Writer(folder.path + "/edges.h5")
            for group in ["edges", "edges/on", "edges/on/0"] { file.group(group) }
            file.write("edges/on/source_node_id", [1, 0, 1, 0, 1] as [Int64])
            file.write("edges/on/target_node_id", [0, 1, 0, 1, 0] as [Int64])
            for end in ["source", "target"] {
                file.attribute("node_population", of: "edges/on/\(end)_node_id", "cells")
            }
            for side in ["afferent", "efferent"] {
                let shift = side == "afferent" ? 0.0 : 100
                for axis in ["x", "y", "z"] {
                    file.write("edges/on/0/\(side)_surface_\(axis)", (0..<5).map { Double($0) + shift })
                }
            }
        }
        do {
            let file = HDF5Writer(folder.path + "/conductance.h5")
            // Elements of a synapse report are edges.
            report(
                file, "on", nodes: [0, 1], pointers: pointers, elements: elements,
                frames: [[4, 0, 2, 1, 3], [14, 10, 12, 11, 13]])
        }
        _ = try folder.write(
            "circuit.json",
            """
            {"networks": {"nodes": [{"nodes_file": "nodes.h5", "populations": {"cells": {"type": "point_neuron"}}}],
              "edges": [{"edges_file": "edges.h5", "populations": {"on": {"type": "chemical"}}}]}}
            """)
        return try folder.write(
            "simulation.json",
            """
            {"network": "circuit.json", "output": {"output_dir": "."},
             "reports": {"conductance": {"file_name": "conductance"}}}
            """)
    }

    private func load(_ path: String, _ edges: SonataPopulation.Edges, nodes: [UInt64]? = nil) throws(LoadingError)
        -> LoadedModel
    {
        let population = SonataPopulation(name: "cells", nodes: .init(ids: nodes), edges: [edges])
        return try Loader.sonata.load(.file(path), options: .sonata([population]))[1]
    }

    private func places(_ model: LoadedModel) -> [Float] {
        guard case .spheres(let set) = model.parts[0].surface else { return [] }
        return set.spheres.elements.map(\.x)
    }

    @Test func reportsOfSynapsesColourThem() throws {
        let folder = try TemporaryFolder()
        let path = try synapses(in: folder)
        let model = try load(path, .init(population: "on", afferent: true, radius: 1, report: "conductance"))
        // Those on cell 0 first: edges 0, 2 and 4, then 1 and 3.
        #expect(places(model) == [0, 2, 4, 1, 3])
        #expect(model.circuitIDs == [0, 1])
        let simulation = try #require(model.simulation)
        let ramp = ColorRamp(lower: 0, upper: 20, colors: [Color(0, 0, 0), Color(1, 1, 1)])
        guard case .colors(let colors) = try simulation.change(at: 1, ramp: ramp),
            case .palette(_, let indices) = colors[0]
        else {
            Issue.record("no palette")
            return
        }
        #expect(Array(indices.elements) == [10, 12, 14, 11, 13].map { UInt8(Float($0) / 20 * 255) })
    }

    @Test func synapsesOfSomeCellsAreFoundFromBothSides() throws {
        let folder = try TemporaryFolder()
        let path = try synapses(in: folder)
        let on = try load(path, .init(population: "on", afferent: true, radius: 1), nodes: [1])
        #expect(on.type == "afferent_synapses" && places(on) == [1, 3] && on.circuitIDs == [1])
        let from = try load(path, .init(population: "on", afferent: false, density: 0.5, radius: 1), nodes: [1])
        // Edges 0, 2 and 4 come from cell 1; every second of them is shown, at its place there.
        #expect(from.type == "efferent_synapses" && places(from) == [100, 104])
        let layer = try #require(from.colorMethods.first { $0.name == "layer" })
        #expect(layer.values(parts: from.parts) == ["L2"])
    }

    @Test func synapsesWithoutValuesAreNamed() throws {
        let folder = try TemporaryFolder()
        let path = try synapses(in: folder, elements: [4, 0, 2, 1, 9])
        let error = loadingError { () throws(LoadingError) in
            _ = try load(path, .init(population: "on", afferent: true, report: "conductance"))
        }
        #expect(error?.message == "No report mapping information for element 3")
        let unknown = loadingError { () throws(LoadingError) in
            _ = try load(path, .init(population: "on", afferent: true, report: "voltage"))
        }
        #expect(unknown?.code == .notFound)
    }
}
