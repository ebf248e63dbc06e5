// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import Digest
import JSON

/// The difference in meaning of two recipes.
public struct RecipeDifference: Sendable {
    /// One address at which they differ.
    public struct Change: Sendable {
        /// `models.bunny.color.solid`; list entries by index from 0.
        public let address: String
        /// The canonical values, a default where the recipe leaves it; nil where there is none.
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
        let (old, new) = (before.canonical, after.canonical)
        changes = MeaningChange.all(from: old, to: new).map { change in
            Change(
                address: change.address, before: change.before, after: change.after,
                beforeSpan: before.span(of: change.address), afterSpan: after.span(of: change.address))
        }
        digests = (SHA256Digest(of: old.bytes(.compact)), SHA256Digest(of: new.bytes(.compact)))
    }

    /// Whether the recipes mean the same.
    public var isEmpty: Bool { changes.isEmpty }

    // MARK: Formats

    /// For people: a line for each change, with both places.
    public var text: String {
        if isEmpty { return "The recipes mean the same.\n" }
        return changes.map { change in
            let sign = change.before == nil ? "+" : change.after == nil ? "-" : "~"
            let values = [change.before, change.after].compactMap(\.self).map(MeaningChange.short).joined(separator: " → ")
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
}
