// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import JSON
import SeededRandom

/// Makes up JSON that follows a schema.
struct SchemaSamples {
    private var random: SplitMix64

    init(seed: UInt64) { random = SplitMix64(state: seed) }

    mutating func next() -> UInt64 { random.next() }

    mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }

    /// A value that a client may send, or with `reported` one that a service may answer.
    mutating func value(_ schema: Schema, reported: Bool) -> JSONValue {
        if !schema.alternatives.isEmpty {
            return value(schema.alternatives[below(schema.alternatives.count)], reported: reported)
        }
        switch schema.kind {
        case .any: return [.null, 3, "text", ["a": 1.5]][below(4)]
        case .null: return .null
        case .boolean: return .boolean(below(2) == 1)
        case .integer:
            let low = schema.minimum ?? -1000
            return .integer(Int64(low) + Int64(below(Int(min((schema.maximum ?? 1e6) - low, 1e6)) + 1)))
        case .number:
            let low = schema.minimum ?? -1000
            return .number(low + Double(below(1 << 20)) / 1_048_576 * ((schema.maximum ?? low + 2000) - low))
        case .string:
            return .string(schema.values.isEmpty ? "wörd \(below(99))" : schema.values[below(schema.values.count)])
        case .array:
            let low = schema.minimumCount ?? 0
            let count = low + below(min(schema.maximumCount ?? 5, low + 5) - low + 1)
            return .array((0..<count).map { _ in schema.items.map { value($0, reported: reported) }[0] })
        case .object: return object(schema, reported: reported)
        }
    }

    private mutating func object(_ schema: Schema, reported: Bool) -> JSONValue {
        var members: [String: JSONValue] = [:]
        for property in schema.properties {
            if !reported, property.schema.isReadOnly { continue }
            if property.isRequired || below(2) == 1 {
                members[property.name] = value(property.schema, reported: reported)
            }
        }
        if case .map(let items) = schema.additional, let item = items.first {
            for index in 0..<below(4) { members["key \(index)"] = value(item, reported: reported) }
        }
        return .object(members)
    }

    /// The same value with one place changed, added or taken away.
    mutating func broken(_ value: JSONValue) -> JSONValue {
        let odd: [JSONValue] = [.null, true, "odd", -1, 1.5, 1e300, [], [:]]
        switch value {
        case .object(var members) where !members.isEmpty && below(4) > 0:
            let key = members.keys.sorted()[below(members.count)]
            switch below(4) {
            case 0: members[key] = nil
            case 1: members["surplus"] = odd[below(odd.count)]
            default: members[key] = broken(members[key] ?? .null)
            }
            return .object(members)
        case .array(var elements) where !elements.isEmpty && below(4) > 0:
            let index = below(elements.count)
            switch below(4) {
            case 0: elements.remove(at: index)
            case 1: elements.append(elements[index])
            default: elements[index] = broken(elements[index])
            }
            return .array(elements)
        default: return odd[below(odd.count)]
        }
    }
}
