// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import Foundation
import RenderService
import WebSocketTransport

/// What the service adds to a bare exchange of messages on the same sockets.
let serviceSuite = Suite(
    name: "service", question: "calls over a real socket, beside an echo of messages of the same size on the same stack"
) { report in
    let service = try SceneService()
    try await withServer { connection in
        let client = await service.connect { frame in try? connection.enqueue(WebSocketMessage(frame)) }
        while let message = await connection.receive() { await service.receive(Frame(message), from: client) }
        await service.disconnect(client)
    } body: { served in
        try await withServer { connection in
            while let message = await connection.receive() {
                try? connection.enqueue(.text([UInt8](repeating: 0x20, count: echoSize(message))))
            }
        } body: { echo in
            for (name, count) in [("get-version", 20_000), ("get-scene", 400)] {
                if name == "get-scene" { try await addModels(1000, served) }
                let size = try await replySize(name, served)
                let label = name == "get-scene" ? "get-scene of 1,000 models" : name
                for clients in [1, 16] {
                    let ours = try await rate(call(name), count, clients, served)
                    let bare = try await rate(call(name, echo: size), count, clients, echo)
                    let who = clients == 1 ? "one client" : "\(clients) clients"
                    report("\(label), \(who)", ours, "calls/s", beside: ("echo", bare))
                }
            }
            let before = residentBytes()
            _ = try await rate(call("get-version"), 100_000, 4, served)
            report("memory after 100,000 calls more", (residentBytes() - before) / 1e6, "MB")

            let upload = try await seconds(meshUpload(megabytes: 100), served)
            let bare = try await seconds(.binary([UInt8](repeating: 0, count: 100_000_000)), echo)
            report("upload of a 100 MB mesh", 100 / upload, "MB/s", beside: ("echo's receiving", 100 / bare))
        }
    }
}

private func withServer(
    _ serve: @escaping @Sendable (WebSocketConnection) async -> Void, body: (ServiceAddress) async throws -> Void
) async throws {
    let server = try await WebSocketServer.listen(
        .init(address: ServiceAddress(host: "127.0.0.1", port: 0), clients: 32))
    let running = Task { await server.run(serve) }
    try await body(server.address)
    server.stop()
    await running.value
}

/// A call; for the echo server it tells at its end how long the answer shall be.
private func call(_ method: String, echo size: Int = 0) -> WebSocketMessage {
    .text(#"{"jsonrpc":"2.0","id":0,"method":"\#(method)"}"# + (size == 0 ? "" : " \(size)"))
}

private func echoSize(_ message: WebSocketMessage) -> Int {
    String(decoding: message.bytes.suffix(12), as: UTF8.self).split(separator: " ").last.flatMap { Int($0) } ?? 1
}

/// Calls a second, each client waiting for its answer before the next call.
private func rate(
    _ message: WebSocketMessage, _ count: Int, _ clients: Int, _ address: ServiceAddress
) async throws -> Double {
    let each = count / clients
    let start = wallSeconds()
    try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<clients {
            group.addTask {
                let connection = try await WebSocketClient().connect(to: address)
                for _ in 0..<each {
                    try connection.enqueue(message)
                    _ = await connection.receive()
                }
                await connection.close()
            }
        }
        try await group.waitForAll()
    }
    return Double(each * clients) / (wallSeconds() - start)
}

/// How long one message takes to its last answer.
private func seconds(_ message: WebSocketMessage, _ address: ServiceAddress) async throws -> Double {
    let connection = try await WebSocketClient().connect(to: address)
    let start = wallSeconds()
    try await connection.send(message)
    while let answer = await connection.receive() {
        if !String(decoding: answer.bytes.prefix(4000), as: UTF8.self).contains(#""operation":"#) { break }
    }
    let time = wallSeconds() - start
    await connection.close()
    return time
}

private func replySize(_ method: String, _ address: ServiceAddress) async throws -> Int {
    let connection = try await WebSocketClient().connect(to: address)
    try connection.enqueue(call(method))
    let size = await connection.receive()?.bytes.count ?? 0
    await connection.close()
    return size
}

private func addModels(_ count: Int, _ address: ServiceAddress) async throws {
    let connection = try await WebSocketClient().connect(to: address)
    let params = #"[{"geometry":{"center":[0,0,0],"radius":1},"color":[1,0,0,1]}]"#
    for _ in 0..<count {
        try connection.enqueue(.text(#"{"jsonrpc":"2.0","id":0,"method":"add-spheres","params":\#(params)}"#))
        _ = await connection.receive()
    }
    await connection.close()
}

/// A binary STL of that size, one small triangle after another.
private func meshUpload(megabytes: Int) -> WebSocketMessage {
    let triangles = (megabytes * 1_000_000 - 84) / 50
    let json = Array(
        #"{"jsonrpc":"2.0","id":0,"method":"upload-model","params":{"type":"stl","loader_name":"mesh"}}"#.utf8)
    var bytes = (0..<4).map { UInt8(truncatingIfNeeded: json.count >> (8 * $0)) } + json
    bytes += [UInt8](repeating: 0, count: 80) + (0..<4).map { UInt8(truncatingIfNeeded: triangles >> (8 * $0)) }
    bytes.reserveCapacity(bytes.count + triangles * 50)
    for index in 0..<triangles {
        let (x, y) = (Float(index % 1000), Float(index / 1000))
        for value in [0, 0, 1, x, y, 0, x + 1, y, 0, x, y + 1, 0] as [Float] {
            withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
        }
        bytes += [0, 0]
    }
    return .binary(bytes)
}
