// SPDX-License-Identifier: Apache-2.0
import NIOCore
import NIOPosix
import Testing
import TransportTesting
import WebSocketTransport

@Suite(
    "TLS over real sockets", .serialized, .timeLimit(.minutes(2)),
    .enabled(if: Certificates.shared != nil, "needs the openssl program"))
struct TLSConnectionTests {
    private let certificates: Certificates
    private let server: OpenSSLContext
    private let client: OpenSSLContext

    init() throws {
        certificates = try #require(Certificates.shared)
        server = try OpenSSLContext(server: TLSServerSettings(identity: certificates.identity(.good)))
        client = try OpenSSLContext(client: TLSClientSettings(trust: .location(certificates.authority)))
    }

    @Test("Messages up to 64 MB come back the same", arguments: [1, 16_384, 1 << 20, 64 << 20])
    func echo(size: Int) async throws {
        try await withServer(tls: server) { address in
            let connection = try await WebSocketClient().connect(to: address, tls: client)
            let bytes = [UInt8](unsafeUninitializedCapacity: size) { room, count in
                for index in 0..<size { room[index] = UInt8(truncatingIfNeeded: index &* 11) }
                count = size
            }
            try await connection.send(.binary(bytes))
            let answer = await connection.receive()
            #expect(answer == .binary(bytes), "\(size) bytes")
            await connection.close()
            #expect(connection.closeReason?.code == .normal)
        }
    }

    @Test("Many small messages in both directions keep their order")
    func manySmall() async throws {
        try await withServer(tls: server) { address in
            let connection = try await WebSocketClient().connect(to: address, tls: client)
            for index in 0..<2000 { try connection.enqueue(.text("\(index)")) }
            for index in 0..<2000 { #expect(await connection.receive() == .text("\(index)")) }
            await connection.close()
        }
    }

    @Test("Plain on TLS and TLS on plain are named on both sides")
    func mixedUp() async throws {
        let events = Shared<[ServerEvent]>([])
        let report: @Sendable (ServerEvent) -> Void = { event in events.update { $0.append(event) } }
        try await withServer(tls: server, report: report) { address in
            let error = await #expect(throws: TransportError.self) { try await WebSocketClient().connect(to: address) }
            #expect(error?.code == .peerSpeaksTLS || error?.code == .closed)
            #expect(error?.remedy?.contains("wss://") == true)
        }
        #expect(await events.wait { "\($0)".contains("does not speak TLS") } != nil)
        events.set([])
        try await withServer(report: report) { address in
            let error = await #expect(throws: TransportError.self) {
                try await WebSocketClient().connect(to: address, tls: client)
            }
            #expect(error?.remedy?.contains("TLS") == true)
        }
        #expect(await events.wait { "\($0)".contains("--secure true") } != nil)
        // The real service's answer to what is no HTTP.
        try await RawPeer.withListener { channel in
            channel.writeAndFlush(ByteBuffer(string: "HTTP/1.1 400 Bad Request\r\n\r\n"), promise: nil)
        } body: { address in
            let error = await #expect(throws: TransportError.self) {
                try await WebSocketClient().connect(to: address, tls: client)
            }
            #expect(error?.code == .peerSpeaksPlain)
        }
    }

    @Test("A server's refusal of our certificate is named by the client")
    func refusedClient() async throws {
        let strict = try OpenSSLContext(
            server: TLSServerSettings(
                identity: certificates.identity(.good), clientTrust: .location(certificates.authority)))
        try await withServer(tls: strict) { address in
            let error = await #expect(throws: TransportError.self) {
                try await WebSocketClient().connect(to: address, tls: client)
            }
            #expect(error?.code == .certificateRefused)
            let identity = certificates.identity(.client)
            let known = try OpenSSLContext(
                client: TLSClientSettings(trust: .location(certificates.authority), identity: identity))
            let connection = try await WebSocketClient().connect(to: address, tls: known)
            await connection.close()
        }
    }

    @Test("openssl s_client speaks with our server, by TLS 1.2 and 1.3 but not by less")
    func clientProgram() async throws {
        try await withServer(tls: server) { address in
            for (version, isTaken) in [("-tls1_2", true), ("-tls1_3", true), ("-tls1_1", false)] {
                let program = try OpenSSLProgram([
                    "s_client", "-connect", "\(address)", "-servername", "localhost", "-verify_hostname", "localhost",
                    "-CAfile", certificates.authority, "-verify_return_error", "-quiet", version, "-cipher",
                    "ALL:@SECLEVEL=0",
                ])
                defer { program.stop() }
                program.write(RawPeer.upgrade + [0x81, 0x82, 0, 0, 0, 0, 72, 105])
                if isTaken {
                    let answer = await program.received.wait { $0.suffix(4) == [0x81, 2, 72, 105] }
                    #expect(answer != nil, "\(version)")
                } else {
                    for _ in 0..<500 where program.isRunning { try await Task.sleep(for: .milliseconds(10)) }
                    #expect(!program.isRunning)
                    #expect(program.received.value.isEmpty)
                }
            }
        }
    }

    @Test("Our client speaks with openssl s_server, and its cut is an end with a reason")
    func serverProgram() async throws {
        let port = try await withServer { $0.port }
        let identity = certificates.identity(.good)
        let program = try OpenSSLProgram([
            "s_server", "-accept", "127.0.0.1:\(port)", "-cert", identity.certificateFile, "-key",
            identity.privateKeyFile, "-pass", "pass:test", "-quiet",
        ])
        defer { program.stop() }
        let address = ServiceAddress(host: "127.0.0.1", port: port)
        let answering = Task { await answerUpgrade(program) }
        let connection = try await connectWithPatience(address)
        #expect(await answering.value)
        #expect(await connection.receive() == .text("Hi"))
        program.stop()
        #expect(await connection.receive() == nil)
        #expect(connection.closeReason?.code == .abnormal)
    }

    /// Plays a server by hand: proves the key and says "Hi".
    private func answerUpgrade(_ program: OpenSSLProgram) async -> Bool {
        guard let request = await program.received.wait({ $0.suffix(4) == [13, 10, 13, 10] }),
            let line = String(decoding: request, as: UTF8.self).split(separator: "\r\n")
                .first(where: { $0.hasPrefix("Sec-WebSocket-Key: ") })
        else { return false }
        let key = String(line.dropFirst("Sec-WebSocket-Key: ".count))
        program.write(ServerHandshake.upgrade(key: key).response(date: "now") + [0x81, 2, 72, 105])
        return true
    }

    /// The program takes a moment until it listens.
    private func connectWithPatience(_ address: ServiceAddress) async throws -> WebSocketConnection {
        for _ in 0..<100 {
            if let connection = try? await WebSocketClient().connect(to: address, tls: client) { return connection }
            try await Task.sleep(for: .milliseconds(30))
        }
        return try await WebSocketClient().connect(to: address, tls: client)
    }
}
