// SPDX-License-Identifier: Apache-2.0
import Geometry
import SceneModel

/// The edge types that are shown, each declared once.
struct SonataEdgeType: Sendable {
    /// What an edge is drawn as.
    enum Shape: Sendable {
        /// A sphere at the surface of the cell on the side that was asked for.
        case surfaceSphere
        /// A sphere within the astrocyte.
        case astrocyteSphere
        /// The surface of an endfoot.
        case endfoot
    }

    let names: [String]
    let shape: Shape
    /// Whether edges may be asked for from the side that they go to.
    let allowsAfferent: Bool

    static let all = [
        SonataEdgeType(names: ["chemical"], shape: .surfaceSphere, allowsAfferent: true),
        SonataEdgeType(names: ["electrical_synapse", "electrical"], shape: .surfaceSphere, allowsAfferent: true),
        SonataEdgeType(names: ["glialglial"], shape: .surfaceSphere, allowsAfferent: true),
        SonataEdgeType(names: ["synapse_astrocyte"], shape: .astrocyteSphere, allowsAfferent: false),
        SonataEdgeType(names: ["endfoot"], shape: .endfoot, allowsAfferent: false),
    ]
}

/// What is asked of an edge population, checked against the circuit.
struct EdgeRequest {
    let options: SonataPopulation.Edges
    private let type: SonataEdgeType
    private let edges: SonataEdges
    private let properties: SonataConfig.Population
    private let report: SonataReport?

    init(_ options: SonataPopulation.Edges, _ population: String, _ config: SonataConfig) throws(LoadingError) {
        self.options = options
        let name = options.population
        guard let properties = config.edges[name] else {
            throw LoadingError(.notFound, "Population \(name) does not exists")
        }
        self.properties = properties
        edges = try SonataEdges(file: properties.file, name: name)
        let own = options.afferent ? edges.target : edges.source
        guard own == population else {
            let side = options.afferent ? "afferent" : "efferent"
            throw LoadingError(.invalidOption, "Cannot load \(name) \(side) for \(population)")
        }
        guard let type = SonataEdgeType.all.first(where: { $0.names.contains(properties.type) }) else {
            throw LoadingError(.unsupported, "Unsupported population type: \(properties.type)")
        }
        self.type = type
        guard type.allowsAfferent || !options.afferent else {
            throw LoadingError(.invalidOption, "\(properties.type) edges are not allowed in afferent mode")
        }
        if case .endfoot = type.shape, properties.endfeetMeshes == nil {
            throw LoadingError(.invalidOption, "No endfeet meshes file path defined for \(name)")
        }
        guard let reportName = options.report, !reportName.isEmpty else {
            report = nil
            return
        }
        let path = try config.report(reportName)
        do throws(LoadingError) {
            report = try SonataReport(file: path, population: name)
        } catch {
            guard error.code == .unreadable else { throw error }
            throw LoadingError(.unreadable, "Cannot access report file for edge population \(name)", path: path)
        }
    }

    /// The model of the edges at the loaded nodes.
    func model(of nodes: NodeRequest) throws(LoadingError) -> LoadedModel {
        let end: SonataEdges.End = options.afferent ? .target : .source
        let all = try edges.edges(at: end, among: nodes.ids)
        let ids = CellSelection.everyNth(all, share: options.density)
        guard !ids.isEmpty else {
            throw LoadingError(.empty, "Empty edge selection for \(options.population)")
        }
        if case .endfoot = type.shape { return try endfeet(ids, nodes) }

        let prefix =
            switch type.shape {
            case .astrocyteSphere: "astrocyte_center"
            case .surfaceSphere, .endfoot: options.afferent ? "afferent_surface" : "efferent_surface"
            }
        let positions = try edges.vectors(prefix, of: ids)
        var groups = SynapseGroups(
            nodes: try edges.nodeIDs(at: end, of: ids), edges: ids, positions: positions, radius: options.radius)
        groups.sort()
        let columns = try nodes.nodes.columns(of: nodes.ids).map {
            $0.gathered(for: groups.nodes, of: nodes.ids)
        }
        var model = try groups.model(
            type: options.afferent ? "afferent_synapses" : "efferent_synapses", columns: columns)
        model.metadata = ["population_type": "edge", "population_name": options.population]
        if let report { model.show(ModelSimulation(report, try mapping(report, groups.edges, nodes.ids))) }
        return model
    }

    /// The value of each edge: reports of synapses name their elements by the edges' ids.
    private func mapping(
        _ report: SonataReport, _ edges: [UInt64], _ nodes: [UInt64]
    ) throws(LoadingError) -> ReportMapping {
        var columnOfEdge: [UInt64: Int] = [:]
        for node in nodes {
            for element in try report.elements(of: node) { columnOfEdge[element.owner] = element.column }
        }
        var columns: [Int] = []
        for edge in edges {
            guard let column = columnOfEdge[edge] else {
                throw LoadingError(.notFound, "No report mapping information for element \(edge)")
            }
            columns.append(column)
        }
        return ReportMapping([columns])
    }

