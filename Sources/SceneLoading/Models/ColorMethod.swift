// SPDX-License-Identifier: Apache-2.0
import Geometry
import SceneModel

/// A way of colouring a model by naming values: all of it, single elements, sections, cells, layers.
///
/// The method is data; ``apply(_:to:parts:solid:)`` turns named colours into the colours of primitives.
public struct ColorMethod: Sendable {
    /// How named values become primitives.
    public enum Rule: Sendable {
        /// The one value `color` is everything.
        case solid
        /// Values are ranges of primitives, counted over all parts: `3`, `0-5`, `1,4-6`.
        case primitives
        /// Values are ranges of cell ids in the same notation.
        case cells(CellLayout)
        /// Values are names of groups of primitives.
        case groups(ColorGroups)
    }

    /// The name that requests give.
    public let name: String
    /// How named values become primitives.
    public let rule: Rule

    /// - Parameters: as the properties.
    public init(name: String, rule: Rule) {
        self.name = name
        self.rule = rule
    }

    /// Whether the colours lie over those of the elements without changing them, as those of the types of sections do:
    /// a method that names only some elements gives the others their own colours back.
    public var isOverlay: Bool {
        guard case .groups(let groups) = rule else { return false }
        return groups.unnamed == .takeFirst
    }

    /// Everything in one colour.
    public static let solid = ColorMethod(name: "solid", rule: .solid)

    /// The values that a caller may name, sorted.
    ///
    /// - Parameter parts: the model's parts.
    public func values(parts: [ModelPart]) -> [String] {
        switch rule {
        case .solid:
            return ["color"]
        case .primitives:
            let count = parts.reduce(0) { $0 + $1.surface.primitiveCount }
            return count == 0 ? [] : ["0-\(count - 1)"]
        case .cells(let layout):
            return [IndexRanges.text(of: layout.ids)]
        case .groups(let groups):
            return groups.presentValues
        }
    }

    /// The colours after colouring.
    ///
    /// - Parameters:
    ///   - colors: a colour for each named value.
    ///   - current: the colours of each part by the methods that are no overlays; elements that are not named have
    ///     them.
    ///   - parts: the model's parts, in the same order.
    /// - Returns: the new colours of each part.
    /// - Throws: `LoadingError` `invalidOption` with the service's wording for a value that the method refuses.
    public func apply(
        _ colors: [String: Vector4], to current: [PrimitiveColors], parts: [ModelPart]
    ) throws(LoadingError) -> [PrimitiveColors] {
        switch rule {
        case .solid:
            guard let color = colors["color"] else {
                throw LoadingError(.invalidOption, "Missing solid method input key 'color'")
            }
            return [PrimitiveColors](repeating: .solid(color), count: parts.count)
        case .primitives:
            return try colorPrimitives(colors, current, parts)
        case .cells(let layout):
            return try colorCells(colors, current, parts, layout)
        case .groups(let groups):
            return try groups.apply(colors, to: current, parts: parts)
        }
    }

    private func colorPrimitives(
        _ colors: [String: Vector4], _ current: [PrimitiveColors], _ parts: [ModelPart]
    ) throws(LoadingError) -> [PrimitiveColors] {
        let counts = parts.map(\.surface.primitiveCount)
        let total = counts.reduce(0, +)
        var painted: [Vector4] = []
        painted.reserveCapacity(total)
        for (part, count) in counts.enumerated() {
            for primitive in 0..<count { painted.append(current[part].color(of: primitive)) }
        }
        for (text, color) in colors.sorted(by: { $0.key < $1.key }) {
            for range in try IndexRanges.parse(text) {
                guard range.upperBound < UInt64(total) else {
                    throw LoadingError(.invalidOption, "Range out of bounds: \(text)")
                }
                for primitive in Int(range.lowerBound)...Int(range.upperBound) { painted[primitive] = color }
            }
        }
        var start = 0
        return counts.map { count in
            defer { start += count }
            return .each(GeometryBuffer(painted[start..<(start + count)]))
        }
    }

    private func colorCells(
        _ colors: [String: Vector4], _ current: [PrimitiveColors], _ parts: [ModelPart], _ layout: CellLayout
    ) throws(LoadingError) -> [PrimitiveColors] {
        var colorOfCell: [Vector4?] = Array(repeating: nil, count: layout.ids.count)
        // Each range is looked up among the sorted ids: there may be a range for each of many cells.
        let cells = zip(layout.ids, layout.ids.indices).sorted { ($0.0, $0.1) < ($1.0, $1.1) }
        for (text, color) in colors.sorted(by: { $0.key < $1.key }) {
            for range in try IndexRanges.parse(text) {
                var (low, high) = (0, cells.count)
                while low < high {
                    let middle = (low + high) / 2
                    if cells[middle].0 < range.lowerBound { low = middle + 1 } else { high = middle }
                }
                while low < cells.count, cells[low].0 <= range.upperBound {
                    colorOfCell[cells[low].1] = color
                    low += 1
                }
            }
        }
        return layout.paint(colorOfCell, over: current)
    }
}

extension CellLayout {
    /// The ids of all cells, a cell of several primitives once a primitive.
    package var ids: [UInt64] {
        switch self {
        case .parts(let ids), .primitives(let ids): ids
        }
    }

    /// The colours of the parts once some cells have got new ones.
    package func paint(_ colorOfCell: [Vector4?], over current: [PrimitiveColors]) -> [PrimitiveColors] {
        switch self {
        case .parts:
            return zip(current, colorOfCell).map { old, new in new.map(PrimitiveColors.solid) ?? old }
        case .primitives(let ids):
            guard let old = current.first else { return current }
            return [
                .each(
                    GeometryBuffer(count: ids.count) { target in
                        for index in target.indices { target[index] = colorOfCell[index] ?? old.color(of: index) }
                    })
            ]
        }
    }
}
