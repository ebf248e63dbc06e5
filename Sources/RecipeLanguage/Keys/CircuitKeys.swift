// SPDX-License-Identifier: Apache-2.0
import JSON
import SceneModel

/// Keys of circuits: BlueConfig, SONATA and cell placement.
enum CircuitKeys {
    static let density = Key(
        "density", .number(.between(0, 1)), default: 1, doc: "Share that is loaded.", example: "0.1")
    static let targets = Key(
        "targets", .list(.text(), minimum: 1), otherwise: "the circuit's own target",
        doc: "Names of targets; their union is loaded.", example: "[Layer1, Layer2]")
    private static let id = Form<Int>.integer(.atLeast(0))
    static let gids = Key(
        "gids", .list(id, minimum: 1), doc: "Ids of the cells that are loaded.", example: "[1, 5, 9]")
    static let ids = Key(
        "ids", .list(id, minimum: 1), doc: "Ids that are loaded, instead of a share.", example: "[0, 10, 20]")
    static let sets = Key(
        "sets", .list(.text(), minimum: 1), otherwise: "the whole population",
        doc: "Names of node sets; their union is loaded.", example: "[Excitatory]")
    static let limit = Key(
        "limit", .integer(.between(1, 4_294_967_295)), otherwise: "no limit",
        doc: "Greatest number of nodes, approximately, as the service counts.", example: "1000")

    static let transition = Key(
        "transition", .number(.atLeast(0)), default: 1, unit: "ms",
        doc: "Time in which a spike's colour fades.", example: "0.5")
    static let reportName = Key("name", .text(), required: true, doc: "The report's name.", example: "voltage")

    private static let noReport = Kind("none", Record("no report", doc: "No report.", keys: []))
    private static let spikes = Kind(
        "spikes", Record("a spike report", doc: "Cells light up as they fire.", keys: [transition.declaration]))
    private static func named(_ name: String, _ doc: String) -> Kind {
        Kind(
            name,
            Record("a \(name) report", doc: doc, keys: [reportName.declaration], bareKey: reportName.declaration))
    }

    // MARK: BlueConfig

    static let bbpCells = Key(
        "cells",
        .record(
            Record(
                "cells", doc: "Which cells are loaded.",
                keys: [density.declaration, targets.declaration, gids.declaration],
                groups: [
                    KeyGroup(
                        [[gids.declaration], [density.declaration, targets.declaration]], isRequired: false,
                        needs: .none)
                ],
                bareWord: "all")), otherwise: "`all`", doc: "Which cells are loaded.", example: "{density: 0.1}")
    static let bbpReport = Key(
        "report",
        .choice(
            Choice(
                "report", doc: "What colours the cells over time.",
                kinds: [noReport, spikes, named("compartment", "A value for each compartment.")])), default: "none",
        doc: "What colours the cells over time.", example: "{compartment: voltage}")
    static let morphology = Key(
        "morphology", .record(MorphologyKeys.cells), default: [:],
        doc: "How the cells are drawn.", example: "{radius_multiplier: 20}")
    static let afferent = Key(
        "afferent", .boolean, default: false, doc: "Whether synapses on the cells are drawn.", example: "true")
    static let efferent = Key(
        "efferent", .boolean, default: false, doc: "Whether synapses made by the cells are drawn.", example: "true")
    static let synapses = Key(
        "synapses",
        .record(
            Record(
                "synapses", doc: "Which synapses are drawn.", keys: [afferent.declaration, efferent.declaration])),
        default: [:], doc: "Which synapses are drawn.", example: "{afferent: true}")
    static let bbp = SourceKeys.file(
        "a BBP circuit", "A circuit described by a BlueConfig or CircuitConfig.",
        [bbpCells.declaration, bbpReport.declaration, morphology.declaration, synapses.declaration])

    static func bbp(_ view: RecordView) -> BBPOptions {
        var options = BBPOptions()
        if let cells = view[optional: bbpCells] {
            if let gids = cells[optional: gids] {
                options.cells = .gids(gids.map { UInt64(max(0, $0)) })
            } else {
                options.cells = .targets(cells[optional: targets] ?? [], density: Float(cells[density]))
            }
        }
        let report = view[bbpReport]
        switch report.kind {
        case "spikes": options.report = .spikes(transition: Float(report.options[transition]))
        case "compartment": options.report = .compartment(name: report.options[reportName])
        default: options.report = .none
        }
        options.morphology = MorphologyKeys.cells(view[optional: morphology])
        let synapses = view[synapses]
        options.afferentSynapses = synapses[afferent]
        options.efferentSynapses = synapses[efferent]
        return options
    }

    // MARK: Cell placement

    static let placedCells = Key(
        "cells",
        .record(
            Record(
                "cells", doc: "Which cells are loaded.", keys: [density.declaration, ids.declaration],
                groups: [KeyGroup([[ids.declaration], [density.declaration]], isRequired: false)], bareWord: "all")),
        otherwise: "`all`", doc: "Which cells are loaded.", example: "{ids: [0, 1]}")
    static let morphologyFolder = Key(
        "morphology_folder", .path(.folder), otherwise: "none; needed for more than somas",
        doc: "The folder of the morphology files.", example: "morphologies")
    static let morphologyExtension = Key(
        "extension", .text(), otherwise: "found out from the first file",
        doc: "Extension of the morphology files, without its point.", example: "swc")
    static let cellPlacement = SourceKeys.file(
        "a cell placement", "A circuit builder's node file.",
        [
            placedCells.declaration, morphologyFolder.declaration, morphologyExtension.declaration,
            morphology.declaration,
        ])

