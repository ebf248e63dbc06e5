// SPDX-License-Identifier: Apache-2.0
import Geometry
import SceneModel

extension Loader {
    /// SONATA circuits and simulations: for each node population its model, then those of its edges.
    public static let sonata = Loader(
        name: "SONATA loader", plugin: circuitExplorer, extensions: [".json"], readsBytes: false
    ) { (source, options, monitor) throws(LoadingError) in
        guard case .sonata(let populations) = options else { return nil }
        guard !populations.isEmpty else {
            throw LoadingError(.invalidOption, "Input load parameters are empty")
        }
        let load = SonataLoad(try SonataConfig(path: source.path), monitor, populations)
        return try load.models()
    }
}

/// One load of a SONATA circuit.
struct SonataLoad {
    let config: SonataConfig
    let monitor: LoadingMonitor
    let populations: [SonataPopulation]
    /// How many models there will be: each is an equal share of the first half of the progress.
    private let stageCount: Double

    init(_ config: SonataConfig, _ monitor: LoadingMonitor, _ populations: [SonataPopulation]) {
        self.config = config
        self.monitor = monitor
        self.populations = populations
        stageCount = Double(populations.reduce(0) { $0 + 1 + $1.edges.count })
    }

    /// All models, once everything asked for has been checked.
    func models() throws(LoadingError) -> [LoadedModel] {
        let requests = try populations.map { (population) throws(LoadingError) in try NodeRequest(population, config) }
        var models: [LoadedModel] = []
        for request in requests {
            let stage = "\(request.options.name) nodes load"
            try progress(stage, models.count, 0)
            models.append(try request.model(monitor) { [models] share in
                try? progress(stage, models.count, share)
            })
            for edge in request.edges {
                try progress("\(edge.options.population) edges load", models.count, 0)
                models.append(try edge.model(of: request))
            }
        }
        try monitor.progress("Generating rendering structures. Might take a while", 0.5)
        return models
    }

    private func progress(_ stage: String, _ done: Int, _ share: Double) throws(LoadingError) {
        try monitor.progress(stage, (Double(done) + share) / stageCount * 0.5)
    }
}

/// The node types that are shown, each declared once: the name of the type in circuits, and what it becomes.
struct SonataNodeType: Sendable {
    let name: String
    let modelType: String
    let color: Vector4
    /// Whether morphologies can be shown, or only a sphere a node.
    let hasMorphologies: Bool
    /// Whether morphologies are turned.
    let isOriented: Bool

    static let neuronColor = Vector4(1, 1, 0, 1)

    static let all = [
        SonataNodeType(
            name: "biophysical", modelType: "neurons", color: neuronColor, hasMorphologies: true, isOriented: true),
        SonataNodeType(
            name: "point_neuron", modelType: "neurons", color: neuronColor, hasMorphologies: false, isOriented: false),
        SonataNodeType(
            name: "astrocyte", modelType: "astrocytes", color: Vector4(0.55, 0.7, 1, 1), hasMorphologies: true,
            isOriented: false),
        SonataNodeType(
            name: vasculature, modelType: vasculature, color: Vector4(1, 0, 0, 1), hasMorphologies: false,
            isOriented: false),
    ]

    static let vasculature = "vasculature"
}

/// What is asked of a node population, checked against the circuit.
struct NodeRequest {
    let options: SonataPopulation
    let type: SonataNodeType
    let nodes: SonataNodes
    /// The selected nodes, ascending.
    let ids: [UInt64]
    /// The same nodes in the order in which they were asked for.
    private let listedIDs: [UInt64]
    let edges: [EdgeRequest]
    private let properties: SonataConfig.Population
    private let report: (any ElementReport)?
    private let spikes: SpikeTrain?

