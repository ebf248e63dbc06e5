// SPDX-License-Identifier: Apache-2.0
import NIOCore
import Testing
import WebSocketTransport

@Suite("Opening handshake")
struct HandshakeTests {
    private func head(_ lines: String...) throws -> HTTPHead {
        var buffer = ByteBuffer(string: lines.joined(separator: "\r\n") + "\r\n\r\n")
        return try #require(try HTTPHead.read(from: &buffer))
    }

    @Test("The accept key is RFC 6455 §1.3's example")
    func acceptKey() {
        #expect(AcceptKey.answer(to: "dGhlIHNhbXBsZSBub25jZQ==") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
        #expect(AcceptKey.random() != AcceptKey.random())
        #expect(AcceptKey.random().count == 24)
    }

    @Test("A head is read from pieces, keeps what follows it, and takes bare line feeds")
    func heads() throws {
        let text = "GET /a HTTP/1.1\r\nHost: x\r\nEmpty:\r\nA:  b c \r\n\r\nREST"
        for cut in 0..<(text.utf8.count - 4) {
            var part = ByteBuffer(bytes: text.utf8.prefix(cut))
            #expect(try HTTPHead.read(from: &part) == nil)
        }
        var buffer = ByteBuffer(string: text)
        let head = try #require(try HTTPHead.read(from: &buffer))
        #expect(head.startLine == "GET /a HTTP/1.1")
        #expect(head.value("host") == "x" && head.value("EMPTY") == "" && head.value("a") == "b c")
        #expect(String(buffer: buffer) == "REST")
        var bare = ByteBuffer(string: "GET / HTTP/1.1\nHost: y\n\n")
        #expect(try HTTPHead.read(from: &bare)?.value("Host") == "y")
    }

    @Test("What is not HTTP is told apart")
    func notHTTP() {
        func fault(_ bytes: [UInt8]) -> HTTPHead.Malformation? {
            var buffer = ByteBuffer(bytes: bytes)
            do {
                _ = try HTTPHead.read(from: &buffer)
                return nil
            } catch {
                return error
            }
        }
        #expect(fault([22, 3, 1, 2, 0]) == .tlsRecord)
        #expect(fault([21, 3, 3, 0, 2]) == .tlsRecord)
        #expect(fault([22]) == nil)
        #expect(fault(Array(repeating: 65, count: 20_000)) == .tooLong)
        #expect(fault(Array("GET / HTTP/1.1\r\nno colon\r\n\r\n".utf8)) == .malformed)
        #expect(fault(Array("GET / HTTP/1.1\r\nbad name: x\r\n\r\n".utf8)) == .malformed)
        #expect(fault([0xFF, 0xFE, 13, 10, 13, 10]) == .malformed)
    }

    private static let upgrade = [
        "Host: a:1", "Upgrade: WebSocket", "Connection: keep-alive, Upgrade", "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: AAECAwQFBgcICQoLDA0ODw==",
    ]

    @Test(
        "Upgrades, health and refusals, in Brayns' words",
        arguments: [
            ("GET / HTTP/1.1", upgrade, ServerHandshake.upgrade(key: "AAECAwQFBgcICQoLDA0ODw==")),
            ("GET /any?x=1 HTTP/1.1", upgrade, .upgrade(key: "AAECAwQFBgcICQoLDA0ODw==")),
            ("GET /healthz HTTP/1.1", upgrade, .answer(status: 200, reason: "OK", body: "Ok")),
            ("POST /healthz HTTP/1.0", [], .answer(status: 200, reason: "OK", body: "Ok")),
            ("GET /healthz?x=1 HTTP/1.1", [], refused("No WebSocket handshake")),
            ("GET / HTTP/1.1", Array(upgrade.dropFirst(2)), refused("No WebSocket handshake")),
            (
                "GET / HTTP/1.1", upgrade.filter { !$0.contains("Version") },
                refused("Missing Sec-WebSocket-Version in handshake request")
            ),
            (
                "GET / HTTP/1.1", upgrade.map { $0 == "Sec-WebSocket-Version: 13" ? "Sec-WebSocket-Version: 8" : $0 },
                refused("Unsupported WebSocket version requested: 8")
            ),
            (
                "GET / HTTP/1.1", upgrade.filter { !$0.contains("Key") },
                refused("Missing Sec-WebSocket-Key in handshake request")
            ),
            ("nonsense", [], .badRequest), ("GET / FTP/1.1", upgrade, .badRequest),
        ])
    func judgements(line: String, fields: [String], expected: ServerHandshake) throws {
        var buffer = ByteBuffer(string: ([line] + fields).joined(separator: "\r\n") + "\r\n\r\n")
        let head = try #require(try HTTPHead.read(from: &buffer))
        #expect(ServerHandshake(head) == expected)
    }

