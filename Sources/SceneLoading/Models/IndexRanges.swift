// SPDX-License-Identifier: Apache-2.0

/// Ranges of indices as people write them: `3`, `0-5`, `1,4-6`.
package enum IndexRanges {
    /// The ranges of a text.
    ///
    /// - Throws: `LoadingError` `invalidOption` in the service's wording.
    package static func parse(_ text: String) throws(LoadingError) -> [ClosedRange<UInt64>] {
        var ranges: [ClosedRange<UInt64>] = []
        for piece in text.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = piece.split(separator: "-", omittingEmptySubsequences: false).map { UInt64($0) }
            guard let first = ends.first, let lower = first, let last = ends.last, let upper = last, ends.count <= 2
            else { throw LoadingError(.invalidOption, "Invalid range \(piece)") }
            guard lower <= upper else { throw LoadingError(.invalidOption, "Invalid range \(lower)-\(upper)") }
            ranges.append(lower...upper)
        }
        return ranges
    }

    /// The shortest text for some ids, in ascending order.
    package static func text(of ids: [UInt64]) -> String {
        let sorted = ids.sorted()
        var pieces: [String] = []
        var index = 0
        while index < sorted.count {
            let first = sorted[index]
            var last = first
            while index + 1 < sorted.count, sorted[index + 1] <= last &+ 1 {
                index += 1
                last = sorted[index]
            }
            pieces.append(first == last ? "\(first)" : "\(first)-\(last)")
            index += 1
        }
        return pieces.joined(separator: ",")
    }
}
