// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import JSON

/// The JSON Schema (draft 2020-12) of the shapes.
///
/// It says what a schema can say: keys, types, ranges, kinds, which keys exclude each other. It cannot say which names
/// are declared, which paths exist, or what a merged recipe lacks; there the engine says more.
struct SchemaWriter {
    private var definitions: [String: JSONValue] = [:]
    private var names: [ObjectIdentifier: String] = [:]

    /// The schema of whole recipes.
    static func recipe() -> JSONValue {
        var writer = SchemaWriter()
        writer.definitions["reference"] = [
            "description": "A text with a reference to a parameter or data root, which stands for a value of any type.",
            "type": "string", "pattern": "\\$\\{[^}]*\\}",
        ]
        guard case .object(var root) = writer.definition(of: RecipeKeys.record) else { return .null }
        root["$schema"] = "https://json-schema.org/draft/2020-12/schema"
        root["title"] = "Scene recipe, version 1"
        root["$defs"] = .object(writer.definitions)
        return .object(root)
    }

    private static let reference: JSONValue = ["$ref": "#/$defs/reference"]

    private static func orReference(_ schema: JSONValue) -> JSONValue {
        ["anyOf": [schema, reference]]
    }

    // MARK: Shapes

    private mutating func schema(_ shape: Shape) -> JSONValue {
        switch shape {
        case .boolean: return Self.orReference(["type": "boolean"])
        case .integer(let range): return Self.orReference(Self.number("integer", range))
        case .number(let range): return Self.orReference(Self.number("number", range))
        case .version: return Self.orReference(["const": 1])
        case .text(let form):
            guard let pattern = form.pattern else { return ["type": "string"] }
            return Self.orReference(["type": "string", "pattern": .string(pattern)])
        case .path(let use):
            var members: [String: JSONValue] = ["type": "string", "minLength": 1]
            if let pattern = use.pattern { members["pattern"] = .string(pattern) }
            return .object(members)
        case .word(let words):
            return Self.orReference([
                "enum": .array(words.map { .string($0.name) }),
                "description": .string(words.map { "\($0.name): \($0.doc)" }.joined(separator: "; ") + "."),
            ])
        case .color: return color()
        case .numbers(let count, let range, let whole, let broadcast, _):
            let element = Self.orReference(Self.number(whole ? "integer" : "number", range))
            var forms: [JSONValue] = [
                [
                    "type": "array", "items": element, "minItems": .integer(Int64(count)),
                    "maxItems": .integer(Int64(count)),
                ]
            ]
            if broadcast { forms.append(Self.number("number", range)) }
            return ["anyOf": .array(forms + [Self.reference])]
        case .list(let element, let minimum, let maximum, let bareItem):
            let item = schema(element)
            var list: [String: JSONValue] = ["type": "array", "items": item]
            if minimum > 0 { list["minItems"] = .integer(Int64(minimum)) }
            if let maximum { list["maxItems"] = .integer(Int64(maximum)) }
            return bareItem ? ["anyOf": [.object(list), item]] : .object(list)
        case .map(let rule, let element, let minimum):
            var map: [String: JSONValue] = [
                "type": "object", "additionalProperties": schema(element), "propertyNames": Self.names(rule),
            ]
            if minimum > 0 { map["minProperties"] = .integer(Int64(minimum)) }
            return .object(map)
        case .record(let record): return recordForms(record)
        case .choice(let choice): return reference(to: choice)
        case .either(let scalar, let list, let map):
            return ["anyOf": .array([scalar, list, map].compactMap(\.self).map { schema($0) })]
        case .literal:
            return [
                "anyOf": [
                    ["type": ["number", "boolean", "string"]],
                    [
                        "type": "array", "items": Self.orReference(["type": "number"]), "minItems": 3, "maxItems": 4,
                    ],
                ]
            ]
        }
    }

    private static func number(_ type: String, _ range: NumberRange) -> JSONValue {
        var members: [String: JSONValue] = ["type": .string(type)]
        func bound(_ value: Double) -> JSONValue { Int64(exactly: value).map(JSONValue.integer) ?? .number(value) }
        if let minimum = range.minimum {
            members[range.excludesMinimum ? "exclusiveMinimum" : "minimum"] = bound(minimum)
        }
        if let maximum = range.maximum {
            members[range.excludesMaximum ? "exclusiveMaximum" : "maximum"] = bound(maximum)
        }
        return .object(members)
    }

    private mutating func color() -> JSONValue {
        if definitions["color"] == nil {
            let channel: JSONValue = Self.orReference(["type": "number", "minimum": 0, "maximum": 1])
            definitions["color"] = [
                "description":
                    "A colour: \"#rgb\", \"#rrggbb\", \"#rrggbbaa\", a CSS name, or three or four numbers from 0 to 1.",
                "anyOf": [
                    ["enum": .array(CSSColors.names.map(JSONValue.string))],
                    // Names count in any case; which of those are colours the engine tells.
                    ["type": "string", "pattern": "^[A-Za-z]*[A-Z][A-Za-z]*$"],
                    ["type": "string", "pattern": "^#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})$"],
                    ["type": "array", "items": channel, "minItems": 3, "maxItems": 4], Self.reference,
                ],
            ]
        }
        return ["$ref": "#/$defs/color"]
    }

