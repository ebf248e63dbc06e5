// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import SceneModel

/// Which wanted families are live already, which replace a live one, and what is left over on both sides.
package struct Matching: Sendable {
    /// Why a live family gives way to a wanted one.
    package enum Reason: String, Sendable {
        /// It is made from something else now.
        case originChanged = "cannot be changed in place"
        /// A colouring cannot be undone.
        case coloring = "the service cannot undo its colouring"
        /// What it is made of is neither seen nor remembered.
        case hidden = "what it is made of cannot be read back and is not recorded"
        /// A part or a property was changed by someone else in a way that cannot be read back.
        case altered = "it was changed in a way that cannot be read back"
        /// It is to be made again because that was asked for.
        case refreshed = "hidden state is refreshed"
        /// It may share its model with one that is to look otherwise.
        case shared = "whether it shares a model with others cannot be read back and is not recorded"
    }

    package struct Kept: Sendable {
        package var wanted: Int
        package var live: Int
        package var difference: FamilyDifference
        /// Live families of the same origin that are removed because new copies take their place.
        package var strayCopies: [Int] = []
        /// Which others may share its model from now on.
        package var sharing: String?
    }

    package struct Replaced: Sendable {
        package var wanted: Int
        package var live: [Int]
        package var reason: Reason
    }

    package var kept: [Kept] = []
    package var replaced: [Replaced] = []
    /// Indices of families that are to be made.
    package var created: [Int] = []
    /// Indices of live families that belong to no wanted one.
    package var leftOver: [Int] = []

    /// Up to so many of one kind are matched exactly; beyond, those that are equal or bear the same name are taken
    /// out first.
    static let exactLimit = 48

    private let wanted: [Family]
    private let live: [LiveFamily]
    private let owner: String?

    package init(
        _ wanted: [Family], _ live: [LiveFamily], owner: String?, refreshHidden: Bool, keepsForeignCopies: Bool
    ) {
        self.wanted = wanted
        self.live = live
        self.owner = owner
        var rows = Set(wanted.indices)
        var columns = Set(live.indices)
        if !refreshHidden {
            matchByOrigin(&rows, &columns)
        } else {
            let hidden = rows.filter { wanted[$0].origin.isHidden }
            rows.subtract(hidden)
            matchByOrigin(&rows, &columns)
            rows.formUnion(hidden)
        }
        replaceByName(&rows, &columns, refreshHidden)
        replaceByLikeness(&rows, &columns)
        created = rows.sorted()
        leftOver = columns.sorted()
        for place in kept.indices where keepsForeignCopies && !live[kept[place].live].belongs(to: owner) {
            kept[place].difference.release()
        }
        kept.sort { $0.wanted < $1.wanted }
        replaced.sort { $0.wanted < $1.wanted }
    }

    /// Families of one origin, least work first.
    private mutating func matchByOrigin(_ rows: inout Set<Int>, _ columns: inout Set<Int>) {
        var rowsByOrigin: [Origin: [Int]] = [:]
        for row in rows.sorted() { rowsByOrigin[wanted[row].origin, default: []].append(row) }
        var columnsByOrigin: [Origin: [Int]] = [:]
        for column in columns.sorted() {
            guard let origin = live[column].origin, live[column].isWhole, !live[column].isAltered else { continue }
            columnsByOrigin[origin, default: []].append(column)
        }
        for (origin, these) in rowsByOrigin {
            guard let those = columnsByOrigin[origin] else { continue }
            let found = match(these, those)
            rows.subtract(found.map(\.wanted))
            columns.subtract(found.map(\.live))
            accept(found)
        }
    }

    /// Families of one origin that may share a model must look alike; where they are not to, all but one are made
    /// again.
    private mutating func accept(_ found: [Kept]) {
        guard found.contains(where: { live[$0.live].sharing != nil }) else {
            kept += found
            return
        }
        let ordered = found.sorted {
            (live[$0.live].token == nil ? 1 : 0, $0.wanted) < (live[$1.live].token == nil ? 1 : 0, $1.wanted)
        }
        var classes: [LiveFamily.Shown: SharingClass] = [:]
        var accepted: [Kept] = []
        for candidate in ordered {
            let family = live[candidate.live]
            let looks = family.looks.keys.sorted().map { wanted[candidate.wanted].look($0) }
            if classes[family.shown, default: SharingClass()].admit(family.sharing, looks) {
                accepted.append(candidate)
            } else {
                replaced.append(Replaced(wanted: candidate.wanted, live: [candidate.live], reason: .shared))
            }
        }
        let group = accepted.flatMap { live[$0.live].ids }.min().map { "s\($0)" }
        for index in accepted.indices {
            let family = live[accepted[index].live]
            let isAmbiguous = classes[family.shown]?.isAmbiguous(family.sharing) ?? false
            accepted[index].sharing = isAmbiguous ? group : nil
        }
        kept += accepted
    }

    private func match(_ rows: [Int], _ columns: [Int]) -> [Kept] {
        if rows.count == 1, columns.count == 1 {
            let difference = FamilyDifference(wanted[rows[0]], live[columns[0]])
            return difference.isOutOfReach ? [] : [Kept(wanted: rows[0], live: columns[0], difference: difference)]
        }
        var (rows, columns) = (rows, columns)
        var found: [Kept] = []
        func take(_ pairs: [Int?]) {
            var usedRows = Set<Int>()
            var usedColumns = Set<Int>()
            for (row, column) in pairs.enumerated() {
                guard let column else { continue }
                let difference = FamilyDifference(wanted[rows[row]], live[columns[column]])
                guard !difference.isOutOfReach else { continue }
                found.append(Kept(wanted: rows[row], live: columns[column], difference: difference))
                usedRows.insert(row)
                usedColumns.insert(column)
            }
            rows = rows.enumerated().filter { !usedRows.contains($0.offset) }.map(\.element)
            columns = columns.enumerated().filter { !usedColumns.contains($0.offset) }.map(\.element)
        }
        if max(rows.count, columns.count) > Self.exactLimit {
            takeEqual(&rows, &columns, &found)
        }
        if max(rows.count, columns.count) > Self.exactLimit {
            take(
                Self.pairEqual(
                    rows: rows.count, columns: columns.count, rowKey: { [rows] in wanted[rows[$0]].address },
                    columnKey: { [columns] in live[columns[$0]].address }))
        }
        if max(rows.count, columns.count) > Self.exactLimit {
            // What stands where it is wanted, whatever it is called; the rest in order.
            take(
                Self.pairEqual(
                    rows: rows.count, columns: columns.count, rowKey: { [rows] in wanted[rows[$0]].firstPlace },
                    columnKey: { [columns] in live[columns[$0]].firstPlace }))
        }
        if max(rows.count, columns.count) > Self.exactLimit {
            take((0..<rows.count).map { $0 < columns.count ? $0 : nil })
            return found
        }
        var differences: [Int: FamilyDifference] = [:]
        for row in rows.indices {
            for column in columns.indices {
                differences[row * columns.count + column] = FamilyDifference(wanted[rows[row]], live[columns[column]])
            }
        }
        let width = columns.count
        take(
            Assignment.leastCost(
                rows: rows.count, columns: width,
                pair: { row, column in
                    differences[row * width + column].flatMap { $0.isOutOfReach ? nil : $0.price }
                },
                aloneRow: { [rows] in wanted[rows[$0]].makingCost << 20 },
                aloneColumn: { [columns] in removalCost(live[columns[$0]]) << 20 }))
        return found
    }

    /// Takes out pairs that differ in nothing, name included. The work between two families is a count of attributes
    /// that differ and so obeys the triangle inequality: a least assignment with these pairs always exists.
    private func takeEqual(_ rows: inout [Int], _ columns: inout [Int], _ found: inout [Kept]) {
        var byAddress: [Address: [Int]] = [:]
        for column in columns {
            if let address = live[column].address { byAddress[address, default: []].append(column) }
        }
        var used = Set<Int>()
        rows.removeAll { row in
            guard let column = byAddress[wanted[row].address]?.first(where: { !used.contains($0) }) else {
                return false
            }
            let difference = FamilyDifference(wanted[row], live[column])
            guard difference.price == 0 else { return false }
            used.insert(column)
            found.append(Kept(wanted: row, live: column, difference: difference))
            return true
        }
        columns.removeAll { used.contains($0) }
    }

    /// Pairs what has equal keys, in order.
    static func pairEqual<Key: Hashable>(
        rows: Int, columns: Int, rowKey: (Int) -> Key?, columnKey: (Int) -> Key?
    ) -> [Int?] {
        var places: [Key: [Int]] = [:]
        for column in (0..<columns).reversed() {
            if let key = columnKey(column) { places[key, default: []].append(column) }
        }
        return (0..<rows).map { row in rowKey(row).flatMap { places[$0]?.popLast() } }
    }

    /// What the removal of a live family costs; what is not ours is not removed on its own account.
    private func removalCost(_ family: LiveFamily) -> Int {
        family.belongs(to: owner) ? Cost.property.rawValue : 0
    }

    /// A family that was made for an address gives way to the one that is wanted there now.
    private mutating func replaceByName(_ rows: inout Set<Int>, _ columns: inout Set<Int>, _ refreshHidden: Bool) {
        var byAddress: [Address: [Int]] = [:]
        for column in columns.sorted() where live[column].owner == owner {
            if let address = live[column].address { byAddress[address, default: []].append(column) }
        }
        for row in rows.sorted() {
            guard let these = byAddress[wanted[row].address], let first = these.first else { continue }
            var reason = Reason.originChanged
            if live[first].isAltered || !live[first].isWhole {
                reason = .altered
            } else if live[first].origin == wanted[row].origin {
                reason = refreshHidden && wanted[row].origin.isHidden ? .refreshed : .coloring
            }
            replaced.append(Replaced(wanted: row, live: these, reason: reason))
            rows.remove(row)
            columns.subtract(these)
        }
    }

    /// An object of a hidden kind that nobody remembers is taken for the wanted one whose type and bounds it has, in
    /// order, and made again. So are further copies of a load that is wanted: which model they share is hidden.
    private mutating func replaceByLikeness(_ rows: inout Set<Int>, _ columns: inout Set<Int>) {
        var unknown = columns.sorted().filter { live[$0].token == nil && live[$0].origin == nil }[...]
        for row in rows.sorted() where wanted[row].origin.isHidden && !unknown.isEmpty {
            guard let place = unknown.firstIndex(where: { isLike(wanted[row], live[$0]) }) else { continue }
            replaced.append(Replaced(wanted: row, live: [unknown[place]], reason: .hidden))
            rows.remove(row)
            columns.remove(unknown[place])
            if place == unknown.startIndex { unknown.removeFirst() } else { unknown.remove(at: place) }
        }
        guard kept.contains(where: { !$0.difference.added.isEmpty && live[$0.live].token == nil }) else { return }
        var strays: [Origin: [Int]] = [:]
        for column in columns.sorted().reversed() where live[column].token == nil {
            if let origin = live[column].origin { strays[origin, default: []].append(column) }
        }
        for place in kept.indices where !kept[place].difference.added.isEmpty && live[kept[place].live].token == nil {
            for _ in kept[place].difference.added {
                let origin = wanted[kept[place].wanted].origin
                guard let found = strays[origin]?.popLast() else { break }
                columns.remove(found)
                kept[place].strayCopies.append(found)
            }
        }
    }

    private func isLike(_ family: Family, _ live: LiveFamily) -> Bool {
        guard let types = family.origin.modelTypes, live.copies.count == 1,
            let instance = live.copies[0].parts["0"], types.contains(instance.type)
        else { return false }
        let place = family.placement(family.copies[0], part: "0").transform
        return family.origin.fits(instance.bounds, at: place, live: instance.transform)
    }
}