    init(_ options: SonataPopulation, _ config: SonataConfig) throws(LoadingError) {
        self.options = options
        guard let properties = config.nodes[options.name] else {
            throw LoadingError(.notFound, "Population \(options.name) does not exists")
        }
        self.properties = properties
        nodes = try SonataNodes(file: properties.file, name: options.name)
        let typeName = nodes.modelType ?? properties.type
        guard let type = SonataNodeType.all.first(where: { $0.name == typeName }) else {
            throw LoadingError(
                .unsupported, "Unsupported population type: nodes of the type '\(typeName)' cannot be drawn",
                path: properties.file, at: .item("nodes/\(options.name)"))
        }
        self.type = type
        (report, spikes) = try NodeRequest.report(options, type, config)
        listedIDs = try NodeRequest.selection(options, nodes, report, config)
        ids = CellSelection.ordered(listedIDs)
        edges = try options.edges.map { (edge) throws(LoadingError) in try EdgeRequest(edge, options.name, config) }
    }

    private static func report(
        _ options: SonataPopulation, _ type: SonataNodeType, _ config: SonataConfig
    ) throws(LoadingError) -> ((any ElementReport)?, SpikeTrain?) {
        let isVasculature = type.name == SonataNodeType.vasculature
        let invalid = LoadingError(.invalidOption, "Invalid report type for node population \(options.name)")
        switch options.report {
        case .none:
            return (nil, nil)
        case .spikes:
            if isVasculature { throw invalid }
            return (nil, try SpikeTrain(sonata: try config.spikes(), population: options.name))
        case .named(let kind, let name):
            switch kind {
            case .synapse: throw invalid
            case .compartment, .summation: if isVasculature { throw invalid }
            case .bloodflowPressure, .bloodflowSpeed, .bloodflowRadii: if !isVasculature { throw invalid }
            }
            let path = try config.report(name)
            do throws(LoadingError) {
                return (try SonataReport(file: path, population: options.name), nil)
            } catch {
                guard error.code == .unreadable else { throw error }
                throw LoadingError(
                    .unreadable, "Cannot access report file for node population \(options.name)", path: path)
            }
        }
    }

    private static func selection(
        _ options: SonataPopulation, _ nodes: SonataNodes, _ report: (any ElementReport)?, _ config: SonataConfig
    ) throws(LoadingError) -> [UInt64] {
        var ids: [UInt64]
        if let wanted = options.nodes.ids, !wanted.isEmpty {
            ids = CellSelection.distinct(wanted)
            try nodes.check(ids)
            if report != nil { ids.sort() }
        } else if options.nodes.sets.isEmpty {
            ids = nodes.ids
        } else {
            guard let sets = try config.nodeSets() else {
                throw LoadingError(.invalidOption, "No node sets in config")
            }
            ids = []
            for set in options.nodes.sets { ids += try sets.nodes(in: set, of: nodes) }
            ids = CellSelection.ordered(ids)
        }
        if let report { ids = CellSelection.intersection(ids, report.cellIDs) }
        if options.nodes.ids?.isEmpty ?? true { ids = CellSelection.everyNth(ids, share: options.nodes.density) }
        guard !ids.isEmpty else {
            throw LoadingError(.empty, "Empty node selection for \(options.name)")
        }
        return CellSelection.limited(ids, to: options.nodes.limit)
    }