    private func endfeet(_ ids: [UInt64], _ nodes: NodeRequest) throws(LoadingError) -> LoadedModel {
        let astrocytes = try edges.nodeIDs(at: .target, of: ids)
        let feet = try edges.numbers("endfoot_id", of: ids, as: UInt64.self)
        let meshes = try EndfootMeshes(file: properties.endfeetMeshes ?? "")
        var surfaces: [UInt64: TriangleSurface] = [:]
        for (astrocyte, foot) in zip(astrocytes, feet) {
            try meshes.append(foot, to: &surfaces[astrocyte, default: TriangleSurface()])
        }
        let owners = surfaces.keys.sorted().filter { (surfaces[$0]?.triangleCount ?? 0) > 0 }
        guard !owners.isEmpty else { throw LoadingError(.empty, "The endfeet have no surfaces") }
        let parts = try owners.map { (owner) throws(LoadingError) -> ModelPart in
            var surface = surfaces[owner] ?? TriangleSurface()
            surface.normaliseNormals()
            return ModelPart(surface: .triangles(try surface.mesh()))
        }
        let layout = CellLayout.parts(owners)
        // The service looks the astrocytes' ids up among the nodes that the edges come from.
        let isKnown = owners.allSatisfy { $0 < UInt64(nodes.nodes.count) }
        return LoadedModel(
            type: "endfeet", content: .parts(parts),
            colorMethods: layout.colorMethods(isKnown ? try nodes.nodes.columns(of: owners) : []),
            metadata: ["population_type": "edge", "population_name": options.population], circuitIDs: owners)
    }
}

/// Synapses as spheres, grouped by the cells that they belong to.
package struct SynapseGroups: Sendable {
    /// The cell of each synapse.
    package private(set) var nodes: [UInt64]
    /// The id of each synapse.
    package private(set) var edges: [UInt64]
    private var positions: [Vector3]
    private let radius: Float

    /// - Parameters:
    ///   - nodes: the cell of each synapse.
    ///   - edges: the id of each synapse.
    ///   - positions: where each is.
    ///   - radius: the radius of every sphere.
    package init(nodes: [UInt64], edges: [UInt64], positions: [Vector3], radius: Float) {
        self.nodes = nodes
        self.edges = edges
        self.positions = positions
        self.radius = radius
    }

    /// Brings the synapses of a cell together, cells ascending.
    package mutating func sort() {
        let order = nodes.indices.sorted { (nodes[$0], $0) < (nodes[$1], $1) }
        nodes = order.map { nodes[$0] }
        edges = order.map { edges[$0] }
        positions = order.map { positions[$0] }
    }

    /// The model: white spheres, coloured by cell and by what is known of the cells.
    package func model(type: String, columns: [CellColumn]) throws(LoadingError) -> LoadedModel {
        let spheres = GeometryBuffer<SIMD4<Float>>(count: nodes.count) { target in
            for index in target.indices { target[index] = SIMD4(positions[index], radius) }
        }
        let layout = CellLayout.primitives(nodes)
        do {
            return LoadedModel(
                type: type, content: .parts([ModelPart(surface: .spheres(try SphereSet(spheres)))]),
                colorMethods: layout.colorMethods(columns), circuitIDs: CellSelection.ordered(nodes))
        } catch {
            throw LoadingError(.unsupported, "The synapses cannot be shown: \(error)")
        }
    }
}

/// The surfaces of endfeet: all points and triangles in two tables, and where each endfoot's begin.
struct EndfootMeshes {
    private let points: [Float]
    private let triangles: [Int64]
    private let firstPoint: [Int64]
    private let firstTriangle: [Int64]
    private let path: String

    init(file path: String) throws(LoadingError) {
        self.path = path
        let file = try HDF5File(path: path)
        points = try file.dataset("data/points").table(columns: 3)
        triangles = try file.dataset("data/triangles").table(columns: 3)
        firstPoint = try file.dataset("offsets/points").list()
        firstTriangle = try file.dataset("offsets/triangles").list()
    }

    /// Appends the surface of an endfoot to a surface.
    ///
    /// - Throws: `LoadingError` where there is no such endfoot or its rows are out of range.
    func append(_ id: UInt64, to surface: inout TriangleSurface) throws(LoadingError) {
        let ownPoints = try range(id, firstPoint, points.count / 3, "points")
        let ownTriangles = try range(id, firstTriangle, triangles.count / 3, "triangles")
        let base = surface.positions.count
        for point in ownPoints {
            let position = Vector3(points[3 * point], points[3 * point + 1], points[3 * point + 2])
            guard position.isFinite else { throw fault("Point \(point) is not finite", "data/points") }
            surface.positions.append(position)
        }
        let firstCorner = surface.corners.count
        for corner in (3 * ownTriangles.lowerBound)..<(3 * ownTriangles.upperBound) {
            // Triangles count the points of their own endfoot.
            guard triangles[corner] >= 0, triangles[corner] < Int64(ownPoints.count) else {
                throw fault("Triangle \(corner / 3): invalid index \(triangles[corner])", "data/triangles")
            }
            surface.corners.append(UInt32(truncatingIfNeeded: base + Int(triangles[corner])))
        }
        surface.smooth(firstCorner..<surface.corners.count)
    }

    private func range(
        _ id: UInt64, _ offsets: [Int64], _ count: Int, _ what: String
    ) throws(LoadingError) -> Range<Int> {
        guard id < UInt64(offsets.count) else { throw fault("There is no endfoot \(id)", "offsets/\(what)") }
        let start = offsets[Int(id)]
        let end = Int(id) + 1 < offsets.count ? offsets[Int(id) + 1] : Int64(count)
        guard start >= 0, start <= end, end <= Int64(count) else {
            throw fault("Endfoot \(id): rows \(start) to \(end) are not among the \(count)", "offsets/\(what)")
        }
        return Int(start)..<Int(end)
    }

    private func fault(_ message: String, _ item: String) -> LoadingError {
        LoadingError(.malformed, message, path: path, at: .item(item))
    }
}
