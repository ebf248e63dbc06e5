// SPDX-License-Identifier: Apache-2.0
import JSON

/// A difference in meaning of two recipes in canonical form.
public struct MeaningChange: Hashable, Sendable, CustomStringConvertible {
    /// Address in the recipe, such as `models.cell.color.solid`.
    public let address: String
    /// Compact JSON of the old value; nil where the recipe said nothing.
    public let before: String?
    /// Compact JSON of the new value; nil where the recipe says nothing.
    public let after: String?

    public var description: String {
        switch (before, after) {
        case (let before?, let after?): "\(address): \(Self.short(before)) → \(Self.short(after))"
        case (let before?, nil): "\(address): \(Self.short(before)) is gone"
        case (nil, let after?): "\(address): \(Self.short(after)) is new"
        case (nil, nil): address
        }
    }

    private static func short(_ text: String) -> String { text.count <= 60 ? text : text.prefix(57) + "…" }

    /// All differences, in the order of their addresses.
    public static func all(from old: JSONValue, to new: JSONValue) -> [MeaningChange] {
        var changes: [MeaningChange] = []
        compare(old, new, at: "", into: &changes)
        return changes
    }

    private static func compare(
        _ old: JSONValue?, _ new: JSONValue?, at address: String, into changes: inout [MeaningChange]
    ) {
        if let before = old?.object, let after = new?.object {
            for key in Set(before.keys).union(after.keys).sorted() {
                compare(before[key], after[key], at: address.isEmpty ? key : address + "." + key, into: &changes)
            }
            return
        }
        if let before = old?.array, let after = new?.array, before.count == after.count,
            before.contains(where: isTree)
        {
            for (index, pair) in zip(before, after).enumerated() {
                compare(pair.0, pair.1, at: "\(address).\(index)", into: &changes)
            }
            return
        }
        let (before, after) = (old?.text(), new?.text())
        if before != after { changes.append(MeaningChange(address: address, before: before, after: after)) }
    }

    private static func isTree(_ value: JSONValue) -> Bool { value.object != nil }
}
