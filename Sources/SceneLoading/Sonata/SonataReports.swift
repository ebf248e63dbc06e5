// SPDX-License-Identifier: Apache-2.0

/// A SONATA element report: a table of frames by elements, read frame by frame.
package final class SonataReport: ElementReport {
    package let start: Double
    package let end: Double
    package let step: Double
    package let cellIDs: [UInt64]
    package let width: Int
    /// The number of frames.
    package let frameCount: Int
    private let file: HDF5File
    private let data: HDF5Dataset
    private let owners: [UInt64]
    private let rangeOfCell: [UInt64: Range<Int>]

    /// Opens the values of one population.
    ///
    /// - Throws: `LoadingError` naming the file and the dataset at fault.
    package init(file path: String, population: String) throws(LoadingError) {
        file = try HDF5File(path: path)
        let root = "report/\(population)"
        guard file.contains(root) else {
            throw file.fault("The report has no population of this name", root, .notFound)
        }
        data = try file.dataset(root + "/data")
        guard data.shape.count == 2, data.shape[0] > 0 else {
            throw data.fault("Expected a table with at least one frame, found the shape \(data.shape)")
        }
        frameCount = data.shape[0]
        width = data.shape[1]
        let times = try file.dataset(root + "/mapping/time").list(of: Double.self, count: 3)
        guard times.allSatisfy(\.isFinite), times[2] > 0, times[1] >= times[0] else {
            throw file.fault("Expected start, end and a positive step", root + "/mapping/time")
        }
        (start, end, step) = (times[0], times[1], times[2])
        let nodes = try file.dataset(root + "/mapping/node_ids").list(of: UInt64.self)
        let pointers = try file.dataset(root + "/mapping/index_pointers").list(of: UInt64.self, count: nodes.count + 1)
        owners = try file.dataset(root + "/mapping/element_ids").list(of: UInt64.self, count: width)
        var ranges: [UInt64: Range<Int>] = [:]
        for (index, node) in nodes.enumerated() {
            guard pointers[index] <= pointers[index + 1], pointers[index + 1] <= UInt64(width) else {
                throw file.fault(
                    "Node \(node): its elements are not among the \(width)", root + "/mapping/index_pointers")
            }
            ranges[node] = Int(pointers[index])..<Int(pointers[index + 1])
        }
        rangeOfCell = ranges
        cellIDs = CellSelection.ordered(nodes)
    }

    package func elements(of cell: UInt64) throws(LoadingError) -> [ReportElement] {
        (rangeOfCell[cell] ?? 0..<0).map { ReportElement(column: $0, owner: owners[$0]) }
    }

    package func read(
        at time: Double, columns: Range<Int>, into target: UnsafeMutableBufferPointer<Float>
    ) throws(LoadingError) {
        try data.readRow(frame(at: time, of: frameCount), columns: columns, into: target)
    }
}

extension SpikeTrain {
    /// Reads the spikes of one population of a SONATA spikes file; a population without spikes may have no datasets.
    ///
    /// - Throws: `LoadingError` naming the file and the dataset at fault.
    package init(sonata path: String, population: String) throws(LoadingError) {
        let file = try HDF5File(path: path)
        let root = "spikes/\(population)"
        guard file.contains(root) else {
            throw file.fault("The spikes have no population of this name", root, .notFound)
        }
        let times = try file.dataset(root + "/timestamps").list(of: Double.self)
        let nodes = try file.dataset(root + "/node_ids").list(of: UInt64.self, count: times.count)
        self.init(times: times, cells: nodes)
    }
}
