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

    /// As ``of(_:in:)``, with the one name that is nearer than all others, if there is one: the safe guess.
    public static func best(_ name: String, in candidates: some Sequence<String>) -> (names: [String], sure: String?) {
        let ranked = ranked(name, in: candidates)
        guard let first = ranked.first else { return ([], nil) }
        let alone = ranked.count == 1 || ranked[1].distance > first.distance
        return (ranked.map(\.name), alone ? first.name : nil)
    }

    private static func ranked(_ name: String, in candidates: some Sequence<String>) -> [(name: String, distance: Int)] {
        let wanted = Array(name.unicodeScalars.prefix(128))
        let folded = fold(name)
        var found: [(name: String, distance: Int)] = []
        for candidate in candidates where candidate != name {
            if fold(candidate) == folded {
                found.append((candidate, 0))
                continue
            }
            let scalars = Array(candidate.unicodeScalars)
            guard abs(scalars.count - wanted.count) <= 2 else { continue }
            let distance = distance(wanted, scalars)
            if distance <= 2, distance < max(2, min(wanted.count, scalars.count)) {
                found.append((candidate, distance))
            }
        }
        found.sort { $0.distance != $1.distance ? $0.distance < $1.distance : $0.name < $1.name }
        return Array(found.prefix(3))
    }

    private static func fold(_ name: String) -> String {
        name.lowercased().filter { $0 != "_" && $0 != "-" && $0 != " " }
    }

    /// Damerau-Levenshtein distance in its optimal string alignment form: insertions, deletions, substitutions and
    /// transpositions of neighbours count one each.
    package static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        if left.isEmpty { return right.count }
        if right.isEmpty { return left.count }
        var beforeLast = [Int](repeating: 0, count: right.count + 1)
        var last = Array(0...right.count)
        var current = last
        for i in 1...left.count {
            current[0] = i
            for j in 1...right.count {
                let substitution = last[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1)
                var best = min(last[j] + 1, current[j - 1] + 1, substitution)
                if i > 1, j > 1, left[i - 1] == right[j - 2], left[i - 2] == right[j - 1] {
                    best = min(best, beforeLast[j - 2] + 1)
                }
                current[j] = best
            }
            beforeLast = last
            last = current
        }
        return last[right.count]
    }
}
