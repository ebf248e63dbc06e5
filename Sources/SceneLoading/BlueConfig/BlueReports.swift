// SPDX-License-Identifier: Apache-2.0
import Geometry

/// Opens a compartment report of a BlueConfig simulation: binary (`.bbp`), SONATA or its forerunner in HDF5.
///
/// - Throws: `LoadingError` naming the file.
package func openBlueReport(_ path: String, population: String?) throws(LoadingError) -> any ElementReport {
    guard LoadingSource.file(path).fileExtension == "h5" else { return try BinaryReport(path: path) }
    let file = try HDF5File(path: path)
    if file.contains("report") {
        let names = try file.members(of: "report")
        guard let name = population.flatMap({ names.contains($0) ? $0 : nil }) ?? names.first else {
            throw file.fault("The report holds no population", "report", .empty)
        }
        return ShiftedReport(try SonataReport(file: path, population: name))
    }
    return try MappedReport(file)
}

/// A report whose cells count from 0, as one whose cells count from 1.
struct ShiftedReport: ElementReport {
    private let report: SonataReport
    let cellIDs: [UInt64]

    init(_ report: SonataReport) {
        self.report = report
        cellIDs = report.cellIDs.map { $0 &+ 1 }
    }

    var start: Double { report.start }
    var end: Double { report.end }
    var step: Double { report.step }
    var width: Int { report.width }

    func elements(of cell: UInt64) throws(LoadingError) -> [ReportElement] { try report.elements(of: cell &- 1) }

    func read(
        at time: Double, columns: Range<Int>, into target: UnsafeMutableBufferPointer<Float>
    ) throws(LoadingError) {
        try report.read(at: time, columns: columns, into: target)
    }
}

/// The HDF5 reports that came before SONATA's: the same tables at the file's root under other names.
final class MappedReport: ElementReport {
    let start: Double
    let end: Double
    let step: Double
    let cellIDs: [UInt64]
    let width: Int
    private let frameCount: Int
    private let data: HDF5Dataset
    private let sections: [UInt64]
    private let rangeOfCell: [UInt64: Range<Int>]

    init(_ file: HDF5File) throws(LoadingError) {
        data = try file.dataset("data")
        guard data.shape.count == 2, data.shape[0] > 0 else {
            throw data.fault("Expected a table with at least one frame, found the shape \(data.shape)")
        }
        frameCount = data.shape[0]
        width = data.shape[1]
        let times = try file.dataset("mapping/time").list(of: Double.self, count: 3)
        guard times.allSatisfy(\.isFinite), times[2] > 0, times[1] >= times[0] else {
            throw file.fault("Expected start, end and a positive step", "mapping/time")
        }
        (start, end, step) = (times[0], times[1], times[2])
        let gids = try file.dataset("mapping/gids").list(of: UInt64.self)
        let pointers = try file.dataset("mapping/index_pointer").list(of: UInt64.self)
        guard pointers.count >= gids.count else {
            throw file.fault("Expected a place for each of \(gids.count) cells", "mapping/index_pointer")
        }
        sections = try file.dataset("mapping/element_id").list(of: UInt64.self, count: width)
        var ranges: [UInt64: Range<Int>] = [:]
        for (index, gid) in gids.enumerated() {
            let first = pointers[index]
            // The list may close with the total count or leave it out.
            let last = index + 1 < pointers.count ? pointers[index + 1] : UInt64(width)
            guard first <= last, last <= UInt64(width) else {
                throw file.fault("Cell \(gid): its values are not among the \(width)", "mapping/index_pointer")
            }
            ranges[gid] = Int(first)..<Int(last)
        }
        rangeOfCell = ranges
        cellIDs = CellSelection.ordered(gids)
    }

    func elements(of cell: UInt64) throws(LoadingError) -> [ReportElement] {
        (rangeOfCell[cell] ?? 0..<0).map { ReportElement(column: $0, owner: sections[$0]) }
    }

    func read(
        at time: Double, columns: Range<Int>, into target: UnsafeMutableBufferPointer<Float>
    ) throws(LoadingError) {
        try data.readRow(frame(at: time, of: frameCount), columns: columns, into: target)
    }
}

