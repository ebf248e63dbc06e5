// SPDX-License-Identifier: Apache-2.0
import SceneModel

extension Loader {
    /// Node files of the circuit builder: one model of type `neurons` a population.
    public static let cellPlacement = Loader(
        name: "Cell placement loader", plugin: circuitExplorer, extensions: ["circuit.morphologies.h5"],
        readsBytes: false
    ) { (source, options, monitor) throws(LoadingError) in
        guard case .cellPlacement(let options) = options else { return nil }
        let file = try HDF5File(path: source.path)
        let names = try file.members(of: "nodes")
        guard !names.isEmpty else { throw file.fault("The file holds no population", "nodes", .empty) }
        var models: [LoadedModel] = []
        for name in names {
            let done = Double(models.count)
            try monitor.progress("Morphology load", done / Double(names.count))
            let population = try SonataNodes(file, name: name)
            models.append(
                try cellPlacement(population, options, monitor) { share in
                    try? monitor.progress("Morphology load", (done + share) / Double(names.count))
                })
        }
        try monitor.progress("Generating rendering structures. Might take a while", 1)
        return models
    }

    private static func cellPlacement(
        _ nodes: SonataNodes, _ options: CellPlacementOptions, _ monitor: LoadingMonitor,
        _ progress: @escaping @Sendable (Double) -> Void
    ) throws(LoadingError) -> LoadedModel {
        var ids = nodes.ids
        if let wanted = options.ids, !wanted.isEmpty {
            ids = CellSelection.distinct(wanted)
            try nodes.check(ids)
        } else {
            ids = CellSelection.everyNth(ids, share: options.density)
        }
        guard !ids.isEmpty else { throw LoadingError(.empty, "Empty node selection for \(nodes.name)") }
        let listedIDs = ids
        ids.sort()
        var cells = CellSet(ids: ids, positions: try nodes.positions(of: ids))
        let morphology = options.morphology
        let columns = try nodes.columns(of: ids)
        guard morphology.soma || morphology.axon || morphology.dendrites else {
            let shapes = try CellShapes(somasOf: cells, radius: morphology.radiusMultiplier)
            var model = LoadedModel(
                cells: shapes, type: "neurons", color: SonataNodeType.neuronColor, columns: columns, metadata: [:])
            model.circuitIDs = listedIDs
            return model
        }
        guard let folder = options.morphologyFolder, !folder.isEmpty else {
            throw LoadingError(.invalidRequest, "Morphology folder required to load detailed morphologies")
        }
        try nodes.require(["orientation_w", "orientation_x", "orientation_y", "orientation_z"])
        cells.rotations = try nodes.rotations(of: ids)
        let names = try nodes.texts("morphology", of: ids)
        let first = names.groups.first.map { names.names[Int($0)] } ?? ""
        let fileExtension = try morphologyExtension(options, folder, first)
        (cells.morphologyPaths, cells.morphologyOfCell) =
            MorphologyFolder(folder: folder, fileExtension: fileExtension).paths(names)
        let shapes = try CellShapes(morphologiesOf: cells, options: morphology, monitor: monitor, progress: progress)
        var model = LoadedModel(
            cells: shapes, type: "neurons", color: SonataNodeType.neuronColor, columns: columns,
            metadata: ["population_type": "node", "population_name": nodes.name])
        model.circuitIDs = listedIDs
        return model
    }

    /// The extension of the morphology files: the one asked for, or the first of those that are there.
    private static func morphologyExtension(
        _ options: CellPlacementOptions, _ folder: String, _ name: String
    ) throws(LoadingError) -> String {
        func exists(_ fileExtension: String) -> Bool {
            (try? FileBytes.checkReadable("\(folder)/\(name).\(fileExtension)")) != nil
        }
        if let wanted = options.morphologyExtension, !wanted.isEmpty {
            guard exists(wanted) else {
                throw LoadingError(.notFound, "Cannot find .\(wanted) morphologies at \(folder)")
            }
            return wanted
        }
        guard let found = ["asc", "h5", "swc"].first(where: exists) else {
            throw LoadingError(.notFound, "Could not find morphology files at \(folder)")
        }
        return found
    }
}
