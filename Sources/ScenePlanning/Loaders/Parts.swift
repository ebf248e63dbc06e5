// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import SceneModel

extension LoaderOptions {
    /// The names of the parts that a load yields, in the order of the reply (RECIPE §4); nil where only the file
    /// tells.
    package var partNames: [String]? {
        switch self {
        case .mesh, .rawVolume, .mhdVolume, .morphology, .dti, .protein, .xyz: ["0"]
        case .nrrd(let options): (0...options.show.count).map(String.init)
        case .cellPlacement: nil
        case .bbp(let options):
            ["neurons"] + (options.afferentSynapses ? ["afferent_synapses"] : [])
                + (options.efferentSynapses ? ["efferent_synapses"] : [])
        case .sonata(let populations):
            populations.flatMap { population in
                [population.name]
                    + population.edges.map { $0.population + ($0.afferent ? ".afferent" : ".efferent") }
            }
        }
    }

    /// Names the models of one load: as the options foretell, else by the population that the service tells of each,
    /// else by number.
    package func partNames(of replies: [ModelInstance]) -> [String] {
        if let names = partNames, names.count == replies.count { return names }
        var names: [String] = []
        for (index, reply) in replies.enumerated() {
            let name = reply.info.metadata?["population_name"] ?? String(index)
            names.append(names.contains(name) ? String(index) : name)
        }
        return names
    }

    /// The options without those that have no effect beside others, so that equal loads compare equal: a density
    /// where ids are given.
    package var normalized: LoaderOptions {
        switch self {
        case .cellPlacement(var options):
            if options.ids != nil { options.density = 1 }
            return .cellPlacement(options)
        case .sonata(let populations):
            return .sonata(
                populations.map { population in
                    var population = population
                    if population.nodes.ids != nil { population.nodes.density = 1 }
                    if population.nodes.limit == 0 { population.nodes.limit = nil }
                    return population
                })
        default:
            return self
        }
    }

    /// The options for what a service echoes of a load, defaults filled in. An empty loader name is settled by the
    /// path's extension, as the service does it.
    /// - Returns: nil for a loader that is not known, or properties that it does not take.
    package init?(_ info: LoadInfo) {
        var name = info.loaderName
        if name.isEmpty {
            let file = info.path.split(separator: "/").last.map(String.init) ?? info.path
            let pieces = file.split(separator: ".", omittingEmptySubsequences: false)
            name = automaticLoaders[pieces.count > 1 ? pieces[pieces.count - 1].lowercased() : file] ?? ""
        }
        guard let loader = LoaderDeclaration.named(name), let options = try? loader.options(info.loadParameters)
        else { return nil }
        self = options.normalized
    }
}

/// The loader that a service takes for an extension, or for a whole file name without extension, where a request
/// names none (spec of Brayns 3.10.1; extensions that its table writes with a dot never match).
private let automaticLoaders = [
    "obj": "mesh", "ply": "mesh", "stl": "mesh", "off": "mesh", "raw": "raw-volume", "mhd": "mhd-volume",
    "swc": "Neuron Morphology loader", "h5": "Neuron Morphology loader", "asc": "Neuron Morphology loader",
    "BlueConfig": "BBP loader", "CircuitConfig": "BBP loader", "json": "DTI loader", "pdb": "protein",
    "pdb1": "protein", "xyz": "xyz",
]