    private static func refused(_ text: String) -> ServerHandshake {
        .answer(status: 400, reason: "Bad Request", body: "WebSocket Exception: " + text)
    }

    @Test("The answer to an upgrade is byte for byte what Brayns sent for the same key")
    func upgradeBytes() {
        // From the recording of the real service's handshake.
        let answer = ServerHandshake.upgrade(key: "AAECAwQFBgcICQoLDA0ODw==")
            .response(date: "Sat, 21 Nov 2026 01:37:53 GMT")
        let expected =
            "HTTP/1.1 101 Switching Protocols\r\nDate: Sat, 21 Nov 2026 01:37:53 GMT\r\nConnection: Upgrade\r\n"
            + "Upgrade: websocket\r\nSec-WebSocket-Accept: Bz3qJYTGdOe8gUSpLosEdiLKDrk=\r\n\r\n"
        #expect(String(decoding: answer, as: UTF8.self) == expected)
        #expect(HTTPDate.text(secondsSince1970: 784_111_777) == "Sun, 06 Nov 1994 08:49:37 GMT")
    }

    @Test("A client takes only an answer that proves its key")
    func clientJudges() throws {
        let asked = ClientHandshake(host: "h:1", key: "dGhlIHNhbXBsZSBub25jZQ==")
        let good = [
            "HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade",
            "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
        ]
        func fault(_ lines: [String]) throws -> String? {
            var buffer = ByteBuffer(string: lines.joined(separator: "\r\n") + "\r\n\r\n")
            return asked.fault(in: try #require(try HTTPHead.read(from: &buffer)))
        }
        #expect(try fault(good) == nil)
        #expect(try fault(["HTTP/1.1 400 Bad Request"])?.contains("400 Bad Request") == true)
        #expect(try fault(["SMTP ready"])?.contains("not HTTP") == true)
        #expect(try fault(Array(good.dropLast()) + ["Sec-WebSocket-Accept: other"])?.contains("prove") == true)
        #expect(try fault(good + ["Sec-WebSocket-Extensions: permessage-deflate"])?.contains("extension") == true)
        #expect(try fault(Array(good.prefix(1)))?.contains("upgrade") == true)
        #expect(String(decoding: asked.request, as: UTF8.self).hasPrefix("GET / HTTP/1.1\r\nHost: h:1\r\n"))
    }

    @Test(
        "Addresses",
        arguments: [
            ("localhost:5000", "localhost", 5000, nil), ("0.0.0.0:0", "0.0.0.0", 0, nil), ("[::1]:80", "::1", 80, nil),
            ("ws://h:1", "h", 1, false), ("WSS://h:65535/", "h", 65_535, true),
        ] as [(String, String, Int, Bool?)])
    func addresses(text: String, host: String, port: Int, isSecure: Bool?) throws {
        #expect(try ServiceAddress(text) == ServiceAddress(host: host, port: port, isSecure: isSecure))
    }

    @Test(
        "Wrong addresses name the right form",
        arguments: [
            "", "localhost", "localhost:", ":5000", "a:65536", "a:-1", "a:5x", "http://a:1", "a b:1", "ws://a:1/path",
            "a:١",
        ])
    func wrongAddresses(text: String) {
        let error = #expect(throws: TransportError.self) { try ServiceAddress(text) }
        #expect(error?.code == .invalidAddress)
        #expect(error?.remedy != nil)
    }

    @Test("Slots are given in order, as many wait, the rest is turned away")
    func admission() throws {
        var house = Admission(slots: 2, withoutRequest: 1)
        var tickets: [Admission.Ticket] = []
        while let ticket = house.connect() { tickets.append(ticket) }
        #expect(tickets.count == 5)
        let verdicts = tickets.map { house.request($0) }
        #expect(verdicts == [.serve, .serve, .wait, .wait, .refuse])
        // One that waits leaves, then one that is served: the other waiting one follows.
        let followers = [tickets[2], tickets[0], tickets[4], tickets[3]].map { house.leave($0) }
        #expect(followers == [nil, tickets[3], nil, nil])
        let late = house.connect()
        let lateVerdict = house.request(try #require(late))
        #expect(lateVerdict == .serve)
        let unknown = house.request(9999)
        #expect(unknown == .refuse)
        var none = Admission(slots: 0)
        let ticket = none.connect()
        let verdict = none.request(try #require(ticket))
        #expect(verdict == .refuse)
    }
}
