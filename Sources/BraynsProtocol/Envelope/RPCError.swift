// SPDX-License-Identifier: Apache-2.0
import JSON

/// An error as JSON-RPC carries it. The texts are those of Brayns 3.10.1, because clients match on them.
public struct RPCError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The number that tells what kind of failure this is.
    public var code: Code
    /// What went wrong, for people.
    public var message: String
    /// The list of what is wrong with params, when they do not follow their schema.
    public var details: [String]?

    public init(_ code: Code, _ message: String, details: [String]? = nil) {
        self.code = code
        self.message = message
        self.details = details
    }

    public var description: String {
        guard let details, !details.isEmpty else { return "\(message) (\(code.rawValue))" }
        return "\(message) (\(code.rawValue)): \(details.joined(separator: "; "))"
    }

    /// The numbers that a Brayns service uses. A struct, so that one that is not known can still be carried.
    public struct Code: RawRepresentable, Sendable, Hashable {
        public let rawValue: Int
        public init(rawValue: Int) { self.rawValue = rawValue }

        /// The text is not JSON.
        public static let parse = Code(rawValue: -32700)
        /// The JSON is not a request, or the request does not fit the state of the service.
        public static let invalidRequest = Code(rawValue: -32600)
        /// No such method.
        public static let methodNotFound = Code(rawValue: -32601)
        /// The params are wrong.
        public static let invalidParams = Code(rawValue: -32602)
        /// The method failed.
        public static let failed = Code(rawValue: -32603)
        /// The method failed in a way that its description tells of.
        public static let application = Code(rawValue: 0)
        /// The task was cancelled.
        public static let cancelled = Code(rawValue: 20)
    }
}

extension RPCError {
    /// The text of a message is not JSON.
    public static func invalidJSON(_ reason: String) -> RPCError { RPCError(.parse, "Invalid JSON: '\(reason)'") }

    /// The JSON of a message is not a request.
    public static func invalidRequest(_ details: [String]) -> RPCError {
        RPCError(.invalidRequest, "Invalid JSON-RPC request schema", details: details)
    }

    /// The params of a method do not follow its schema.
    public static func invalidParams(_ details: [String]) -> RPCError {
        RPCError(.invalidParams, "Invalid params schema", details: details)
    }

    /// The service has no such method.
    public static func methodNotFound(_ name: String) -> RPCError {
        RPCError(.methodNotFound, "Method '\(name)' not found")
    }

    /// Params were given to a method that takes none.
    public static let takesNoParams = RPCError(.invalidParams, "This method takes no params")

    /// The task was cancelled before it had a result.
    public static let cancelled = RPCError(.cancelled, "Task has been cancelled")

    /// No instance has that id.
    public static func noModel(_ id: UInt32) -> RPCError { RPCError(.invalidParams, "No model found with ID \(id)") }

    /// No instance has that id, in the words of the methods that remove and instantiate.
    public static func noInstance(_ id: UInt32) -> RPCError {
        RPCError(.failed, "No instance with id \(id) was found")
    }

    /// A method failed; the text says why.
    public static func failed(_ message: String) -> RPCError { RPCError(.failed, message) }
}

extension RPCError: WireValue {
    public static var schema: Schema { Schema(.object) }

    /// Reads the `error` member of an error message.
    public init(wire: JSONValue) throws {
        guard let code = wire["code"]?.integer, let message = wire["message"]?.string else {
            throw WireDecodingError(expected: .object, found: wire)
        }
        self.init(Code(rawValue: Int(code)), message)
        if let data = wire["data"] {
            details = data.array?.map { $0.string ?? $0.text() } ?? [data.text()]
        }
    }

    /// The `error` member of an error message.
    public var wire: JSONValue {
        var members: [String: JSONValue] = ["code": .integer(Int64(code.rawValue)), "message": .string(message)]
        members["data"] = details?.wire
        return .object(members)
    }
}