    /// The population's model.
    func model(
        _ monitor: LoadingMonitor, _ progress: @escaping @Sendable (Double) -> Void
    ) throws(LoadingError) -> LoadedModel {
        if type.name == SonataNodeType.vasculature {
            var isRadius = false
            if case .named(.bloodflowRadii, _) = options.report { isRadius = true }
            var model = try VasculatureModel(nodes, ids, options.vasculatureRadiusMultiplier)
                .model(report, drivesRadii: isRadius)
            model.circuitIDs = listedIDs
            return model
        }
        let morphology = options.morphology
        let isDetailed = type.hasMorphologies && (morphology.soma || morphology.axon || morphology.dendrites)
        var cells = CellSet(ids: ids, positions: try nodes.positions(of: ids))
        let shapes: CellShapes
        if isDetailed {
            if type.isOriented { cells.rotations = try nodes.rotations(of: ids) }
            let column = try nodes.texts("morphology", of: ids)
            let folder = try MorphologyFolder(properties)
            (cells.morphologyPaths, cells.morphologyOfCell) = folder.paths(column)
            shapes = try CellShapes(
                morphologiesOf: cells, options: morphology, monitor: monitor, progress: progress)
        } else {
            shapes = try CellShapes(somasOf: cells, radius: morphology.radiusMultiplier)
        }
        var metadata = [
            "population_type": "node", "population_name": options.name, "loaded_neuron_count": String(ids.count),
        ]
        if !options.nodes.sets.isEmpty { metadata["node_sets"] = options.nodes.sets.joined(separator: ",") }
        var model = LoadedModel(
            cells: shapes, type: type.modelType, color: type.color, columns: try nodes.columns(of: ids),
            metadata: metadata)
        model.circuitIDs = listedIDs
        if let report {
            model.show(ModelSimulation(report, try ReportMapping(report, onto: shapes)))
        } else if let spikes, case .spikes(let transition) = options.report {
            model.show(ModelSimulation(spikes, of: shapes, transition: transition))
        }
        return model
    }
}

extension LoadedModel {
    /// The model of a set of cells.
    package init(
        cells shapes: CellShapes, type: String, color: Vector4, columns: [CellColumn], metadata: [String: String]
    ) {
        var parts = shapes.parts
        for index in parts.indices { parts[index].colors = .solid(color) }
        self.init(
            type: type, content: .parts(parts), solidColor: color, colorMethods: shapes.colorMethods(columns),
            metadata: metadata, circuitIDs: CellSelection.ordered(shapes.layout.ids), cells: shapes.layout)
    }

    /// Gives the model a report, with the ramp that reports begin with.
    package mutating func show(_ simulation: ModelSimulation) {
        self.simulation = simulation
        colorRamp = ReportRamp.standard
    }
}

/// Where a population's morphologies are, and in which format.
package struct MorphologyFolder: Sendable, Equatable {
    /// The folder.
    package var folder: String
    /// The extension of its files.
    package var fileExtension: String

    /// The formats in the order in which they are looked for: the name of the alternate, nil for the main folder.
    private static let formats: [(alternate: String?, fileExtension: String)] = [
        (nil, "swc"), ("neurolucida-asc", "asc"), ("h5v1", "h5"),
    ]

    /// The first folder of a population that exists.
    ///
    /// - Throws: `LoadingError` where there is none.
    package init(_ population: SonataConfig.Population) throws(LoadingError) {
        for (alternate, fileExtension) in MorphologyFolder.formats {
            let folder = alternate.map { population.alternateMorphologies[$0] } ?? population.morphologiesFolder
            guard let folder, FileBytes.isFolder(folder) else { continue }
            self.folder = folder
            self.fileExtension = fileExtension
            return
        }
        throw LoadingError(.notFound, "SonataConfig: Morphology path not available", at: .item(population.name))
    }

    /// A folder that is known.
    package init(folder: String, fileExtension: String) {
        self.folder = folder
        self.fileExtension = fileExtension
    }

    /// The files of some cells' morphologies, each once, and which cell has which.
    ///
    /// - Parameter column: the morphologies' names.
    package func paths(_ column: CellColumn) -> ([String], [UInt32]) {
        // A library may hold names that none of the cells has.
        var place: [UInt32: UInt32] = [:]
        var paths: [String] = []
        let ofCell = column.groups.map { group in
            if let known = place[group] { return known }
            let new = UInt32(truncatingIfNeeded: paths.count)
            place[group] = new
            paths.append("\(folder)/\(column.names[Int(group)]).\(fileExtension)")
            return new
        }
        return (paths, ofCell)
    }
}
