// SPDX-License-Identifier: Apache-2.0
import Diagnostics

extension RecipeValue {
    /// The value at an address, and where it stands. The place of an entry is that of its key.
    func place(of address: [String]) -> SourceSpan {
        var place = SourceSpan(span.source, from: 0, to: 0)
        var value = self
        for part in address {
            guard let (next, span) = value.child(part) else { return place }
            value = next
            place = span
        }
        return place
    }

    /// The value at an address, if it is written.
    func value(at address: [String]) -> RecipeValue? {
        var value = self
        for part in address {
            guard let (next, _) = value.child(part) else { return nil }
            value = next
        }
        return value
    }

    /// A child by name or index, and the place of its name.
    func child(_ name: String) -> (RecipeValue, SourceSpan)? {
        switch content {
        case .record(let fields):
            return fields.first { $0.key.name == name }.map { ($0.value, $0.keySpan) }
        case .map(let members):
            return members.first { $0.name == name }.map { ($0.value, $0.nameSpan) }
        case .kind(let kind, let options, let span):
            return kind.name == name ? (options, span) : nil
        case .list(let items):
            guard let index = Int(name), items.indices.contains(index) else { return nil }
            return (items[index], items[index].span)
        default: return nil
        }
    }
}
