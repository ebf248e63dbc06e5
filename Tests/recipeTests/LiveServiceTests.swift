// SPDX-License-Identifier: Apache-2.0
import BraynsClient
import BraynsProtocol
import Foundation
import SceneModel
import Testing

/// The package's folder.
private let package = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

extension Folder {
    /// Runs `recipe`, with a state folder of its own.
    @discardableResult
    func run(_ arguments: [String], expecting status: Int32 = 0, _ location: SourceLocation = #_sourceLocation) -> String {
        guard let program = try? start(arguments) else {
            Issue.record("recipe does not start", sourceLocation: location)
            return ""
        }
        let found = program.exitStatus()
        #expect(found == status, "recipe \(arguments.joined(separator: " "))\n\(program.output)", sourceLocation: location)
        return program.output
    }

    /// Starts `recipe`.
    func start(_ arguments: [String]) throws -> LiveProgram {
        try LiveProgram(
            "recipe", arguments, in: self,
            environment: ["XDG_STATE_HOME": path + "/.state", "XDG_CACHE_HOME": path + "/.cache", "NO_COLOR": "1"])
    }

    /// What would happen to models and lights, as `action address`.
    func actions(_ recipe: String, _ service: LiveService) throws -> [String] {
        let text = run(["plan", recipe, "--backend", service.uri, "--format", "json"])
        let plan = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        return (plan["changes"] as? [[String: Any]] ?? []).compactMap { change in
            guard let address = change["address"] as? String, let action = (change["actions"] as? [String])?.first,
                action != "no-op"
            else { return nil }
            return "\(action) \(address)"
        }
    }
}

@Suite("Plans and a service", .serialized)
struct LiveServiceTests {
    /// The quickstart with its data where they are.
    private func quickstart(view: Bool) throws -> String {
        var text = try String(contentsOfFile: package + "/recipes/quickstart.yaml", encoding: .utf8)
        text = text.replacing("path: data/", with: "path: \(package)/recipes/data/")
        guard view else { return text }
        return text.replacing(
            "frame: {target: neuron, from: front}", with: "view: {position: [0, 0, 9000], target: [0, 0, 0], up: [0, 1, 0]}")
    }

    @Test(arguments: [false, true], [[], ["sceneRecipe"]])
    func oneEditOfTheQuickstartIsOneAction(hasView: Bool, plugins: [String]) async throws {
        let folder = try Folder()
        let service = try await LiveService(in: folder, plugins: plugins)
        var recipe = try quickstart(view: hasView)
        func apply() throws {
            try folder.write(recipe, to: "q.yaml")
            folder.run(["apply", "q.yaml", "--backend", service.uri])
            let writes = service.writes.count
            #expect(folder.run(["apply", "q.yaml", "--backend", service.uri]).contains("nothing to do"))
            #expect(service.writes.count == writes, "\(service.writes[writes...])")
        }
        func edit(_ old: String, _ new: String, gives wanted: [String], camera: Bool) throws {
            #expect(recipe.contains(old))
            recipe = recipe.replacing(old, with: new)
            try folder.write(recipe, to: "q.yaml")
            let writes = service.writes.count
            #expect(try folder.actions("q.yaml", service) == wanted + (camera && !hasView ? ["update camera"] : []))
            #expect(service.writes.count == writes)
            try apply()
        }
        try apply()
        try edit("soma: \"#ffc14d\"", "soma: \"#ff0000\"", gives: ["update models.neuron"], camera: false)
        try edit("[0, 0, -50]", "[0, 0, -40]", gives: ["update models.neuron"], camera: true)
        try edit("radius_multiplier: 3", "radius_multiplier: 2", gives: ["replace models.neuron"], camera: true)
        #expect(service.calls.count { $0 == "add-model" } == 2)
    }

