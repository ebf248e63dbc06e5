// SPDX-License-Identifier: Apache-2.0
import BraynsClient
import Diagnostics
import Figures
import RecipeLanguage
import RenderService

/// Stages recipes on a backend of their own inside the process.
func embeddedStage(
    _ recipe: FigureRecipe, _ progress: @escaping @Sendable (RenderEvent) -> Void
) async throws -> Stage {
    try await Stage.set(recipe, on: Connection(try await InProcessTransport.embedded()), progress: progress)
}

/// Options that keep everything inside a test's folder.
func options(_ folder: String, output: String = "out") -> RenderOptions {
    RenderOptions(outputFolder: folder + "/" + output, cacheFolder: folder + "/cache")
}

/// Resolves a recipe file.
func resolve(_ file: String, set: [String: String] = [:], data: [String: String] = [:]) throws -> FigureSource {
    var options = RecipeOptions()
    options.overrides = set.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
    options.dataRoots = data.sorted { $0.key < $1.key }.map { (name: $0.key, path: $0.value) }
    let loaded = RecipeLoader.load(path: file, options: options)
    guard let recipe = loaded.recipe else { throw RecipeFault(text: "\(loaded.report.diagnostics.map(\.summary))") }
    return FigureSource(recipe, file: file)
}

/// A recipe of a test that is wrong.
struct RecipeFault: Error {
    let text: String
}

/// Renders a recipe file.
@discardableResult
func render(_ file: String, _ options: RenderOptions) async throws -> RenderReport {
    let source = try resolve(file)
    let session = RenderSession(options: options, stage: embeddedStage)
    return try await session.render(source)
}
