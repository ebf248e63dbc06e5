// SPDX-License-Identifier: Apache-2.0
import Geometry
import JSON
import SceneLoading
import SceneModel
import Testing

private let allen = "03_blueconfig/allen9/BlueConfig"

private func load(_ config: String, _ options: BBPOptions) throws(LoadingError) -> [LoadedModel] {
    try Loader.bbp.load(.file(SharedData.data(config)), options: .bbp(options))
}

@Suite(.enabled(if: SharedData.isPresent, "no shared data beside the checkout")) struct BlueConfigDataTests {
    static let configs = SharedData.facts.object?.keys.filter { $0.hasSuffix("BlueConfig") }.sorted() ?? []

    @Test(arguments: configs)
    func sectionsAndTargetsAgreeWithAnIndependentReader(_ name: String) throws {
        let facts = try #require(SharedData.facts[name])
        let config = try BlueConfig(path: SharedData.data(name))
        for (kind, count) in facts["sections"]?.object ?? [:] {
            #expect(config.sections.filter { $0.kind == kind }.count == count.integer.map { Int($0) })
        }
        for (key, value) in facts["run"]?.object ?? [:] { #expect(config.run(key) == value.string) }
        for (report, values) in facts["reports"]?.object ?? [:] {
            #expect(config.report(report)?.values == values.object?.compactMapValues(\.string))
        }
        var targets = CellTargets()
        for file in config.targetFiles { try targets.merge(file: file) }
        #expect(targets.names.count == facts["target_count"]?.integer.map { Int($0) } ?? 0)
        for (target, gids) in facts["targets"]?.object ?? [:] {
            #expect(try targets.gids(of: target)?.map { Int64($0) } == gids.array?.compactMap(\.integer), "\(target)")
        }
    }

    static let libraries = SharedData.facts.object?.keys.filter { $0.hasSuffix(".mvd3") || $0.hasSuffix(".mvd2") }
        .sorted() ?? []

    @Test(arguments: libraries)
    func cellsAgreeWithAnIndependentReader(_ name: String) throws {
        let facts = try #require(SharedData.facts[name])
        let library = try openCellLibrary(SharedData.data(name), population: nil)
        let gids = (1...UInt64(library.count)).map { $0 }
        #expect(Int64(library.count) == (facts["cells"] ?? facts["neurons"])?.integer)
        let bounds = Bounds(of: try library.positions(of: gids))
        #expect(isClose(bounds.min, try #require(facts["positions_bounds"]?["min"]?.vector)))
        #expect(isClose(bounds.max, try #require(facts["positions_bounds"]?["max"]?.vector)))
        if let first = facts["first_orientation_xyzw"]?.array?.compactMap(\.double) {
            let rotation = try library.rotations(of: [1])[0].components
            #expect((0..<4).allSatisfy { abs(rotation[$0] - Float(first[$0])) < 1e-5 })
        }
        for (value, count) in facts["mtype"]?.object ?? [:] {
            let column = try #require(try library.columns(of: gids).first { $0.method == "mtype" })
            let group = column.names.firstIndex(of: value).map { UInt32($0) }
            #expect(column.groups.filter { $0 == group }.count == count.integer.map { Int($0) })
        }
    }

    @Test func theTwoFormsOfOneCircuitAgree() throws {
        let folder = "03_blueconfig/voxcell_mvd/circuit."
        let old = try openCellLibrary(SharedData.data(folder + "mvd2"), population: nil)
        let new = try openCellLibrary(SharedData.data(folder + "mvd3"), population: nil)
        let gids: [UInt64] = [1, 500, 1000]
        #expect(zip(try old.positions(of: gids), try new.positions(of: gids)).allSatisfy { isClose($0, $1, 1e-4) })
        for (a, b) in zip(try old.rotations(of: gids), try new.rotations(of: gids)) {
            #expect(abs((a.components * b.components).sum()) > 0.9999)
        }
        func morphologies(_ library: any CellLibrary) throws -> [String] {
            let column = try library.morphologies(of: gids)
            return column.groups.map { column.names[Int($0)] }
        }
        #expect(try morphologies(old) == morphologies(new))
    }

    static let binaryReports = SharedData.facts.object?.keys.filter { $0.hasSuffix(".bbp") }.sorted() ?? []

    @Test(arguments: binaryReports)
    func binaryReportsAgreeWithAnIndependentReader(_ name: String) throws {
        let facts = try #require(SharedData.facts[name])
        let report = try BinaryReport(path: SharedData.data(name))
        #expect(report.frameCount == facts["frames"]?.integer.map { Int($0) })
        #expect(report.cellIDs.map { Int64($0) } == facts["gids"]?.array?.compactMap(\.integer))
        #expect([report.start, report.end, report.step] == ["start", "end", "dt"].compactMap { facts[$0]?.double })
        for (time, key) in [(report.start, "first_frame"), (report.end, "last_frame")] {
            let wanted = facts[key]?.array?.compactMap(\.double).map { Float($0) } ?? []
            #expect(zip(try report.values(at: time, 0..<report.width), wanted).allSatisfy { isClose($0, $1) })
        }
    }

    static let spikes = SharedData.facts.object?.keys.filter { $0.hasSuffix("out.dat") }.sorted() ?? []

    @Test(arguments: spikes)
    func spikesAgreeWithAnIndependentReader(_ name: String) throws {
        let facts = try #require(SharedData.facts[name])
        let spikes = try SpikeTrain(blueConfig: SharedData.data(name), population: nil)
        #expect(Int64(spikes.times.count) == facts["spikes"]?.integer)
        for (gid, count) in facts["per_gid"]?.object ?? [:] {
            #expect(spikes.cells.filter { String($0) == gid }.count == count.integer.map { Int($0) })
        }
    }

    @Test func spikesPlayOverTheWholeRun() throws {
        let options = BBPOptions(
            report: .spikes(transition: 50), morphology: MorphologyOptions(radiusMultiplier: 12))
        let model = try load(allen, options)[0]
        #expect(model.bounds(under: .identity) == Bounds(min: [-12, -12, -12], max: [74, 12, 12]))
        #expect(model.metadata == ["loaded_neuron_count": "9"])
        #expect(model.circuitIDs == [1, 2, 3, 4, 5, 6, 7, 8, 9] && model.cellID(part: 0, primitive: 0) == 1)
        let simulation = try #require(model.simulation)
        #expect(simulation.start == 0 && simulation.end == 2936 && simulation.step == 0.01)
        #expect(
            model.colorMethods.map(\.name).sorted() == [
                "etype", "id", "layer", "morphology", "mtype", "solid", "synapse class",
            ])
    }

    @Test func cellsAreSelectedAsTheServiceDoes() throws {
        func gids(_ cells: BBPOptions.Cells) throws(LoadingError) -> [UInt64]? {
            try load(allen, BBPOptions(cells: cells))[0].circuitIDs
        }
        #expect(try gids(.targets(["ScnnOrRorb"], density: 1)) == [1, 2, 3, 4, 5, 6])
        #expect(try gids(.targets([], density: 0.4)) == [1, 4, 7])
        #expect(try gids(.targets(["Pair", "Rorb"], density: 0.5)) == [1, 5, 9])
        #expect(try gids(.gids([9, 2, 2])) == [2, 9])
        // A share of less than a cell is the first cell.
        #expect(try gids(.targets([], density: 0.05)) == [1])
        let targets = try load(allen, BBPOptions(cells: .targets(["Pair", "Rorb"], density: 1)))[0]
        #expect(targets.metadata["targets"] == "Pair,Rorb" && targets.circuitIDs == [1, 4, 5, 6, 9])
        for (cells, message) in [
            (BBPOptions.Cells.gids([]), "Cannot specify an empty list of GIDs"),
            (.targets([""], density: 1), "Specified an empty target name"),
            (.targets(["Nobody"], density: 1), "Invalid or empty target: 'Nobody'"),
            (.targets([], density: 0), "Empty list of GIDs computed"),
            (.gids([10]), "There is no cell 10: the circuit has 9 cells"),
        ] {
            #expect(loadingError { () throws(LoadingError) in _ = try gids(cells) }?.message == message)
        }
    }

    @Test func compartmentReportsRestrictTheCells() throws {
        let options = BBPOptions(report: .compartment(name: "soma"), morphology: .full)
        let model = try load(allen, options)[0]
        #expect(model.parts.count == 9 && Set(model.parts.map(\.surface.identity)).count == 3)
        let simulation = try #require(model.simulation)
        guard case .colors(let colors) = try simulation.change(at: 1500, ramp: ReportRamp.standard) else { return }
        #expect(colors.count == 9)
        let missing = loadingError { () throws(LoadingError) in
            _ = try load(allen, BBPOptions(report: .compartment(name: "axon")))
        }
        #expect(missing?.message == "Unable to find Voltage report file for 'axon'")
        let two = try load("03_blueconfig/twocell/sim_twocell_all/BlueConfig", BBPOptions(
            cells: .targets(["Mosaic"], density: 1), report: .compartment(name: "soma")))[0]
        #expect(two.circuitIDs == [1])
    }

    @Test func circuitsMayBeSonataNodes() throws {
        let config = "03_blueconfig/quick_scx_bluepy/sim_quick_scx_bluepy/BlueConfig"
        let model = try load(config, BBPOptions(report: .compartment(name: "soma_SONATA")))[0]
        #expect(model.circuitIDs == [1, 2, 3] && model.simulation?.end == 10)
        let withSynapses = try load(config, BBPOptions(afferentSynapses: true, efferentSynapses: true))
        #expect(withSynapses.map(\.type) == ["neurons", "afferent_synapses", "efferent_synapses"])
        // Two edges from cell 1 to cell 2 and two back: grouped by the other side.
        #expect(withSynapses[1].circuitIDs == [1, 2] && withSynapses[1].parts[0].surface.primitiveCount == 4)
        let spikes = try load(config, BBPOptions(report: .spikes()))[0]
        #expect(spikes.simulation?.start == 0)
    }

    @Test func missingSynapsePlacesAreAnError() throws {
        let error = loadingError { () throws(LoadingError) in
            _ = try load("03_blueconfig/twocell/sim_twocell_all/BlueConfig", BBPOptions(afferentSynapses: true))
        }
        #expect(error?.path.hasSuffix("nrn_positions.h5") == true)
    }

    @Test(arguments: ["soma", "AllCompartments"])
    func reportsOfTheForerunnerAreRead(_ name: String) throws {
        let file = "03_blueconfig/brion_hdf5/simulation/bbp/reporting/\(name).h5"
        let facts = try #require(SharedData.facts[file])
        let report = try openBlueReport(SharedData.data(file), population: nil)
        #expect(report.width == facts["elements"]?.integer.map { Int($0) })
        #expect(report.cellIDs.map { Int64($0) } == facts["gids"]?.array?.compactMap(\.integer))
        #expect([report.start, report.end, report.step] == facts["time"]?.array?.compactMap(\.double))
        var sum = 0.0
        for frame in 0..<100 {
            let time = report.start + (Double(frame) + 0.5) * report.step
            for value in try report.values(at: time, 0..<report.width) { sum += Double(value) }
        }
        #expect(abs(sum - (facts["sum"]?.double ?? 0)) < 1)
        #expect(report.width == 50 && report.cellIDs.first == 10 && report.step == 0.1)
        #expect(isClose(try report.values(at: 0, 0..<1)[0], -65.04298))
    }
}