    /// Two scenes that differ in every kind of thing.
    private func scenes() -> (old: String, new: String) {
        let data = package + "/recipes/data"
        func cells(_ radius: Int) -> String {
            (0..<4).map {
                "  cell\($0): {morphology: {path: \(data)/Scnn1a_473845048_m.swc, radius_multiplier: \(radius + $0)}, "
                    + "color: [0.\($0), 0.5, 0.25]}\n"
            }.joined()
        }
        func marks(_ count: Int, _ color: String) -> String {
            (0..<count).map {
                "  mark\($0): {spheres: [{center: [\($0), 0, 0], radius: 1}], color: \(color), "
                    + "transform: {translate: [0, \(count), 0]}}\n"
            }.joined()
        }
        let view = "camera: {view: {position: [0, 0, 9], target: [0, 0, 0], up: [0, 1, 0]}}\n"
        return (
            """
            recipe: 1
            unmanaged: remove
            models:
              brain: {mesh: \(data)/mni152_brain.ply, color: red, instances: [{translate: [0, 0, 300]}]}
            \(cells(1))\(marks(12, "blue"))clipping:
              cut: {planes: [{coefficients: [0, 0, 1, 0]}]}
            lights:
              key: {directional: {direction: [0, 0, -1], intensity: 2}}
            \(view)
            """,
            """
            recipe: 1
            unmanaged: remove
            models:
              brain: {mesh: \(data)/mni152_brain.ply, color: green, instances: [{translate: [0, 0, 400]}, {translate: [0, 9, 0]}]}
            \(cells(2))\(marks(9, "white"))  twin: {instance_of: brain, transform: {scale: 2}}
            lights:
              key: {directional: {direction: [0, -1, -1], intensity: 3}}
              sky: {ambient: {intensity: 0.5}}
            renderer: {interactive: {samples: 4}}
            \(view)
            """
        )
    }

    /// A service with the old scene, and what both scenes are.
    private func staged(_ folder: Folder, _ service: LiveService) async throws -> (old: String, new: String) {
        let (old, new) = scenes()
        try folder.write(old, to: "old.yaml")
        try folder.write(new, to: "new.yaml")
        // One recipe has one name: its next version takes its place.
        try folder.write(new, to: "figure.yaml")
        folder.run(["apply", "figure.yaml", "--backend", service.uri, "--yes"])
        let then = try await service.truth()
        try reset(folder, service)
        return (try await service.truth(), then)
    }

    /// Brings the old scene back.
    private func reset(_ folder: Folder, _ service: LiveService) throws {
        try folder.write(scenes().old, to: "figure.yaml")
        folder.run(["apply", "figure.yaml", "--backend", service.uri, "--yes"])
        try folder.write(scenes().new, to: "figure.yaml")
    }

    /// After an apply that broke off: finishes or undoes it, and looks at what is there.
    private func mend(
        _ folder: Folder, _ service: LiveService, _ truth: (old: String, new: String), finishes: Bool, _ what: String
    ) async throws {
        let program = try folder.start(["apply", finishes ? "--resume" : "--rollback", "--backend", service.uri, "--yes"])
        let status = program.exitStatus()
        let found = try await service.truth()
        if status == 0 {
            #expect(found == (finishes ? truth.new : truth.old), "\(what), finishes: \(finishes)")
        } else {
            #expect(program.output.contains("interrupted"), "\(what): \(program.output)")
            #expect(found == truth.old || found == truth.new, "\(what)")
        }
        try reset(folder, service)
        #expect(try await service.truth() == truth.old, "\(what), and back")
    }

    private var isSoak: Bool { ProcessInfo.processInfo.environment["SOAK"] != nil }

    @Test(arguments: [["sceneRecipe"], ["sceneRecipe", "standIn"]])
    func anApplyThatIsKilledIsFinishedOrUndone(plugins: [String]) async throws {
        let folder = try Folder()
        let service = try await LiveService(in: folder, plugins: plugins)
        let truth = try await staged(folder, service)
        let clock = ContinuousClock()
        let time = clock.measure { folder.run(["apply", "figure.yaml", "--backend", service.uri, "--yes"]) }
        try reset(folder, service)
        var random = SystemRandomNumberGenerator()
        for round in 0..<(isSoak ? 100 : 8) {
            let program = try folder.start(["apply", "figure.yaml", "--backend", service.uri, "--yes"])
            let delay = time * Double.random(in: 0.05...1, using: &random)
            try await Task.sleep(for: delay)
            program.send(SIGKILL)
            _ = program.exitStatus()
            try await mend(folder, service, truth, finishes: round % 2 == 0, "killed after \(delay) of \(time)")
        }
    }

