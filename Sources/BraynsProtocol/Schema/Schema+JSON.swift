// SPDX-License-Identifier: Apache-2.0
import JSON

extension Schema: WireValue {
    /// A schema travels as an object about which nothing more is said.
    public static var schema: Schema {
        var schema = Schema(.object)
        schema.title = "JsonSchema"
        return schema
    }

    /// The schema as a Brayns service writes it: members at their default are left out.
    public var wire: JSONValue {
        var members: [String: JSONValue] = [:]
        if !title.isEmpty { members["title"] = .string(title) }
        if !description.isEmpty { members["description"] = .string(description) }
        if isReadOnly { members["readOnly"] = true }
        if !alternatives.isEmpty {
            members["oneOf"] = alternatives.wire
            return .object(members)
        }
        if kind != .any { members["type"] = .string(kind.rawValue) }
        members["default"] = defaultValue
        members["minimum"] = minimum.map(Self.number)
        members["maximum"] = maximum.map(Self.number)
        if let item = items.first { members["items"] = item.wire }
        members["minItems"] = minimumCount.map { .integer(Int64($0)) }
        members["maxItems"] = maximumCount.map { .integer(Int64($0)) }
        if !values.isEmpty { members["enum"] = values.wire }
        if !properties.isEmpty {
            members["properties"] = .object(
                Dictionary(properties.map { ($0.name, $0.schema.wire) }) { _, last in last })
        }
        let required = properties.filter(\.isRequired).map(\.name)
        if !required.isEmpty { members["required"] = required.wire }
        switch additional {
        case .unspecified: break
        case .closed: members["additionalProperties"] = false
        case .map(let values): members["additionalProperties"] = values.first?.wire
        }
        return .object(members)
    }

    private static func number(_ value: Double) -> JSONValue {
        Int64(exactly: value).map(JSONValue.integer) ?? .number(value)
    }

    /// Reads a schema that a service has answered; members that are not known are left aside.
    public init(wire: JSONValue) throws {
        guard wire.object != nil else { throw WireDecodingError(expected: .object, found: wire) }
        self.init(wire["type"]?.string.flatMap(Kind.init) ?? .any)
        title = wire["title"]?.string ?? ""
        description = wire["description"]?.string ?? ""
        isReadOnly = wire["readOnly"]?.boolean ?? false
        alternatives = try wire["oneOf"].map { try [Schema](wire: $0) } ?? []
        defaultValue = wire["default"]
        minimum = wire["minimum"]?.double
        maximum = wire["maximum"]?.double
        items = try wire["items"].map { [try Schema(wire: $0)] } ?? []
        minimumCount = wire["minItems"]?.integer.flatMap(Int.init(exactly:))
        maximumCount = wire["maxItems"]?.integer.flatMap(Int.init(exactly:))
        values = (wire["enum"]?.array ?? []).compactMap(\.string)
        let required = Set((wire["required"]?.array ?? []).compactMap(\.string))
        properties = try (wire["properties"]?.object ?? [:]).sorted { $0.key < $1.key }.map {
            Property(name: $0.key, schema: try Schema(wire: $0.value), isRequired: required.contains($0.key))
        }
        if let rest = wire["additionalProperties"] {
            additional = rest.boolean == false ? .closed : rest.object == nil ? .unspecified : .map([try Schema(wire: rest)])
        }
    }
}
