// SPDX-License-Identifier: Apache-2.0
import Geometry
import SceneModel

/// When which cells fire: a list in the order of time.
package struct SpikeTrain: Sendable, Equatable {
    /// The moments, milliseconds, ascending.
    package private(set) var times: [Double]
    /// The cell of each spike.
    package private(set) var cells: [UInt64]

    /// Sorts spikes by time; those of one moment keep their order.
    ///
    /// - Parameters:
    ///   - times: the moments; not a number for none.
    ///   - cells: as many cells.
    package init(times: [Double], cells: [UInt64]) {
        let isSorted = zip(times, times.dropFirst()).allSatisfy { $0 <= $1 }
        if isSorted {
            self.times = times
            self.cells = cells
            return
        }
        let order = times.indices.filter { !times[$0].isNaN }
            .sorted { (times[$0], $0) < (times[$1], $1) }
        self.times = order.map { times[$0] }
        self.cells = order.map { cells[$0] }
    }

    /// The spikes of some cells, each as the cell's place in the list.
    package func restricted(to ids: [UInt64]) -> (times: [Double], places: [UInt32]) {
        let placeOf = Dictionary(zip(ids, ids.indices.map { UInt32(truncatingIfNeeded: $0) })) { first, _ in first }
        var times: [Double] = []
        var places: [UInt32] = []
        for (time, cell) in zip(self.times, cells) {
            guard let place = placeOf[cell] else { continue }
            times.append(time)
            places.append(place)
        }
        return (times, places)
    }
}

extension ModelSimulation {
    /// Spikes that let cells light up: 1 at the spike, 0 a transition time before and after it.
    ///
    /// - Parameters:
    ///   - spikes: when cells fire.
    ///   - shapes: the cells' shapes.
    ///   - transition: milliseconds from rest to full light.
    ///   - start: the first moment; nil: that of the first spike.
    package init(_ spikes: SpikeTrain, of shapes: CellShapes, transition: Float, start: Double? = nil) {
        let (times, places) = spikes.restricted(to: shapes.layout.ids)
        let window = Double(transition)
        let cellCount = shapes.layout.ids.count
        let counts = shapes.parts.map(\.surface.primitiveCount)
        let isByPart = if case .parts = shapes.layout { true } else { false }
        self.init(
            start: start ?? spikes.times.first ?? 0, end: spikes.times.last ?? 0, step: 0.01
        ) { (time, ramp) throws(LoadingError) in
            var levels = [UInt8](repeating: 0, count: cellCount)
            var index = SpikeTrain.firstIndex(in: times, notBefore: time - window)
            while index < times.count, times[index] <= time + window {
                levels[Int(places[index])] = SpikeTrain.level(Float(times[index]), Float(time), transition)
                index += 1
            }
            let table = ReportRamp.table(ramp)
            return .colors(
                counts.enumerated().map { part, count in
                    .palette(
                        table,
                        indices: GeometryBuffer(count: count) { target in
                            for primitive in target.indices { target[primitive] = levels[isByPart ? part : primitive] }
                        })
                })
        }
    }
}

extension SpikeTrain {
    /// The first index of an ascending list whose element is at least a bound.
    fileprivate static func firstIndex(in times: [Double], notBefore bound: Double) -> Int {
        var (low, high) = (0, times.count)
        while low < high {
            let middle = (low + high) / 2
            if times[middle] < bound { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The place in the colour table of a cell that fires at one moment, seen at another.
    fileprivate static func level(_ spike: Float, _ time: Float, _ transition: Float) -> UInt8 {
        guard spike != time else { return 255 }
        guard transition > 0 else { return 0 }
        let value = 1 - abs(spike - time) * (1 / transition)
        // Nothing, too, for what is not a number.
        return value > 0 ? UInt8(min(value, 1) * 255) : 0
    }
}