    @Test func aLostConnectionAtAnyCallIsFinishedOrUndone() async throws {
        let folder = try Folder()
        let service = try await LiveService(in: folder, plugins: ["sceneRecipe", "standIn"])
        let truth = try await staged(folder, service)
        let commander = try await service.connect()
        let writes = service.writes.count
        folder.run(["apply", "figure.yaml", "--backend", service.uri, "--yes"])
        let count = service.writes.count - writes
        #expect(count > 20)
        try reset(folder, service)
        for (index, call) in stride(from: 0, to: count, by: isSoak ? 1 : 9).enumerated() {
            for way in isSoak ? CommandedFailure.Way.allCases : [CommandedFailure.Way.allCases[index % 3]] {
                try await commander.call(
                    Methods.StandIn.fail, CommandedFailure(after: UInt32(clamping: call), way))
                let program = try folder.start(["apply", "figure.yaml", "--backend", service.uri, "--yes"])
                let status = program.exitStatus()
                #expect(status == (way == .refusal ? 1 : 3), "call \(call), \(way): \(program.output)")
                try await commander.call(Methods.StandIn.fail, CommandedFailure(after: nil))
                try await mend(folder, service, truth, finishes: (index + call) % 2 == 0, "\(way) at call \(call)")
            }
        }
        await commander.close()
    }

    @Test func twoAppliesDoNotInterleave() async throws {
        let folder = try Folder()
        let service = try await LiveService(in: folder)
        // So many models that it is stopped long before its end.
        let models = (0..<3000).map { "  m\($0): {spheres: [{center: [\($0), 0, 0], radius: 1}], color: red}\n" }.joined()
        try folder.write("recipe: 1\nlights: {fill: ambient}\nmodels:\n\(models)", to: "figure.yaml")
        let first = try folder.start(["apply", "figure.yaml", "--backend", service.uri, "--yes"])
        // It has begun to write.
        #expect(await service.program.wait { _ in !service.writes.isEmpty })
        first.send(SIGSTOP)
        #expect(first.isRunning)
        let talk = folder.run(["apply", "figure.yaml", "--backend", service.uri, "--yes"], expecting: 1)
        #expect(talk.contains("under way"), "\(talk)")
        first.send(SIGCONT)
        #expect(first.exitStatus() == 0, "\(first.output)")
        #expect(folder.run(["apply", "figure.yaml", "--backend", service.uri]).contains("nothing to do"))
    }

    @Test func aSavedPlanIsRefusedOnceTheSceneHasMoved() async throws {
        let folder = try Folder()
        let service = try await LiveService(in: folder)
        try folder.write(scenes().new, to: "figure.yaml")
        folder.run(["plan", "figure.yaml", "--backend", service.uri, "--out", "change.plan"])
        let client = try await service.connect()
        let light = try await client.add(Light(.ambient))
        let talk = folder.run(["apply", "change.plan", "--yes"], expecting: 1)
        #expect(talk.contains("light \(light.id) is new"), "\(talk)")
        try await client.remove([light.id])
        await client.close()
        #expect(folder.run(["apply", "change.plan", "--yes"]).contains("applied"))
    }

    @Test(arguments: [[], ["sceneRecipe"]])
    func commandsThatLookOnlyCallNothingThatWrites(plugins: [String]) async throws {
        let folder = try Folder()
        let service = try await LiveService(in: folder, plugins: plugins)
        try folder.write(scenes().new, to: "figure.yaml")
        folder.run(["apply", "figure.yaml", "--backend", service.uri, "--yes"])
        let commands: [([String], Int32)] = [
            (["plan", "figure.yaml", "--exit-code"], 0), (["plan", "old.yaml", "--exit-code"], 2),
            (["validate", "figure.yaml"], 0), (["capture"], 0), (["backend", "info"], 0),
            (["backend", "methods"], 0), (["backend", "loaders"], 0),
        ]
        try folder.write(scenes().old, to: "old.yaml")
        for (arguments, status) in commands {
            let (calls, writes) = (service.calls.count, service.writes.count)
            folder.run(arguments + ["--backend", service.uri], expecting: status)
            #expect(service.calls.count > calls, "\(arguments) did not look")
            #expect(service.writes.count == writes, "\(arguments) called \(service.writes[writes...])")
        }
    }

