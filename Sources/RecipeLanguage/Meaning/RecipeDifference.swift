// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import Digest
import JSON

extension ResolvedRecipe {
    /// SHA-256 of the canonical form's compact JSON text: equal for recipes that mean the same.
    ///
    /// Provenance, ledgers and caches go by it; the canonical form, and so the digest, of a recipe never changes within
    /// version 1 of the language (`Tests/RecipeLanguageTests/MeaningTests.swift` holds it to that).
    public var digest: SHA256Digest {
        SHA256Digest(of: canonical.bytes(.compact))
    }
}

/// The difference in meaning of two recipes.
public struct RecipeDifference: Sendable {
    /// One address at which they differ.
    public struct Change: Sendable {
        /// `models.bunny.color.solid`; list entries by index from 0.
        public let address: String
        /// The canonical values; nil where the recipe says nothing of the address.
        public let before: JSONValue?
        public let after: JSONValue?
        /// Where the values are written, or their nearest written ancestors.
        public let beforeSpan: SourceSpan
        public let afterSpan: SourceSpan
    }

    /// The changes, by address.
    public let changes: [Change]
    /// The digests of the two.
    public let digests: (before: SHA256Digest, after: SHA256Digest)

    /// Compares two recipes by their canonical forms.
    public init(from before: ResolvedRecipe, to after: ResolvedRecipe) {
        var found: [(address: [String], before: JSONValue?, after: JSONValue?)] = []
        Self.compare(before.canonical, after.canonical, [], &found)
        // What a snapshot only inherits is told once, where it is written.
        let own = found.filter { difference in
            guard difference.address.count > 3, ["snapshots", "movies"].contains(difference.address[0]) else {
                return true
            }
            return !found.contains { other in
                other.address.count < difference.address.count && other.address.first != difference.address[0]
                    && difference.address.suffix(other.address.count).elementsEqual(other.address)
                    && other.before == difference.before && other.after == difference.after
            }
        }
        changes = own.map { difference in
            let address = difference.address.joined(separator: ".")
            return Change(
                address: address, before: difference.before, after: difference.after,
                beforeSpan: before.value.place(of: difference.address),
                afterSpan: after.value.place(of: difference.address))
        }
        digests = (before.digest, after.digest)
    }

    /// Whether the recipes mean the same.
    public var isEmpty: Bool { changes.isEmpty }

    private static func compare(
        _ before: JSONValue, _ after: JSONValue, _ address: [String],
        _ found: inout [(address: [String], before: JSONValue?, after: JSONValue?)]
    ) {
        if before == after { return }
        switch (before, after) {
        case (.object(let old), .object(let new)):
            // Another kind of a choice is one change, not a removal and an addition.
            if old.count == 1, new.count == 1, old.keys != new.keys, !address.isEmpty, address.count != 1 {
                found.append((address, before, after))
                return
            }
            for key in Set(old.keys).union(new.keys).sorted() {
                switch (old[key], new[key]) {
                case (let left?, let right?): compare(left, right, address + [key], &found)
                case (let left, let right): found.append((address + [key], left, right))
                }
            }
        case (.array(let old), .array(let new)) where old.count == new.count:
            for index in old.indices { compare(old[index], new[index], address + [String(index)], &found) }
        default: found.append((address, before, after))
        }
    }

    // MARK: Formats

    /// For people: a line for each change, with both places.
    public var text: String {
        if isEmpty { return "The recipes mean the same.\n" }
        return changes.map { change in
            let sign = change.before == nil ? "+" : change.after == nil ? "-" : "~"
            let values = [change.before, change.after].compactMap(\.self).map(Self.short).joined(separator: " → ")
            var lines = "\(sign) \(change.address): \(values)\n"
            if change.before != nil { lines += "    before: \(change.beforeSpan.description)\n" }
            if change.after != nil { lines += "    after:  \(change.afterSpan.description)\n" }
            return lines
        }.joined()
    }

    /// For programs.
    public var json: JSONValue {
        [
            "format_version": "1.0", "same": .boolean(isEmpty),
            "digests": ["before": .string(digests.before.description), "after": .string(digests.after.description)],
            "changes": .array(
                changes.map { change in
                    var members: [String: JSONValue] = ["address": .string(change.address)]
                    if let before = change.before {
                        members["before"] = before
                        members["before_range"] = JSONFormat.range(change.beforeSpan)
                    }
                    if let after = change.after {
                        members["after"] = after
                        members["after_range"] = JSONFormat.range(change.afterSpan)
                    }
                    return .object(members)
                }),
        ]
    }

    private static func short(_ value: JSONValue) -> String {
        let text = value.text()
        return text.count > 80 ? text.prefix(79) + "…" : text
    }
}
