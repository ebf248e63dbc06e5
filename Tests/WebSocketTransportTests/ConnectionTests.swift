// SPDX-License-Identifier: Apache-2.0
import NIOCore
import NIOPosix
import Testing
import TransportTesting
import WebSocketTransport

@Suite("Connections over real sockets", .serialized, .timeLimit(.minutes(2)))
struct ConnectionTests {
    @Test("Messages of all sizes come back the same, in order", arguments: [0, 1, 125, 126, 65_535, 65_536, 3_000_000])
    func echo(size: Int) async throws {
        try await withServer { address in
            let connection = try await WebSocketClient().connect(to: address)
            let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7) }
            let text = String(repeating: "é", count: size / 2)
            try await connection.send(.binary(bytes))
            try await connection.send(.text(text))
            #expect(await connection.receive() == .binary(bytes))
            #expect(await connection.receive() == .text(text))
            await connection.close()
            #expect(await connection.receive() == nil)
            #expect(connection.closeReason?.code == .normal)
        }
    }

    @Test("A client that sends without reading replies fills neither side's memory and loses nothing")
    func manyInFlight() async throws {
        try await withServer { address in
            let connection = try await WebSocketClient().connect(to: address)
            let count = 20_000
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for index in 0..<count { try await connection.send(.text("\(index)")) }
                }
                for index in 0..<count { #expect(await connection.receive() == .text("\(index)")) }
                try await group.waitForAll()
            }
            await connection.close()
        }
    }

    @Test(
        "The health check, and what is no handshake, as the real service answers",
        arguments: [
            ("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 200 OK", "Ok"),
            ("HEAD /healthz HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK", "Ok"),
            (
                "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 400 Bad Request",
                "WebSocket Exception: No WebSocket handshake"
            ),
            (
                "GET /healthz?x=1 HTTP/1.1\r\n\r\n", "HTTP/1.1 400 Bad Request",
                "WebSocket Exception: No WebSocket handshake"
            ),
            ("rubbish\r\n\r\n", "HTTP/1.1 400 Bad Request", ""),
        ])
    func http(request: String, line: String, body: String) async throws {
        try await withServer { address in
            let answer = try await RawPeer.exchange(address, Array(request.utf8))
            let text = String(decoding: answer, as: UTF8.self)
            #expect(text.hasPrefix(line + "\r\nDate: "))
            #expect(text.hasSuffix("\r\nConnection: Close\r\n\r\n" + body))
        }
    }

    @Test("Health is answered while all slots are taken")
    func healthWhenFull() async throws {
        try await withServer(clients: 1) { address in
            let connection = try await WebSocketClient().connect(to: address)
            let answer = try await RawPeer.exchange(address, Array("GET /healthz HTTP/1.1\r\n\r\n".utf8))
            #expect(String(decoding: answer, as: UTF8.self).hasSuffix("\r\n\r\nOk"))
            await connection.close()
        }
    }

    @Test("With its slots taken a service does not answer, then turns away, and serves who waited longest")
    func capacity() async throws {
        try await withServer(clients: 1) { address in
            let patient = WebSocketClient(limits: ConnectionLimits(handshakeTime: .seconds(30)))
            let hasty = WebSocketClient(limits: ConnectionLimits(handshakeTime: .milliseconds(300)))
            let first = try await patient.connect(to: address)
            let timeout = await #expect(throws: TransportError.self) { try await hasty.connect(to: address) }
            #expect(timeout?.code == .timeout)
            async let waiting = patient.connect(to: address)
            try await Task.sleep(for: .milliseconds(300))
            let refused = await #expect(throws: TransportError.self) { try await patient.connect(to: address) }
            #expect(refused?.code == .closed)
            await first.close()
            let second = try await waiting
            try await second.send(.text("hello"))
            #expect(await second.receive() == .text("hello"))
            await second.close()
        }
    }

    @Test("Connecting fails with a code and a remedy")
    func refusals() async throws {
        let free = try await withServer { $0 }
        let client = WebSocketClient()
        let nobody = await #expect(throws: TransportError.self) { try await client.connect(to: free) }
        #expect(nobody?.code == .unreachable)
        #expect(nobody?.remedy != nil)
        let unknown = await #expect(throws: TransportError.self) {
            try await client.connect(to: ServiceAddress(host: "no-such-host.invalid", port: 1))
        }
        #expect(unknown?.code == .unknownHost)
        try await withServer { address in
            let taken = await #expect(throws: TransportError.self) {
                try await WebSocketServer.listen(.init(address: address))
            }
            #expect(taken?.code == .cannotListen)
        }
    }

    @Test("Connecting can be cancelled")
    func cancelConnect() async throws {
        try await RawPeer.withListener { _ in
        } body: { address in
            let task = Task { try await WebSocketClient().connect(to: address) }
            try await Task.sleep(for: .milliseconds(100))
            task.cancel()
            let error = await #expect(throws: TransportError.self) { try await task.value }
            #expect(error?.code == .cancelled)
        }
    }

    @Test("A handshake that does not come, a message that stops, a reader that does not read: all are ended")
    func slowPeers() async throws {
        let limits = ConnectionLimits(
            outboundBytes: 8 << 20, handshakeTime: .milliseconds(200), messageStallTime: .milliseconds(200),
            sendStallTime: .milliseconds(400))
        try await withServer(limits: limits) { address in
            #expect(try await RawPeer.exchange(address, []) == [])
            #expect(try await RawPeer.exchange(address, Array("GET / HT".utf8)) == [])
            let stalled = try await RawPeer.exchange(address, RawPeer.upgrade + [0x81, 0x85, 1])
            let tail = Array(stalled.suffix(50))
            #expect(String(decoding: tail, as: UTF8.self).contains("did not go on"))
        }
        let ended = Shared<CloseReason?>(nil)
        let serve: @Sendable (WebSocketConnection) async -> Void = { connection in
            for await message in connection.messages {
                let long = [UInt8](repeating: 0, count: 1 << 20) + message.bytes
                for _ in 0..<200 { try? connection.enqueue(.binary(long)) }
            }
            ended.set(connection.closeReason)
        }
        try await withServer(limits: limits, serve: serve) { address in
            _ = try await RawPeer.exchange(address, RawPeer.upgrade + [0x81, 1, 65], reads: false)
            #expect(await ended.wait() { $0 != nil }??.code == .policyViolation)
        }
    }

    @Test("A breach of the rules is answered by a close frame that says so")
    func breach() async throws {
        try await withServer { address in
            let answer = try await RawPeer.exchange(address, RawPeer.upgrade + [0x83, 0x80, 0, 0, 0, 0])
            let close = CloseReason(.protocolError, "opcode 3 is not known").payload
            #expect(Array(answer.suffix(close.count + 2)) == [0x88, UInt8(close.count)] + close)
        }
    }

    @Test("A long message is refused from its header")
    func tooLong() async throws {
        try await withServer(limits: ConnectionLimits(messageBytes: 1000)) { address in
            let connection = try await WebSocketClient().connect(to: address)
            try await connection.send(.binary([UInt8](repeating: 1, count: 1001)))
            #expect(await connection.receive() == nil)
            #expect(connection.closeReason?.code == .messageTooLong)
            let late = await #expect(throws: TransportError.self) { try await connection.send(.text("x")) }
            #expect(late?.code == .closed)
        }
        try await withServer { address in
            let client = WebSocketClient(limits: ConnectionLimits(messageBytes: 1000))
            let connection = try await client.connect(to: address)
            let long = WebSocketMessage.text(String(repeating: "a", count: 1001))
            let error = #expect(throws: TransportError.self) { try connection.enqueue(long) }
            #expect(error?.code == .messageTooLong)
            await connection.close()
        }
    }

    @Test("Stopping the server closes its clients in order")
    func stop() async throws {
        let server = try await WebSocketServer.listen(.init(address: ServiceAddress(host: "127.0.0.1", port: 0)))
        async let running: Void = server.run { connection in
            for await _ in connection.messages {}
        }
        let connection = try await WebSocketClient().connect(to: server.address)
        server.stop()
        await running
        #expect(await connection.receive() == nil)
        #expect(connection.closeReason?.code == .normal)
    }

    @Test("A server that is no WebSocket server is named")
    func wrongServers() async throws {
        try await RawPeer.withListener { channel in
            channel.writeAndFlush(ByteBuffer(string: "HTTP/1.1 404 Not Found\r\n\r\n"), promise: nil)
        } body: { address in
            let error = await #expect(throws: TransportError.self) { try await WebSocketClient().connect(to: address) }
            #expect(error?.code == .protocolError)
            #expect(error?.summary.contains("404 Not Found") == true)
        }
        try await RawPeer.withListener {
            $0.close(promise: nil)
        } body: { address in
            let error = await #expect(throws: TransportError.self) { try await WebSocketClient().connect(to: address) }
            #expect(error?.code == .closed)
        }
    }
}
