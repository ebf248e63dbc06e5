// SPDX-License-Identifier: Apache-2.0
import JSON
import SceneModel

/// The properties of the loader for SONATA circuits.
struct SonataParameters: LoaderMessage {
    var populations: [Population] = []
    init() {}

    init?(_ options: LoaderOptions) {
        guard case .sonata(let populations) = options else { return nil }
        self.populations = populations.map(Population.init)
    }

    func options() throws -> LoaderOptions { .sonata(populations.map(\.population)) }

    static let title = "SonataLoaderParameters"
    static let fields: [Field<Self>] = [
        .required("node_population_settings", \.populations, "What is read of each node population")
    ]
}

extension SonataParameters {
    /// What is read of one node population.
    struct Population: PlainMessage {
        var name = ""
        var sets: [String]?
        var percentage: Float = 0.01
        var ids: [UInt64]?
        var limit: UInt64?
        var reportType = ReportType.none
        var reportName: String?
        var spikeTransitionTime: Float = 1
        var edges: [Edges]?
        var morphology = MorphologyOptions()
        var vasculature = Vasculature()
        init() {}

        init(_ population: SonataPopulation) {
            name = population.name
            sets = population.nodes.sets.isEmpty ? nil : population.nodes.sets
            percentage = population.nodes.density
            ids = population.nodes.ids
            limit = population.nodes.limit
            switch population.report {
            case .none: break
            case .spikes(let transition):
                reportType = .spikes
                spikeTransitionTime = transition
            case .named(let kind, let name):
                reportType = ReportType(rawValue: kind.rawValue) ?? .none
                reportName = name
            }
            morphology = population.morphology
            vasculature.radiusMultiplier = population.vasculatureRadiusMultiplier
            edges = population.edges.isEmpty ? nil : population.edges.map(Edges.init)
        }

        var population: SonataPopulation {
            let report: SonataPopulation.Report =
                switch reportType {
                case .none: .none
                case .spikes: .spikes(transition: spikeTransitionTime)
                default:
                    SonataPopulation.ReportKind(rawValue: reportType.rawValue)
                        .map { .named($0, name: reportName ?? "") } ?? .none
                }
            return SonataPopulation(
                name: name, nodes: .init(sets: sets ?? [], density: percentage, ids: ids, limit: limit),
                report: report, morphology: morphology, vasculatureRadiusMultiplier: vasculature.radiusMultiplier,
                edges: (edges ?? []).map(\.edges))
        }

        static let title = "SonataNodePopulationParameters"
        static let fields: [Field<Self>] = [
            .required("node_population", \.name, "Name of the population"),
            .optional("node_sets", \.sets, "Names of the node sets that are read"),
            .defaulted("node_percentage", \.percentage, "Share of the nodes", .range(0, 1)),
            .optional("node_ids", \.ids, "Ids of the nodes that are read"),
            .optional("node_count_limit", \.limit, "Greatest number of nodes").since("3.2.0"),
            .defaulted("report_type", \.reportType, "What changes the nodes over time"),
            .optional("report_name", \.reportName, "Name of the report"),
            .defaulted(
                "spike_transition_time", \.spikeTransitionTime, "Milliseconds in which a spike rises and fades",
                .range(0)),
            .optional("edge_populations", \.edges, "What is read of edge populations"),
            .defaulted(
                "neuron_morphology_parameters", \.morphology, "How morphologies are read",
                .shownDefault(.object([:]))),
            .defaulted(
                "vasculature_geometry_parameters", \.vasculature, "How vessels are read",
                .shownDefault(.object([:]))),
        ]
    }

    /// What changes nodes over time.
    enum ReportType: String, WireEnumeration {
        case none, spikes, compartment, summation, synapse
        case bloodflowPressure = "bloodflow_pressure"
        case bloodflowSpeed = "bloodflow_speed"
        case bloodflowRadii = "bloodflow_radii"
    }

    /// How vessels are read.
    struct Vasculature: PlainMessage {
        var radiusMultiplier: Float = 1
        init() {}

        static let title = "VasculatureGeometrySettings"
        static let fields: [Field<Self>] = [
            .defaulted("radius_multiplier", \.radiusMultiplier, "Factor on all radii", .range(0.1))
        ]
    }

    /// What is read of one edge population.
    struct Edges: PlainMessage {
        var population = ""
        var loadAfferent = true
        var percentage: Float = 1
        var radius: Float = 2
        var reportName: String?
        init() {}

        init(_ edges: SonataPopulation.Edges) {
            population = edges.population
            loadAfferent = edges.afferent
            percentage = edges.density
            radius = edges.radius
            reportName = edges.report
        }

        var edges: SonataPopulation.Edges {
            SonataPopulation.Edges(
                population: population, afferent: loadAfferent, density: percentage, radius: radius,
                report: reportName)
        }

        static let title = "SonataEdgePopulationParameters"
        static let fields: [Field<Self>] = [
            .required("edge_population", \.population, "Name of the population"),
            .required("load_afferent", \.loadAfferent, "Whether edges onto the nodes are read, or those of the nodes"),
            .defaulted("edge_percentage", \.percentage, "Share of the edges", .range(0, 1)),
            .defaulted("radius", \.radius, "Radius of a synapse's sphere", .range(0.1)),
            .optional("edge_report_name", \.reportName, "Name of a synapse report"),
        ]
    }
}