@Suite(.enabled(if: SharedData.isPresent, "no shared data beside the checkout")) struct CellPlacementDataTests {
    private func load(_ name: String, _ options: CellPlacementOptions) throws(LoadingError) -> [LoadedModel] {
        let path = SharedData.data("08_cell_placement/\(name)/circuit.morphologies.h5")
        return try Loader.cellPlacement.load(.file(path), options: .cellPlacement(options))
    }

    @Test func somasNeedNoMorphologies() throws {
        let options = CellPlacementOptions(morphology: MorphologyOptions(radiusMultiplier: 8))
        let model = try load("voxcell_quaternions", options)[0]
        #expect(model.bounds(under: .identity) == Bounds(min: [93, 94, 95], max: [309, 310, 311]))
        #expect(model.metadata.isEmpty && model.type == "neurons")
        #expect(try load("voxcell_eulers_only", options)[0].circuitIDs == [0, 1, 2])
        #expect(try load("thalamus400", CellPlacementOptions(density: 0.1))[0].circuitIDs?.count == 40)
        #expect(try load("thalamus400", CellPlacementOptions(ids: [399, 3, 3]))[0].circuitIDs == [399, 3])
    }

    @Test func morphologiesComeFromTheirFolder() throws {
        let folder = SharedData.data("02_sonata/allen9/morphologies")
        let model = try load("allen9", CellPlacementOptions(morphologyFolder: folder, morphology: .full))[0]
        #expect(model.parts.count == 9)
        #expect(model.metadata == ["population_type": "node", "population_name": "cortex"])
    }

    @Test func whatIsMissingIsNamed() throws {
        let folder = SharedData.data("02_sonata/allen9/morphologies")
        for (name, options, message) in [
            ("allen9", CellPlacementOptions(morphology: .full),
             "Morphology folder required to load detailed morphologies"),
            ("allen9", CellPlacementOptions(morphologyFolder: "/nowhere", morphology: .full),
             "Could not find morphology files at /nowhere"),
            ("allen9", CellPlacementOptions(
                morphologyFolder: folder, morphologyExtension: "asc", morphology: .full),
             "Cannot find .asc morphologies at \(folder)"),
            ("voxcell_eulers_only", CellPlacementOptions(morphologyFolder: folder, morphology: .full),
             "Population 'default' is missing 'orientation_w'"),
            ("allen9", CellPlacementOptions(ids: [77]), "There is no node 77 in cortex, which has 9 nodes"),
        ] {
            let error = loadingError { () throws(LoadingError) in _ = try load(name, options) }
            #expect(error?.message == message)
        }
    }
}

