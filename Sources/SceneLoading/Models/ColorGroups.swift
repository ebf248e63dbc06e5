// SPDX-License-Identifier: Apache-2.0
import Geometry
import SceneModel

/// Primitives in groups that have names: the sections of a morphology, the layers of a circuit.
public struct ColorGroups: Sendable {
    /// Which group each primitive is in.
    public enum Layout: Sendable {
        /// For each part the group of each primitive. Parts that share a surface share the indices too.
        case primitives([GeometryBuffer<UInt32>])
        /// One group a cell, where cells are parts or primitives.
        case cells([UInt32], CellLayout)
    }

    /// What colours that name only some groups do to the others.
    public enum Unnamed: Sendable {
        /// They keep their colours.
        case keep
        /// They take the first colour, in the order of the names.
        case takeFirst
    }

    /// The groups' names; `names[i]` is group i.
    public var names: [String]
    /// Which group each primitive is in.
    public var layout: Layout
    /// What happens to groups without a colour.
    public var unnamed: Unnamed
    /// Names that may be given though no primitive has them; others are refused. Nil: any name is accepted, and
    /// one that no group has does nothing.
    public var accepted: [String]?

    /// - Parameters: as the properties.
    public init(names: [String], layout: Layout, unnamed: Unnamed = .keep, accepted: [String]? = nil) {
        self.names = names
        self.layout = layout
        self.unnamed = unnamed
        self.accepted = accepted
    }

    /// The names of groups that have primitives, sorted as texts.
    package var presentValues: [String] {
        var isPresent = [Bool](repeating: false, count: names.count)
        switch layout {
        case .cells(let groups, _):
            for group in groups { isPresent[Int(group)] = true }
        case .primitives(let indices):
            var seen = Set<ObjectIdentifier>()
            for buffer in indices where seen.insert(ObjectIdentifier(buffer)).inserted {
                for group in buffer.elements { isPresent[Int(group)] = true }
            }
        }
        return zip(names, isPresent).filter(\.1).map(\.0).sorted()
    }

    /// See ``ColorMethod/apply(_:to:parts:)``.
    package func apply(
        _ colors: [String: Vector4], to current: [PrimitiveColors], parts: [ModelPart]
    ) throws(LoadingError) -> [PrimitiveColors] {
        if let accepted, let stranger = colors.keys.sorted().first(where: { !accepted.contains($0) }) {
            throw LoadingError(.invalidOption, "Invalid section type: '\(stranger)'")
        }
        let first = colors.min { $0.key < $1.key }?.value
        let palette: [Vector4?] = names.map { colors[$0] ?? (unnamed == .takeFirst ? first : nil) }
        switch layout {
        case .cells(let groups, let cells):
            return cells.paint(groups.map { palette[Int($0)] }, over: current)
        case .primitives(let indices):
            if palette.allSatisfy({ $0 != nil }) {
                let shared = GeometryBuffer(palette.compactMap { $0 })
                return indices.map { .largePalette(shared, indices: $0) }
            }
            return zip(indices, current).map { groups, old in
                .each(
                    GeometryBuffer(count: groups.count) { target in
                        for index in target.indices {
                            target[index] = palette[Int(groups[index])] ?? old.color(of: index)
                        }
                    })
            }
        }
    }
}
