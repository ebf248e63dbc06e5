// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import SceneModel

/// How much work a change is, in steps that a person would call different.
public enum Cost: Int, Comparable, Sendable, CaseIterable {
    /// Nothing is sent.
    case none = 0
    /// A property is set.
    case property = 1
    /// A light, a clipping, shapes or a copy of a model are made.
    case object = 10
    /// A file is read.
    case load = 1000

    /// The word in a plan.
    public var word: String {
        switch self {
        case .none: "none"
        case .property: "property"
        case .object: "object"
        case .load: "load"
        }
    }

    public static func < (left: Cost, right: Cost) -> Bool { left.rawValue < right.rawValue }
}

extension Family {
    /// What making it costs, copies included.
    package var makingCost: Int {
        let first = origin.loader == nil ? Cost.object : Cost.load
        return first.rawValue + (copies.count - 1) * Cost.object.rawValue
    }
}

/// What of a live family differs from a wanted one of the same origin.
package struct FamilyDifference: Sendable {
    /// By part, only those where something differs.
    package var looks: [String: LookGoal] = [:]
    /// Indices of wanted and live copies that are one.
    package var pairs: [(wanted: Int, live: Int)] = []
    /// Wanted copies that are to be made.
    package var added: [Int] = []
    /// Live copies that nobody wants.
    package var removed: [Int] = []
    /// Live copies that the recipe does not name and that are not its own to remove.
    package var foreign: [Int] = []
    /// The sum of the steps.
    package var work = 0
    /// How far names and order are from what they were; decides between assignments of equal work.
    package var ties = 0
    /// Whether the colouring can only be had by making the family again.
    package var isOutOfReach = false

    /// Work first, then ties.
    package var price: Int { work << 20 + min(ties, 1 << 20 - 1) }

    package init(_ wanted: Family, _ live: LiveFamily) {
        let parts = live.looks.keys.sorted()
        for part in parts {
            guard let look = live.looks[part] else { continue }
            let goal = LookGoal(
                wanted: wanted.look(part), live: look, base: wanted.base(type: live.type(of: part)),
                loadedRamp: live.loadedRamp(part), isDoubted: live.isDoubted)
            guard !goal.differs.isEmpty else { continue }
            looks[part] = goal
            work += goal.differs.count * Cost.property.rawValue
            isOutOfReach = isOutOfReach || goal.isOutOfReach
        }
        if let address = live.address, address != wanted.address { ties += 1 }
        matchCopies(wanted, live, parts: parts)
    }

    private mutating func matchCopies(_ wanted: Family, _ live: LiveFamily, parts: [String]) {
        let whole = live.copies.indices.filter { live.copies[$0].parts.count == parts.count }
        func price(_ row: Int, _ column: Int) -> Int {
            let (work, ties) = Self.cost(wanted, wanted.copies[row], live.copies[whole[column]])
            return work << 20 + ties
        }
        var columns: [Int?]
        if wanted.copies.count == 1, whole.count == 1 {
            columns = [0]
        } else if max(wanted.copies.count, whole.count) > Matching.exactLimit {
            columns = Self.pairMany(wanted, live, whole)
        } else {
            columns = Assignment.leastCost(
                rows: wanted.copies.count, columns: whole.count, pair: price,
                aloneRow: { _ in Cost.object.rawValue << 20 }, aloneColumn: { _ in Cost.property.rawValue << 20 })
        }
        // One copy at least stays: the model is what its copies share.
        if !columns.contains(where: { $0 != nil }), !columns.isEmpty, !whole.isEmpty { columns[0] = 0 }
        var used = Set<Int>()
        for (row, column) in columns.enumerated() {
            if let column {
                used.insert(whole[column])
                pairs.append((row, whole[column]))
                let (work, ties) = Self.cost(wanted, wanted.copies[row], live.copies[whole[column]])
                self.work += work
                self.ties += ties
            } else {
                added.append(row)
                work += Cost.object.rawValue
            }
        }
        removed = live.copies.indices.filter { !used.contains($0) }
        work += removed.count * Cost.property.rawValue
    }

    /// Leaves the copies that nobody wants where they are: they are not this recipe's.
    mutating func release() {
        work -= removed.count * Cost.property.rawValue
        (foreign, removed) = (removed, [])
    }

    /// Takes out copies that are gone already.
    package mutating func forgetRemoved(in live: inout LiveFamily) {
        let gone = Set(removed)
        let kept = live.copies.indices.filter { !gone.contains($0) }
        let places = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($1, $0) })
        pairs = pairs.compactMap { pair in places[pair.live].map { (pair.wanted, $0) } }
        live.copies = kept.map { live.copies[$0] }
        removed = []
    }

    /// Pairs many copies: those of one name, then those that stand where they are wanted, then in order.
    private static func pairMany(_ wanted: Family, _ live: LiveFamily, _ whole: [Int]) -> [Int?] {
        var pairs = Matching.pairEqual(
            rows: wanted.copies.count, columns: whole.count,
            rowKey: { CopyKey(wanted.copies[$0]) }, columnKey: { CopyKey(live.copies[whole[$0]]) })
        func rest() -> (rows: [Int], columns: [Int]) {
            let used = Set(pairs.compactMap(\.self))
            return (pairs.indices.filter { pairs[$0] == nil }, whole.indices.filter { !used.contains($0) })
        }
        func place(_ copy: LiveFamily.Copy) -> Placement? {
            copy.parts.min { $0.key < $1.key }.map {
                Placement(transform: $0.value.transform, visible: $0.value.isVisible)
            }
        }
        let part = live.looks.keys.min() ?? "0"
        let (rows, columns) = rest()
        let found = Matching.pairEqual(
            rows: rows.count, columns: columns.count,
            rowKey: { wanted.placement(wanted.copies[rows[$0]], part: part) },
            columnKey: { place(live.copies[whole[columns[$0]]]) })
        for (row, column) in found.enumerated() { pairs[rows[row]] = column.map { columns[$0] } }
        let (left, free) = rest()
        for (row, column) in zip(left, free) { pairs[row] = column }
        return pairs
    }

    private struct CopyKey: Hashable {
        let address: Address?
        let index: Int

        init(_ copy: Family.Copy) { (address, index) = (copy.address, copy.index) }
        init(_ copy: LiveFamily.Copy) { (address, index) = (copy.address, copy.index) }
    }

    /// What it costs to make a live copy the wanted one.
    private static func cost(
        _ family: Family, _ wanted: Family.Copy, _ live: LiveFamily.Copy
    ) -> (work: Int, ties: Int) {
        var work = 0
        for (part, instance) in live.parts {
            let place = family.placement(wanted, part: part)
            if !place.transform.isSame(as: instance.transform) { work += Cost.property.rawValue }
            if place.visible != instance.isVisible { work += Cost.property.rawValue }
        }
        let isSame = live.address == nil || (live.address == wanted.address && live.index == wanted.index)
        return (work, isSame ? 0 : 1)
    }
}
