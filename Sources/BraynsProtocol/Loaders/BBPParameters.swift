// SPDX-License-Identifier: Apache-2.0
import JSON
import SceneModel

/// The properties of the loader for BlueConfig circuits.
struct BBPParameters: LoaderMessage {
    enum ReportType: String, WireEnumeration {
        case none, spikes, compartment
    }

    var percentage: Float = 0.1
    var targets: [String]?
    var gids: [UInt64]?
    var reportType = ReportType.none
    var reportName: String?
    var spikeTransitionTime: Float = 1
    var morphology = MorphologyOptions()
    var loadAfferentSynapses = false
    var loadEfferentSynapses = false
    init() {}

    init?(_ options: LoaderOptions) {
        guard case .bbp(let circuit) = options else { return nil }
        switch circuit.cells {
        case .targets(let names, let density):
            percentage = density
            targets = names.isEmpty ? nil : names
        case .gids(let ids):
            percentage = 1
            gids = ids
        }
        switch circuit.report {
        case .none: break
        case .spikes(let transition):
            reportType = .spikes
            spikeTransitionTime = transition
        case .compartment(let name):
            reportType = .compartment
            reportName = name
        }
        morphology = circuit.morphology
        loadAfferentSynapses = circuit.afferentSynapses
        loadEfferentSynapses = circuit.efferentSynapses
    }

    func options() throws -> LoaderOptions {
        if let targets {
            guard !targets.isEmpty else { throw RPCError.failed("Cannot specify an empty list of targets") }
            guard !targets.contains("") else { throw RPCError.failed("Specified an empty target name") }
        }
        if let gids, gids.isEmpty { throw RPCError.failed("Cannot specify an empty list of GIDs") }
        let report: BBPOptions.Report =
            switch reportType {
            case .none: .none
            case .spikes: .spikes(transition: spikeTransitionTime)
            case .compartment: .compartment(name: reportName ?? "")
            }
        if case .compartment("") = report {
            throw RPCError.failed("A compartment report was requested, but no report_name was provided")
        }
        return .bbp(
            BBPOptions(
                cells: gids.map(BBPOptions.Cells.gids) ?? .targets(targets ?? [], density: percentage),
                report: report, morphology: morphology, afferentSynapses: loadAfferentSynapses,
                efferentSynapses: loadEfferentSynapses))
    }

    static let title = "BBPLoaderParameters"
    static let fields: [Field<Self>] = [
        .defaulted("percentage", \.percentage, "Share of the cells", .range(0, 1)),
        .optional("targets", \.targets, "Names of the targets whose cells are read"),
        .optional("gids", \.gids, "Ids of the cells that are read"),
        .defaulted("report_type", \.reportType, "What colours the cells over time"),
        .optional("report_name", \.reportName, "Name of the compartment report"),
        .defaulted(
            "spike_transition_time", \.spikeTransitionTime, "Milliseconds in which a spike rises and fades", .range(0)),
        .defaulted(
            "neuron_morphology_parameters", \.morphology, "How morphologies are read",
            .shownDefault(.object([:]))),
        .defaulted("load_afferent_synapses", \.loadAfferentSynapses, "Whether synapses onto the cells are read"),
        .defaulted("load_efferent_synapses", \.loadEfferentSynapses, "Whether synapses of the cells are read"),
    ]
}

/// The properties of the loader for a circuit builder's node files.
struct CellPlacementParameters: LoaderMessage {
    var percentage: Float = 1
    var ids: [UInt64]?
    var morphologyFolder: String?
    var fileExtension: String?
    var morphology = MorphologyOptions()
    init() {}

    init?(_ options: LoaderOptions) {
        guard case .cellPlacement(let cells) = options else { return nil }
        percentage = cells.density
        ids = cells.ids
        morphologyFolder = cells.morphologyFolder
        fileExtension = cells.morphologyExtension
        morphology = cells.morphology
    }

    func options() -> LoaderOptions {
        .cellPlacement(
            CellPlacementOptions(
                density: percentage, ids: ids, morphologyFolder: morphologyFolder,
                morphologyExtension: fileExtension, morphology: morphology))
    }

    static let title = "CellPlacementLoaderParameters"
    static let fields: [Field<Self>] = [
        .defaulted("percentage", \.percentage, "Share of the cells", .range(0, 1)),
        .optional("ids", \.ids, "Ids of the cells that are read"),
        .optional("morphology_folder", \.morphologyFolder, "Folder of the morphology files"),
        .optional("extension", \.fileExtension, "Extension of the morphology files"),
        .defaulted(
            "morphology_parameters", \.morphology, "How morphologies are read", .shownDefault(.object([:]))),
    ]
}
