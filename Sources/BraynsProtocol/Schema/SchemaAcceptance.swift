// SPDX-License-Identifier: Apache-2.0
import JSON

/// Tells quickly whether a value follows a schema, without saying why not.
///
/// Most requests follow theirs, and some hold hundreds of thousands of shapes: this walk allocates nothing. Only where
/// it says no does ``Schema/errors(in:)`` look for the reasons.
package final class SchemaAcceptance: Sendable {
    private let kind: Schema.Kind
    private let range: ClosedRange<Double>
    private let counts: ClosedRange<Int>
    private let values: Set<String>
    private let items: SchemaAcceptance?
    private let properties: [String: Property]
    private let required: [String]
    private let additional: Additional
    /// Alternatives are few and small: they are left to the slow way.
    private let isUndecided: Bool

    private struct Property: Sendable {
        let acceptance: SchemaAcceptance
        let isReadOnly: Bool
        let hasDefault: Bool
    }

    private enum Additional: Sendable {
        case anything, nothing
        case values(SchemaAcceptance)
    }

    /// Prepares for a schema.
    package init(_ schema: Schema) {
        kind = schema.kind
        let capacity = schema.capacity ?? .infinity
        let lower = max(schema.minimum ?? -.infinity, -capacity)
        range = lower...max(lower, min(schema.maximum ?? .infinity, capacity))
        let least = schema.minimumCount ?? 0
        counts = least...max(least, schema.maximumCount ?? .max)
        values = Set(schema.values + (schema.values.isEmpty ? [] : schema.aliases))
        items = schema.items.first.map(SchemaAcceptance.init)
        properties = Dictionary(
            schema.properties.map {
                (
                    $0.name,
                    Property(
                        acceptance: SchemaAcceptance($0.schema), isReadOnly: $0.schema.isReadOnly,
                        hasDefault: $0.schema.defaultValue != nil)
                )
            }
        ) { first, _ in first }
        required = schema.properties.filter { $0.isRequired && !$0.schema.isReadOnly }.map(\.name)
        additional =
            switch schema.additional {
            case .unspecified: .anything
            case .closed: .nothing
            case .map(let values): values.first.map { .values(SchemaAcceptance($0)) } ?? .anything
            }
        isUndecided = !schema.alternatives.isEmpty
    }

    /// Whether the value follows the schema; false also where that takes a closer look.
    package func accepts(_ value: JSONValue) -> Bool {
        if isUndecided { return false }
        switch (kind, value) {
        case (.any, _), (.null, .null), (.boolean, .boolean): return true
        case (.integer, .integer(let number)), (.number, .integer(let number)): return range.contains(Double(number))
        case (.number, .number(let number)): return range.contains(number)
        case (.number, .float(let number)): return range.contains(Double(number))
        case (.string, .string(let text)): return values.isEmpty || values.contains(text)
        case (.array, .array(let elements)):
            guard counts.contains(elements.count) else { return false }
            guard let items else { return true }
            for element in elements where !items.accepts(element) { return false }
            return true
        case (.object, .object(let members)): return acceptsMembers(members)
        default: return false
        }
    }

    private func acceptsMembers(_ members: [String: JSONValue]) -> Bool {
        for (name, member) in members {
            if let property = properties[name] {
                if property.isReadOnly { return false }
                if member.isNull, property.hasDefault { continue }
                if !property.acceptance.accepts(member) { return false }
            } else {
                switch additional {
                case .anything: continue
                case .nothing: return false
                case .values(let acceptance): if !acceptance.accepts(member) { return false }
                }
            }
        }
        for name in required where members[name] == nil { return false }
        return true
    }
}