/// A binary compartment report: a header of 1024 bytes, 64 bytes a cell, the section of each compartment, then
/// frames of floats. Either byte order; the first eight bytes, the number 1.001, tell which.
package final class BinaryReport: ElementReport {
    package let start: Double
    package let end: Double
    package let step: Double
    package let cellIDs: [UInt64]
    package let width: Int
    /// The number of frames.
    package let frameCount: Int
    private let file: RandomAccessFile
    private let isSwapped: Bool
    private let dataOffset: Int
    private let elementsOfCell: [UInt64: [ReportElement]]

    private static let cellSize = 64

    /// Opens a report.
    ///
    /// - Throws: `LoadingError` with the byte at fault.
    package init(path: String) throws(LoadingError) {
        file = try RandomAccessFile(path: path)
        let head = try file.read(at: 0, count: 1024)
        let isSwapped = head.double(0, false) != 1.001
        guard head.double(0, isSwapped) == 1.001 else {
            throw file.fault("The file is no binary report, or it is damaged", 0)
        }
        self.isSwapped = isSwapped
        let headerSize = Int(head.int32(8, isSwapped))
        let cellCount = Int(head.int32(48, isSwapped))
        width = Int(head.int32(52, isSwapped))
        frameCount = Int(head.int32(64, isSwapped))
        (start, end, step) = (head.double(72, isSwapped), head.double(80, isSwapped), head.double(88, isSwapped))
        let mappingSize = Int(head.int32(128, isSwapped))
        guard headerSize >= 256, cellCount > 0, width > 0, frameCount > 0, mappingSize > 0, mappingSize < 64,
            start.isFinite, end.isFinite, end >= start, step > 0
        else { throw file.fault("The header makes no sense", 0) }
        guard cellCount <= file.size / BinaryReport.cellSize, width <= file.size / 4 else {
            throw file.fault("The header promises \(cellCount) cells and \(width) compartments", 48, .truncated)
        }
        let cells = try file.read(at: headerSize, count: cellCount * BinaryReport.cellSize)
        let first = cells.uint64(16, isSwapped)
        guard let dataOffset = Int(exactly: first), dataOffset <= file.size,
            frameCount <= (file.size - dataOffset) / (4 * width)
        else {
            throw file.fault("\(frameCount) frames do not fit in the file's \(file.size) bytes", 64, .truncated)
        }
        self.dataOffset = dataOffset
        var elements: [UInt64: [ReportElement]] = [:]
        var total = 0
        for index in 0..<cellCount {
            let base = index * BinaryReport.cellSize
            let gid = UInt64(UInt32(bitPattern: cells.int32(base, isSwapped)))
            let count = Int(cells.int32(base + 8, isSwapped))
            let column = (Int(clamping: cells.uint64(base + 16, isSwapped)) - dataOffset) / 4
            let mapping = Int(clamping: cells.uint64(base + 32, isSwapped))
            guard count >= 0, count <= width, column >= 0, column <= width - count else {
                throw file.fault("Cell \(gid): its compartments are not among the \(width)", headerSize + base)
            }
            total += count
            guard total <= width else {
                throw file.fault("The cells have more than the \(width) compartments", headerSize + base)
            }
            let sections = try file.read(at: mapping, count: count * 4 * mappingSize)
            elements[gid] = (0..<count).map { compartment in
                let section = sections.float(compartment * 4 * mappingSize, isSwapped)
                return ReportElement(column: column + compartment, owner: UInt64(exactly: section) ?? 0)
            }
        }
        elementsOfCell = elements
        cellIDs = elements.keys.sorted()
    }

    package func elements(of cell: UInt64) throws(LoadingError) -> [ReportElement] { elementsOfCell[cell] ?? [] }

    package func read(
        at time: Double, columns: Range<Int>, into target: UnsafeMutableBufferPointer<Float>
    ) throws(LoadingError) {
        let row = dataOffset + frame(at: time, of: frameCount) * 4 * width
        let bytes = try file.read(at: row + 4 * columns.lowerBound, count: 4 * columns.count)
        for index in 0..<min(columns.count, target.count) { target[index] = bytes.float(4 * index, isSwapped) }
    }
}

extension SpikeTrain {
    /// Reads the spikes of a BlueConfig simulation: lines `time gid`, or HDF5.
    ///
    /// - Throws: `LoadingError` naming the file and the line or the dataset at fault.
    package init(blueConfig path: String, population: String?) throws(LoadingError) {
        if LoadingSource.file(path).fileExtension == "h5" {
            let file = try HDF5File(path: path)
            if file.contains("spikes/gids") {
                let times = try file.dataset("spikes/timestamps").list(of: Double.self)
                let gids = try file.dataset("spikes/gids").list(of: UInt64.self, count: times.count)
                self.init(times: times, cells: gids)
                return
            }
            let names = try file.members(of: "spikes")
            guard let name = population.flatMap({ names.contains($0) ? $0 : nil }) ?? names.first else {
                throw file.fault("The spikes hold no population", "spikes", .empty)
            }
            let spikes = try SpikeTrain(sonata: path, population: name)
            self.init(times: spikes.times, cells: spikes.cells.map { $0 &+ 1 })
            return
        }
        var times: [Double] = []
        var cells: [UInt64] = []
        do throws(LoadingError) {
            try FileBytes(path: path).withBytes { (bytes) throws(LoadingError) in
                var cursor = TextCursor(bytes)
                while true {
                    cursor.skipToContent(comment: UInt8(ascii: "#"))
                    if cursor.isAtEnd { return }
                    // A line such as /scatter names the kind of the file.
                    if cursor.peek == UInt8(ascii: "/") {
                        cursor.skipLine()
                        continue
                    }
                    guard let time = DecimalNumber.double(bytes, &cursor.position), time.isFinite,
                        let gid = cursor.integer(), gid >= 0
                    else { throw cursor.fault("Expected a time and a gid") }
                    times.append(time)
                    cells.append(UInt64(gid))
                    cursor.skipLine()
                }
            }
        } catch {
            throw error.inFile(path)
        }
        self.init(times: times, cells: cells)
    }
}
