// SPDX-License-Identifier: Apache-2.0
import NIOCore
import NIOEmbedded
import Testing
import TransportTesting
import WebSocketTransport

/// Two ends of a TLS connection without a socket; the test carries the bytes.
private final class Wire {
    /// Keeps the clear bytes and the errors that come out of a TLS handler.
    final class Tap: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        var bytes: [UInt8] = []
        var errors: [TransportError] = []
        var isEstablished = false

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            bytes += Array(unwrapInboundIn(data).readableBytesView)
        }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            if case TLSEvent.established? = event as? TLSEvent { isEstablished = true }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            if let error = error as? TransportError { errors.append(error) }
        }
    }

    let client = EmbeddedChannel()
    let server = EmbeddedChannel()
    let atClient = Tap()
    let atServer = Tap()

    init(host: String = "localhost", client settings: TLSClientSettings, server serverSettings: TLSServerSettings)
        throws
    {
        let clientContext = try OpenSSLContext(client: settings)
        let serverContext = try OpenSSLContext(server: serverSettings)
        try client.pipeline.syncOperations.addHandlers([
            clientContext.clientHandler(host: host, peer: "server"), atClient,
        ])
        try server.pipeline.syncOperations.addHandlers([serverContext.serverHandler(peer: "client"), atServer])
        let address = try SocketAddress(ipAddress: "127.0.0.1", port: 1)
        client.connect(to: address, promise: nil)
        server.connect(to: address, promise: nil)
    }

    /// Carries bytes to and fro, in pieces of a size, until nothing more comes.
    func run(piece: Int = .max) throws {
        var moved = true
        while moved {
            moved = try move(client, server, piece)
            if try move(server, client, piece) { moved = true }
        }
    }

    private func move(_ from: EmbeddedChannel, _ to: EmbeddedChannel, _ piece: Int) throws -> Bool {
        var moved = false
        while var buffer = try from.readOutbound(as: ByteBuffer.self) {
            moved = true
            while let part = buffer.readSlice(length: min(piece, buffer.readableBytes)), part.readableBytes > 0 {
                // A handler may have closed its channel; what then comes is lost, as on a socket.
                _ = try? to.writeInbound(part)
            }
        }
        return moved
    }

    func write(_ bytes: [UInt8], from channel: EmbeddedChannel) {
        channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil)
    }
}

@Suite("TLS without a socket", .enabled(if: Certificates.shared != nil, "needs the openssl program"))
struct TLSHandlerTests {
    private let certificates: Certificates

    init() throws {
        certificates = try #require(Certificates.shared)
    }

    private func wire(_ kind: Certificates.Kind = .good, host: String = "localhost", trust: TLSTrust? = nil) throws
        -> Wire
    {
        try Wire(
            host: host, client: TLSClientSettings(trust: trust ?? .location(certificates.authority)),
            server: TLSServerSettings(identity: certificates.identity(kind)))
    }

