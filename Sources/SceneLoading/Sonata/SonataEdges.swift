// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// An edge population of a SONATA edges file.
package final class SonataEdges: Sendable {
    /// The ends of an edge.
    package enum End: Sendable {
        /// Where edges come from: efferent to these nodes.
        case source
        /// Where edges go to: afferent to these nodes.
        case target
    }

    /// The population's name.
    package let name: String
    /// The node population that edges come from.
    package let source: String
    /// The node population that edges go to.
    package let target: String
    /// Number of edges; their ids are 0 to one less.
    package let count: Int
    private let file: HDF5File
    private let root: String

    /// Opens a population.
    ///
    /// - Throws: `LoadingError` naming the file and the group at fault.
    package init(file path: String, name: String) throws(LoadingError) {
        file = try HDF5File(path: path)
        self.name = name
        root = "edges/\(name)"
        guard file.contains(root) else { throw file.fault("There is no population of this name", root, .notFound) }
        let sources = try file.dataset(root + "/source_node_id")
        try sources.checkList()
        try sources.checkClaim()
        count = sources.count
        try file.dataset(root + "/target_node_id").checkList(count)
        guard let source = file.textAttribute("node_population", of: root + "/source_node_id"),
            let target = file.textAttribute("node_population", of: root + "/target_node_id")
        else { throw file.fault("Missing the attribute 'node_population' of the node ids", root) }
        self.source = source
        self.target = target
    }

    /// The edges with one end among some nodes, ascending.
    ///
    /// - Parameter nodes: ascending ids.
    package func edges(at end: End, among nodes: [UInt64]) throws(LoadingError) -> [UInt64] {
        guard let highest = nodes.last else { return [] }
        // A bit a node is cheaper than a search an edge.
        guard highest < 1 << 32 else {
            throw LoadingError(.unsupported, "Node ids above 2^32 are not read", path: file.path)
        }
        var wanted = [Bool](repeating: false, count: Int(highest) + 1)
        for node in nodes { wanted[Int(node)] = true }
        var found: [UInt64] = []
        try ids(at: end).forEachPiece(of: UInt64.self, count: count) { (start, ends) in
            for (index, node) in ends.enumerated() where node <= highest && wanted[Int(node)] {
                found.append(UInt64(start + index))
            }
        }
        return found
    }

    /// The node at one end of each of some edges, which ascend.
    package func nodeIDs(at end: End, of edges: [UInt64]) throws(LoadingError) -> [UInt64] {
        try ids(at: end).list(of: UInt64.self, at: edges, count: count)
    }

    private func ids(at end: End) throws(LoadingError) -> HDF5Dataset {
        try file.dataset(root + (end == .source ? "/source_node_id" : "/target_node_id"))
    }

    /// A numeric attribute of some edges, which ascend.
    package func numbers<Number: HDF5Number>(
        _ attribute: String, of edges: [UInt64], as type: Number.Type = Number.self
    ) throws(LoadingError) -> [Number] {
        let path = root + "/0/" + attribute
        guard file.contains(path) else {
            throw file.fault("Population '\(name)' is missing '\(attribute)'", root + "/0", .notFound)
        }
        return try file.dataset(path).list(of: type, at: edges, count: count)
    }

    /// Vectors from the attributes `prefix_x`, `prefix_y`, `prefix_z`.
    package func vectors(_ prefix: String, of edges: [UInt64]) throws(LoadingError) -> [Vector3] {
        let x = try numbers(prefix + "_x", of: edges, as: Float.self)
        let y = try numbers(prefix + "_y", of: edges, as: Float.self)
        let z = try numbers(prefix + "_z", of: edges, as: Float.self)
        var result: [Vector3] = []
        result.reserveCapacity(edges.count)
        for index in edges.indices {
            let vector = Vector3(x[index], y[index], z[index])
            guard vector.isFinite else {
                throw file.fault("Edge \(edges[index]) is not at a finite place", root + "/0/" + prefix + "_x")
            }
            result.append(vector)
        }
        return result
    }
}