@Suite struct BlueConfigFaultTests {
    @Test(arguments: [
        ("Run Default\n{\n  A 1\n", 1, "not closed"), ("Run\n{\n}\n", 1, "Expected a section"),
        ("# c\nRun Default A 1\n", 2, "Expected a section"), ("Report a\n{\n A 1\n}\n", 0, "no section 'Run'"),
    ])
    func faultyConfigurationsTellTheirLine(_ text: String, _ line: Int, _ why: String) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("BlueConfig", text)
        let error = try #require(loadingError { () throws(LoadingError) in _ = try BlueConfig(path: path) })
        #expect(error.message.contains(why) && error.path == path, "\(error)")
        #expect(error.place == (line == 0 ? nil : .line(line)))
    }

    @Test func valuesKeepTheirSpacesAndLoseTheirComments() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(
            "BlueConfig", "Run Default {\n  Name  two words # note\n\tOther 7 }\nReport v\n{\nDt 1\n}\n")
        let config = try BlueConfig(path: path)
        #expect(config.run("Name") == "two words" && config.run("Other") == "7")
        #expect(config.report("v")?.values == ["Dt": "1"])
    }

    @Test func targetsMayNameEachOther() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(
            "a.target", "Target Cell A\n{\n a1 B # x\n a2}\nTarget Cell B { A a9 }\nTarget Cell C { Nobody }\n")
        var targets = CellTargets()
        try targets.merge(file: path)
        #expect(try targets.gids(of: "A") == [1, 2, 9])
        #expect(try targets.gids(of: "D") == nil)
        let error = loadingError { () throws(LoadingError) in _ = try targets.gids(of: "C") }
        #expect(error?.place == .line(6) && error?.path == path)
        let open = try folder.write("b.target", "Target Cell A {\n a1\n")
        let truncated = loadingError { () throws(LoadingError) in try targets.merge(file: open) }
        #expect(truncated?.code == .truncated && truncated?.place == .line(1))
    }

    @Test func faultyBinaryReportsAreRefused() throws {
        let folder = try TemporaryFolder()
        func report(cells: Int32 = 1, width: Int32 = 1, frames: Int32 = 2, swapped: Bool = false, cut: Int = 0) throws
            -> String
        {
            var bytes = [UInt8](repeating: 0, count: 1024 + 64 + 4 + 8)
            func put<Number: FixedWidthInteger>(_ value: Number, _ offset: Int) {
                withUnsafeBytes(of: swapped ? value.byteSwapped : value) { source in
                    for (index, byte) in source.enumerated() { bytes[offset + index] = byte }
                }
            }
            put((1.001).bitPattern, 0)
            put(Int32(1024), 8)
            for (value, offset) in [(cells, 48), (width, 52), (frames, 64), (1, 128)] { put(value, offset) }
            for (value, offset) in [(0.0, 72), (2.0, 80), (1.0, 88)] { put(value.bitPattern, offset) }
            put(Int32(7), 1024)
            put(Int32(1), 1032)
            put(UInt64(1092), 1040)
            put(UInt64(1088), 1056)
            put(Float(-65).bitPattern, 1092)
            put(Float(-60).bitPattern, 1096)
            return try folder.write("r.bbp", Array(bytes.dropLast(cut)))
        }
        for swapped in [false, true] {
            let good = try BinaryReport(path: try report(swapped: swapped))
            #expect(good.cellIDs == [7])
            #expect(try good.values(at: 1.5, 0..<1) == [-60])
        }
        for path in [
            try report(cells: 1 << 30), try report(cells: -1), try report(width: .max), try report(frames: 3),
            try report(cut: 1), try report(cut: 90), try report(cut: 1000),
        ] {
            #expect(loadingError { () throws(LoadingError) in _ = try BinaryReport(path: path) } != nil)
        }
    }

    @Test func faultySpikesTellTheirLine() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("out.dat", "/scatter\n1.5 3\n2.0 x\n")
        let error = loadingError { () throws(LoadingError) in
            _ = try SpikeTrain(blueConfig: path, population: nil)
        }
        #expect(error?.place == .line(3))
    }
}

