// SPDX-License-Identifier: Apache-2.0
import JSON

/// What names a request among those that a client has in flight.
public enum RequestID: Sendable, Hashable, CustomStringConvertible {
    case number(Int64)
    case text(String)

    public var description: String {
        switch self {
        case .number(let value): "\(value)"
        case .text(let value): value
        }
    }

    /// Reads an id; nil for `null` and for what cannot be an id.
    init?(_ json: JSONValue?) {
        switch json {
        case .integer(let value): self = .number(value)
        case .string(let value): self = .text(value)
        default: return nil
        }
    }

    /// The id as JSON.
    public var json: JSONValue {
        switch self {
        case .number(let value): .integer(value)
        case .text(let value): .string(value)
        }
    }

    /// The schema of an id in params.
    static var named: Schema {
        var schema = schema
        schema.title = "RequestId"
        return schema
    }

    /// What an id may be: null, an integer or a string.
    static var schema: Schema {
        var schema = Schema(.any)
        schema.alternatives = [Schema(.null), Schema(.integer), Schema(.string)]
        return schema
    }
}
