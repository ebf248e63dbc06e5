// SPDX-License-Identifier: Apache-2.0
import Glibc
import SceneModel

/// The cells of a circuit by their gids, which count from 1.
package protocol CellLibrary: Sendable {
    /// Number of cells.
    var count: Int { get }
    /// Places.
    func positions(of gids: [UInt64]) throws(LoadingError) -> [Vector3]
    /// Orientations, unit quaternions; none where the circuit has none.
    func rotations(of gids: [UInt64]) throws(LoadingError) -> [Quaternion]
    /// The names of morphologies.
    func morphologies(of gids: [UInt64]) throws(LoadingError) -> CellColumn
    /// What else is known, as colour methods show it.
    func columns(of gids: [UInt64]) throws(LoadingError) -> [CellColumn]
}

/// Opens the file of a circuit's cells, whose extension tells its format.
///
/// - Parameters:
///   - path: an `.mvd2`, `.mvd3`, `.h5` or `.hdf5` file.
///   - population: the SONATA population; nil: the first.
/// - Throws: `LoadingError` naming the file.
package func openCellLibrary(_ path: String, population: String?) throws(LoadingError) -> any CellLibrary {
    switch LoadingSource.file(path).fileExtension {
    case "mvd2": return try MVD2Library(path: path)
    case "mvd3": return try MVD3Library(path: path)
    case "h5", "hdf5": return try SonataLibrary(path: path, population: population)
    default:
        throw LoadingError(.unsupported, "Cannot read circuit file from \(path)", path: path)
    }
}

/// Cells in an MVD3 file: tables of places and orientations, and properties that index lists of names.
package struct MVD3Library: CellLibrary {
    package let count: Int
    private let file: HDF5File

    init(path: String) throws(LoadingError) {
        file = try HDF5File(path: path)
        let positions = try file.dataset("cells/positions")
        guard positions.shape.count == 2, positions.shape[1] == 3 else {
            throw positions.fault("Expected a table of 3 columns, found the shape \(positions.shape)")
        }
        try positions.checkClaim()
        count = positions.shape[0]
    }

    package func positions(of gids: [UInt64]) throws(LoadingError) -> [Vector3] {
        let all = try file.dataset("cells/positions").table(columns: 3, of: Float.self)
        return try gids.map { (gid) throws(LoadingError) in
            let row = 3 * Int(gid - 1)
            let position = Vector3(all[row], all[row + 1], all[row + 2])
            guard position.isFinite else {
                throw file.fault("Cell \(gid) is not at a finite place", "cells/positions")
            }
            return position
        }
    }

    package func rotations(of gids: [UInt64]) throws(LoadingError) -> [Quaternion] {
        guard file.contains("cells/orientations") else { return [] }
        let dataset = try file.dataset("cells/orientations")
        guard dataset.shape.first == count else {
            throw dataset.fault("Expected \(count) rows, found the shape \(dataset.shape)")
        }
        let all = try dataset.table(columns: 4, of: Float.self)
        return gids.map { gid in
            let row = 4 * Int(gid - 1)
            // Stored as x, y, z, w.
            return Quaternion(all[row], all[row + 1], all[row + 2], all[row + 3]).unitOrIdentity
        }
    }

    package func morphologies(of gids: [UInt64]) throws(LoadingError) -> CellColumn {
        guard let column = try column("morphology", gids) else {
            throw file.fault("The cells have no morphologies", "cells/properties/morphology", .notFound)
        }
        return column
    }

    package func columns(of gids: [UInt64]) throws(LoadingError) -> [CellColumn] {
        var columns: [CellColumn] = []
        for (property, method) in SonataLibrary.methods {
            guard var column = try column(property, gids) else { continue }
            column.method = method
            columns.append(column)
        }
        return columns
    }

    private func column(_ property: String, _ gids: [UInt64]) throws(LoadingError) -> CellColumn? {
        let path = "cells/properties/" + property
        guard file.contains(path) else { return nil }
        let dataset = try file.dataset(path)
        guard dataset.kind == .integer, file.contains("library/" + property) else {
            try dataset.checkList(count)
            let all = try dataset.strings()
            return CellColumn(method: property, values: gids.map { all[Int($0 - 1)] })
        }
        let names = try file.dataset("library/" + property).strings()
        let all = try dataset.list(of: Int64.self, count: count)
        let groups = try gids.map { (gid) throws(LoadingError) -> UInt32 in
            let value = all[Int(gid - 1)]
            guard value >= 0, value < Int64(names.count) else {
                throw file.fault("Cell \(gid): the library has no entry \(value)", path)
            }
            return UInt32(value)
        }
        return CellColumn(method: property, names: names, groups: groups)
    }
}