    private static func names(_ rule: NameRule) -> JSONValue {
        switch rule {
        case .free: ["minLength": 1]
        case .modelName: ["pattern": "^[A-Za-z_][A-Za-z0-9_-]*$", "not": ["const": "scene"]]
        case .name, .parameter, .declaredModel: ["pattern": "^[A-Za-z_][A-Za-z0-9_-]*$"]
        }
    }

    // MARK: Records and choices

    private mutating func recordForms(_ record: Record) -> JSONValue {
        let map = reference(to: record)
        var forms: [JSONValue] = []
        if let word = record.bareWord { forms.append(["const": .string(word)]) }
        if let key = record.bareKey { forms.append(schema(key.shape)) }
        return forms.isEmpty ? map : ["anyOf": .array(forms + [map])]
    }

    private mutating func reference(to record: Record) -> JSONValue {
        if let name = names[ObjectIdentifier(record)] { return ["$ref": .string("#/$defs/\(name)")] }
        let name = reserve(record.name, for: ObjectIdentifier(record))
        definitions[name] = definition(of: record)
        return ["$ref": .string("#/$defs/\(name)")]
    }

    private mutating func reference(to choice: Choice) -> JSONValue {
        if let name = names[ObjectIdentifier(choice)] { return ["$ref": .string("#/$defs/\(name)")] }
        let name = reserve(choice.name, for: ObjectIdentifier(choice))
        var properties: [String: JSONValue] = [:]
        for kind in choice.kinds { properties[kind.name] = described(recordForms(kind.record), kind.record.doc) }
        let bare = choice.kinds.filter(\.record.hasDefaults).map { JSONValue.string($0.name) }
        definitions[name] = [
            "description": .string(choice.doc),
            "anyOf": [
                ["enum": .array(bare)],
                [
                    "type": "object", "properties": .object(properties), "additionalProperties": false,
                    "minProperties": 1, "maxProperties": 1,
                ], Self.reference,
            ],
        ]
        return ["$ref": .string("#/$defs/\(name)")]
    }

    private mutating func reserve(_ title: String, for identity: ObjectIdentifier) -> String {
        let words = title.split(separator: " ").filter { !["a", "an", "the", "of"].contains($0) }
        var name = words.enumerated().map { $0 == 0 ? String($1) : $1.prefix(1).uppercased() + $1.dropFirst() }.joined()
        let base = name
        var number = 2
        while names.values.contains(name) || ["reference", "color"].contains(name) {
            name = base + String(number)
            number += 1
        }
        names[identity] = name
        return name
    }

    private func described(_ schema: JSONValue, _ doc: String) -> JSONValue {
        guard case .object(var members) = schema else { return schema }
        members["description"] = .string(doc)
        return .object(members)
    }

    private mutating func definition(of record: Record) -> JSONValue {
        var properties: [String: JSONValue] = [:]
        for key in record.keys {
            guard case .object(var property) = schema(key.shape) else { continue }
            property["description"] = .string(Self.description(of: key))
            property["examples"] = [Self.example(of: key)]
            if let value = key.defaultJSON { property["default"] = value }
            properties[key.name] = .object(property)
        }
        var members: [String: JSONValue] = [
            "type": "object", "description": .string(record.doc), "properties": .object(properties),
            "additionalProperties": false,
        ]
        let required = record.keys.filter(\.isRequired)
        if !required.isEmpty { members["required"] = .array(required.map { .string($0.name) }) }
        var conditions = record.groups.map(Self.condition)
        conditions += record.narrowings.map { narrowing in
            let allowed = [narrowing.key] + narrowing.allowed
            return [
                "if": ["required": [.string(narrowing.key.name)]],
                "then": ["propertyNames": ["enum": .array(allowed.map { .string($0.name) })]],
            ]
        }
        if !conditions.isEmpty { members["allOf"] = .array(conditions) }
        return .object(members)
    }

    /// Exactly one alternative of a group, or none where none is required.
    private static func condition(_ group: KeyGroup) -> JSONValue {
        func present(_ key: KeyDeclaration) -> JSONValue { ["required": [.string(key.name)]] }
        let all = group.alternatives.flatMap { $0 }
        var branches: [JSONValue] = group.alternatives.map { alternative in
            let needed: JSONValue =
                switch group.needs {
                case .all: ["required": .array(alternative.map { .string($0.name) })]
                case .first: present(alternative[0])
                case .none: ["anyOf": .array(alternative.map(present))]
                }
            let others = all.filter { other in !alternative.contains { $0 === other } }
            return others.isEmpty ? needed : ["allOf": [needed], "not": ["anyOf": .array(others.map(present))]]
        }
        if !group.isRequired { branches.append(["not": ["anyOf": .array(all.map(present))]]) }
        return ["oneOf": .array(branches)]
    }

    static func description(of key: KeyDeclaration) -> String {
        var text = key.doc
        if let unit = key.unit { text += " Unit: \(unit)." }
        if let phrase = key.defaultPhrase { text += " Default: \(phrase)." }
        return text
    }

    static func example(of key: KeyDeclaration) -> JSONValue {
        YAMLReader.read(SourceText(name: "example", text: key.example), DiagnosticCollector()).json()
    }
}
