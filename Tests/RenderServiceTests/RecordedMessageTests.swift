// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import JSON
import RenderService
import Testing

/// Every kind of broken request, against what Brayns 3.10.1 answered.
@Suite("Recorded messages")
struct RecordedMessageTests {
    @Test("a broken request gets the recorded error", .enabled(if: SharedFolder.path != nil))
    func messages() async throws {
        let service = try SceneService(.embedded)
        let cases = try #require(try SharedFolder.json("truth/protocol/messages.json").array)
        #expect(cases.count == 60)
        for recorded in cases {
            let text = try #require(recorded["send"]?.string)
            let client = await SocketStandIn(service)
            await client.send(text)
            await client.send(#"{"jsonrpc":"2.0","id":"probe","method":"get-version"}"#)
            var replies: [JSONValue] = []
            while let (reply, _) = try await client.next(), reply["id"] != "probe" {
                if reply["method"] == nil { replies.append(essence(reply)) }
            }
            let wanted = (recorded["replies"]?.array ?? []).map(essence)
            let label = recorded["label"]?.string ?? ""
            #expect(replies == wanted, "\(label): \(replies.map { $0.text() }) is not \(wanted.map { $0.text() })")
            await client.close()
        }
    }

    /// What must agree: ids, codes, lists of faults, and of a text what stands before the first quote, its numbers
    /// aside.
    private func essence(_ reply: JSONValue) -> JSONValue {
        guard let error = reply["error"] else { return ["id": reply["id"] ?? .null, "ok": true] }
        let text = error["message"]?.string?.split(separator: "'", omittingEmptySubsequences: false).first ?? ""
        let words = text.split { $0.isNumber || $0 == " " }.joined(separator: " ")
        return [
            "id": reply["id"] ?? .null, "code": error["code"] ?? .null, "data": error["data"] ?? .null,
            "message": .string(words),
        ]
    }

    @Test("a fresh service answers every getter as recorded", .enabled(if: SharedFolder.path != nil))
    func getters() async throws {
        let plugins = [
            "braynsCircuitExplorer", "braynsAtlasExplorer", "braynsCylindricCamera", "braynsDTI",
            "braynsMoleculeExplorer",
        ]
        let service = try SceneService(ServiceOptions(plugins: plugins))
        let client = await SocketStandIn(service)
        let recorded = try #require(try SharedFolder.json("truth/protocol/getters_fresh.json").object)
        let params = ["no_params": "", "empty_object": #","params":{}"#, "id0": #","params":{"id":0}"#]
        for (method, cases) in recorded.sorted(by: { $0.key < $1.key }) {
            for (kind, wanted) in try #require(cases.object) {
                let rest = try #require(params[kind])
                await client.send(#"{"jsonrpc":"2.0","id":1,"method":"\#(method)"\#(rest)}"#)
                let (reply, _) = try #require(try await client.next())
                if method == "registry", let names = wanted["result"]?.array {
                    // In no order that means anything.
                    let sorted = names.compactMap(\.string).sorted().map(JSONValue.string)
                    #expect(reply["result"]?.array == sorted)
                    continue
                }
                if method == "get-loaders", wanted["error"] == nil {
                    #expect(try loaders(reply) == loaders(wanted))
                    continue
                }
                #expect(reply == wanted, "\(method) \(kind): \(reply.text()) is not \(wanted.text())")
            }
        }
        await client.close()
    }

    /// What is told of loaders, without our descriptions and the order of extensions, which means nothing.
    private func loaders(_ reply: JSONValue) throws -> [JSONValue] {
        try #require(reply["result"]?.array).map { loader in
            var members = try #require(loader.object)
            members["extensions"] = .array(
                (members["extensions"]?.array ?? []).compactMap(\.string).sorted().map(JSONValue.string))
            // Through text, so that numbers of 32 bits compare as they print.
            return try JSONValue(parsing: withoutDescriptions(.object(members)).text())
        }
    }

    private func withoutDescriptions(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let members):
            .object(members.filter { $0.key != "description" }.mapValues(withoutDescriptions))
        case .array(let elements): .array(elements.map(withoutDescriptions))
        default: value
        }
    }
}