/// Cells in a SONATA nodes file, whose ids count from 0.
package struct SonataLibrary: CellLibrary {
    /// The properties that offer colour methods, and the methods' names.
    static let methods = [
        ("etype", "etype"), ("layer", "layer"), ("morphology", "morphology"), ("mtype", "mtype"),
        ("region", "region"), ("synapse_class", "synapse class"),
    ]

    private let nodes: SonataNodes
    package var count: Int { nodes.count }

    init(path: String, population: String?) throws(LoadingError) {
        let file = try HDF5File(path: path)
        let names = try file.members(of: "nodes")
        guard let name = population ?? names.first else {
            throw file.fault("The file holds no population", "nodes", .empty)
        }
        nodes = try SonataNodes(file, name: name)
    }

    private func ids(_ gids: [UInt64]) -> [UInt64] { gids.map { $0 - 1 } }

    package func positions(of gids: [UInt64]) throws(LoadingError) -> [Vector3] {
        try nodes.positions(of: ids(gids))
    }

    package func rotations(of gids: [UInt64]) throws(LoadingError) -> [Quaternion] {
        try nodes.rotations(of: ids(gids))
    }

    package func morphologies(of gids: [UInt64]) throws(LoadingError) -> CellColumn {
        try nodes.texts("morphology", of: ids(gids))
    }

    package func columns(of gids: [UInt64]) throws(LoadingError) -> [CellColumn] {
        var columns: [CellColumn] = []
        for (attribute, method) in SonataLibrary.methods where nodes.attributes.contains(attribute) {
            var column = try nodes.texts(attribute, of: ids(gids))
            column.method = method
            columns.append(column)
        }
        return columns
    }
}

/// Cells in an MVD2 file: a line of text a cell.
package struct MVD2Library: CellLibrary {
    private struct Cell {
        var morphology: String
        var layer: String
        var mtype: Int
        var etype: Int
        var position: Vector3
        /// Degrees about the vertical axis.
        var angle: Float
    }

    /// The lines that begin the sections of a file.
    private static let headings: Set = [
        "Neurons Loaded", "MicroBox Data", "MiniColumnsPosition", "CircuitSeeds", "MorphTypes", "ElectroTypes",
    ]

    private let cells: [Cell]
    private let mtypes: [String]
    private let etypes: [String]

    init(path: String) throws(LoadingError) {
        var cells: [Cell] = []
        var types: [String: [String]] = ["MorphTypes": [], "ElectroTypes": []]
        do throws(LoadingError) {
            try FileBytes(path: path).withBytes { (bytes) throws(LoadingError) in
                var cursor = TextCursor(bytes)
                var section = ""
                while !cursor.isAtEnd {
                    let start = cursor
                    let line = cursor.restOfLine()
                    let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
                    if MVD2Library.headings.contains(line) {
                        section = line
                    } else if section == "Neurons Loaded" {
                        guard let cell = MVD2Library.cell(words) else {
                            throw start.fault("Expected the twelve values of a cell")
                        }
                        cells.append(cell)
                    } else if let first = words.first, types[section] != nil {
                        types[section]?.append(first)
                    }
                }
            }
        } catch {
            throw error.inFile(path)
        }
        self.cells = cells
        mtypes = types["MorphTypes"] ?? []
        etypes = types["ElectroTypes"] ?? []
        let limits = (mtypes.count, etypes.count)
        for (index, cell) in cells.enumerated() where cell.mtype >= limits.0 || cell.etype >= limits.1 {
            throw LoadingError(.malformed, "Cell \(index + 1) is of a type that is not listed", path: path)
        }
        guard !cells.isEmpty else { throw LoadingError(.empty, "The circuit has no cells", path: path) }
    }

    /// morphology, database, hypercolumn, minicolumn, layer, mtype, etype, x, y, z, angle, metype
    private static func cell(_ words: [String]) -> Cell? {
        guard words.count >= 11, let mtype = Int(words[5]), let etype = Int(words[6]), mtype >= 0, etype >= 0,
            let x = Float(words[7]), let y = Float(words[8]), let z = Float(words[9]), let angle = Float(words[10]),
            Vector3(x, y, z).isFinite, angle.isFinite
        else { return nil }
        return Cell(
            morphology: words[0], layer: words[4], mtype: mtype, etype: etype, position: Vector3(x, y, z), angle: angle)
    }

    package var count: Int { cells.count }

    package func positions(of gids: [UInt64]) throws(LoadingError) -> [Vector3] {
        gids.map { cells[Int($0 - 1)].position }
    }

    package func rotations(of gids: [UInt64]) throws(LoadingError) -> [Quaternion] {
        gids.map { Quaternion(axis: [0, 1, 0], degrees: Double(cells[Int($0 - 1)].angle)) }
    }

    package func morphologies(of gids: [UInt64]) throws(LoadingError) -> CellColumn {
        CellColumn(method: "morphology", values: gids.map { cells[Int($0 - 1)].morphology })
    }

    package func columns(of gids: [UInt64]) throws(LoadingError) -> [CellColumn] {
        let chosen = gids.map { cells[Int($0 - 1)] }
        return [
            CellColumn(method: "etype", values: chosen.map { etypes[$0.etype] }),
            CellColumn(method: "layer", values: chosen.map(\.layer)),
            CellColumn(method: "morphology", values: chosen.map(\.morphology)),
            CellColumn(method: "mtype", values: chosen.map { mtypes[$0.mtype] }),
        ]
    }
}

extension Quaternion {
    /// The rotation at length 1; none where it is no rotation.
    fileprivate var unitOrIdentity: Quaternion {
        (components * components).sum().isFinite ? normalized : .identity
    }
}