    // MARK: SONATA

    static let nodes = Key(
        "nodes",
        .record(
            Record(
                "nodes", doc: "Which nodes of a population are loaded.",
                keys: [density.declaration, sets.declaration, ids.declaration, limit.declaration],
                groups: [
                    KeyGroup(
                        [[ids.declaration], [density.declaration, sets.declaration]], isRequired: false, needs: .none)
                ], bareWord: "all")), otherwise: "`all`", doc: "Which nodes are loaded.",
        example: "{density: 0.1, sets: [Excitatory]}")
    static let nodeReport = Key(
        "report",
        .choice(
            Choice(
                "report", doc: "What colours the nodes, or sets radii, over time.",
                kinds: [
                    noReport, spikes, named("compartment", "A value for each compartment."),
                    named("summation", "A sum for each cell."), named("synapse", "A value for each synapse."),
                    named("bloodflow_pressure", "Pressure in vessels."), named("bloodflow_speed", "Speed in vessels."),
                    named("bloodflow_radii", "Radii of vessels."),
                ])), default: "none", doc: "What colours the nodes, or sets radii, over time.", example: "spikes")
    static let vesselRadius = Key(
        "radius_multiplier", .number(.atLeast(0.1)), default: 1, doc: "Factor on the radii of vessels.", example: "2")
    static let vasculature = Key(
        "vasculature",
        .record(Record("vasculature", doc: "How vessels are drawn.", keys: [vesselRadius.declaration])), default: [:],
        doc: "How vessels are drawn.", example: "{radius_multiplier: 2}")
    static let edgeRadius = Key(
        "radius", .number(.atLeast(0.1)), default: 2, unit: "data units", doc: "Radius of a synapse's sphere.",
        example: "1")
    static let edgeReport = Key(
        "report", .text(), otherwise: "none", doc: "Name of a synapse report.", example: "conductance")
    private static let edgeOptions = [density.declaration, edgeRadius.declaration, edgeReport.declaration]
    static let edges = Key(
        "edges",
        .map(
            .free(of: "edge population"),
            .choice(
                Choice(
                    "side", doc: "Which side of the edges.",
                    kinds: [
                        Kind("afferent", Record("afferent edges", doc: "Synapses on the nodes.", keys: edgeOptions)),
                        Kind(
                            "efferent", Record("efferent edges", doc: "Synapses of the nodes.", keys: edgeOptions)),
                    ]))), otherwise: "none", doc: "Edge populations that are drawn.",
        example: "{default: {afferent: {density: 0.1}}}")
    static let populations = Key(
        "populations",
        .map(
            .free(of: "node population"),
            .record(
                Record(
                    "a node population", doc: "What is loaded of a node population.",
                    keys: [
                        nodes.declaration, nodeReport.declaration, morphology.declaration, vasculature.declaration,
                        edges.declaration,
                    ])), minimum: 1), required: true, doc: "Node populations that are loaded, by name.",
        example: "{default: {nodes: {density: 0.1}}}")
    static let sonata = Record(
        "a SONATA circuit", doc: "A circuit or simulation config of the SONATA format.",
        keys: [SourceKeys.path.declaration, populations.declaration])

    static func sonata(_ view: RecordView) -> [SonataPopulation] {
        view[populations].map { named in
            var population = SonataPopulation(name: named.name)
            if let nodes = named.value[optional: nodes] {
                population.nodes = SonataPopulation.Nodes(
                    sets: nodes[optional: sets] ?? [], density: Float(nodes[density]),
                    ids: nodes[optional: ids].map { $0.map { UInt64(max(0, $0)) } },
                    limit: nodes[optional: limit].map { UInt64(max(0, $0)) })
            }
            let report = named.value[nodeReport]
            if report.kind == "spikes" {
                population.report = .spikes(transition: Float(report.options[transition]))
            } else if let kind = SonataPopulation.ReportKind(rawValue: report.kind) {
                population.report = .named(kind, name: report.options[reportName])
            }
            population.morphology = MorphologyKeys.cells(named.value[optional: morphology])
            population.vasculatureRadiusMultiplier = Float(named.value[vasculature][vesselRadius])
            population.edges = (named.value[optional: edges] ?? []).map { edge in
                SonataPopulation.Edges(
                    population: edge.name, afferent: edge.value.kind == "afferent",
                    density: Float(edge.value.options[density]), radius: Float(edge.value.options[edgeRadius]),
                    report: edge.value.options[optional: edgeReport])
            }
            return population
        }
    }

    static func cellPlacement(_ view: RecordView, folder: String?) -> CellPlacementOptions {
        var options = CellPlacementOptions()
        if let cells = view[optional: placedCells] {
            options.density = Float(cells[density])
            options.ids = cells[optional: ids].map { $0.map { UInt64(max(0, $0)) } }
        }
        options.morphologyFolder = folder
        options.morphologyExtension = view[optional: morphologyExtension]
        options.morphology = MorphologyKeys.cells(view[optional: morphology])
        return options
    }
}
