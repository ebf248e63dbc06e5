// SPDX-License-Identifier: Apache-2.0
import JSON

/// A JSON-RPC 2.0 request, with the bytes that came along in the same frame.
public struct Request: Sendable {
    /// Nil for a notification: it is carried out and never answered.
    public var id: RequestID?
    public var method: String
    /// Nil where `params` is absent.
    public var params: JSONValue?
    public var payload: [UInt8]

    public init(id: RequestID?, method: String, params: JSONValue? = nil, payload: [UInt8] = []) {
        self.id = id
        self.method = method
        self.params = params
        self.payload = payload
    }

    /// Reads a request from the JSON text of a frame.
    /// - Throws: ``RPCError`` with the codes -32700 and -32600. Its reply has the id `null`, whatever the text says.
    public init(text: [UInt8], payload: [UInt8] = []) throws(RPCError) {
        let json: JSONValue
        do throws(JSONSyntaxError) {
            json = try JSONValue(parsing: text)
        } catch {
            throw .invalidJSON("JSON Exception: " + error.description)
        }
        // A document is an object or an array for Brayns' parser.
        guard json.object != nil || json.array != nil else {
            throw .invalidJSON("JSON Exception: a document is an object, not \(json.typeName)")
        }
        let errors = Self.schema.errors(in: json)
        guard errors.isEmpty else { throw .invalidRequest(errors) }
        let version = json["jsonrpc"]?.string ?? ""
        guard version == Self.version else {
            throw RPCError(.invalidRequest, "Unsupported JSON-RPC version: '\(version)'")
        }
        self.init(
            id: RequestID(json["id"]), method: json["method"]?.string ?? "", params: json["params"], payload: payload)
        guard !method.isEmpty else { throw RPCError(.invalidRequest, "No methods provided in request") }
    }

    /// The request as the JSON of a frame.
    public var json: JSONValue {
        var members: [String: JSONValue] = ["jsonrpc": .string(Self.version), "method": .string(method)]
        members["id"] = id?.json
        members["params"] = params
        return .object(members)
    }

    /// The only version of JSON-RPC there is.
    static let version = "2.0"

    private static let schema: Schema = {
        var schema = Schema(.object)
        schema.additional = .closed
        schema.properties = [
            Schema.Property(name: "id", schema: RequestID.schema, isRequired: false),
            Schema.Property(name: "jsonrpc", schema: Schema(.string), isRequired: true),
            Schema.Property(name: "method", schema: Schema(.string), isRequired: true),
            Schema.Property(name: "params", schema: Schema(.any), isRequired: false),
        ]
        return schema
    }()
}
