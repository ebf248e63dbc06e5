// SPDX-License-Identifier: Apache-2.0
import BraynsClient
import Figures
import Foundation
import RecipeLanguage
import ScenePlanning

/// Puts the scenes of one command's recipes on its backend, one after another: on the embedded one each as if it were
/// alone, on a service by plan, with what is remembered of it and what the recipe says of objects of others.
struct Staging: Sendable {
    private let connection: Connection
    private let embedded: EmbeddedStages?
    private let planner: Planner
    private let policy: UnmanagedPolicy
    private let refreshesHidden: Bool

    /// - Parameters:
    ///   - recipe: says what becomes of objects that it does not name; nil stops at them.
    ///   - refreshesHidden: make again what a service cannot show, for runs that prove something.
    init(_ choice: BackendChoice, _ connection: Connection, recipe: ResolvedRecipe?, refreshesHidden: Bool = false) {
        self.connection = connection
        self.refreshesHidden = refreshesHidden
        embedded = choice.isEmbedded ? EmbeddedStages(connection) : nil
        planner = choice.planner(connection)
        policy = recipe.flatMap { UnmanagedPolicy(rawValue: $0.unmanaged.rawValue) } ?? .fail
    }

    /// Puts a scene there.
    func set(
        _ recipe: FigureRecipe, _ tell: @escaping @Sendable (RenderEvent) -> Void
    ) async throws -> Stage {
        if let embedded { return try await embedded.set(recipe, progress: tell) }
        let options = PlanOptions(unmanaged: policy, refreshHidden: refreshesHidden, owner: recipe.file)
        let applied = try await planner.apply(recipe.scene, options: options) { tell(.staging($0)) }
        return Stage(connection: connection, applied: applied)
    }
}
