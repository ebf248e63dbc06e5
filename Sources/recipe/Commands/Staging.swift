// SPDX-License-Identifier: Apache-2.0
import Figures
import Foundation
import RecipeLanguage
import ScenePlanning

/// Puts the scenes of one command's recipes on its backend, one after another: on the embedded one each as if it were
/// alone, on a service by plan, with what is remembered of it and what the recipe says of objects of others.
actor Staging {
    private let backend: OnDemandConnection
    private var embedded: EmbeddedStages?
    private let policy: UnmanagedPolicy
    private let refreshesHidden: Bool
    private let consent: Consent

    /// - Parameters:
    ///   - recipe: says what becomes of objects that it does not name; nil stops at them.
    ///   - consent: for what goes that the recipe did not make.
    ///   - refreshesHidden: make again what a service cannot show, for runs that prove something.
    init(_ backend: OnDemandConnection, recipe: ResolvedRecipe?, consent: Consent, refreshesHidden: Bool = false) {
        self.consent = consent
        self.backend = backend
        self.refreshesHidden = refreshesHidden
        policy = recipe.flatMap { UnmanagedPolicy(rawValue: $0.unmanaged.rawValue) } ?? .fail
    }

    /// Puts a scene there.
    func set(
        _ recipe: FigureRecipe, _ tell: @escaping @Sendable (RenderEvent) -> Void
    ) async throws -> Stage {
        let connection = try await backend.connection()
        if backend.choice.isEmbedded {
            let stages = embedded ?? EmbeddedStages(connection)
            embedded = stages
            return try await stages.set(recipe, progress: tell)
        }
        // The name that `recipe apply` gives it too.
        let owner = URL(fileURLWithPath: recipe.file).standardized.path
        let options = PlanOptions(unmanaged: policy, refreshHidden: refreshesHidden, owner: owner)
        let planner = backend.choice.planner(connection)
        let plan = try await planner.plan(recipe.scene, options: options)
        consent.tell(plan)
        try consent.ask(plan)
        return Stage(planner, applied: try await planner.apply(plan) { tell(.staging($0)) })
    }
}
