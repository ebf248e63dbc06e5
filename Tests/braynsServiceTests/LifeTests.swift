// SPDX-License-Identifier: Apache-2.0
import BraynsClient
import BraynsProtocol
import Foundation
import SceneModel
import Testing
import WebSocketTransport

@Suite("The life of braynsService", .timeLimit(.minutes(2)))
struct LifeTests {
    @Test("quit is answered, the connection closed, the program ends with 0 and says how long it ran")
    func quit() async throws {
        try await RunningService.with { service in
            let client = try await WireClient(service.uri)
            #expect(try await client.call("quit") == #"{"id":0,"jsonrpc":"2.0","result":null}"#)
            #expect(await client.next() == nil)
            #expect(await service.program.exitStatus() == 0)
            #expect(await service.program.waitForOutput("Service stopped after"))
            for line in service.program.output.split(separator: "\n") {
                #expect(line.wholeMatch(of: /\[(info|warning)\]\[\d\d:\d\d:\d\d\] .*/) != nil, "\(line)")
            }
        }
    }

    @Test("A signal ends it promptly, clients or not", arguments: [SIGTERM, SIGINT])
    func signals(number: Int32) async throws {
        try await RunningService.with { service in
            let client = try await WireClient(service.uri)
            service.program.send(signal: number)
            #expect(await client.next() == nil)
            #expect(await service.program.exitStatus(within: 3) == 0)
        }
    }

    @Test("A signal ends it while a long picture is drawn")
    func signalWhileDrawing() async throws {
        try await RunningService.with { service in
            let client = try await WireClient(service.uri)
            let spheres = #"[{"geometry":{"center":[0,0,0],"radius":1},"color":[1,0,0,1]}]"#
            _ = try await client.call("add-spheres", spheres)
            try await client.send("snapshot", Self.longPicture, id: 1)
            #expect(await client.next()?.contains(#""method":"snapshot""#) == true)
            service.program.send(signal: SIGTERM)
            #expect(await service.program.exitStatus(within: 3) == 0)
        }
    }

    /// A picture that takes minutes.
    static let longPicture =
        #"{"camera_view":{"position":[0,0,5],"target":[0,0,0],"up":[0,1,0]},"image_settings":{"size":[1000,1000],"#
        + #""format":"png"},"renderer":{"name":"production","params":{"samples_per_pixel":100000}}}"#

