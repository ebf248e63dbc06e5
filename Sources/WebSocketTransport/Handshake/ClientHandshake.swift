// SPDX-License-Identifier: Apache-2.0

/// A client's side of the opening handshake: what it asks and how it judges the answer (RFC 6455 §4.1).
package struct ClientHandshake: Hashable, Sendable {
    /// The key that the answer must prove to have seen.
    package let key: String
    /// The `Host` field.
    package let host: String

    /// A handshake with a fresh key.
    package init(host: String, key: String = AcceptKey.random()) {
        self.host = host
        self.key = key
    }

    /// The request's bytes.
    package var request: [UInt8] {
        let fields = [
            ("Host", host), ("Upgrade", "websocket"), ("Connection", "Upgrade"), ("Sec-WebSocket-Key", key),
            ("Sec-WebSocket-Version", "13"),
        ]
        return HTTPHead(startLine: "GET / HTTP/1.1", fields: fields).bytes
    }

    /// Judges the head of the answer.
    ///
    /// - Returns: nil when the server agreed, or what is wrong.
    package func fault(in head: HTTPHead) -> String? {
        let line = head.startLine.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard line.count >= 2, line[0].hasPrefix("HTTP/1.") else { return "the answer is not HTTP" }
        guard line[1] == "101" else {
            return "the server answered \(line.dropFirst().joined(separator: " ")) instead of opening a WebSocket"
        }
        guard head.value("Upgrade")?.lowercased() == "websocket", head.hasToken("upgrade", in: "Connection") else {
            return "the answer does not upgrade to WebSocket"
        }
        guard head.value("Sec-WebSocket-Accept") == AcceptKey.answer(to: key) else {
            return "the answer does not prove that the server read the request"
        }
        guard head.value("Sec-WebSocket-Extensions") == nil, head.value("Sec-WebSocket-Protocol") == nil else {
            return "the answer agrees to an extension or protocol that was not asked for"
        }
        return nil
    }
}
