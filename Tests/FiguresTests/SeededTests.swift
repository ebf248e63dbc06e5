// SPDX-License-Identifier: Apache-2.0
import Figures
import Foundation
import SceneModel
import Testing

@Suite struct SeededTests {
    private static let tetra = "OFF\n4 4 6\n0 1 0\n1 -1 1\n-1 -1 1\n0 -1 -1\n3 0 2 1\n3 0 1 3\n3 0 3 2\n3 1 2 3\n"

    @Test func everyPictureRemakesItselfByteForByte() async throws {
        for seed in 0..<seededCount(100) {
            try await withFolder { folder in
                var recipe = RandomRecipe(seed: seed)
                let text = recipe.text()
                try write(text, to: folder + "/fig.yaml")
                try write(Self.tetra, to: folder + "/data/tetra.off")
                try await render(folder + "/fig.yaml", options(folder))
                for name in ["p.png", "sub/q.png"] {
                    let original = try content(folder + "/out/" + name)
                    // Alone in another folder of the same project, without sidecar, lock and recipe.
                    let image = folder + "/figures/alone.png"
                    try write("", to: image)
                    try Data(original).write(to: URL(fileURLWithPath: image))
                    let rerun = try Rerun(image: image, cacheFolder: nil, workingFolder: folder)
                    let stage = try await embeddedStage(rerun.embedded.recipe) { _ in }
                    let outcome = try await rerun.draw(on: stage)
                    #expect(outcome.reasons == [], "seed \(seed): \(text)")
                    #expect(outcome.isSame, "seed \(seed)")
                }
            }
        }
    }

    @Test func otherSeedsRaiseNoAlarmAndChangesDo() async throws {
        func text(seed: Int, radius: String = "1") -> String {
            """
            recipe: 1
            models: {ball: {spheres: [{center: [0, 0, 0], radius: \(radius)}]}}
            lights: {panel: {quad: {position: [-2, 3, 2], edge1: [2, 0, 0], edge2: [0, 0, 2], intensity: 4}}}
            camera: {frame: {target: {min: [-1, -1, -1], max: [1, 1, 1]}, margin: 0.1}}
            renderer: {production: {samples: 8, seed: \(seed), background: [0.1, 0.1, 0.1]}}
            snapshots: {p: {resolution: [96, 96], compare: {metric: statistical, reason: sampled}}}

            """
        }
        try await withFolder { folder in
            let file = folder + "/fig.yaml"
            try write(text(seed: 0), to: file)
            let report = try await render(file, options(folder))
            #expect(try Lock(path: report.lock ?? "").pictures.first?.noise != nil)
            func verdict(_ recipe: String) async throws -> Judgement {
                try write(recipe, to: file)
                let source = try resolve(file)
                let session = VerifySession(options: options(folder), stage: embeddedStage)
                return try await session.verify(source).verdicts[0].judgement
            }
            for seed in 1...seededCount(200) {
                let judgement = try await verdict(text(seed: seed))
                #expect(judgement.decisive == .statistical, "seed \(seed)")
                #expect(judgement.passed, "seed \(seed): \(judgement.notes)")
            }
            #expect(try await !verdict(text(seed: 3, radius: "1.03")).passed)
        }
    }
}