@Suite struct ColumnTests {
    @Test func theRepositorysColumnIsOneCircuitInTwoForms() throws {
        let old = try Loader.bbp.load(
            .file(PackageData.path("column/BlueConfig")),
            options: .bbp(BBPOptions(cells: .targets([], density: 0.1), report: .spikes())))[0]
        #expect(old.circuitIDs == [1, 11, 21, 31, 41, 51, 61, 71, 81, 91])
        #expect(old.simulation?.start == 0)
        var morphology = MorphologyOptions.full
        morphology.axon = false
        let population = SonataPopulation(
            name: "column", report: .named(.compartment, name: "soma_voltage"), morphology: morphology)
        let path = PackageData.path("column/simulation_config.json")
        let new = try Loader.sonata.load(.file(path), options: .sonata([population]))[0]
        #expect(new.parts.count == 100 && new.simulation?.end == 100)
        let somas = try Loader.sonata.load(.file(path), options: .sonata([SonataPopulation(name: "column")]))[0]
        let all = try Loader.bbp.load(
            .file(PackageData.path("column/BlueConfig")), options: .bbp(BBPOptions()))[0]
        #expect(isClose(somas.bounds(under: .identity).max, all.bounds(under: .identity).max, 1e-5))
        let morphologies = try Loader.bbp.load(
            .file(PackageData.path("column/BlueConfig")), options: .bbp(BBPOptions(morphology: morphology)))[0]
        #expect(isClose(morphologies.bounds(under: .identity).max, new.bounds(under: .identity).max, 1e-4))
    }
}
