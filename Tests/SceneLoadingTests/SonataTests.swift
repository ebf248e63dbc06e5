// SPDX-License-Identifier: Apache-2.0
import Foundation
import Geometry
import JSON
import SceneLoading
import SceneModel
import Testing

private let allen = "02_sonata/allen9/circuit_config.json"
private let allenSimulation = "02_sonata/allen9/simulation_config.json"
private let miniSimulation = "02_sonata/mini5/simulation_config.json"
private let thalamus = "02_sonata/thalamus/circuit/circuit_config.json"
private let glia = "09_ngv/circuit_config.json"

private func load(_ config: String, _ populations: SonataPopulation...) throws(LoadingError) -> [LoadedModel] {
    try Loader.sonata.load(.file(SharedData.data(config)), options: .sonata(populations))
}

private func somas(_ name: String, radius: Float = 1, _ nodes: SonataPopulation.Nodes = .init()) -> SonataPopulation {
    SonataPopulation(name: name, nodes: nodes, morphology: MorphologyOptions(radiusMultiplier: radius))
}

@Suite(.enabled(if: SharedData.isPresent, "no shared data beside the checkout")) struct SonataDataTests {
    static let circuits = SharedData.facts.object?.filter { $0.key.hasSuffix(".json") && $0.value["nodes"] != nil }
        .keys.sorted() ?? []

    @Test(arguments: circuits)
    func populationsAgreeWithAnIndependentReader(_ name: String) throws {
        let facts = try #require(SharedData.facts[name])
        let config = try SonataConfig(path: SharedData.data(name))
        #expect(config.nodes.keys.sorted() == facts["nodes"]?.object?.keys.sorted())
        let sets = try config.nodeSets()
        for (population, expected) in facts["nodes"]?.object ?? [:] {
            let properties = try #require(config.nodes[population])
            #expect(properties.type == expected["config_type"]?.string)
            let nodes = try SonataNodes(file: properties.file, name: population)
            #expect(nodes.count == expected["size"]?.integer.map { Int($0) })
            if let first = expected["first_position"]?.vector {
                let positions = try nodes.positions(of: nodes.ids)
                #expect(isClose(try #require(positions.first), first))
                #expect(isClose(try #require(positions.last), try #require(expected["last_position"]?.vector)))
            }
            for attribute in ["mtype", "etype", "layer", "region", "synapse_class", "model_type"] {
                guard let counts = expected[attribute + "_counts"]?.object else { continue }
                let column = try nodes.texts(attribute, of: nodes.ids)
                for (value, count) in counts {
                    let group = column.names.firstIndex(of: value).map { UInt32($0) }
                    #expect(column.groups.filter { $0 == group }.count == count.integer.map { Int($0) }, "\(value)")
                }
            }
        }
        for (set, populations) in facts["node_sets"]?.object ?? [:] {
            for (population, expected) in populations.object ?? [:] {
                let nodes = try SonataNodes(file: try #require(config.nodes[population]).file, name: population)
                let members = try #require(try sets?.nodes(in: set, of: nodes))
                #expect(members.count == expected["count"]?.integer.map { Int($0) }, "\(set)")
                #expect(members.prefix(10).map { Int64($0) } == expected["first"]?.array?.compactMap(\.integer))
            }
        }
    }

    @Test(arguments: circuits)
    func edgesAgreeWithAnIndependentReader(_ name: String) throws {
        let config = try SonataConfig(path: SharedData.data(name))
        for (population, expected) in SharedData.facts[name]?["edges"]?.object ?? [:] {
            guard expected["size"] != nil else { continue }
            let edges = try SonataEdges(file: try #require(config.edges[population]).file, name: population)
            #expect(edges.count == expected["size"]?.integer.map { Int($0) })
            #expect(edges.source == expected["source"]?.string && edges.target == expected["target"]?.string)
            for (end, key) in [(SonataEdges.End.target, "afferent"), (.source, "efferent")] {
                let first = try edges.edges(at: end, among: [0])
                let wanted = expected[key + "_edges_of_node0"]?.array?.compactMap(\.integer) ?? []
                #expect(first.prefix(wanted.count).map { Int64($0) } == wanted, "\(population) \(key)")
                guard let surface = expected[key + "_surface"] else { continue }
                let positions = try edges.vectors(key + "_surface", of: (0..<UInt64(edges.count)).map { $0 })
                #expect(isClose(try #require(positions.first), try #require(surface["first"]?.vector)))
                let bounds = Bounds(of: positions)
                #expect(isClose(bounds.min, try #require(surface["bounds"]?["min"]?.vector)))
                #expect(isClose(bounds.max, try #require(surface["bounds"]?["max"]?.vector)))
            }
        }
    }

    static let reports = SharedData.facts.object?.filter { name, facts in
        name.hasSuffix(".h5") && facts.object?.values.first?["frames"] != nil
    }.keys.sorted() ?? []

    @Test(arguments: reports)
    func reportsAgreeWithAnIndependentReader(_ name: String) throws {
        for (population, facts) in SharedData.facts[name]?.object ?? [:] {
            let report = try SonataReport(file: SharedData.data(name), population: population)
            #expect(report.frameCount == facts["frames"]?.integer.map { Int($0) })
            #expect(report.width == facts["elements"]?.integer.map { Int($0) })
            #expect([report.start, report.end, report.step] == facts["times"]?.array?.compactMap(\.double))
            let perNode = try report.cellIDs.map { (cell) throws(LoadingError) in try report.elements(of: cell).count }
            #expect(perNode.map { Int64($0) } == facts["elements_per_node"]?.array?.compactMap(\.integer))
            let middle = Double(facts["middle_frame"]?["index"]?.integer ?? 0)
            for (time, expected) in [
                (report.start, facts["first_frame_head"]), (report.end, facts["last_frame_head"]),
                (report.start + (middle + 0.5) * report.step, facts["middle_frame"]?["head"]),
            ] {
                let wanted = expected?.array?.compactMap(\.double).map { Float($0) } ?? []
                let values = try report.values(at: time, 0..<wanted.count)
                #expect(zip(values, wanted).allSatisfy { isClose($0, $1) })
            }
        }
    }

    static let simulations = SharedData.facts.object?.filter { $0.value["spikes_file"] != nil }.keys.sorted() ?? []

    @Test(arguments: simulations)
    func simulationsAgreeWithAnIndependentReader(_ name: String) throws {
        let facts = try #require(SharedData.facts[name])
        let config = try SonataConfig(path: SharedData.data(name))
        func plain(_ path: String?) -> String? { path.map { URL(fileURLWithPath: $0).standardizedFileURL.path } }
        #expect(plain(try config.spikes()) == plain(facts["spikes_file"]?.string.map { SharedData.data($0) }))
        // Populations tell which circuit was found.
        let network = SharedData.facts[try #require(facts["network"]?.string)]
        if let network { #expect(config.nodes.keys.sorted() == network["nodes"]?.object?.keys.sorted()) }
        for (report, expected) in facts["reports"]?.object ?? [:] {
            #expect(plain(try config.report(report)) == plain(expected["file"]?.string.map { SharedData.data($0) }))
        }
        #expect(config.reportFiles?.count == facts["reports"]?.object?.count)
    }

    static let placements = SharedData.facts.object?.keys.filter { $0.hasPrefix("08_cell_placement/") }.sorted() ?? []

    @Test(arguments: placements)
    func placementsAgreeWithAnIndependentReader(_ name: String) throws {
        for (population, facts) in SharedData.facts[name]?.object ?? [:] {
            let nodes = try SonataNodes(file: SharedData.data(name), name: population)
            #expect(nodes.count == facts["size"]?.integer.map { Int($0) })
            let attributes = nodes.attributes.subtracting(["@library", "dynamics_params"]).sorted()
            #expect(attributes == facts["attributes"]?.array?.compactMap(\.string))
            let positions = try nodes.positions(of: nodes.ids)
            #expect(isClose(try #require(positions.first), try #require(facts["first_position"]?.vector)))
            #expect(isClose(try #require(positions.last), try #require(facts["last_position"]?.vector)))
            let rotations = try nodes.rotations(of: nodes.ids)
            for (rotation, key) in [(rotations.first, "first"), (rotations.last, "last")] {
                guard let wxyz = facts["orientation_wxyz_\(key)"]?.array?.compactMap(\.double) else { continue }
                let expected = Quaternion(Float(wxyz[1]), Float(wxyz[2]), Float(wxyz[3]), Float(wxyz[0])).normalized
                let found = try #require(rotation)
                #expect(abs((found.components * expected.components).sum()) > 0.99999)
            }
            for attribute in ["mtype", "etype", "layer", "model_type"] {
                guard let counts = facts[attribute + "_counts"]?.object else { continue }
                let column = try nodes.texts(attribute, of: nodes.ids)
                for (value, count) in counts {
                    let group = column.names.firstIndex(of: value).map { UInt32($0) }
                    #expect(column.groups.filter { $0 == group }.count == count.integer.map { Int($0) }, "\(value)")
                }
            }
        }
    }

    static let spikes = SharedData.facts.object?.filter { name, facts in
        name.hasSuffix(".h5") && facts.object?.values.contains { $0["start_end"] != nil } == true
    }.keys.sorted() ?? []

    @Test(arguments: spikes)
    func spikesAgreeWithAnIndependentReader(_ name: String) throws {
        for (population, facts) in SharedData.facts[name]?.object ?? [:] where facts["count"] != nil {
            let spikes = try SpikeTrain(sonata: SharedData.data(name), population: population)
            #expect(spikes.times.count == facts["count"]?.integer.map { Int($0) })
            for (node, count) in facts["per_node"]?.object ?? [:] {
                #expect(spikes.cells.filter { String($0) == node }.count == count.integer.map { Int($0) })
            }
            let ends = [spikes.times.first ?? 0, spikes.times.last ?? 0]
            let expected = facts["start_end"]?.array?.compactMap(\.double) ?? []
            #expect(zip(ends, expected).allSatisfy { abs($0 - $1) < 1e-6 } && expected.count == 2)
        }
    }

    @Test func somasAreSpheresOfTheMultiplier() throws {
        let model = try load(allen, somas("cortex", radius: 12))[0]
        #expect(model.type == "neurons" && model.solidColor == Vector4(1, 1, 0, 1))
        #expect(model.bounds(under: .identity) == Bounds(min: [-12, -12, -12], max: [74, 12, 12]))
        #expect(
            model.metadata == [
                "population_type": "node", "population_name": "cortex", "loaded_neuron_count": "9",
            ])
        #expect(model.cellID(part: 0, primitive: 5) == 5)
    }

    @Test func colourMethodsAreThoseOfTheAttributes() throws {
        let model = try load(thalamus, somas("thalamus_neurons", radius: 8))[0]
        #expect(
            model.colorMethods.map(\.name).sorted() == [
                "etype", "id", "layer", "morphology", "morphology class", "mtype", "region", "solid", "synapse class",
            ])
        let mtype = try #require(model.colorMethods.first { $0.name == "mtype" })
        #expect(mtype.values(parts: model.parts) == ["Rt_RC", "VPL_IN", "VPL_TC"])
        let bounds = model.bounds(under: .identity)
        #expect(isClose(bounds.min, [168.18216, -4.2110615, 595.3464], 2e-7))
        #expect(isClose(bounds.max, [725.1435, 807.86914, 1206.4344], 2e-7))
        let painted = try mtype.apply(["VPL_IN": [1, 0, 0, 1]], to: model.parts.map(\.colors), parts: model.parts)
        #expect(painted[0].color(of: 89) == [1, 0, 0, 1] && painted[0].color(of: 0) == [1, 1, 0, 1])
    }

    @Test func morphologiesAreSharedAndPlaced() throws {
        var morphology = MorphologyOptions.full
        morphology.radiusMultiplier = 3
        let population = SonataPopulation(
            name: "cortex", nodes: .init(ids: [7, 1, 4, 4]), morphology: morphology)
        let model = try load(allen, population)[0]
        // As they were asked for, each once; the cells themselves are in ascending order.
        #expect(model.circuitIDs == [7, 1, 4])
        let bounds = model.bounds(under: .identity)
        #expect(isClose(bounds.min, [-138.0124, -95.08837, -28.094105], 4e-7))
        #expect(isClose(bounds.max, [186.99689, 422.25238, 123.54929], 4e-7))
        #expect(model.cellID(part: 2, primitive: 10) == 7)
        #expect(model.colorMethods.contains { $0.name == "morphology section" })
        let all = try load(allen, SonataPopulation(name: "cortex", morphology: morphology))[0]
        #expect(Set(all.parts.map(\.surface.identity)).count == 3 && all.parts.count == 9)
    }

    @Test func nodesAreSelectedAsTheServiceDoes() throws {
        func ids(_ nodes: SonataPopulation.Nodes) throws -> [UInt64]? {
            try load(allen, somas("cortex", nodes))[0].circuitIDs
        }
        #expect(try ids(.init(density: 0.75))?.count == 9)
        #expect(try ids(.init(density: 0.5)) == [0, 2, 4, 6, 8])
        #expect(try ids(.init(density: 0.3)) == [0, 3, 6])
        #expect(try ids(.init(limit: 4)) == [0, 2, 4, 6, 8])
        #expect(try ids(.init(sets: ["Rorb", "FirstTwo"])) == [0, 1, 3, 4, 5])
        #expect(try ids(.init(sets: ["ScnnOrRorb"], density: 0.5)) == [0, 2, 4])
    }

    @Test func vesselsAreCones() throws {
        let model = try load(glia, SonataPopulation(name: "vasculature"))[0]
        let bounds = model.bounds(under: .identity)
        #expect(isClose(bounds.min, [-3.96084, -3.945205, -3.9689867], 4e-7))
        #expect(isClose(bounds.max, [73.983635, 73.95557, 73.9973], 4e-7))
        #expect(model.metadata.isEmpty && model.type == "vasculature" && model.cells == nil)
        #expect(model.colorMethods.map(\.name).sorted() == ["id", "solid", "vasculature section type"])
    }

    @Test func astrocytesAndEndfeetAreShown() throws {
        let astrocytes = SonataPopulation(name: "astrocytes", morphology: .full)
        let vessels = SonataPopulation(
            name: "vasculature", edges: [.init(population: "gliovascular", afferent: false)])
        let models = try load(glia, astrocytes, vessels)
        #expect(models.map(\.type) == ["astrocytes", "vasculature", "endfeet"])
        #expect(models[2].circuitIDs == [1, 2, 3, 4])
        #expect(models[2].parts.reduce(0) { $0 + $1.surface.primitiveCount } == 7170)
        let expected = try #require(SharedData.facts["09_ngv/endfeet_meshes.h5"]?["bounds"])
        #expect(isClose(models[2].bounds(under: .identity).max, try #require(expected["max"]?.vector)))
    }

    @Test func synapsesAreGroupedByCell() throws {
        let population = SonataPopulation(
            name: "cortex", nodes: .init(ids: [0, 3]),
            edges: [.init(population: "excvirt__cortex__chemical", afferent: true, radius: 3)])
        let models = try load(allen, population)
        #expect(models.map(\.type) == ["neurons", "afferent_synapses"])
        #expect(models[1].circuitIDs == [0, 3])
        #expect(models[1].parts[0].surface.primitiveCount == 83 + 64)
        #expect(models[1].metadata["population_name"] == "excvirt__cortex__chemical")
        let mtype = try #require(models[1].colorMethods.first { $0.name == "mtype" })
        #expect(mtype.values(parts: models[1].parts) == ["Rorb", "Scnn1a"])
        #expect(models[1].cellID(part: 0, primitive: 0) == nil)
    }

    @Test func compartmentReportsColourCells() throws {
        let population = SonataPopulation(
            name: "cortex", report: .named(.compartment, name: "membrane_potential"),
            morphology: MorphologyOptions(radiusMultiplier: 5))
        let model = try load(allenSimulation, population)[0]
        let simulation = try #require(model.simulation)
        #expect(simulation.start == 0 && simulation.end == 3000 && simulation.step == 1)
        let ramp = ColorRamp(lower: -90, upper: -60, colors: [Color(0, 0, 0), Color(1, 1, 1)])
        guard case .colors(let colors) = try simulation.change(at: 0, ramp: ramp),
            case .palette(let table, let indices) = colors[0]
        else {
            Issue.record("no palette")
            return
        }
        #expect(table.count == 256 && indices.count == 9)
        #expect(indices[0] == UInt8((Float(-80.062943) + 90) / 30 * 255))
        #expect(indices[3] == UInt8((Float(-80.106743) + 90) / 30 * 255))
    }

    @Test func compartmentsAreSpreadOverSections() throws {
        let path = SharedData.data("02_sonata/mini5/output/compartment_i_membrane.h5")
        let report = try SonataReport(file: path, population: "default")
        // Section 107 of node 0 has seven compartments, of which two primitives show the first and the fourth.
        var morphology = NeuronMorphology()
        morphology.sections = [
            NeuronMorphology.Section(
                id: 107, parent: -1, type: .axon, samples: [SIMD4(0, 0, 0, 1), SIMD4(1, 0, 0, 1), SIMD4(2, 0, 0, 1)]),
            NeuronMorphology.Section(id: 200, parent: -1, type: .axon, samples: [SIMD4(0, 0, 0, 1), SIMD4(1, 0, 0, 1)]),
        ]
        let elements = try report.elements(of: 0)
        let own = elements.filter { $0.owner == 107 }.map(\.column)
        #expect(own.count == 7)
        let cells = CellSet(ids: [0], positions: [.zero])
        var shapes = try CellShapes(somasOf: cells, radius: 1)
        let pieces = try MorphologyShapes(morphology, spheres: false)
        shapes.morphologies = [pieces]
        shapes.parts = [ModelPart(surface: pieces.surface)]
        shapes.layout = .parts([0])
        let mapping = try ReportMapping(report, onto: shapes)
        let columns = mapping.places[0].elements.map { mapping.columns.lowerBound + Int($0) }
        #expect(columns == [own[0], own[3], elements[0].column])
    }

    @Test func spikesLightUpCells() throws {
        let population = SonataPopulation(
            name: "cortex", report: .spikes(transition: 2), morphology: MorphologyOptions(radiusMultiplier: 5))
        let simulation = try #require(try load(allenSimulation, population)[0].simulation)
        #expect(simulation.start == 130.3 && simulation.end == 2936 && simulation.step == 0.01)
        guard case .colors(let colors) = try simulation.change(at: 131.3, ramp: ReportRamp.standard),
            case .palette(_, let indices) = colors[0]
        else { return }
        // Node 4 fired a millisecond before: half way back.
        #expect(indices[4] == 127 && indices[6] == 0)
    }

    @Test func summationReportsAndReportsOfSynapsesAreChecked() throws {
        let report = SonataPopulation(
            name: "default", report: .named(.summation, name: "summation_v"),
            morphology: MorphologyOptions(radiusMultiplier: 5))
        #expect(try load(miniSimulation, report)[0].simulation?.end == 40)
        for (population, message) in [
            (SonataPopulation(name: "nobody"), "Population nobody does not exists"),
            (SonataPopulation(name: "cortex", report: .named(.synapse, name: "a")),
             "Invalid report type for node population cortex"),
            (SonataPopulation(name: "cortex", report: .named(.bloodflowRadii, name: "a")),
             "Invalid report type for node population cortex"),
            (SonataPopulation(name: "cortex", nodes: .init(sets: ["Nobody"])), "Invalid node set: 'Nobody'"),
            (SonataPopulation(name: "cortex", nodes: .init(density: 0)), "Empty node selection for cortex"),
            (SonataPopulation(name: "cortex", nodes: .init(ids: [9])),
             "There is no node 9 in cortex, which has 9 nodes"),
            (SonataPopulation(name: "excvirt"),
             "Unsupported population type: nodes of the type 'virtual' cannot be drawn"),
            (SonataPopulation(name: "cortex", report: .spikes()), "No simulation configuration available"),
            (SonataPopulation(name: "cortex", edges: [.init(population: "excvirt__cortex__chemical", afferent: false)]),
             "Cannot load excvirt__cortex__chemical efferent for cortex"),
        ] {
            let error = loadingError { () throws(LoadingError) in _ = try load(allen, population) }
            #expect(error?.message == message)
        }
        let empty = loadingError { () throws(LoadingError) in
            _ = try Loader.sonata.load(.file(SharedData.data(allen)), options: .sonata([]))
        }
        #expect(empty?.message == "Input load parameters are empty")
    }

    @Test func missingMorphologiesAreNamed() throws {
        let error = loadingError { () throws(LoadingError) in
            _ = try load(thalamus, SonataPopulation(name: "thalamus_neurons", morphology: .full))
        }
        #expect(error?.message == "SonataConfig: Morphology path not available")
    }

    @Test func progressIsHonestAndCancellationEndsTheLoad() throws {
        let seen = Progress()
        let monitor = LoadingMonitor(report: { seen.add($0, $1) })
        let population = SonataPopulation(
            name: "cortex", morphology: .full, edges: [.init(population: "excvirt__cortex__chemical", afferent: true)])
        let source = LoadingSource.file(SharedData.data(allen))
        _ = try Loader.sonata.load(source, options: .sonata([population]), monitor: monitor)
        #expect(seen.amounts == seen.amounts.sorted() && seen.amounts.last == 0.5)
        #expect(seen.operations.first == "cortex nodes load")
        #expect(seen.operations.contains("excvirt__cortex__chemical edges load"))
        #expect(seen.operations.last == "Generating rendering structures. Might take a while")
        let stop = LoadingMonitor(isCancelled: { seen.countCalls() > 2 })
        let error = loadingError { () throws(LoadingError) in
            _ = try Loader.sonata.load(source, options: .sonata([population]), monitor: stop)
        }
        #expect(error?.code == .cancelled)
    }
}

@Suite struct CancellationTests {
    /// Resident memory of this process, bytes.
    private var resident: Int {
        let statistics = (try? String(contentsOfFile: "/proc/self/statm", encoding: .ascii)) ?? ""
        return (statistics.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 4096
    }

    @Test func cancelledLoadsLeaveNothingBehind() throws {
        let source = LoadingSource.file(PackageData.path("column/simulation_config.json"))
        let population = SonataPopulation(
            name: "column", report: .named(.compartment, name: "soma_voltage"), morphology: .full)
        var first = 0
        for round in 0..<40 {
            let calls = Progress()
            let stop = LoadingMonitor(isCancelled: { calls.countCalls() > 1 + round % 6 })
            let error = loadingError { () throws(LoadingError) in
                _ = try Loader.sonata.load(source, options: .sonata([population]), monitor: stop)
            }
            #expect(error?.code == .cancelled)
            if round == 10 { first = resident }
        }
        // One load that stayed would be more than two megabytes.
        #expect(resident - first < 30_000_000)
    }
}

/// What a load told of its progress.
private final class Progress: @unchecked Sendable {
    private let lock = NSLock()
    private var entries: [(String, Double)] = []
    private var calls = 0

    func add(_ operation: String, _ amount: Double) { lock.withLock { entries.append((operation, amount)) } }
    func countCalls() -> Int { lock.withLock { calls += 1; return calls } }
    var amounts: [Double] { lock.withLock { entries.map(\.1) } }
    var operations: [String] { lock.withLock { entries.map(\.0) } }
}

@Suite struct SonataFaultTests {
    /// A circuit of three nodes, one of whose datasets may be spoilt.
    private func circuit(
        in folder: TemporaryFolder, sets: String = "{}", _ spoil: (HDF5Writer) -> Void = { _ in }
    ) throws -> String {
        do {
            let writer = HDF5Writer(folder.path + "/nodes.h5")
            for group in ["nodes", "nodes/a", "nodes/a/0", "nodes/a/0/@library"] { writer.group(group) }
            writer.write("nodes/a/node_type_id", [-1, -1, -1] as [Int64])
            writer.write("nodes/a/0/x", [1.0, 2, 3])
            writer.write("nodes/a/0/y", [0.0, 0, 0])
            writer.write("nodes/a/0/z", [0.0, 0, 0])
            writer.write("nodes/a/0/layer", [1, 2, 2] as [Int64])
            writer.write("nodes/a/0/mtype", [0, 1, 5] as [Int64])
            writer.write("nodes/a/0/@library/mtype", ["one", "two"])
            writer.write("nodes/a/0/region", ["left", "right", "right"])
            spoil(writer)
        }
        _ = try folder.write("sets.json", sets)
        return try folder.write(
            "circuit.json",
            """
            {"manifest": {"$DIR": "$BASE/.", "$BASE": "."}, "node_sets_file": "$DIR/sets.json",
             "networks": {"nodes": [{"nodes_file": "$DIR/nodes.h5", "populations": {"a": {}}}], "edges": []}}
            """)
    }

    private func nodes(_ folder: TemporaryFolder, _ sets: String) throws -> (SonataNodes, SonataNodeSets) {
        let config = try SonataConfig(path: try circuit(in: folder, sets: sets))
        let nodes = try SonataNodes(file: try #require(config.nodes["a"]).file, name: "a")
        return (nodes, try #require(try config.nodeSets()))
    }

    @Test(arguments: [
        ("{\"s\": {\"layer\": 2}}", [1, 2]), ("{\"s\": {\"layer\": [1, 7]}}", [0]),
        ("{\"s\": {\"region\": \"right\"}}", [1, 2]), ("{\"s\": {\"region\": [\"left\", \"up\"]}}", [0]),
        ("{\"s\": {\"region\": {\"$regex\": \"^r.*t$\"}}}", [1, 2]), ("{\"s\": {\"x\": {\"$gte\": 2}}}", [1, 2]),
        ("{\"s\": {\"x\": {\"$lt\": 2}, \"population\": \"a\"}}", [0]), ("{\"s\": {\"population\": \"b\"}}", []),
        ("{\"s\": [\"t\", \"u\"], \"t\": {\"node_id\": [2, 9]}, \"u\": {\"layer\": 1}}", [0, 2]), ("{\"s\": {}}", []),
    ] as [(String, [UInt64])])
    func nodeSetsMeanWhatTheySay(_ sets: String, _ expected: [UInt64]) throws {
        let folder = try TemporaryFolder()
        let (nodes, sets) = try nodes(folder, sets)
        #expect(try sets.nodes(in: "s", of: nodes) == expected)
    }

    @Test(arguments: [
        ("{\"s\": [\"t\"], \"t\": [\"s\"]}", "name each other"), ("{\"s\": [\"s\"]}", "name each other"),
        ("{\"s\": [\"t\"]}", "Invalid node set: 't'"), ("{\"s\": {\"node_id\": \"1\"}}", "'node_id' must be numeric"),
        ("{\"s\": {\"x\": {\"$near\": 1}}}", "'$near' is not known"),
        ("{\"s\": {\"nowhere\": 1}}", "missing 'nowhere'"),
        ("{\"s\": {\"region\": {\"$regex\": \"(\"}}}", "regular expression"),
        ("{\"s\": {\"layer\": true}}", "Expected a text"),
    ])
    func faultyNodeSetsAreNamed(_ sets: String, _ why: String) throws {
        let folder = try TemporaryFolder()
        let (nodes, sets) = try nodes(folder, sets)
        let error = try #require(loadingError { () throws(LoadingError) in _ = try sets.nodes(in: "s", of: nodes) })
        #expect(error.message.contains(why), "\(error)")
        #expect(error.path.hasSuffix("sets.json") && error.place != nil)
    }

    @Test func attributesAreChecked() throws {
        let folder = try TemporaryFolder()
        let path = try circuit(in: folder)
        let error = loadingError { () throws(LoadingError) in
            _ = try Loader.sonata.load(.file(path), options: .sonata([SonataPopulation(name: "a")]))
        }
        // The third node's type of cell is beyond its library.
        #expect(error?.place == .item("nodes/a/0/mtype"))
        let short = try circuit(in: try TemporaryFolder()) { $0.write("nodes/a/0/etype", [1, 2] as [Int64]) }
        #expect(loadingError { () throws(LoadingError) in
            _ = try Loader.sonata.load(.file(short), options: .sonata([SonataPopulation(name: "a")]))
        } != nil)
    }

    @Test(arguments: [
        ("{\"manifest\": {\"$A\": \"$B\", \"$B\": \"$A\"}, \"networks\": {}}", "names itself"),
        ("{\"manifest\": {\"$A\": \"x$A\"}, \"networks\": {}}", "names itself"),
        ("{\"manifest\": {\"A\": \"x\"}, \"networks\": {}}", "Invalid variable"),
        ("{}", "no 'networks'"), ("[]", "no object"), ("{\"networks\": ", "line"),
        ("{\"networks\": {\"nodes\": [{}]}}", "Missing 'nodes_file'"),
        ("{\"network\": 7}", "Expected a text"),
    ])
    func faultyConfigurationsAreNamed(_ text: String, _ why: String) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("config.json", text)
        let error = try #require(loadingError { () throws(LoadingError) in _ = try SonataConfig(path: path) })
        #expect(why == "line" || error.message.contains(why), "\(error)")
        #expect(error.path == path && error.place != nil, "\(error)")
    }

    @Test func reportsWithoutSenseAreRefused() throws {
        let folder = try TemporaryFolder()
        func error(_ spoil: (HDF5Writer) -> Void) -> LoadingError? {
            let path = folder.path + "/report.h5"
            do {
                let writer = HDF5Writer(path)
                for group in ["report", "report/a", "report/a/mapping"] { writer.group(group) }
                spoil(writer)
            }
            return loadingError { () throws(LoadingError) in _ = try SonataReport(file: path, population: "a") }
        }
        func mapping(_ writer: HDF5Writer, pointers: [Int64], time: [Double] = [0, 1, 0.5]) {
            writer.write("report/a/data", [1.0, 2, 3, 4], shape: [2, 2])
            writer.write("report/a/mapping/time", time)
            writer.write("report/a/mapping/node_ids", [0, 1] as [Int64])
            writer.write("report/a/mapping/index_pointers", pointers)
            writer.write("report/a/mapping/element_ids", [0, 0] as [Int64])
        }
        #expect(error { mapping($0, pointers: [0, 1, 2]) } == nil)
        #expect(error { mapping($0, pointers: [0, 1, 3]) }?.place == .item("report/a/mapping/index_pointers"))
        #expect(error { mapping($0, pointers: [2, 1, 0]) }?.place == .item("report/a/mapping/index_pointers"))
        #expect(error { mapping($0, pointers: [0, 1]) } != nil)
        #expect(error { mapping($0, pointers: [0, 1, 2], time: [0, 1, 0]) }?.place == .item("report/a/mapping/time"))
        #expect(error { _ in }?.place == .item("report/a/data"))
    }
}
