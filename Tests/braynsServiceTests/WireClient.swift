// SPDX-License-Identifier: Apache-2.0
import Foundation
import WebSocketTransport

/// A client that sends texts as they are and shows what comes.
struct WireClient: Sendable {
    let connection: WebSocketConnection

    init(_ uri: String, attempts: Int = 1) async throws {
        connection = try await Connector(uri, attempts: attempts, period: .milliseconds(50)).open()
    }

    /// Calls a method and returns its reply's text; progress is passed over.
    func call(_ method: String, _ params: String? = nil, id: Int = 0) async throws -> String {
        try await send(method, params, id: id)
        while let text = await next() {
            if text.contains(#""id":\#(id),"jsonrpc""#), !text.contains(#""method":"#) { return text }
        }
        throw ServiceFault(description: "the connection ended: \(String(describing: connection.closeReason))")
    }

    func send(_ method: String, _ params: String? = nil, id: Int) async throws {
        let rest = params.map { #","params":\#($0)"# } ?? ""
        try await connection.send(.text(#"{"jsonrpc":"2.0","id":\#(id),"method":"\#(method)"\#(rest)}"#))
    }

    /// The next message's JSON text, nil at the end.
    func next() async -> String? {
        switch await connection.receive() {
        case nil: return nil
        case .text(let bytes)?: return String(decoding: bytes, as: UTF8.self)
        case .binary(let bytes)?:
            let count = bytes.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
            return String(decoding: bytes.dropFirst(4).prefix(count), as: UTF8.self)
        }
    }

    func close() async { await connection.close() }
}