    @Test("Bytes pass both ways in pieces of any size", arguments: [1, 7, 1000, Int.max])
    func pieces(piece: Int) throws {
        let wire = try wire()
        try wire.run(piece: piece)
        #expect(wire.atClient.isEstablished && wire.atServer.isEstablished)
        let long = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 13) }
        wire.write(long, from: wire.client)
        wire.write([1, 2, 3], from: wire.server)
        wire.write([], from: wire.server)
        wire.write([4], from: wire.server)
        try wire.run(piece: piece)
        #expect(wire.atServer.bytes == long)
        #expect(wire.atClient.bytes == [1, 2, 3, 4])
        #expect(wire.atClient.errors.isEmpty && wire.atServer.errors.isEmpty)
    }

    @Test("What is written before and during the handshake arrives after it, in order")
    func writeDuringHandshake() throws {
        let wire = try wire()
        wire.write([1, 2], from: wire.client)
        wire.write([9], from: wire.server)
        let promise = wire.client.eventLoop.makePromise(of: Void.self)
        wire.client.writeAndFlush(ByteBuffer(bytes: [3]), promise: promise)
        #expect(!wire.atClient.isEstablished)
        try wire.run(piece: 10)
        try promise.futureResult.wait()
        #expect(wire.atServer.bytes == [1, 2, 3])
        #expect(wire.atClient.bytes == [9])
    }

    @Test("An orderly end is no error, a cut is one")
    func endings() throws {
        let orderly = try wire()
        try orderly.run()
        orderly.write([1], from: orderly.server)
        orderly.server.close(promise: nil)
        try orderly.run()
        #expect(orderly.atClient.bytes == [1])
        #expect(orderly.atClient.errors.isEmpty)
        #expect(!orderly.client.isActive)

        let cut = try wire()
        try cut.run()
        cut.client.pipeline.fireChannelInactive()
        #expect(cut.atClient.errors.map(\.code) == [.closed])
        #expect(cut.atClient.errors.first?.summary == "TLS was cut off")
    }

    @Test("A cut in the handshake fails what was written")
    func cutHandshake() throws {
        let wire = try wire()
        let promise = wire.client.eventLoop.makePromise(of: Void.self)
        wire.client.writeAndFlush(ByteBuffer(bytes: [3]), promise: promise)
        wire.client.pipeline.fireChannelInactive()
        #expect(throws: TransportError.self) { try promise.futureResult.wait() }
        #expect(wire.atClient.errors.first?.summary.contains("during the TLS handshake") == true)
    }

    @Test("A changed bit is found, and nothing of the record is delivered")
    func tampering() throws {
        let wire = try wire()
        try wire.run()
        wire.write(Array(repeating: 5, count: 100), from: wire.client)
        var record = try #require(try wire.client.readOutbound(as: ByteBuffer.self))
        let last = record.writerIndex - 1
        let byte = try #require(record.getInteger(at: last, as: UInt8.self))
        record.setInteger(byte ^ 1, at: last)
        _ = try? wire.server.writeInbound(record)
        #expect(wire.atServer.bytes.isEmpty)
        #expect(wire.atServer.errors.map(\.code) == [.tls])
        #expect(!wire.server.isActive)
    }

    @Test(
        "Who does not speak TLS is told apart",
        arguments: ["GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 400 Bad Request\r\n\r\n"])
    func plainPeers(text: String) throws {
        let wire = try wire()
        let isRequest = text.hasPrefix("GET")
        let channel = isRequest ? wire.server : wire.client
        _ = try? channel.writeInbound(ByteBuffer(string: text))
        let errors = isRequest ? wire.atServer.errors : wire.atClient.errors
        #expect(errors.map(\.code) == [.peerSpeaksPlain])
    }

    @Test(
        "Names and addresses are verified",
        arguments: [
            (Certificates.Kind.good, "localhost", nil), (.good, "127.0.0.1", nil),
            (.good, "127.0.0.2", .certificateForOtherHost), (.good, "example.org", .certificateForOtherHost),
            (.otherHost, "localhost", .certificateForOtherHost), (.otherHost, "127.0.0.1", .certificateForOtherHost),
            (.otherHost, "example.org", nil), (.expired, "localhost", .certificateExpired),
            (.selfSigned, "localhost", .certificateNotTrusted),
        ] as [(Certificates.Kind, String, TransportError.Code?)])
    func verification(kind: Certificates.Kind, host: String, code: TransportError.Code?) throws {
        let wire = try wire(kind, host: host)
        wire.write([1], from: wire.client)
        try wire.run()
        #expect(wire.atClient.errors.map(\.code) == (code.map { [$0] } ?? []))
        #expect(wire.atServer.bytes == (code == nil ? [1] : []))
        #expect(wire.atClient.errors.allSatisfy { $0.remedy != nil })
        // The alert says to the server, too, why it ended.
        #expect(wire.atServer.errors.isEmpty == (code == nil))
    }

    @Test("Authorities: a file, a folder, the certificate itself; not the system's, not another")
    func authorities() throws {
        let good: [(Certificates.Kind, TLSTrust)] = [
            (.good, .location(certificates.authority)), (.good, .location(certificates.authorityFolder)),
            (.selfSigned, .location(certificates.identity(.selfSigned).certificateFile)),
        ]
        for (kind, trust) in good {
            let wire = try wire(kind, trust: trust)
            try wire.run()
            #expect(wire.atClient.isEstablished, "\(kind), \(trust)")
        }
        for trust in [TLSTrust.system, .location(certificates.otherAuthority)] {
            let wire = try wire(.good, trust: trust)
            try wire.run()
            #expect(wire.atClient.errors.map(\.code) == [.certificateNotTrusted])
        }
    }

    @Test("A server that asks for a certificate gets the client's, and refuses those without")
    func clientCertificates() throws {
        let server = TLSServerSettings(
            identity: certificates.identity(.good), clientTrust: .location(certificates.authority))
        let trust = TLSTrust.location(certificates.authority)
        let known = try Wire(
            client: TLSClientSettings(trust: trust, identity: certificates.identity(.client)), server: server)
        known.write([1], from: known.client)
        try known.run()
        #expect(known.atServer.bytes == [1])
        for identity in [nil, certificates.identity(.selfSigned)] {
            let unknown = try Wire(client: TLSClientSettings(trust: trust, identity: identity), server: server)
            unknown.write([1], from: unknown.client)
            try unknown.run()
            #expect(unknown.atServer.bytes == [])
            #expect(unknown.atClient.errors.map(\.code) == [.certificateRefused])
        }
    }

    @Test("Files that cannot be used are named")
    func credentials() throws {
        var wrongPassphrase = certificates.identity(.good)
        wrongPassphrase.passphrase = "nonsense"
        var noPassphrase = certificates.identity(.good)
        noPassphrase.passphrase = ""
        var otherKey = certificates.identity(.client)
        otherKey.privateKeyFile = certificates.identity(.otherHost).privateKeyFile
        var noFile = certificates.identity(.client)
        noFile.certificateFile = "/no/such/file"
        for identity in [wrongPassphrase, noPassphrase, otherKey, noFile] {
            let error = #expect(throws: TransportError.self) {
                try OpenSSLContext(server: TLSServerSettings(identity: identity))
            }
            #expect(error?.code == .invalidCredentials)
            #expect([identity.privateKeyFile, identity.certificateFile].contains(error?.address ?? ""))
        }
        for path in ["/no/such/file", certificates.identity(.client).privateKeyFile] {
            let error = #expect(throws: TransportError.self) {
                try OpenSSLContext(client: TLSClientSettings(trust: .location(path)))
            }
            #expect(error?.code == .invalidCredentials)
            #expect(error?.address == path)
        }
    }
}
