// SPDX-License-Identifier: Apache-2.0

/// Finds the names of a set that someone who wrote another name probably meant.
public enum NearestNames {
    /// Up to three candidates at a Damerau-Levenshtein distance of at most two, nearest first.
    ///
    /// Names that differ only in case, hyphens and underscores (`fullHD` and `full_hd`) come first. A distance as great
    /// as the shorter name is long says nothing, so such candidates are left out.
    public static func of(_ name: String, in candidates: some Sequence<String>) -> [String] {
        ranked(name, in: candidates).map(\.name)
    }

    /// As ``of(_:in:)``, with the one name that is nearer than all others and shares at least half of its letters, if
    /// there is one: the safe guess.
    public static func best(_ name: String, in candidates: some Sequence<String>) -> (names: [String], sure: String?) {
        let ranked = ranked(name, in: candidates)
        guard let first = ranked.first else { return ([], nil) }
        let isAlone = ranked.count == 1 || ranked[1].distance > first.distance
        let isLike = 2 * first.distance <= min(name.unicodeScalars.count, first.name.unicodeScalars.count)
        return (ranked.map(\.name), isAlone && isLike ? first.name : nil)
    }

    private static func ranked(_ name: String, in candidates: some Sequence<String>) -> [(name: String, distance: Int)]
    {
        let wanted = Array(name.unicodeScalars.prefix(128))
        let letters = letterSet(wanted)
        let folded = fold(name)
        var found: [(name: String, distance: Int)] = []
        // A file may declare a hundred thousand names and miss each of a hundred: most are told apart by their letters.
        for candidate in candidates.prefix(candidateLimit) where candidate != name {
            guard (letterSet(candidate.unicodeScalars) ^ letters).nonzeroBitCount <= 4 else { continue }
            if fold(candidate) == folded {
                found.append((candidate, 0))
                continue
            }
            let scalars = Array(candidate.unicodeScalars.prefix(131))
            guard abs(scalars.count - wanted.count) <= 2 else { continue }
            let distance = distance(wanted, scalars)
            if distance <= 2, distance < max(2, min(wanted.count, scalars.count)) {
                found.append((candidate, distance))
            }
        }
        found.sort { $0.distance != $1.distance ? $0.distance < $1.distance : $0.name < $1.name }
        return Array(found.prefix(3))
    }

    /// The greatest number of candidates that are looked at.
    private static let candidateLimit = 5_000

    /// A bit for each letter that occurs, in either case: a slip changes two bits at most, so near names differ in four
    /// at most, and so do names that differ in case, hyphens, underscores and blanks.
    private static func letterSet(_ scalars: some Sequence<Unicode.Scalar>) -> UInt64 {
        var set: UInt64 = 0
        for scalar in scalars { set |= 1 << UInt64((scalar.value | 0x20) & 63) }
        return set
    }

    private static func fold(_ name: String) -> String {
        name.lowercased().filter { $0 != "_" && $0 != "-" && $0 != " " }
    }

    /// Damerau-Levenshtein distance: insertions, deletions, substitutions and transpositions of neighbours count one
    /// each, also where letters between the transposed ones were added or lost (Lowrance and Wagner 1975, "An extension
    /// of the string-to-string correction problem").
    package static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        let width = right.count + 2
        let most = left.count + right.count
        var table = [Int](repeating: most, count: (left.count + 2) * width)
        for i in 0...left.count { table[(i + 1) * width + 1] = i }
        for j in 0...right.count { table[width + j + 1] = j }
        var lastRow: [Unicode.Scalar: Int] = [:]
        for i in 1..<max(1, left.count + 1) {
            var lastColumn = 0
            for j in 1..<max(1, right.count + 1) {
                let row = lastRow[right[j - 1]] ?? 0
                let column = lastColumn
                let isEqual = left[i - 1] == right[j - 1]
                if isEqual { lastColumn = j }
                let substituted = table[i * width + j] + (isEqual ? 0 : 1)
                let inserted = table[(i + 1) * width + j] + 1
                let deleted = table[i * width + j + 1] + 1
                let transposed = table[row * width + column] + (i - row - 1) + 1 + (j - column - 1)
                table[(i + 1) * width + j + 1] = min(substituted, inserted, deleted, transposed)
            }
            lastRow[left[i - 1]] = i
        }
        return table[(left.count + 1) * width + right.count + 1]
    }
}