    @Test func whatSomebodyElseLeftIsToldBeforeAnythingIsDrawn() async throws {
        let folder = try Folder()
        let service = try await LiveService(in: folder)
        let client = try await service.connect()
        _ = try await client.load(package + "/recipes/data/mni152_brain.ply", .mesh)
        let recipe = """
            recipe: 1
            models: {ball: {spheres: [{center: [0, 0, 0], radius: 1}]}}
            lights: {key: {directional: {direction: camera, intensity: 2}}}
            snapshots: {ball: {resolution: [64, 64]}}

            """
        try folder.write(recipe, to: "ball.yaml")
        let talk = folder.run(["render", "ball.yaml", "--backend", service.uri], expecting: 1)
        #expect(talk.contains("mni152_brain.ply") && talk.contains("unmanaged"), "\(talk)")
        #expect(service.writes == ["add-model"])
        try folder.write(recipe + "unmanaged: remove\n", to: "ball.yaml")
        let refusal = folder.run(["render", "ball.yaml", "--backend", service.uri], expecting: 1)
        #expect(refusal.contains("--yes"), "\(refusal)")
        #expect(service.writes == ["add-model"])
        try folder.write(recipe + "unmanaged: keep\n", to: "ball.yaml")
        let kept = folder.run(["render", "ball.yaml", "--backend", service.uri])
        #expect(kept.contains("mni152_brain.ply") && kept.contains("ball.png"), "\(kept)")
        #expect(try await client.scene().models.count == 3)
        await client.close()
    }

    @Test func aSecondPictureAndAChangedColourLoadNothing() async throws {
        let folder = try Folder()
        let service = try await LiveService(in: folder)
        var recipe = """
            recipe: 1
            models: {cell: {morphology: \(package)/recipes/data/Scnn1a_473845048_m.swc, color: "#ff8800"}}
            lights: {key: {directional: {direction: camera, intensity: 2}}}
            snapshots:
              one: {resolution: [64, 64]}

            """
        func render() throws -> [String] {
            try folder.write(recipe, to: "cell.yaml")
            let writes = service.writes.count
            folder.run(["render", "cell.yaml", "--backend", service.uri])
            return Array(service.writes[writes...])
        }
        #expect(try render().filter { $0 == "add-model" } == ["add-model"])
        recipe += "  two: {resolution: [64, 64], camera: {frame: {target: scene, from: top}}}\n"
        let second = try render()
        #expect(second.contains("snapshot") && !second.contains("add-model"), "\(second)")
        recipe = recipe.replacing("#ff8800", with: "#0088ff")
        let third = try render()
        #expect(third.first == "color-model" && !third.contains("add-model"), "\(third)")
        #expect(folder.run(["plan", "cell.yaml", "--backend", service.uri, "--exit-code"]).contains("nothing to change"))
    }

    @Test func lightsTurnedForAPictureAreTurnedBackAfterAKill() async throws {
        let folder = try Folder()
        let service = try await LiveService(in: folder)
        try folder.write(
            """
            recipe: 1
            models: {ball: {spheres: [{center: [0, 0, 0], radius: 1}]}}
            lights: {key: {directional: {direction: camera, intensity: 2}}}
            renderer: {production: {samples: 20000}}
            snapshots:
              side: {resolution: [640, 640], camera: {frame: {target: scene, from: left}}}

            """, to: "ball.yaml")
        let program = try folder.start(["render", "ball.yaml", "--backend", service.uri])
        #expect(await service.program.wait { _ in service.calls.contains("snapshot") })
        program.send(SIGKILL)
        _ = program.exitStatus()
        // What was left for the picture is known as the recipe's own, and goes.
        folder.run(["apply", "ball.yaml", "--backend", service.uri])
        let client = try await service.connect()
        let lights = try await client.scene().models.filter { $0.type == "light" }
        await client.close()
        #expect(lights.count == 1 && lights.allSatisfy(\.isVisible))
        #expect(folder.run(["apply", "ball.yaml", "--backend", service.uri]).contains("nothing to do"))
    }
}