    @Test("Another client is answered while a picture is drawn; then it is cancelled")
    func answersWhileDrawing() async throws {
        try await RunningService.with { service in
            let artist = try await WireClient(service.uri)
            let other = try await WireClient(service.uri)
            let spheres = #"[{"geometry":{"center":[0,0,0],"radius":1},"color":[1,0,0,1]}]"#
            _ = try await artist.call("add-spheres", spheres)
            try await artist.send("snapshot", Self.longPicture, id: 1)
            #expect(await artist.next()?.contains(#""method":"snapshot""#) == true)
            #expect(try await other.call("get-version").contains(#""major":3"#))
            #expect(try await other.call("no-such-method").contains("-32601"))
            try await artist.send("cancel", #"{"id":1}"#, id: 2)
            var answers: [String] = []
            while answers.count < 2, let text = await artist.next() {
                if !text.contains(#""method":"#) { answers.append(text) }
            }
            #expect(answers.first == #"{"id":2,"jsonrpc":"2.0","result":null}"#)
            #expect(answers.last?.contains(#""code":20"#) == true)
            await other.close()
            await artist.close()
        }
    }

    @Test("A flood of calls waits in its sender's memory, not in the service's")
    func flood() async throws {
        try await RunningService.with(["--max-clients", "3"]) { service in
            let artist = try await WireClient(service.uri)
            let spheres = #"[{"geometry":{"center":[0,0,0],"radius":1},"color":[1,0,0,1]}]"#
            _ = try await artist.call("add-spheres", spheres)
            try await artist.send("snapshot", Self.longPicture, id: 1)
            #expect(await artist.next()?.contains(#""method":"snapshot""#) == true)
            let before = service.program.residentBytes
            let flood = try await WireClient(service.uri)
            let notification = #"{"jsonrpc":"2.0","method":"set-camera-near-clip","params":{"distance":0.1}}"#
            let sending = Task {
                for _ in 0..<1_000_000 { try await flood.connection.send(.text(notification)) }
            }
            try await Task.sleep(for: .seconds(3))
            #expect(service.program.residentBytes - before < 64 << 20)
            sending.cancel()
            flood.connection.beginClose()
            // Others are still answered.
            let other = try await WireClient(service.uri, attempts: 50)
            #expect(try await other.call("get-version").contains(#""major":3"#))
            try await artist.send("cancel", #"{"id":1}"#, id: 2)
            #expect(await artist.next() != nil)
            await other.close()
        }
    }

    @Test("A client that is gone leaves its slot, and the scene stays")
    func disconnects() async throws {
        try await RunningService.with(["--max-clients", "1"]) { service in
            let first = try await WireClient(service.uri)
            _ = try await first.call("add-spheres", #"[{"geometry":{"center":[0,0,0],"radius":1},"color":[1,0,0,1]}]"#)
            await first.close()
            let second = try await WireClient(service.uri, attempts: 20)
            #expect(try await second.call("get-scene").contains(#""model_id":"#) == true)
            await second.close()
        }
    }

    @Test("In reverse mode the service connects out, serves, and comes back after its peer was away")
    func reverse() async throws {
        let address = ServiceAddress(host: "127.0.0.1", port: 0)
        var server = try await WebSocketServer.listen(.init(address: address))
        let fixed = server.address
        let program = try Program(
            Place.service, ["--client", "true", "--uri", "\(fixed)", "--reconnection-period", "50"])
        defer { program.stop() }
        for _ in 0..<2 {
            let answers = AsyncStream.makeStream(of: String.self)
            let running = Task { [server] in
                await server.run { connection in
                    try? await connection.send(.text(#"{"jsonrpc":"2.0","id":7,"method":"get-version"}"#))
                    if let message = await connection.receive() {
                        answers.continuation.yield(String(decoding: message.bytes, as: UTF8.self))
                    }
                }
            }
            let answer = await answers.stream.first { _ in true }
            #expect(answer?.contains(#""id":7"#) == true)
            server.stop()
            await running.value
            #expect(await program.waitForOutput("Cannot connect"))
            server = try await WebSocketServer.listen(.init(address: fixed))
        }
        server.stop()
        #expect(await program.waitForOutput(where: { $0.components(separatedBy: "New connection").count >= 3 }))
        program.send(signal: SIGTERM)
        #expect(await program.exitStatus(within: 3) == 0)
    }

    @Test("A client that connects for long finds the service again; what was on its way and writes is not repeated")
    func reconnecting() async throws {
        let uri = "127.0.0.1:\(try await Place.freePort())"
        func start() throws -> Program { try Program(Place.service, ["--uri", uri]) }
        var program = try start()
        defer { program.stop() }
        let connection = try await Connector(uri, attempts: 200, period: .milliseconds(50)).connectForLong()
        #expect(try await connection.version().major == 3)
        _ = try await connection.add(Light(.ambient))
        #expect(try await connection.scene().models.count == 1)

        let endless = Renderer.interactive(InteractiveRenderer(samplesPerPixel: 1_000_000))
        let picture = connection.snapshotTask(Snapshot(size: [512, 512], camera: Camera(), renderer: endless))
        var news = picture.progress.makeAsyncIterator()
        #expect(await news.next() != nil)
        program.stop()
        await #expect(throws: ConnectionError.self) { try await picture.answer() }

        program = try start()
        #expect(try await connection.scene().models == [], "a service that was started again is empty")
        _ = try await connection.add(Light(.ambient))
        await connection.close()
        await #expect(throws: ConnectionError.self) { try await connection.version() }
    }
}
