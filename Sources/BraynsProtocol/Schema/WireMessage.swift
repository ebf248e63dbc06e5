// SPDX-License-Identifier: Apache-2.0
import JSON

/// An object on the wire, declared once as a list of fields.
///
/// From the list come its JSON schema, reading with validation, and writing. Reading begins at the values of
/// ``fresh``, which are the defaults of the C++ type in Brayns.
/// ```swift
/// public struct NearClip: PlainMessage {
///     public var distance: Float = 0
///     public static let title = "CameraNearClipMessage"
///     public static let fields: [Field<Self>] = [
///         .required("distance", \.distance, "Least distance at which anything is seen"),
///     ]
/// }
/// ```
public protocol WireMessage: WireValue {
    /// Every member at its default.
    static var fresh: Self { get }
    /// The type's name in schemas.
    static var title: String { get }
    /// The type's members on the wire.
    static var fields: [Field<Self>] { get }
}

/// A message whose defaults are those of its initialiser without arguments.
public protocol PlainMessage: WireMessage {
    /// Every member at its default.
    init()
}

extension PlainMessage {
    public static var fresh: Self { Self() }
}

extension WireMessage {
    public static var schema: Schema {
        var schema = Schema(.object)
        schema.title = title
        schema.additional = .closed
        schema.properties = fields.map(\.property).sorted { $0.name < $1.name }
        return schema
    }

    public init(wire: JSONValue) throws {
        guard let members = wire.object else { throw WireDecodingError(expected: .object, found: wire) }
        self = .fresh
        for field in Self.fields {
            if let value = members[field.property.name] { try field.read(value, &self) }
        }
    }

    public var faults: [String] { Self.fields.flatMap { $0.faults(self) } }

    public var wire: JSONValue {
        var members: [String: JSONValue] = [:]
        for field in Self.fields { members[field.property.name] = field.write(self) }
        return .object(members)
    }
}

/// One member of a ``WireMessage``: its name on the wire, where it lies in the Swift type, and what is allowed.
public struct Field<Root: WireMessage>: Sendable {
    /// The member as the schema tells it.
    public private(set) var property: Schema.Property
    /// Sets the member from JSON.
    let read: @Sendable (JSONValue, inout Root) throws -> Void
    /// The member as JSON, nil when it is absent.
    let write: @Sendable (Root) -> JSONValue?
    /// What is wrong with the member's value.
    let faults: @Sendable (Root) -> [String]

    /// The member, said to have come with a version of Brayns after 3.0.0.
    func since(_ version: String) -> Field {
        var field = self
        field.property.since = version
        return field
    }

    /// What can be said of a member beyond its type.
    public struct Rules: Sendable {
        var minimum: Double?
        var maximum: Double?
        var maximumCount: Int?
        var values: [String] = []
        var isReadOnly = false
        var schema: Schema?
        var shownDefault: JSONValue?

        /// Nothing beyond the type.
        public static var none: Rules { Rules() }

        /// Only the service sets it; a client that sends it is told so.
        public static var readOnly: Rules { Rules(isReadOnly: true) }

        /// The member's number must not be less than `minimum`, nor greater than `maximum`.
        public static func range(_ minimum: Double, _ maximum: Double? = nil, readOnly: Bool = false) -> Rules {
            Rules(minimum: minimum, maximum: maximum, isReadOnly: readOnly)
        }

        /// The member follows this schema instead of its type's own.
        public static func schema(_ schema: Schema, readOnly: Bool = false) -> Rules {
            Rules(isReadOnly: readOnly, schema: schema)
        }

        /// The schema shows this as the default, which means the same as the member's own.
        static func shownDefault(_ value: JSONValue) -> Rules { Rules(shownDefault: value) }

        /// The member's array must not have more items.
        public static func atMost(_ count: Int) -> Rules { Rules(maximumCount: count) }

        /// The member's text must be one of these.
        public static func oneOf(_ values: [String]) -> Rules { Rules(values: values) }
    }

    private static func property<Value: WireValue>(
        _ name: String, _ type: Value.Type, _ description: String, _ rules: Rules, isRequired: Bool
    ) -> Schema.Property {
        var schema = rules.schema ?? type.schema
        schema.description = description
        schema.minimum = rules.minimum ?? schema.minimum
        schema.maximum = rules.maximum ?? schema.maximum
        schema.maximumCount = rules.maximumCount ?? schema.maximumCount
        schema.isReadOnly = rules.isReadOnly || schema.isReadOnly
        if !rules.values.isEmpty { schema.values = rules.values }
        return Schema.Property(name: name, schema: schema, isRequired: isRequired)
    }

    private static func faults<Value: WireValue>(_ property: Schema.Property, _ value: Value) -> [String] {
        var messages = value.faults.map { fault in
            // A fault deeper inside begins with its path, and paths hold no space before the colon.
            let isPath = fault.prefix { $0 != " " }.hasSuffix(":")
            return isPath ? "\(property.name).\(fault)" : "\(property.name): \(fault)"
        }
        let schema = property.schema
        let isSmall = schema.kind != .array || schema.maximumCount != nil
        if isSmall, schema.kind != .object, schema.kind != .any {
            messages += schema.errors(in: value.wire).map {
                $0.hasPrefix("[") ? property.name + $0 : "\(property.name): \($0)"
            }
        }
        return messages
    }

    /// A member that must be given (by the service only, when it is read-only).
    public static func required<Value: WireValue>(
        _ name: String, _ path: any WritableKeyPath<Root, Value> & Sendable, _ description: String,
        _ rules: Rules = .none
    ) -> Field {
        let property = property(name, Value.self, description, rules, isRequired: true)
        return Field(
            property: property, read: { $1[keyPath: path] = try Value(wire: $0) },
            write: { $0[keyPath: path].wire }, faults: { faults(property, $0[keyPath: path]) })
    }

    /// A member that may be left out, and then has the value of ``WireMessage/fresh``, which the schema does not tell.
    public static func implied<Value: WireValue>(
        _ name: String, _ path: any WritableKeyPath<Root, Value> & Sendable, _ description: String,
        _ rules: Rules = .none
    ) -> Field {
        let property = property(name, Value.self, description, rules, isRequired: false)
        return Field(
            property: property, read: { $1[keyPath: path] = try Value(wire: $0) },
            write: { $0[keyPath: path].wire }, faults: { faults(property, $0[keyPath: path]) })
    }

    /// A member that may be left out or `null`, and then has the value of ``WireMessage/fresh``, as the schema tells.
    public static func defaulted<Value: WireValue>(
        _ name: String, _ path: any WritableKeyPath<Root, Value> & Sendable, _ description: String,
        _ rules: Rules = .none
    ) -> Field {
        var property = property(name, Value.self, description, rules, isRequired: false)
        property.schema.defaultValue = rules.shownDefault ?? Root.fresh[keyPath: path].wire
        let declared = property
        return Field(
            property: property,
            read: { if !$0.isNull { $1[keyPath: path] = try Value(wire: $0) } },
            write: { $0[keyPath: path].wire }, faults: { faults(declared, $0[keyPath: path]) })
    }

    /// A member that may be left out, and then is nil.
    public static func optional<Value: WireValue>(
        _ name: String, _ path: any WritableKeyPath<Root, Value?> & Sendable, _ description: String,
        _ rules: Rules = .none
    ) -> Field {
        let property = property(name, Value.self, description, rules, isRequired: false)
        return Field(
            property: property, read: { $1[keyPath: path] = try Value(wire: $0) },
            write: { $0[keyPath: path]?.wire }, faults: { $0[keyPath: path].map { faults(property, $0) } ?? [] })
    }
}
