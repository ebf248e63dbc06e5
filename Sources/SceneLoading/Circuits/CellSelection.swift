// SPDX-License-Identifier: Apache-2.0

/// Ways of taking some of a list of ids, as the service takes them.
package enum CellSelection {
    /// Ids in ascending order, each once.
    package static func ordered(_ ids: [UInt64]) -> [UInt64] {
        var result: [UInt64] = []
        result.reserveCapacity(ids.count)
        for id in ids.sorted() where id != result.last { result.append(id) }
        return result
    }

    /// Every k-th id from the first on, k being the reciprocal of the share, rounded down: a share above one half
    /// takes all.
    ///
    /// - Parameter share: 0 to 1; none for 0.
    package static func everyNth(_ ids: [UInt64], share: Float) -> [UInt64] {
        if share >= 1 || ids.isEmpty { return ids }
        guard share > 0 else { return [] }
        // By way of the count, as the service computes it: the rounding of a share such as 1/7 depends on it.
        let count = Float(ids.count)
        return every(max(Int(exactly: (count / (count * share)).rounded(.down)) ?? .max, 1), of: ids)
    }

    /// Ids in the order given, each once.
    package static func distinct(_ ids: [UInt64]) -> [UInt64] {
        var seen = Set<UInt64>(minimumCapacity: ids.count)
        return ids.filter { seen.insert($0).inserted }
    }

    /// Every k-th id from the first on.
    package static func every(_ step: Int, of ids: [UInt64]) -> [UInt64] {
        if step <= 1 { return ids }
        if step >= ids.count { return Array(ids.prefix(1)) }
        return stride(from: 0, to: ids.count, by: step).map { ids[$0] }
    }

    /// At most about `limit` ids, by the same rule as for a share; 0 or nil: all.
    package static func limited(_ ids: [UInt64], to limit: UInt64?) -> [UInt64] {
        guard let limit, limit > 0, UInt64(ids.count) > limit else { return ids }
        return everyNth(ids, share: Float(limit) / Float(ids.count))
    }

    /// The ids that are in both of two ascending lists.
    package static func intersection(_ a: [UInt64], _ b: [UInt64]) -> [UInt64] {
        var result: [UInt64] = []
        var place = 0
        for id in a {
            while place < b.count, b[place] < id { place += 1 }
            if place < b.count, b[place] == id { result.append(id) }
        }
        return result
    }
}
