// SPDX-License-Identifier: Apache-2.0
import JSON

extension YAMLTree {
    /// The bare data of a node by the core schema, aliases put in: what any YAML 1.2 reader would see. Numbers that JSON
    /// does not have become null.
    package func json(_ index: Int = 0) -> JSONValue {
        guard nodes.indices.contains(index) else { return .null }
        let node = resolved(index)
        switch nodes[node].kind {
        case .plain, .quoted:
            switch scalar(node) {
            case .null: return .null
            case .boolean(let value): return .boolean(value)
            case .integer(let value): return .integer(Int64(value))
            case .number(let value): return value.isFinite ? .number(value) : .null
            case .string(let text): return .string(text)
            }
        case .sequence:
            var elements: [JSONValue] = []
            var child = node + 1
            while child < Int(nodes[node].next) {
                elements.append(json(child))
                child = Int(nodes[child].next)
            }
            return .array(elements)
        case .mapping:
            var members: [String: JSONValue] = [:]
            var key = node + 1
            while key < Int(nodes[node].next) {
                let value = Int(nodes[key].next)
                if !nodes[key].isDamaged { members[string(key)] = json(value) }
                key = Int(nodes[value].next)
            }
            return .object(members)
        case .alias, .invalid: return .null
        }
    }
}
