// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// All plugins of the real service, as it was recorded with.
let allPlugins = [
    "braynsCircuitExplorer", "braynsAtlasExplorer", "braynsCylindricCamera", "braynsDTI", "braynsMoleculeExplorer",
].flatMap { ["--plugin", $0] }

@Suite(
    "Agreement with the recorded service",
    .enabled(if: Place.shared != nil, "needs the folder with recordings"),
    .enabled(if: Place.python != nil, "needs the Python environment"))
struct RecordedServiceTests {
    /// A debug build draws a hundred times slower: it is asked for some scenes only.
    #if DEBUG
        private static let scenes = (only: "geometry-", count: 3)
    #else
        private static let scenes = (only: "", count: 31)
    #endif

    @Test("Every recorded message is answered as the real service did")
    func messages() async throws {
        let shared = try #require(Place.shared)
        let python = try #require(Place.python)
        try await RunningService.with(allPlugins) { service in
            let outcome = try await Program.run(
                python,
                [
                    shared + "/tools/replay_messages.py", "--uri", service.uri, "--corpus",
                    shared + "/truth/protocol/messages.json",
                ])
            #expect(outcome.status == 0, "\(outcome.output)")
            #expect(outcome.output.hasSuffix("60 passed, 0 failed\n"))
        }
    }

    @Test("Every recorded scene's replies agree")
    func scenes() async throws {
        let shared = try #require(Place.shared)
        let python = try #require(Place.python)
        try await RunningService.with(allPlugins) { service in
            let outcome = try await Program.run(
                python,
                [
                    shared + "/tools/replay.py", "--uri", service.uri, "--corpus", shared + "/truth/core", "--only",
                    Self.scenes.only,
                ])
            let lines = outcome.output.split(separator: "\n").filter { $0.contains(" psnr ") }
            #expect(lines.count == Self.scenes.count, "\(outcome.output)")
            for line in lines {
                // Scenes that load a file were recorded with the word PATH in place of its path, which no reply can be.
                let name = line.split(separator: " ").first.map(String.init) ?? ""
                let recording = try String(contentsOfFile: shared + "/truth/core/\(name).json", encoding: .utf8)
                guard !recording.contains(#""PATH""#) else { continue }
                #expect(line.contains("replies ok"), "\(line)")
            }
        }
    }

    @Test("HTTP answers are the recorded ones", arguments: ["/", "/healthz", "/healthz?x=1", "/other"])
    func http(path: String) async throws {
        let shared = try #require(Place.shared)
        let data = try Data(contentsOf: URL(fileURLWithPath: shared + "/truth/protocol/http.json"))
        let recording = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let answers = try #require(recording["get"] as? [String: [String: Any]])
        let expected = try #require(answers[path])
        try await RunningService.with { service in
            let curl = try await Program.run("/usr/bin/curl", ["-s", "-i", "http://\(service.uri)\(path)"])
            let status = try #require(expected["status"] as? Int)
            let reason = try #require(expected["reason"] as? String)
            let body = try #require(expected["body"] as? String)
            #expect(curl.output.hasPrefix("HTTP/1.1 \(status) \(reason)\r\nDate: "))
            #expect(curl.output.hasSuffix(" GMT\r\nConnection: Close\r\n\r\n\(body)"))
        }
    }
}
