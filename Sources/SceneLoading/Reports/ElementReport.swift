// SPDX-License-Identifier: Apache-2.0
import Geometry
import SceneModel

/// A report of values over time, for each of some cells one value an element: a compartment, a synapse, a segment.
package protocol ElementReport: Sendable {
    /// The first moment, milliseconds.
    var start: Double { get }
    /// The end, milliseconds.
    var end: Double { get }
    /// Milliseconds from one frame to the next.
    var step: Double { get }
    /// The cells that have values, ascending.
    var cellIDs: [UInt64] { get }
    /// How many values a frame has.
    var width: Int { get }

    /// The values of a cell: for each, in order, its place in a frame and the section, or other thing, that it is of.
    func elements(of cell: UInt64) throws(LoadingError) -> [ReportElement]

    /// Reads some values of the frame at a moment.
    ///
    /// - Parameters:
    ///   - time: milliseconds, taken to the nearest frame before it.
    ///   - columns: which values of the frame.
    ///   - target: as many elements as `columns`.
    func read(
        at time: Double, columns: Range<Int>, into target: UnsafeMutableBufferPointer<Float>
    ) throws(LoadingError)
}

extension ElementReport {
    /// The number of the frame that shows at a moment.
    ///
    /// - Parameter count: how many frames there are, at least 1.
    package func frame(at time: Double, of count: Int) -> Int {
        guard step > 0, time > start else { return 0 }
        // A moment that is a frame's own up to rounding is that frame's.
        let frame = ((time - start) / step + 1e-6).rounded(.down)
        return min(max(Int(exactly: frame) ?? count, 0), count - 1)
    }
}

/// One value of a cell.
package struct ReportElement: Hashable, Sendable {
    /// Its place in a frame.
    package var column: Int
    /// The section that it belongs to, 0 being the soma; or another id.
    package var owner: UInt64

    /// - Parameters: as the properties.
    package init(column: Int, owner: UInt64) {
        self.column = column
        self.owner = owner
    }
}

/// Which value of a frame each primitive shows.
package struct ReportMapping: Sendable {
    /// The values of a frame that are needed.
    package let columns: Range<Int>
    /// For each part and primitive its value, counted from the first that is needed.
    package let places: [GeometryBuffer<UInt32>]

    /// - Parameter columnOfPrimitive: for each part the column of each primitive.
    package init(_ columnOfPrimitive: [[Int]]) {
        let all = columnOfPrimitive.joined()
        let first = all.min() ?? 0
        columns = first..<((all.max() ?? -1) + 1 < first ? first : (all.max() ?? first - 1) + 1)
        places = columnOfPrimitive.map { part in
            GeometryBuffer(count: part.count) { target in
                for index in target.indices { target[index] = UInt32(truncatingIfNeeded: part[index] - first) }
            }
        }
    }

    /// Maps the values of cells onto their shapes.
    ///
    /// A section's values are spread evenly over its primitives, from the soma outwards; the soma, and sections
    /// without values, show the cell's first value.
    ///
    /// - Throws: `LoadingError` where a cell has no values.
    package init(_ report: any ElementReport, onto shapes: CellShapes) throws(LoadingError) {
        var columns: [[Int]] = []
        switch shapes.layout {
        case .primitives(let ids):
            var part: [Int] = []
            part.reserveCapacity(ids.count)
            for id in ids { part.append(try ReportMapping.first(report.elements(of: id), id).column) }
            columns = [part]
        case .parts(let ids):
            for (index, id) in ids.enumerated() {
                let elements = try report.elements(of: id)
                let first = try ReportMapping.first(elements, id)
                columns.append(ReportMapping.spread(elements, first, over: shapes.morphologies[index]))
            }
        }
        self.init(columns)
    }

    private static func first(_ elements: [ReportElement], _ id: UInt64) throws(LoadingError) -> ReportElement {
        guard let first = elements.first else {
            throw LoadingError(.notFound, "The report has no values of cell \(id)")
        }
        return first
    }

    private static func spread(
        _ elements: [ReportElement], _ first: ReportElement, over shapes: MorphologyShapes
    ) -> [Int] {
        var bySection: [UInt64: [Int]] = [:]
        for element in elements { bySection[element.owner, default: []].append(element.column) }
        var columns = [Int](repeating: first.column, count: shapes.surface.primitiveCount)
        for piece in shapes.pieces where piece.section > 0 {
            guard let values = bySection[UInt64(piece.section)], !values.isEmpty else { continue }
            let step = Float(values.count) / Float(piece.primitives.count)
            for (offset, primitive) in piece.primitives.enumerated() {
                columns[primitive] = values[min(Int(step * Float(offset)), values.count - 1)]
            }
        }
        return columns
    }
}

extension ModelSimulation {
    /// A report that colours primitives by their values.
    package init(_ report: any ElementReport, _ mapping: ReportMapping) {
        self.init(start: report.start, end: report.end, step: report.step) { (time, ramp) throws(LoadingError) in
            let values = try report.values(at: time, mapping.columns)
            let table = ReportRamp.table(ramp)
            let factor = ReportRamp.factor(ramp)
            let lower = ramp.lower
            return .colors(
                mapping.places.map { places in
                    .palette(
                        table,
                        indices: GeometryBuffer(count: places.count) { target in
                            for index in target.indices {
                                target[index] = ReportRamp.index(values[Int(places[index])], lower, factor)
                            }
                        })
                })
        }
    }
}

extension ElementReport {
    /// Some values of the frame at a moment.
    package func values(at time: Double, _ columns: Range<Int>) throws(LoadingError) -> [Float] {
        var failure: LoadingError?
        let values = [Float](unsafeUninitializedCapacity: columns.count) { buffer, initialized in
            do throws(LoadingError) {
                buffer.initialize(repeating: 0)
                try read(at: time, columns: columns, into: buffer)
                initialized = columns.count
            } catch {
                failure = error
                initialized = 0
            }
        }
        if let failure { throw failure }
        return values
    }
}
