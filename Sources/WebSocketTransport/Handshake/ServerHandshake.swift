// SPDX-License-Identifier: Apache-2.0

/// What a server answers to the head of a request: a value, so that every case is a test without a socket.
///
/// The answers and their texts are Brayns', whose HTTP server is Poco's.
package enum ServerHandshake: Hashable, Sendable {
    /// The request asks for a WebSocket, with this key.
    case upgrade(key: String)
    /// The request gets this answer and the connection ends.
    case answer(status: Int, reason: String, body: String)

    /// Judges a request's head.
    package init(_ head: HTTPHead) {
        let line = head.startLine.split(separator: " ", omittingEmptySubsequences: false)
        guard line.count == 3, line[2].hasPrefix("HTTP/1."), !line[0].isEmpty, !line[1].isEmpty else {
            self = Self.badRequest
            return
        }
        if line[1] == "/healthz" {
            self = .answer(status: 200, reason: "OK", body: "Ok")
            return
        }
        guard head.hasToken("upgrade", in: "Connection"), head.value("Upgrade")?.lowercased() == "websocket" else {
            self = Self.refusal("No WebSocket handshake")
            return
        }
        guard let version = head.value("Sec-WebSocket-Version"), !version.isEmpty else {
            self = Self.refusal("Missing Sec-WebSocket-Version in handshake request")
            return
        }
        guard version == "13" else {
            self = Self.refusal("Unsupported WebSocket version requested: \(version)")
            return
        }
        guard let key = head.value("Sec-WebSocket-Key"), !key.isEmpty else {
            self = Self.refusal("Missing Sec-WebSocket-Key in handshake request")
            return
        }
        self = .upgrade(key: key)
    }

    /// The answer to what is not HTTP.
    package static let badRequest = ServerHandshake.answer(status: 400, reason: "Bad Request", body: "")

    private static func refusal(_ text: String) -> ServerHandshake {
        .answer(status: 400, reason: "Bad Request", body: "WebSocket Exception: \(text)")
    }

    /// The answer's bytes.
    ///
    /// - Parameter date: the value of the `Date` field, in the form of RFC 9110 §5.6.7.
    package func response(date: String) -> [UInt8] {
        switch self {
        case .upgrade(let key):
            let fields = [
                ("Date", date), ("Connection", "Upgrade"), ("Upgrade", "websocket"),
                ("Sec-WebSocket-Accept", AcceptKey.answer(to: key)),
            ]
            return HTTPHead(startLine: "HTTP/1.1 101 Switching Protocols", fields: fields).bytes
        case .answer(let status, let reason, let body):
            // The end of the connection ends the body, as Brayns' answers do.
            let fields = [("Date", date), ("Connection", "Close")]
            return HTTPHead(startLine: "HTTP/1.1 \(status) \(reason)", fields: fields).bytes + Array(body.utf8)
        }
    }
}
