// SPDX-License-Identifier: Apache-2.0
import BraynsClient
import Figures
import Foundation
import RenderService
import SceneModel
import Testing

@Suite struct StagesTests {
    /// Cells of a sweep on one backend look, to the bit, as each does on a backend of its own.
    @Test func cellsDoNotDependOnThoseBefore() async throws {
        try await withFolder { folder in
            func text(_ color: String, _ shift: Int, _ models: String) -> String {
                """
                recipe: 1
                models:
                  a:
                    boxes: [{min: [0, 0, 0], max: [1, 1, 1]}]
                    color: \(color)
                    transform: {translate: [\(shift), 0, 0]}
                \(models)
                lights: {key: {directional: {direction: camera, intensity: 2}}}
                camera: {frame: {target: {min: [-2, -2, -2], max: [2, 2, 2]}}, rotate: {euler: [20, 30, 0]}}
                snapshots: {p: {resolution: [64, 64]}}

                """
            }
            // The boxes of `b` and `c` share a face with that of `a`: their order can be seen.
            let (b, c) = (
                "  b: {boxes: [{min: [0, 0, 0], max: [1, 1, 0.5]}], color: red}",
                "  c: {boxes: [{min: [0, 0, 0], max: [1, 0.5, 1]}], color: blue}"
            )
            let recipes = [
                text("white", 0, b), text("gold", 0, b), text("gold", 1, b), text("gold", 0, c + "\n" + b),
                text("gold", 0, b + "\n" + c), text("white", 0, b),
            ]
            let stages = EmbeddedStages(Connection(try await InProcessTransport.embedded()))
            for (index, text) in recipes.enumerated() {
                try write(text, to: folder + "/fig.yaml")
                guard case .success(let recipe)? = try resolve(folder + "/fig.yaml").cells.first(where: { _ in true })
                else { return }
                let inputs = try FigureInputs(of: recipe, isLocal: true, store: DigestStore(folder: nil))
                let drawing = Drawing(recipe.pictures[0], of: recipe, inputs: inputs, backend: .embedded)
                let shared = try await stages.set(recipe).draw(drawing).digest
                let alone = try await embeddedStage(recipe) { _ in }.draw(drawing).digest
                #expect(shared == alone, "recipe \(index)")
            }
        }
    }
}
