// SPDX-License-Identifier: Apache-2.0
import SceneModel

extension Loader {
    /// Circuits of a BlueConfig or CircuitConfig: the neurons, then the synapses that were asked for.
    public static let bbp = Loader(
        name: "BBP loader", plugin: circuitExplorer, extensions: ["BlueConfig", "CircuitConfig"], readsBytes: false
    ) { (source, options, monitor) throws(LoadingError) in
        guard case .bbp(let options) = options else { return nil }
        let load = try BlueLoad(try BlueConfig(path: source.path), options, monitor)
        return try load.models()
    }
}

/// One load of a BlueConfig circuit, checked against its files.
private struct BlueLoad {
    private let config: BlueConfig
    private let options: BBPOptions
    private let monitor: LoadingMonitor
    private let library: any CellLibrary
    private let gids: [UInt64]
    private let report: (any ElementReport)?
    private let spikes: SpikeTrain?

    init(_ config: BlueConfig, _ options: BBPOptions, _ monitor: LoadingMonitor) throws(LoadingError) {
        self.config = config
        self.options = options
        self.monitor = monitor
        let population = config.parts("CircuitTarget").before
        var targets = CellTargets()
        for file in config.targetFiles { try targets.merge(file: file) }
        try BlueLoad.check(options.cells, targets)
        (report, spikes) = try BlueLoad.report(options.report, config, population)
        library = try openCellLibrary(
            try config.circuitFile(), population: config.parts("CellLibraryFile").after ?? population)
        gids = try BlueLoad.selection(options.cells, config, targets, library, report)
    }

    private static func check(_ cells: BBPOptions.Cells, _ targets: CellTargets) throws(LoadingError) {
        switch cells {
        case .gids(let gids):
            if gids.isEmpty { throw LoadingError(.invalidOption, "Cannot specify an empty list of GIDs") }
        case .targets(let names, _):
            for name in names {
                if name.isEmpty { throw LoadingError(.invalidOption, "Specified an empty target name") }
                if try targets.gids(of: name) == nil {
                    throw LoadingError(.notFound, "Invalid or empty target: '\(name)'")
                }
            }
        }
    }

    private static func report(
        _ report: BBPOptions.Report, _ config: BlueConfig, _ population: String?
    ) throws(LoadingError) -> ((any ElementReport)?, SpikeTrain?) {
        switch report {
        case .none:
            return (nil, nil)
        case .spikes:
            guard let file = config.spikesFile else {
                throw LoadingError(.notFound, "Unable to find Spike report file", path: config.path)
            }
            return (nil, try SpikeTrain(blueConfig: file, population: population))
        case .compartment(let name):
            guard !name.isEmpty else {
                throw LoadingError(
                    .invalidOption, "A compartment report was requested, but no report_name was provided")
            }
            guard let file = config.reportFile(name) else {
                throw LoadingError(.notFound, "Unable to find Voltage report file for '\(name)'", path: config.path)
            }
            return (try openBlueReport(file, population: population), nil)
        }
    }

    private static func selection(
        _ cells: BBPOptions.Cells, _ config: BlueConfig, _ targets: CellTargets, _ library: any CellLibrary,
        _ report: (any ElementReport)?
    ) throws(LoadingError) -> [UInt64] {
        var gids: [UInt64] = []
        var share: Float = 1
        switch cells {
        case .gids(let given):
            gids = CellSelection.ordered(given)
        case .targets(let names, let density):
            share = density
            if !names.isEmpty {
                for name in names { gids += try targets.gids(of: name) ?? [] }
                gids = CellSelection.ordered(gids)
            } else if let target = config.parts("CircuitTarget").after ?? config.run("CircuitTarget") {
                guard let own = try targets.gids(of: target) else {
                    throw LoadingError(
                        .notFound, "Invalid or empty target: '\(target)'", path: config.path,
                        at: .item("CircuitTarget"))
                }
                gids = own
            } else {
                gids = (0..<UInt64(library.count)).map { $0 + 1 }
            }
        }
        if let report { gids = CellSelection.intersection(gids, report.cellIDs) }
        if share < 1 {
            let wanted = (Float(gids.count) * max(share, 0)).rounded(.down)
            // A share of less than one cell is one cell; no share is none.
            let step = wanted < 1 ? gids.count : Int(Float(gids.count) / wanted)
            gids = share > 0 ? CellSelection.every(step, of: gids) : []
        }
        guard !gids.isEmpty else { throw LoadingError(.empty, "Empty list of GIDs computed", path: config.path) }
        if let stranger = gids.first(where: { $0 == 0 || $0 > UInt64(library.count) }) {
            throw LoadingError(
                .notFound, "There is no cell \(stranger): the circuit has \(library.count) cells", path: config.path)
        }
        return gids
    }

    func models() throws(LoadingError) -> [LoadedModel] {
        try monitor.progress("Neuron load", 0)
        var neurons = try neurons()
        try monitor.progress("Report load", 1.0 / 6)
        if let report {
            neurons.model.show(ModelSimulation(report, try ReportMapping(report, onto: neurons.shapes)))
        } else if let spikes, case .spikes(let transition) = options.report {
            neurons.model.show(ModelSimulation(spikes, of: neurons.shapes, transition: transition, start: 0))
        }
        var models = [neurons.model]
        try monitor.progress("Synapse load", 2.0 / 6)
        for (isWanted, isAfferent) in [(options.afferentSynapses, true), (options.efferentSynapses, false)]
        where isWanted {
            models.append(try synapses(afferent: isAfferent))
        }
        try monitor.progress("Generating rendering structures. Might take a while", 0.5)
        return models
    }

    private func neurons() throws(LoadingError) -> (model: LoadedModel, shapes: CellShapes) {
        var cells = CellSet(ids: gids, positions: try library.positions(of: gids))
        let morphology = options.morphology
        let shapes: CellShapes
        if morphology.soma || morphology.axon || morphology.dendrites {
            cells.rotations = try library.rotations(of: gids)
            (cells.morphologyPaths, cells.morphologyOfCell) =
                try config.morphologies().paths(try library.morphologies(of: gids))
            let monitor = monitor
            shapes = try CellShapes(morphologiesOf: cells, options: morphology, monitor: monitor) { share in
                try? monitor.progress("Neuron load", share / 6)
            }
        } else {
            shapes = try CellShapes(somasOf: cells, radius: morphology.radiusMultiplier)
        }
        var metadata = ["loaded_neuron_count": String(gids.count)]
        if case .targets(let names, _) = options.cells, !names.isEmpty {
            metadata["targets"] = names.joined(separator: ",")
        }
        let model = LoadedModel(
            cells: shapes, type: "neurons", color: SonataNodeType.neuronColor, columns: try library.columns(of: gids),
            metadata: metadata)
        return (model, shapes)
    }

    private func synapses(afferent: Bool) throws(LoadingError) -> LoadedModel {
        let groups = try BlueSynapses(config).groups(afferent: afferent, of: gids)
        guard !groups.nodes.isEmpty else {
            throw LoadingError(
                .empty, "The cells have no \(afferent ? "afferent" : "efferent") synapses", path: config.path)
        }
        // The other cells may be of a projection, of which the circuit knows nothing.
        let isKnown = groups.nodes.allSatisfy { $0 > 0 && $0 <= UInt64(library.count) }
        return try groups.model(
            type: afferent ? "afferent_synapses" : "efferent_synapses",
            columns: isKnown ? try library.columns(of: groups.nodes) : [])
    }
}
