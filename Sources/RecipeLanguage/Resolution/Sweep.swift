// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import JSON

/// What a recipe was read from, to read it again with other values of its parameters.
struct RecipeOrigin: Sendable {
    let path: String
    let files: RecipeFiles
    let options: RecipeOptions
    let read: [RecipeReading.File]
}

/// One combination of the values of a sweep.
public struct SweepCell: Sendable {
    /// Its number, from 0; the last axis runs fastest.
    public let index: Int
    /// The value of each swept parameter, as JSON.
    public let values: [String: JSONValue]
    /// The recipe with these values, and what is said of it.
    public let recipe: ResolvedRecipe?
    public let report: DiagnosticReport
}

extension ResolvedRecipe {
    /// The number of combinations; 1 without a sweep. Capped at `Int.max`.
    public var sweepCellCount: Int {
        sweep.reduce(1) { count, axis in
            let (product, overflow) = count.multipliedReportingOverflow(by: axis.cells.count)
            return overflow ? Int.max : product
        }
    }

    /// The recipe of one combination, made when it is asked for: a sweep of a million cells costs nothing until then.
    /// - Parameter index: 0 up to ``sweepCellCount``, which is not included; others give nil.
    public func sweepCell(_ index: Int) -> SweepCell? {
        guard index >= 0, index < sweepCellCount else { return nil }
        var rest = index
        var chosen: [String: RecipeValue] = [:]
        for axis in sweep.reversed() where !axis.cells.isEmpty {
            chosen[axis.parameter] = axis.cells[rest % axis.cells.count]
            rest /= axis.cells.count
        }
        let collector = DiagnosticCollector()
        let reading = RecipeReading(
            origin.files, origin.options, collector, read: origin.read, sources: sources)
        let recipe = RecipeResolution(reading, path: origin.path).resolve(cell: chosen)
        return SweepCell(
            index: index, values: chosen.mapValues(SweepReading.json), recipe: recipe, report: collector.report)
    }
}
