// SPDX-License-Identifier: Apache-2.0
import JSON

extension CanonicalForm {
    /// The key of a loader among the sources of a model, and its options without path and upload.
    package static func loader(_ loader: LoaderOptions) -> (kind: String, options: [String: JSONValue]) {
        var options: [String: JSONValue] = [:]
        switch loader {
        case .mesh: return ("mesh", options)
        case .xyz: return ("xyz", options)
        case .mhdVolume: return ("mhd_volume", options)
        case .rawVolume(let volume):
            let size = volume.dimensions
            options["dimensions"] = .array([size.x, size.y, size.z].map { .integer(Int64($0)) })
            options["spacing"] = vector(volume.spacing)
            options["data_type"] = .string(volume.voxelType.rawValue)
            return ("raw_volume", options)
        case .morphology(let morphology): return ("morphology", self.morphology(morphology, over: .full))
        case .bbp(let circuit): return ("bbp", bbp(circuit))
        case .sonata(let populations):
            let list = populations.map { ($0.name, JSONValue.object(population($0))) }
            options["populations"] = .object(Dictionary(list) { _, last in last })
            return ("sonata", options)
        case .cellPlacement(let placement): return ("cell_placement", cellPlacement(placement))
        case .nrrd(let atlas):
            options.set("type", atlas.kind, unless: .scalar) { .string($0.rawValue) }
            options.set("show", .object(Dictionary(atlas.show.map(useCase)) { _, last in last }))
            return ("nrrd", options)
        case .dti(let streamlines):
            options.set("radius", streamlines.radius, unless: 1) { .float($0) }
            options.set("spike_decay", streamlines.spikeDecay, unless: 1) { .float($0) }
            return ("dti", options)
        case .protein(let protein):
            options.set("color_scheme", protein.colorScheme, unless: .none) { .string($0.rawValue) }
            options.set("radius_multiplier", protein.radiusMultiplier, unless: 1) { .float($0) }
            return ("protein", options)
        }
    }

    /// The key of a use case in a recipe, which is the service's name in the manner of keys, and its options there.
    private static func useCase(_ useCase: NRRDOptions.UseCase) -> (String, JSONValue) {
        let key = useCase.name.lowercased().split(separator: " ").joined(separator: "_")
        var parameters = (try? JSONValue(parsing: useCase.parameters))?.object ?? [:]
        // The one parameter that recipes call by what it is.
        if key == "layer_distance", let side = parameters.removeValue(forKey: "xz_coordinate") {
            parameters["side"] = side
        }
        return (key, .object(parameters))
    }

    private static func morphology(
        _ options: MorphologyOptions, over base: MorphologyOptions
    ) -> [String: JSONValue] {
        var members: [String: JSONValue] = [:]
        members.set("radius_multiplier", options.radiusMultiplier, unless: base.radiusMultiplier) { .float($0) }
        members.set("soma", options.soma, unless: base.soma) { .boolean($0) }
        members.set("axon", options.axon, unless: base.axon) { .boolean($0) }
        members.set("dendrites", options.dendrites, unless: base.dendrites) { .boolean($0) }
        members.set("geometry", options.geometry, unless: base.geometry) { .string($0.rawValue) }
        members.set("resampling", options.resampling, unless: base.resampling) { .float($0) }
        members.set("subsampling", options.subsampling, unless: base.subsampling) { .integer(Int64($0)) }
        members.set("growth", options.growth, unless: base.growth) { .float($0) }
        return members
    }

    private static func spikes(_ transition: Float) -> JSONValue {
        transition == 1 ? "spikes" : ["spikes": ["transition": .float(transition)]]
    }

    private static func numbers(_ ids: [UInt64]) -> JSONValue {
        .array(ids.map { .integer(Int64(clamping: $0)) })
    }

    private static func bbp(_ circuit: BBPOptions) -> [String: JSONValue] {
        var members: [String: JSONValue] = [:]
        switch circuit.cells {
        case .all: break
        case .gids(let gids): members["cells"] = ["gids": numbers(gids)]
        case .targets(let targets, let density):
            var cells: [String: JSONValue] = [:]
            if !targets.isEmpty { cells["targets"] = .array(targets.map { .string($0) }) }
            cells.set("density", density, unless: 1) { .float($0) }
            members["cells"] = .object(cells)
        }
        switch circuit.report {
        case .none: break
        case .spikes(let transition): members["report"] = spikes(transition)
        case .compartment(let name): members["report"] = ["compartment": .string(name)]
        }
        members.set("morphology", .object(morphology(circuit.morphology, over: MorphologyOptions())))
        var synapses: [String: JSONValue] = [:]
        if circuit.afferentSynapses { synapses["afferent"] = true }
        if circuit.efferentSynapses { synapses["efferent"] = true }
        members.set("synapses", .object(synapses))
        return members
    }

    private static func population(_ population: SonataPopulation) -> [String: JSONValue] {
        var members: [String: JSONValue] = [:]
        let chosen = population.nodes
        var nodes: [String: JSONValue] = [:]
        if !chosen.sets.isEmpty { nodes["sets"] = .array(chosen.sets.map { .string($0) }) }
        nodes.set("density", chosen.density, unless: 1) { .float($0) }
        if let ids = chosen.ids { nodes["ids"] = numbers(ids) }
        if let limit = chosen.limit { nodes["limit"] = .integer(Int64(clamping: limit)) }
        members.set("nodes", .object(nodes))
        switch population.report {
        case .none: break
        case .spikes(let transition): members["report"] = spikes(transition)
        case .named(let kind, let name): members["report"] = [kind.rawValue: .string(name)]
        }
        members.set("morphology", .object(morphology(population.morphology, over: MorphologyOptions())))
        if population.vasculatureRadiusMultiplier != 1 {
            members["vasculature"] = ["radius_multiplier": .float(population.vasculatureRadiusMultiplier)]
        }
        var edges: [String: [String: JSONValue]] = [:]
        for edge in population.edges {
            var options: [String: JSONValue] = [:]
            options.set("density", edge.density, unless: 1) { .float($0) }
            options.set("radius", edge.radius, unless: 2) { .float($0) }
            if let report = edge.report { options["report"] = .string(report) }
            edges[edge.population, default: [:]][edge.afferent ? "afferent" : "efferent"] = .object(options)
        }
        members.set("edges", .object(edges.mapValues { .object($0) }))
        return members
    }

    private static func cellPlacement(_ placement: CellPlacementOptions) -> [String: JSONValue] {
        var members: [String: JSONValue] = [:]
        if let ids = placement.ids {
            members["cells"] = ["ids": numbers(ids)]
        } else if placement.density != 1 {
            members["cells"] = ["density": .float(placement.density)]
        }
        members.set("morphology_folder", placement.morphologyFolder.map { .string($0) })
        members.set("extension", placement.morphologyExtension.map { .string($0) })
        members.set("morphology", .object(morphology(placement.morphology, over: MorphologyOptions())))
        return members
    }
}
