// SPDX-License-Identifier: Apache-2.0

/// What is read of a circuit that a BlueConfig or CircuitConfig describes.
public struct BBPOptions: Hashable, Sendable {
    /// Which cells.
    public enum Cells: Hashable, Sendable {
        /// Of the named targets (of the configuration's own target where there are none), the share `density`, 0…1.
        case targets([String], density: Float)
        case gids([UInt64])

        /// Every cell.
        public static let all = Cells.targets([], density: 1)
    }

    /// What colours the cells over time.
    public enum Report: Hashable, Sendable {
        case none
        /// `transition`: milliseconds in which a spike rises and fades.
        case spikes(transition: Float = 1)
        case compartment(name: String)
    }

    public var cells: Cells
    public var report: Report
    public var morphology: MorphologyOptions
    public var afferentSynapses: Bool
    public var efferentSynapses: Bool

    public init(
        cells: Cells = .all, report: Report = .none, morphology: MorphologyOptions = MorphologyOptions(),
        afferentSynapses: Bool = false, efferentSynapses: Bool = false
    ) {
        self.cells = cells
        self.report = report
        self.morphology = morphology
        self.afferentSynapses = afferentSynapses
        self.efferentSynapses = efferentSynapses
    }
}

/// What is read of one node population of a SONATA circuit.
public struct SonataPopulation: Hashable, Sendable {
    /// Which nodes of the population.
    public struct Nodes: Hashable, Sendable {
        /// Names of node sets; empty: the whole population.
        public var sets: [String]
        /// Share of the nodes, 0…1.
        public var density: Float
        /// Ids of nodes; where given, `density` is not used.
        public var ids: [UInt64]?
        /// Greatest number of nodes, approximately, as the service counts; nil: no limit.
        public var limit: UInt64?

        public init(sets: [String] = [], density: Float = 1, ids: [UInt64]? = nil, limit: UInt64? = nil) {
            self.sets = sets
            self.density = density
            self.ids = ids
            self.limit = limit
        }
    }

    /// What colours the nodes, or sets radii, over time.
    public enum Report: Hashable, Sendable {
        case none
        /// `transition`: milliseconds in which a spike rises and fades.
        case spikes(transition: Float = 1)
        case named(ReportKind, name: String)
    }

    /// The kinds of reports that have a name.
    public enum ReportKind: String, CaseIterable, Hashable, Sendable {
        case compartment, summation, synapse
        case bloodflowPressure = "bloodflow_pressure"
        case bloodflowSpeed = "bloodflow_speed"
        case bloodflowRadii = "bloodflow_radii"
    }

    /// What is read of one edge population.
    public struct Edges: Hashable, Sendable {
        public var population: String
        /// Synapses on the nodes of this population (true) or made by them (false).
        public var afferent: Bool
        /// Share of the edges, 0…1.
        public var density: Float
        /// Radius of a synapse's sphere, at least 0.1.
        public var radius: Float
        /// Name of a synapse report.
        public var report: String?

        public init(
            population: String, afferent: Bool, density: Float = 1, radius: Float = 2, report: String? = nil
        ) {
            self.population = population
            self.afferent = afferent
            self.density = density
            self.radius = radius
            self.report = report
        }
    }

    public var name: String
    public var nodes: Nodes
    public var report: Report
    public var morphology: MorphologyOptions
    /// Factor on the radii of vasculature, at least 0.1.
    public var vasculatureRadiusMultiplier: Float
    public var edges: [Edges]

    public init(
        name: String, nodes: Nodes = Nodes(), report: Report = .none,
        morphology: MorphologyOptions = MorphologyOptions(), vasculatureRadiusMultiplier: Float = 1,
        edges: [Edges] = []
    ) {
        self.name = name
        self.nodes = nodes
        self.report = report
        self.morphology = morphology
        self.vasculatureRadiusMultiplier = vasculatureRadiusMultiplier
        self.edges = edges
    }
}

/// What is read of a circuit builder's node file.
public struct CellPlacementOptions: Hashable, Sendable {
    /// Share of the cells, 0…1.
    public var density: Float
    /// Ids of cells; where given, `density` is not used.
    public var ids: [UInt64]?
    public var morphologyFolder: String?
    /// Extension of the morphology files, without point; nil: found out from the first.
    public var morphologyExtension: String?
    public var morphology: MorphologyOptions

    public init(
        density: Float = 1, ids: [UInt64]? = nil, morphologyFolder: String? = nil, morphologyExtension: String? = nil,
        morphology: MorphologyOptions = MorphologyOptions()
    ) {
        self.density = density
        self.ids = ids
        self.morphologyFolder = morphologyFolder
        self.morphologyExtension = morphologyExtension
        self.morphology = morphology
    }
}
