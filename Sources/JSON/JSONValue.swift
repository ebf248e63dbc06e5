// SPDX-License-Identifier: Apache-2.0

/// A JSON value (RFC 8259).
///
/// Numbers keep the two kinds that the wire tells apart: a text without point and exponent is an integer, all else a
/// double. `float` prints as the shortest decimal that gives back the 32-bit number; `floats` is a packed array of such
/// numbers, so that bulk geometry does not cost an enum a number.
public enum JSONValue: Sendable {
    case null
    case boolean(Bool)
    case integer(Int64)
    case number(Double)
    case float(Float)
    case string(String)
    case array([JSONValue])
    case floats([Float])
    case object([String: JSONValue])
}

extension JSONValue {
    /// The member of an object, or nil where there is none or this is no object.
    public subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members[key]
    }

    /// The element of an array, or nil where the index is out of range or this is no array.
    public subscript(index: Int) -> JSONValue? {
        switch self {
        case .array(let elements): elements.indices.contains(index) ? elements[index] : nil
        case .floats(let elements): elements.indices.contains(index) ? .float(elements[index]) : nil
        default: nil
        }
    }

    /// The text of a string.
    public var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The truth value of a boolean.
    public var boolean: Bool? {
        guard case .boolean(let value) = self else { return nil }
        return value
    }

    /// The value of an integer, or of a number that is whole and fits.
    public var integer: Int64? {
        switch self {
        case .integer(let value): value
        case .number(let value): Int64(exactly: value)
        case .float(let value): Int64(exactly: value)
        default: nil
        }
    }

    /// The value of any number.
    public var double: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        case .float(let value): Double(value)
        default: nil
        }
    }

    /// The elements of an array.
    public var array: [JSONValue]? {
        switch self {
        case .array(let elements): elements
        case .floats(let elements): elements.map(JSONValue.float)
        default: nil
        }
    }

    /// The members of an object.
    public var object: [String: JSONValue]? {
        guard case .object(let members) = self else { return nil }
        return members
    }

    /// Whether this is `null`.
    public var isNull: Bool {
        guard case .null = self else { return false }
        return true
    }

    /// The name that JSON Schema has for the type of this value.
    public var typeName: String {
        switch self {
        case .null: "null"
        case .boolean: "boolean"
        case .integer: "integer"
        case .number, .float: "number"
        case .string: "string"
        case .array, .floats: "array"
        case .object: "object"
        }
    }
}

extension JSONValue: Equatable {
    /// Values are equal when their JSON means the same: numbers by value whatever their kind, arrays packed or not.
    public static func == (left: JSONValue, right: JSONValue) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.boolean(let a), .boolean(let b)): a == b
        case (.integer(let a), .integer(let b)): a == b
        case (.string(let a), .string(let b)): a == b
        case (.object(let a), .object(let b)): a == b
        case (.floats(let a), .floats(let b)): a == b
        case (.array(let a), .array(let b)): a == b
        case (.array, .floats), (.floats, .array): left.array == right.array
        default:
            if let a = left.double, let b = right.double { a == b } else { false }
        }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(booleanLiteral value: Bool) { self = .boolean(value) }
    public init(integerLiteral value: Int64) { self = .integer(value) }
    public init(floatLiteral value: Double) { self = .number(value) }
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(Dictionary(elements) { _, last in last })
    }
    public init(nilLiteral: ()) { self = .null }
}
