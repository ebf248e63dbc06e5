// SPDX-License-Identifier: Apache-2.0
import BraynsClient
import BraynsProtocol
import Diagnostics
import Foundation
import JSON
import RecipeLanguage
import RenderService
import ScenePlanning
import Testing

/// A scene that a client of Brayns 3.10.1 has made: the requests as they went over the wire.
struct RecordedScene: Sendable, CustomTestStringConvertible {
    let file: String
    /// The folder that `${data}` stands for.
    let data: String
    var testDescription: String { String(file.split(separator: "/").last ?? "") }

    /// Every recorded scene: all shapes, lights and cuts, and files of every kind; none where the recordings are not
    /// beside the checkout.
    static let all: [RecordedScene] = {
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let shared = ProcessInfo.processInfo.environment["SCENE_RECIPE_SHARED"]
            ?? package.deletingLastPathComponent().appending(path: "shared").path
        return [("core", "truth/core/data"), ("loaders", "data")].flatMap { corpus, data in
            let folder = "\(shared)/truth/\(corpus)"
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            return names.sorted().filter { $0.hasSuffix(".json") }
                .map { RecordedScene(file: "\(folder)/\($0)", data: "\(shared)/\(data)") }
        }
    }()

    /// Makes the same requests.
    func replay(on transport: any Transport) async throws {
        let recording = try JSONValue(parsing: [UInt8](try Data(contentsOf: URL(fileURLWithPath: file))))
        for request in recording["requests"]?.array ?? [] {
            let params = request[1].map(filled)
            _ = try await transport.call(
                named: request[0]?.string ?? "", params: params, payload: [], progress: { _ in })
        }
    }

    private func filled(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string(let text): .string(text.replacing("${data}", with: data))
        case .array(let elements): .array(elements.map(filled))
        case .object(let members): .object(members.mapValues(filled))
        default: value
        }
    }
}

@Suite(.enabled(if: !RecordedScene.all.isEmpty))
struct RecordedCaptureTests {
    /// What a client has made is captured in the shortest words, and the plan of what was captured is empty.
    @Test(arguments: RecordedScene.all, [[Plugin.sceneRecipe], []])
    func aSceneOfAClientIsCaptured(_ scene: RecordedScene, plugins: [Plugin]) async throws {
        let all = Plugin.allCases.filter { !$0.isOurs } + plugins
        let service = try SceneService(ServiceOptions(plugins: all.compactMap(\.library), threads: 1))
        try await scene.replay(on: await InProcessTransport(service))
        let transport = RecordingTransport(await InProcessTransport(service))
        let planner = Planner(backend: Connection(transport), name: "ws://host:5000")
        var capture = try await transport.observing("capture") { try await planner.capture() }
        let recipe = capture.recipe
        let loaded = RecipeLoader.load(path: "live.yaml", files: .memory(["live.yaml": recipe]))
        let read = try #require(loaded.recipe, "\(recipe)\n\(loaded.report.diagnostics.map(\.summary))")
        let options = PlanOptions(unmanaged: capture.unmanaged, owner: "live.yaml")
        let plan = try await transport.observing("plan") { try await planner.plan(read.scene, options: options) }
        #expect(!plan.hasChanges && !plan.isBlocked, "\(plan.text())\n\(recipe)")
        capture.scene = read.scene
        #expect(capture.recipe == recipe)
        // With the extension nothing stays unnamed but how an atlas is shown, which no call tells.
        if !plugins.isEmpty, !recipe.contains("(atlas) stays") {
            #expect(capture.unmanaged == .fail && plan.unmanaged.isEmpty, "\(recipe)")
        }
    }
}
