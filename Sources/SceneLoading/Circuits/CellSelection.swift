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
        return every(max(Int(exactly: (1 / share).rounded(.down)) ?? .max, 1), of: ids)
    }

    /// Every k-th id from the first on.
    package static func every(_ step: Int, of ids: [UInt64]) -> [UInt64] {
        if step <= 1 { return ids }
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
