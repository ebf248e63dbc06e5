// SPDX-License-Identifier: Apache-2.0
import JSON

/// A value that can travel as JSON: it knows its schema, reads itself from JSON that follows the schema, and writes
/// itself.
///
/// Reading assumes that ``Schema/errors(in:)`` found nothing, and throws ``WireDecodingError`` where it finds
/// otherwise, so that no input can stop the program.
public protocol WireValue: Sendable {
    /// What JSON must look like to be read as this type.
    static var schema: Schema { get }
    /// Reads a value from JSON that follows ``schema``.
    init(wire: JSONValue) throws
    /// The value as JSON.
    var wire: JSONValue { get }
    /// What is wrong with the value though its type allows it: numbers out of their range, too many items. In the
    /// words of ``Schema/errors(in:)``. Lists of messages are not looked into: who takes them checks their elements.
    var faults: [String] { get }
}

extension WireValue {
    public var faults: [String] { [] }
}

/// JSON that does not follow the schema of the type that it was read as.
public struct WireDecodingError: Error, Sendable, CustomStringConvertible {
    public let description: String

    init(expected: Schema.Kind, found: JSONValue) {
        description = "invalid type, expected \(expected.rawValue) got \(found.typeName)"
    }
}

/// Stands for "no params" and "no result", which is `null` on the wire.
public struct Nothing: WireValue, Equatable {
    public static var schema: Schema { Schema(.null) }
    public init() {}
    public init(wire: JSONValue) {}
    public var wire: JSONValue { .null }
}

extension JSONValue: WireValue {
    /// Anything goes; the value is looked at later, against the schema that then applies.
    public static var schema: Schema { Schema(.any) }
    public init(wire: JSONValue) { self = wire }
    public var wire: JSONValue { self }
}

extension Bool: WireValue {
    public static var schema: Schema { Schema(.boolean) }
    public init(wire: JSONValue) throws {
        guard let value = wire.boolean else { throw WireDecodingError(expected: .boolean, found: wire) }
        self = value
    }
    public var wire: JSONValue { .boolean(self) }
}

extension String: WireValue {
    public static var schema: Schema { Schema(.string) }
    public init(wire: JSONValue) throws {
        guard let value = wire.string else { throw WireDecodingError(expected: .string, found: wire) }
        self = value
    }
    public var wire: JSONValue { .string(self) }
}

extension Float: WireValue {
    public static var schema: Schema {
        var schema = Schema(.number)
        schema.capacity = Double(Float.greatestFiniteMagnitude)
        return schema
    }
    public init(wire: JSONValue) throws {
        guard let value = wire.double else { throw WireDecodingError(expected: .number, found: wire) }
        self = Float(value)
    }
    public var wire: JSONValue { .float(self) }
}

extension Double: WireValue {
    public static var schema: Schema { Schema(.number) }
    public init(wire: JSONValue) throws {
        guard let value = wire.double else { throw WireDecodingError(expected: .number, found: wire) }
        self = value
    }
    public var wire: JSONValue { .number(self) }
}

extension WireValue where Self: FixedWidthInteger & SignedInteger {
    public static var schema: Schema {
        var schema = Schema(.integer)
        schema.capacity = Double(Self.max)
        return schema
    }
}

extension WireValue where Self: FixedWidthInteger & UnsignedInteger {
    public static var schema: Schema {
        var schema = Schema(.integer)
        schema.minimum = 0
        schema.capacity = Double(Self.max)
        return schema
    }
}

extension WireValue where Self: FixedWidthInteger {
    public init(wire: JSONValue) throws {
        guard case .integer(let value) = wire, let exact = Self(exactly: value) else {
            throw WireDecodingError(expected: .integer, found: wire)
        }
        self = exact
    }
    public var wire: JSONValue { .integer(Int64(clamping: self)) }
}

extension Int64: WireValue {}
extension Int32: WireValue {}
extension UInt32: WireValue {}
extension UInt64: WireValue {}

extension Array: WireValue where Element: WireValue {
    public static var schema: Schema { .array(of: Element.schema) }
    public init(wire: JSONValue) throws {
        guard let elements = wire.array else { throw WireDecodingError(expected: .array, found: wire) }
        self = try elements.map { try Element(wire: $0) }
    }
    public var wire: JSONValue { .array(map(\.wire)) }
}

extension Dictionary: WireValue where Key == String, Value: WireValue {
    public static var schema: Schema {
        var schema = Schema(.object)
        schema.additional = .map([Value.schema])
        return schema
    }
    public init(wire: JSONValue) throws {
        guard let members = wire.object else { throw WireDecodingError(expected: .object, found: wire) }
        self = try members.mapValues { try Value(wire: $0) }
    }
    public var wire: JSONValue { .object(mapValues(\.wire)) }
}

/// A closed set of names on the wire.
public protocol WireEnumeration: WireValue, RawRepresentable<String>, CaseIterable {}

extension WireEnumeration {
    public static var schema: Schema {
        var schema = Schema(.string)
        schema.values = allCases.map(\.rawValue)
        return schema
    }
    public init(wire: JSONValue) throws {
        guard let name = wire.string, let value = Self(rawValue: name) else {
            throw WireDecodingError(expected: .string, found: wire)
        }
        self = value
    }
    public var wire: JSONValue { .string(rawValue) }
}
