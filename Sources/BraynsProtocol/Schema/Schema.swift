// SPDX-License-Identifier: Apache-2.0
import JSON

/// The JSON schema vocabulary that a Brayns service answers to `schema` and checks requests against.
///
/// It is the subset of JSON Schema that Brayns 3.10.1 uses. A schema is derived from the declaration of a message
/// type (``WireMessage``), never written by hand.
public struct Schema: Sendable, Equatable {
    /// What kind of JSON value is allowed. `any` carries no `type` member.
    public enum Kind: String, Sendable {
        case any, null, boolean, integer, number, string, array, object
    }

    /// What an object may hold beside its declared properties.
    public enum AdditionalProperties: Sendable, Equatable {
        /// Nothing is said; anything goes.
        case unspecified
        /// An unknown property is an error.
        case closed
        /// A map: each value follows the one schema in the array.
        case map([Schema])
    }

    /// A named property of an object.
    public struct Property: Sendable, Equatable {
        /// The key on the wire.
        public var name: String
        /// What its value must be.
        public var schema: Schema
        /// Whether leaving it out is an error (a read-only property may always be left out of a request).
        public var isRequired: Bool
        /// The first Brayns 3.x version that has it.
        public var since = "3.0.0"

        /// Properties are the same when the wire says the same of them, and it does not tell versions.
        public static func == (left: Property, right: Property) -> Bool {
            left.name == right.name && left.schema == right.schema && left.isRequired == right.isRequired
        }
    }

    public var kind: Kind
    /// Name of the type, empty when it has none.
    public var title = ""
    /// One sentence for people.
    public var description = ""
    public var isReadOnly = false
    /// Stands in for a missing or `null` property.
    public var defaultValue: JSONValue?
    public var minimum: Double?
    public var maximum: Double?
    /// Schema of the items of an array: none or one.
    public var items: [Schema] = []
    public var minimumCount: Int?
    public var maximumCount: Int?
    /// Properties of an object in alphabetical order.
    public var properties: [Property] = []
    public var additional = AdditionalProperties.unspecified
    /// Allowed strings, empty when any is.
    public var values: [String] = []
    /// Further strings that are understood and not advertised: the right spelling of names that Brayns misspells.
    public var aliases: [String] = []
    /// Alternatives; when not empty nothing else is said.
    public var alternatives: [Schema] = []
    /// The greatest magnitude that our storage can hold. It is checked like `maximum` and not advertised.
    public var capacity: Double?

    /// A schema of a kind, with nothing else said.
    public init(_ kind: Kind) {
        self.kind = kind
    }

    /// An array of items that follow one schema, with an exact count when `count` is given.
    public static func array(of item: Schema, count: Int? = nil) -> Schema {
        var schema = Schema(.array)
        schema.items = [item]
        schema.minimumCount = count
        schema.maximumCount = count
        return schema
    }

    /// The property of that name; objects have few, so a linear search does.
    public func property(_ name: String) -> Property? {
        properties.first { $0.name == name }
    }
}
