// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import JSON
import RenderService
import Testing

/// Order, progress, cancelling and leaving, as clients on sockets see them.
@Suite("Task queue", .timeLimit(.minutes(2)))
struct TaskQueueTests {
    /// A picture that takes far longer than any test waits for it.
    private static let endless = #"""
        {"jsonrpc":"2.0","id":1,"method":"snapshot","params":{"image_settings":{"size":[512,512]},
        "renderer":{"name":"interactive","params":{"samples_per_pixel":1000000}}}}
        """#

    @Test("a running task is cancelled: first the reply of cancel, then error 20")
    func cancelRunning() async throws {
        let service = try SceneService(ServiceOptions(threads: 1))
        let client = await SocketStandIn(service)
        await client.send(Self.endless)
        let news = try #require(try await client.next()).json
        #expect(news["method"] == "snapshot" && news["id"] == nil)
        #expect(news["params"]?["id"] == 1 && news["params"]?["operation"] == "Rendering snapshot ...")
        await client.send(#"{"jsonrpc":"2.0","id":2,"method":"cancel","params":{"id":1}}"#)
        let replies = try await client.results(2)
        #expect(replies.map { $0["id"] } == [2, 1])
        #expect(replies[0]["result"] == .null && replies[1]["error"]?["code"] == 20)
        #expect(replies[1]["error"]?["message"] == "Task has been cancelled")
    }

    @Test("waiting tasks can be cancelled, quick methods cannot, no task twice")
    func cancelWaiting() async throws {
        let service = try SceneService(ServiceOptions(threads: 1))
        let client = await SocketStandIn(service)
        await client.send(Self.endless)
        await client.send(#"{"jsonrpc":"2.0","id":"late","method":"snapshot","params":{}}"#)
        await client.send(#"{"jsonrpc":"2.0","id":3,"method":"get-scene"}"#)
        for (id, target) in [(10, #""late""#), (11, "3"), (12, #""late""#), (13, "99"), (14, "1")] {
            await client.send(#"{"jsonrpc":"2.0","id":\#(id),"method":"cancel","params":{"id":\#(target)}}"#)
        }
        let replies = try await client.results(8)
        #expect(replies.map { $0["id"] } == [10, 11, 12, 13, 14, 1, "late", 3])
        let messages = replies.map { $0["error"]?["message"]?.string }
        #expect(
            messages == [
                nil, "Method 'get-scene' is not cancellable.", "Request late already cancelled",
                "No requests found with ID 99.", nil, "Task has been cancelled", "Task has been cancelled", nil,
            ])
    }

    @Test("faults are answered at once, other requests in their order")
    func faultsOvertake() async throws {
        let service = try SceneService(ServiceOptions(threads: 1))
        let client = await SocketStandIn(service)
        await client.send(Self.endless)
        await client.send(#"{"jsonrpc":"2.0","id":2,"method":"get-scene"}"#)
        await client.send(#"{"jsonrpc":"2.0","id":3,"method":"get-model"}"#)
        await client.send("{")
        await client.send(#"{"jsonrpc":"2.0","id":4,"method":"cancel","params":{"id":1}}"#)
        let replies = try await client.results(5)
        #expect(replies.map { $0["id"] } == [3, .null, 4, 1, 2])
    }

    @Test("another client's reads are answered beside a long task, its writes wait")
    func readsBeside() async throws {
        let service = try SceneService(ServiceOptions(threads: 1))
        let busy = await SocketStandIn(service)
        let other = await SocketStandIn(service)
        await busy.send(Self.endless)
        _ = try await busy.next()
        await other.send(#"{"jsonrpc":"2.0","id":1,"method":"get-scene"}"#)
        #expect(try await other.results(1)[0]["id"] == 1)
        await other.send(#"{"jsonrpc":"2.0","id":2,"method":"clear-models"}"#)
        await other.send(#"{"jsonrpc":"2.0","id":3,"method":"get-version"}"#)
        await other.send(#"{"jsonrpc":"2.0","id":4,"method":"nonsense"}"#)
        #expect(try await other.results(1)[0]["id"] == 4)
        await busy.send(#"{"jsonrpc":"2.0","id":2,"method":"cancel","params":{"id":1}}"#)
        #expect(try await other.results(2).map { $0["id"] } == [2, 3])
    }

    @Test("the main picture sends no progress, keeps no reader waiting, and ends with its client")
    func mainPicture() async throws {
        let service = try SceneService(ServiceOptions(threads: 1))
        let busy = await SocketStandIn(service)
        let other = await SocketStandIn(service)
        await busy.send(#"{"jsonrpc":"2.0","id":1,"method":"render-image","params":{"format":"png"}}"#)
        let first = try #require(try await busy.next())
        #expect(first.json["id"] == 1 && first.json["result"]?["accumulation"] == 1, "the reply comes first")
        let slow = #"{"samples_per_pixel":1000000}"#
        await busy.send(#"{"jsonrpc":"2.0","id":2,"method":"set-renderer-interactive","params":\#(slow)}"#)
        _ = try await busy.results(1)
        await busy.send(#"{"jsonrpc":"2.0","id":3,"method":"render-image","params":{}}"#)
        await other.send(#"{"jsonrpc":"2.0","id":1,"method":"get-scene"}"#)
        #expect(try await other.results(1)[0]["id"] == 1)
        await other.send(#"{"jsonrpc":"2.0","id":2,"method":"clear-models"}"#)
        await busy.close()
        #expect(try await other.results(1)[0]["id"] == 2)
    }

    @Test("a task that only its client wants ends with the client")
    func disconnect() async throws {
        let service = try SceneService(ServiceOptions(threads: 1))
        let leaving = await SocketStandIn(service)
        let staying = await SocketStandIn(service)
        await leaving.send(Self.endless)
        await leaving.send(#"{"jsonrpc":"2.0","id":2,"method":"add-light-ambient","params":{}}"#)
        _ = try await leaving.next()
        await leaving.close()
        await staying.send(#"{"jsonrpc":"2.0","id":1,"method":"set-framebuffer-static"}"#)
        await staying.send(#"{"jsonrpc":"2.0","id":2,"method":"get-scene"}"#)
        let replies = try await staying.results(2)
        #expect(replies.map { $0["id"] } == [1, 2])
        #expect(replies[1]["result"]?["models"] == [], "what waited of the one who left is not carried out")
    }

    @Test("quit answers, and what waits is still done")
    func quit() async throws {
        let service = try SceneService(ServiceOptions(threads: 1))
        let client = await SocketStandIn(service)
        await client.send(#"{"jsonrpc":"2.0","id":1,"method":"quit"}"#)
        await client.send(#"{"jsonrpc":"2.0","id":2,"method":"get-version"}"#)
        #expect(try await client.results(2).map { $0["id"] } == [1, 2])
        await service.waitUntilQuit()
    }

    @Test("a notification is carried out and never answered")
    func notification() async throws {
        let service = try SceneService(ServiceOptions(threads: 1))
        let client = await SocketStandIn(service)
        await client.send(#"{"jsonrpc":"2.0","method":"add-light-ambient","params":{}}"#)
        await client.send(#"{"jsonrpc":"2.0","method":"get-model"}"#)
        await client.send(#"{"jsonrpc":"2.0","id":0,"method":"get-scene"}"#)
        let reply = try await client.results(1)[0]
        #expect(reply["id"] == 0 && reply["result"]?["models"]?.array?.count == 1)
    }

    @Test("a binary frame carries a request, and a picture comes back in one")
    func binary() async throws {
        let service = try SceneService(ServiceOptions(threads: 1))
        let client = await SocketStandIn(service)
        let request = #"{"jsonrpc":"2.0","id":1,"method":"snapshot","params":{"image_settings":{"size":[64,64]}}}"#
        await client.send(Frame(json: Array(request.utf8), payload: [], alwaysBinary: true))
        while let (json, payload) = try await client.next() {
            guard json["id"] != nil else { continue }
            #expect(json["result"]?["color_buffer"]?["size"]?.integer == Int64(payload.count))
            #expect(payload.starts(with: [0x89, 0x50, 0x4E, 0x47]))
            break
        }
        await client.send(.binary([1, 2]))
        await client.send(.binary([200, 0, 0, 0, 1]))
        let messages = try await client.results(2).map { $0["error"]?["message"]?.string ?? "" }
        #expect(messages[0].contains("expected at least 4 bytes") && messages[1].contains("JSON size too bi: 200"))
    }
}

extension SocketStandIn {
    /// The next replies and errors, progress left out.
    func results(_ count: Int) async throws -> [JSONValue] {
        var replies: [JSONValue] = []
        while replies.count < count, let (json, _) = try await next() {
            if json["method"] == nil { replies.append(json) }
        }
        return replies
    }
}
