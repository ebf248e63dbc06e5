// SPDX-License-Identifier: Apache-2.0
import JSON

/// How far a task has come.
public struct Progress: Sendable, Equatable {
    /// What is being done.
    public var operation: String
    /// From 0 to 1; not promised to grow.
    public var amount: Double

    public init(_ operation: String, _ amount: Double) {
        self.operation = operation
        self.amount = amount
    }
}

/// What a service sends: a reply, an error or progress.
public enum ServerMessage: Sendable {
    /// The result of a request, with the bytes that come along; `isBinary` asks for a binary frame even when there
    /// are none.
    case reply(id: RequestID, result: JSONValue, payload: [UInt8], isBinary: Bool)
    /// Why a request failed; the id is nil when the request could not be read.
    case error(id: RequestID?, RPCError)
    /// News of a running request.
    case progress(id: RequestID, method: String, Progress)

    /// The message as a frame.
    public var frame: Frame {
        switch self {
        case .reply(let id, let result, let payload, let isBinary):
            Frame(
                json: Self.bytes(["id": id.json, "result": result]), payload: payload, alwaysBinary: isBinary)
        case .error(let id, let error):
            .text(Self.bytes(["id": id?.json ?? .null, "error": error.wire]))
        case .progress(let id, let method, let progress):
            .text(
                Self.bytes([
                    "method": .string(method),
                    "params": [
                        "amount": .number(progress.amount), "id": id.json, "operation": .string(progress.operation),
                    ],
                ]))
        }
    }

    /// Reads a message from a frame that a service sent.
    /// - Throws: ``RPCError`` when the frame is none of the three kinds.
    public init(_ frame: Frame) throws(RPCError) {
        let (text, payload) = try frame.parts()
        let json: JSONValue
        do throws(JSONSyntaxError) {
            json = try JSONValue(parsing: text)
        } catch {
            throw .invalidJSON(error.description)
        }
        let id = RequestID(json["id"])
        if let error = json["error"] {
            guard let error = try? RPCError(wire: error) else { throw .invalidJSON("not a JSON-RPC error") }
            self = .error(id: id, error)
        } else if let id {
            self = .reply(id: id, result: json["result"] ?? .null, payload: payload, isBinary: !payload.isEmpty)
        } else if let params = json["params"], let id = RequestID(params["id"]) {
            self = .progress(
                id: id, method: json["method"]?.string ?? "",
                Progress(params["operation"]?.string ?? "", params["amount"]?.double ?? 0))
        } else {
            throw .invalidJSON("neither reply, error nor progress")
        }
    }

    private static func bytes(_ members: [String: JSONValue]) -> [UInt8] {
        JSONValue.object(members.merging(["jsonrpc": .string(Request.version)]) { first, _ in first }).bytes()
    }
}
