// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// The synapses of a BlueConfig circuit: SONATA edges, or the files `nrn_positions.h5` and
/// `nrn_positions_efferent.h5`, a table a cell: the other cell, then places on both surfaces.
struct BlueSynapses {
    /// Where the synapses are.
    private let path: String
    private let population: String?

    /// - Throws: `LoadingError` where the circuit names no synapses.
    init(_ config: BlueConfig) throws(LoadingError) {
        guard let path = config.location("nrnPath") else {
            throw LoadingError(
                .notFound, "The synapses' folder is not there", path: config.path, at: .item("nrnPath"))
        }
        self.path = path
        population = config.parts("nrnPath").after
    }

    /// The synapses on some cells (afferent) or made by them, grouped by the cells on their other side.
    func groups(afferent: Bool, of gids: [UInt64]) throws(LoadingError) -> SynapseGroups {
        var groups =
            FileBytes.isFolder(path) ? try fromTables(afferent, gids) : try fromEdges(afferent, gids)
        groups.sort()
        return groups
    }

    private func fromEdges(_ afferent: Bool, _ gids: [UInt64]) throws(LoadingError) -> SynapseGroups {
        let names = try HDF5File(path: path).members(of: "edges")
        guard let name = population ?? names.first else {
            throw LoadingError(.empty, "The file holds no edges", path: path)
        }
        let edges = try SonataEdges(file: path, name: name)
        let own = try edges.edges(at: afferent ? .target : .source, among: gids.map { $0 - 1 })
        let others = try edges.nodeIDs(at: afferent ? .source : .target, of: own)
        let positions = try edges.vectors(afferent ? "afferent_surface" : "efferent_surface", of: own)
        return SynapseGroups(
            nodes: others.map { $0 &+ 1 }, edges: own, positions: positions, radius: 2)
    }

    private func fromTables(_ afferent: Bool, _ gids: [UInt64]) throws(LoadingError) -> SynapseGroups {
        let file = try HDF5File(path: path + (afferent ? "/nrn_positions.h5" : "/nrn_positions_efferent.h5"))
        var others: [UInt64] = []
        var positions: [Vector3] = []
        // Columns 1 to 3 are the place on the presynaptic surface, 4 to 6 the one on the postsynaptic.
        let first = afferent ? 4 : 1
        for gid in gids {
            let name = "a\(gid)"
            guard file.contains(name) else { continue }
            let table = try file.dataset(name)
            guard table.shape.count == 2, table.shape[1] >= 7 else {
                throw table.fault("Expected a table of at least 7 columns, found the shape \(table.shape)")
            }
            let rows = try table.numbers(as: Float.self)
            for row in 0..<table.shape[0] {
                let base = row * table.shape[1]
                let position = Vector3(rows[base + first], rows[base + first + 1], rows[base + first + 2])
                guard let other = UInt64(exactly: rows[base]), position.isFinite else {
                    throw table.fault("Row \(row) is no synapse")
                }
                others.append(other)
                positions.append(position)
            }
        }
        return SynapseGroups(
            nodes: others, edges: others.indices.map { UInt64($0) }, positions: positions, radius: 2)
    }
}
