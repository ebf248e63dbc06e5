// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// A node population of a SONATA nodes file.
package final class SonataNodes: Sendable {
    /// The population's name.
    package let name: String
    /// Number of nodes; their ids are 0 to one less.
    package let count: Int
    /// The names of the attributes.
    package let attributes: Set<String>
    private let file: HDF5File
    private let root: String

    /// Opens a population.
    ///
    /// - Throws: `LoadingError` naming the file and the group at fault.
    package convenience init(file path: String, name: String) throws(LoadingError) {
        try self.init(try HDF5File(path: path), name: name)
    }

    /// A population of an open file.
    package init(_ file: HDF5File, name: String) throws(LoadingError) {
        self.file = file
        self.name = name
        root = "nodes/\(name)"
        guard file.contains(root) else { throw file.fault("There is no population of this name", root, .notFound) }
        let types = try file.dataset(root + "/node_type_id")
        try types.checkList()
        try types.checkClaim()
        count = types.count
        let hasAttributes = file.contains(root + "/0")
        attributes = hasAttributes ? Set(try file.members(of: root + "/0")) : []
    }

    /// All ids.
    package var ids: [UInt64] { (0..<UInt64(count)).map { $0 } }

    /// - Throws: `LoadingError` where an id is none of the population's.
    package func check(_ ids: [UInt64]) throws(LoadingError) {
        guard let stranger = ids.first(where: { $0 >= UInt64(count) }) else { return }
        throw LoadingError(
            .notFound, "There is no node \(stranger) in \(name), which has \(count) nodes", path: file.path,
            at: .item(root))
    }

    /// - Throws: `LoadingError` in the service's wording where an attribute is missing.
    package func require(_ names: [String]) throws(LoadingError) {
        for attribute in names where !attributes.contains(attribute) {
            throw file.fault("Population '\(name)' is missing '\(attribute)'", root + "/0", .notFound)
        }
    }

    /// A numeric attribute of some nodes.
    ///
    /// - Parameter ids: nodes of the population, ascending.
    package func numbers<Number: HDF5Number>(
        _ attribute: String, of ids: [UInt64], as type: Number.Type = Number.self
    ) throws(LoadingError) -> [Number] {
        try require([attribute])
        return try file.dataset(root + "/0/" + attribute).list(of: type, at: ids, count: count)
    }

    /// A text attribute of some nodes: the distinct texts, and for each node its one.
    ///
    /// Attributes that are written as numbers of a library give the library's texts; whole numbers that are not,
    /// their decimal texts.
    package func texts(_ attribute: String, of ids: [UInt64]) throws(LoadingError) -> CellColumn {
        try require([attribute])
        let dataset = try file.dataset(root + "/0/" + attribute)
        let library = root + "/0/@library/" + attribute
        guard dataset.kind == .integer, file.contains(library) else {
            try dataset.checkList(count)
            let all = try dataset.strings()
            return CellColumn(method: attribute, values: ids.count == count ? all : ids.map { all[Int($0)] })
        }
        let names = try file.dataset(library).strings()
        let values = try dataset.list(of: Int64.self, at: ids, count: count)
        var groups: [UInt32] = []
        groups.reserveCapacity(ids.count)
        for (id, value) in zip(ids, values) {
            guard value >= 0, value < Int64(names.count) else {
                throw file.fault("Node \(id): the library has no entry \(value)", root + "/0/" + attribute)
            }
            groups.append(UInt32(value))
        }
        return CellColumn(method: attribute, names: names, groups: groups)
    }

    /// Places, from the attributes x, y and z.
    package func positions(of ids: [UInt64]) throws(LoadingError) -> [Vector3] {
        try vectors("x", "y", "z", of: ids)
    }

    /// Vectors from three attributes.
    package func vectors(
        _ first: String, _ second: String, _ third: String, of ids: [UInt64]
    ) throws(LoadingError) -> [Vector3] {
        try require([first, second, third])
        let x = try numbers(first, of: ids, as: Float.self)
        let y = try numbers(second, of: ids, as: Float.self)
        let z = try numbers(third, of: ids, as: Float.self)
        var result: [Vector3] = []
        result.reserveCapacity(ids.count)
        for index in ids.indices {
            let vector = Vector3(x[index], y[index], z[index])
            guard vector.isFinite else {
                throw file.fault("Node \(ids[index]) is not at a finite place", root + "/0/" + first)
            }
            result.append(vector)
        }
        return result
    }

    /// Orientations, unit quaternions from the attributes orientation_w, x, y, z; none where they are missing.
    package func rotations(of ids: [UInt64]) throws(LoadingError) -> [Quaternion] {
        let names = ["orientation_x", "orientation_y", "orientation_z", "orientation_w"]
        guard names.contains(where: attributes.contains) else { return [] }
        try require(names)
        let x = try numbers(names[0], of: ids, as: Float.self)
        let y = try numbers(names[1], of: ids, as: Float.self)
        let z = try numbers(names[2], of: ids, as: Float.self)
        let w = try numbers(names[3], of: ids, as: Float.self)
        return ids.indices.map { index in
            let quaternion = Quaternion(x[index], y[index], z[index], w[index])
            let length = (quaternion.components * quaternion.components).sum()
            return length.isFinite ? quaternion.normalized : .identity
        }
    }

    /// What kind of nodes these are, from the first node's model type; nil where that cannot be read.
    package var modelType: String? {
        guard count > 0, attributes.contains("model_type") else { return nil }
        let column = try? texts("model_type", of: [0])
        return column.flatMap { $0.groups.isEmpty ? nil : $0.names[Int($0.groups[0])] }
    }

    /// The colour methods that attributes offer, with the attributes' names.
    package static let datasetMethods: [(attribute: String, method: String)] = [
        ("etype", "etype"), ("hemisphere", "hemisphere"), ("layer", "layer"), ("morphology", "morphology"),
        ("morph_class", "morphology class"), ("mtype", "mtype"), ("region", "region"), ("subregion", "subregion"),
        ("synapse_class", "synapse class"),
    ]

    /// What is known of some nodes, as colour methods show it.
    package func columns(of ids: [UInt64]) throws(LoadingError) -> [CellColumn] {
        var columns: [CellColumn] = []
        for (attribute, method) in SonataNodes.datasetMethods where attributes.contains(attribute) {
            var column = try texts(attribute, of: ids)
            column.method = method
            columns.append(column)
        }
        return columns
    }
}
