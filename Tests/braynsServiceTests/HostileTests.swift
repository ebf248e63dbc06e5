// SPDX-License-Identifier: Apache-2.0
import Foundation
import SeededRandom
import Testing
import TransportTesting
import WebSocketTransport

/// Makes messages that are wrong in a known way: it is known how many answers each must get.
struct HostileMessages {
    private var random: SplitMix64
    private let methods: [String]

    init(seed: UInt64, methods: [String]) {
        random = SplitMix64(state: seed)
        // What may succeed with any params, and then change the scene or end the service, is left out.
        let excluded = ["quit", "clear-", "remove-", "update-", "cancel"]
        self.methods = methods.filter { method in !excluded.contains { method.hasPrefix($0) } }
    }

    /// A message and the number of its answers.
    mutating func next() -> (message: WebSocketMessage, answers: Int) {
        let method = methods.randomElement(using: &random) ?? "get-version"
        let id = Int.random(in: -5...1_000_000, using: &random)
        let request = #"{"jsonrpc":"2.0","id":\#(id),"method":"\#(method)","params":\#(wrongParams())}"#
        switch Int.random(in: 0..<9, using: &random) {
        case 0:
            // Cut between characters: what is not UTF-8 closes the connection, and belongs to the wrong frames.
            return (.text(String(request.prefix(Int.random(in: 0..<request.count, using: &random)))), 1)
        case 1:
            let texts = [
                "[]", "3", "null", "true", #""x""#, "[\(request)]", "{}", "{\"id\":1}", "-", "1e999", "\u{FEFF}{}",
            ]
            return (.text(texts.randomElement(using: &random) ?? "[]"), 1)
        case 2:
            let noise = (0..<Int.random(in: 1...200, using: &random)).map { _ in
                Character(Unicode.Scalar(UInt8.random(in: 1...127, using: &random)))
            }
            return (.text("}" + String(noise)), 1)
        case 3:
            let depth = Int.random(in: 100...20_000, using: &random)
            return (.text(String(repeating: Bool.random(using: &random) ? "[" : "{\"a\":", count: depth)), 1)
        case 4:
            let size = UInt32.random(in: 0...UInt32.max, using: &random) | 0x1_0000
            let bytes = (0..<4).map { UInt8(truncatingIfNeeded: size >> (8 * $0)) } + Array(request.utf8)
            return (.binary(Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &random)))), 1)
        case 5:
            // A notification is never answered, however wrong its params.
            return (.text(#"{"jsonrpc":"2.0","method":"\#(method)","params":\#(wrongParams())}"#), 0)
        case 6:
            let version =
                #"{"jsonrpc":"\#(Int.random(in: 0...1, using: &random)).0","id":\#(id),"method":"get-version"}"#
            return (.text(version), 1)
        case 7:
            let json = Array(request.utf8)
            let size = (0..<4).map { UInt8(truncatingIfNeeded: json.count >> (8 * $0)) }
            return (.binary(size + json + (0..<100).map { _ in UInt8.random(in: 0...255, using: &random) }), 1)
        default:
            return (.text(request), 1)
        }
    }

    /// Params that no method takes: an object with a key that no schema knows, or no object at all.
    private mutating func wrongParams() -> String {
        switch Int.random(in: 0..<4, using: &random) {
        case 0: return ["3", #""x""#, "true", "[[]]", "[1,2]"].randomElement(using: &random) ?? "3"
        default:
            let keys = [
                "id", "ids", "position", "target", "up", "fovy", "path", "type", "params", "image_settings", "viewport",
                "model_id", "transform", "method", "color", "endpoint", "primitives", "samples_per_pixel", "dt",
            ]
            let pairs = (0..<Int.random(in: 0...5, using: &random)).map { _ in
                "\"\(keys.randomElement(using: &random) ?? "id")\":\(value(depth: 0))"
            }
            return "{" + (pairs + [#""no such key":\#(value(depth: 0))"#]).joined(separator: ",") + "}"
        }
    }

    private mutating func value(depth: Int) -> String {
        switch Int.random(in: 0..<(depth < 4 ? 10 : 7), using: &random) {
        case 0: return "\(Int64.random(in: .min ... .max, using: &random))"
        case 1:
            return ["1e308", "-1e308", "1e-320", "0.1", "-0", "99999999999999999999"].randomElement(using: &random)
                ?? "0"
        case 2: return "null"
        case 3: return "true"
        case 4: return "\"\(String(repeating: "ä", count: Int.random(in: 0...50, using: &random)))\""
        case 5: return #""../../etc/passwd""#
        case 6: return "\(Int.random(in: -2...3, using: &random))"
        case 7, 8:
            let items = (0..<Int.random(in: 0...5, using: &random)).map { _ in value(depth: depth + 1) }
            return "[" + items.joined(separator: ",") + "]"
        default:
            return "{\"a\":\(value(depth: depth + 1))}"
        }
    }
}

/// Makes byte sequences that begin as a connection may and then go wrong.
struct HostileBytes {
    private var random: SplitMix64

    init(seed: UInt64) { random = SplitMix64(state: seed) }

    mutating func next() -> [UInt8] {
        switch Int.random(in: 0..<6, using: &random) {
        case 0: return noise(0...300)
        case 1:
            var request = RawPeer.upgrade
            for _ in 0..<Int.random(in: 1...5, using: &random) {
                request[Int.random(in: 0..<request.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            return request
        case 2: return Array(RawPeer.upgrade.prefix(Int.random(in: 0..<RawPeer.upgrade.count, using: &random)))
        case 3: return RawPeer.upgrade + noise(0...300)
        default: return RawPeer.upgrade + (0..<Int.random(in: 1...8, using: &random)).flatMap { _ in frame() }
        }
    }

    private mutating func noise(_ count: ClosedRange<Int>) -> [UInt8] {
        (0..<Int.random(in: count, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
    }

    /// A frame of any opcode and flags, often with a length that lies.
    private mutating func frame() -> [UInt8] {
        let first = UInt8.random(in: 0...255, using: &random)
        let opcode =
            Bool.random(using: &random)
            ? first : [0x01, 0x81, 0x00, 0x80, 0x82, 0x89].randomElement(using: &random) ?? 0
        let payload = noise(0...200)
        let mask: UInt8 = Bool.random(using: &random) ? 0x80 : 0
        switch Int.random(in: 0..<5, using: &random) {
        case 0: return [opcode, mask | 126] + noise(2...2) + payload
        case 1: return [opcode, mask | 127] + noise(8...8) + payload
        case 2: return [opcode, mask | 127, 0, 0, 0, 0, 0x7F, 0xFF, 0xFF, 0xFF] + payload
        default:
            return [opcode, mask | UInt8(min(payload.count, 125))] + (mask == 0 ? [] : noise(4...4))
                + payload.prefix(125)
        }
    }
}

@Suite("Hostile clients", .serialized, .timeLimit(.minutes(30)))
struct HostileTests {
    /// How many wrong messages and connections in all; the issue's 100,000 with `SOAK=1`.
    private static let count = Place.isSoak ? 100_000 : 5000

    @Test("Wrong messages and frames are all answered or closed, memory stays flat, the scene stays whole")
    func hostile() async throws {
        try await RunningService.with(allPlugins + ["--max-clients", "16"]) { service in
            let keeper = try await WireClient(service.uri, attempts: 50)
            _ = try await keeper.call("add-spheres", #"[{"geometry":{"center":[1,2,3],"radius":1},"color":[1,0,0,1]}]"#)
            let before = try await keeper.call("get-scene")
            let registry = try await keeper.call("registry")
            let methods = registry.matches(of: /"([a-z0-9-]+)"/).map { String($0.output.1) }
                .filter { !["id", "jsonrpc", "result"].contains($0) }
            #expect(methods.count >= 84)

            try await attack(service, methods, share: 0..<(Self.count / 10))
            let early = service.program.residentBytes
            try await attack(service, methods, share: (Self.count / 10)..<Self.count)
            let late = service.program.residentBytes

            #expect(try await keeper.call("get-scene") == before)
            #expect(service.program.isRunning)
            // The first tenth fills the allocator's pools; afterwards nothing may be kept for each message.
            #expect(late - early < 64 << 20, "grew from \(early) to \(late) bytes")
            await keeper.close()
        }
    }

    /// Three of five are messages, forty a connection; the others are connections of their own.
    private func attack(_ service: RunningService, _ methods: [String], share: Range<Int>) async throws {
        let address = try ServiceAddress(service.uri)
        let batch = 100
        try await withThrowingTaskGroup(of: Void.self) { group in
            var running = 0
            for start in stride(from: share.lowerBound, to: share.upperBound, by: batch) {
                if running == 6 {
                    try await group.next()
                    running -= 1
                }
                running += 1
                group.addTask {
                    let seed = UInt64(start)
                    try await sendMessages(
                        service.uri, HostileMessages(seed: seed, methods: methods), count: batch * 3 / 5)
                    var bytes = HostileBytes(seed: seed)
                    for _ in 0..<(batch * 2 / 5) {
                        let sent = bytes.next()
                        let begin = ContinuousClock.now
                        _ = try await RawPeer.exchange(address, sent, endsOutput: true)
                        // A half-closed connection is ended, not kept.
                        #expect(ContinuousClock.now - begin < .seconds(45), "seed \(seed): \(sent.prefix(400))")
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private func sendMessages(_ uri: String, _ source: HostileMessages, count: Int) async throws {
        var source = source
        let client = try await WireClient(uri, attempts: 200)
        var expected = 0
        var sent: [WebSocketMessage] = []
        for _ in 0..<count {
            let (message, answers) = source.next()
            try await client.connection.send(message)
            expected += answers
            sent.append(message)
        }
        try await client.send("get-version", id: 7_777_777)
        var got = 0
        while let text = await client.next() {
            if text.contains(#""id":7777777"#) { break }
            if !text.contains(#""method":"#) { got += 1 }
        }
        #expect(
            got == expected,
            "answers to messages of one connection; it ended: \(String(describing: client.connection.closeReason))")
        await client.close()
    }
}
