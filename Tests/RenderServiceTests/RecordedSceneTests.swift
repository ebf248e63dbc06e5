// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import Foundation
import Imaging
import JSON
import RenderService
import Testing

/// Scenes that Brayns 3.10.1 was asked for, replayed on the service inside this process.
@Suite("Recorded scenes")
struct RecordedSceneTests {
    /// A recording: its folder, its name and the folder that `${data}` stands for.
    struct Recording: Sendable, CustomTestStringConvertible {
        let corpus: String
        let name: String
        let data: String
        var testDescription: String { name }

        static func all(_ corpus: String, data: String) -> [Recording] {
            SharedFolder.names("truth/\(corpus)").filter { $0.hasSuffix(".json") }
                .map { Recording(corpus: corpus, name: String($0.dropLast(5)), data: data) }
        }
    }

    /// Shapes, lights, cameras and clipping with the interactive renderer.
    static let interactive = Recording.all("core", data: "truth/core/data").filter {
        !$0.name.contains("production") && $0.name != "camera-depth-of-field"
    }

    /// Files of every kind.
    static let loaded = Recording.all("loaders", data: "data")

    @Test("shapes, lights, cameras, cuts: scene, picks and picture agree", arguments: interactive)
    func replayInteractive(_ recording: Recording) async throws {
        try await replay(recording, atLeast: 35)
    }

    @Test("files of every kind: scene, picks and picture agree", arguments: loaded)
    func replayLoaded(_ recording: Recording) async throws {
        try await replay(recording, atLeast: 30)
    }

    private func replay(_ recording: Recording, atLeast leastRatio: Double) async throws {
        let scene = try SharedFolder.json("truth/\(recording.corpus)/\(recording.name).json")
        let expected = try #require(scene["expected"])
        let client = try await InProcessTransport.embedded(ServiceOptions(
            plugins: ServiceOptions.embedded.plugins, threads: 1))
        func call(_ method: String, _ params: JSONValue?) async throws -> Answer<JSONValue> {
            try await client.call(named: method, params: params.map { filled($0, recording.data) }, payload: [], progress: { _ in })
        }
        var replies: [JSONValue] = []
        for request in scene["requests"]?.array ?? [] {
            let result = try await call(try #require(request[0]?.string), request[1]).result
            replies.append(unfilled(result, recording.data))
        }
        let difference = Agreement.difference(.array(replies), expected["replies"] ?? .null, within: 2e-4)
        #expect(difference == nil, "replies differ at \(difference ?? "")")
        let contents = unfilled(try await call("get-scene", nil).result, recording.data)
        let sceneDifference = Agreement.difference(contents, expected["scene"] ?? .null, within: 2e-4)
        #expect(sceneDifference == nil, "the scene differs at \(sceneDifference ?? "")")

        let snapshot = try #require(scene["snapshot"])
        let answer = try await call("snapshot", snapshot)
        let found = try PNG.decode(answer.payload).picture
        let wanted = try PNG.decode(try SharedFolder.bytes("truth/\(recording.corpus)/\(recording.name).png")).picture
        let ratio = Agreement.peakSignalToNoise(found, wanted)
        #expect(ratio >= leastRatio, "the picture differs: \(ratio) dB")

        // The recording aims the main camera like the picture's, then picks.
        let size = snapshot["image_settings"]?["size"] ?? .null
        _ = try await call("set-application-parameters", ["viewport": size])
        let camera = try #require(snapshot["camera"])
        _ = try await call("set-camera-" + (camera["name"]?.string ?? ""), camera["params"])
        _ = try await call("set-camera-view", snapshot["camera_view"])
        for (point, wanted) in zip(scene["inspect"]?.array ?? [], expected["inspect"]?.array ?? []) {
            let found = try await call("inspect", ["position": point]).result
            let difference = Agreement.difference(found, wanted, within: 5e-3)
            #expect(difference == nil, "the pick at \(point.text()) differs at \(difference ?? "")")
        }
    }

    private func filled(_ value: JSONValue, _ data: String) -> JSONValue {
        replaced(value, "${data}", (SharedFolder.path ?? "") + "/" + data)
    }

    private func unfilled(_ value: JSONValue, _ data: String) -> JSONValue {
        replaced(value, (SharedFolder.path ?? "") + "/" + data, "${data}")
    }

    private func replaced(_ value: JSONValue, _ old: String, _ new: String) -> JSONValue {
        switch value {
        case .string(let text): .string(text.replacing(old, with: new))
        case .array(let elements): .array(elements.map { replaced($0, old, new) })
        case .object(let members): .object(members.mapValues { replaced($0, old, new) })
        default: value
        }
    }
}

/// How near two results are.
enum Agreement {
    /// The path of the first difference of two values whose numbers may differ a little, nil where there is none.
    static func difference(_ found: JSONValue, _ wanted: JSONValue, within tolerance: Double) -> String? {
        if let a = found.double, let b = wanted.double {
            return abs(a - b) <= tolerance * max(1, abs(a), abs(b)) ? nil : ": \(a) is not \(b)"
        }
        if let a = found.array, let b = wanted.array {
            guard a.count == b.count else { return ": \(a.count) items, not \(b.count)" }
            for index in a.indices {
                if let inner = difference(a[index], b[index], within: tolerance) { return "[\(index)]" + inner }
            }
            return nil
        }
        if let a = found.object, let b = wanted.object {
            guard a.keys.sorted() == b.keys.sorted() else { return ": keys \(a.keys.sorted()) not \(b.keys.sorted())" }
            for (key, value) in a.sorted(by: { $0.key < $1.key }) {
                if let inner = difference(value, b[key] ?? .null, within: tolerance) { return "." + key + inner }
            }
            return nil
        }
        return found == wanted ? nil : ": \(found.text()) is not \(wanted.text())"
    }

    /// Peak signal to noise ratio in dB of all four 8-bit channels; 99 for equal pictures, 0 for other sizes.
    static func peakSignalToNoise(_ a: Picture, _ b: Picture) -> Double {
        guard a.width == b.width, a.height == b.height else { return 0 }
        let sum = zip(a.pixels, b.pixels).reduce(0.0) { sum, pair in
            let difference = Double(pair.0) - Double(pair.1)
            return sum + difference * difference
        }
        let meanSquare = sum / Double(a.pixels.count)
        return meanSquare == 0 ? 99 : 10 * log10(255 * 255 / meanSquare)
    }
}
