// SPDX-License-Identifier: Apache-2.0
import BraynsClient
import ScenePlanning

/// Stages of one recipe after another, such as the cells of a sweep, on one embedded backend.
///
/// What only has to be changed in place is changed in place. Where models would come, go or be loaded anew the scene
/// is made from nothing, so that it stands in the order of the recipe: a picture of a cell is then, to the bit, the
/// picture that a run of its own would give.
public actor EmbeddedStages {
    private let connection: Connection
    private var planner: Planner?

    /// - Parameter connection: to a backend that holds nothing.
    public init(_ connection: Connection) {
        self.connection = connection
    }

    /// Puts the scene of a recipe on the backend.
    /// - Throws: `PlanningError`, `CancellationError`, and what the connection throws.
    public func set(
        _ recipe: FigureRecipe, progress: @escaping @Sendable (RenderEvent) -> Void = { _ in }
    ) async throws -> Stage {
        if let planner {
            let plan = try await planner.plan(recipe.scene)
            let isInPlace = plan.changes.allSatisfy { $0.action == .update || $0.action == .none }
            if isInPlace, !plan.isBlocked {
                let applied = try await planner.apply(plan) { progress(.staging($0)) }
                return Stage(planner, applied: applied)
            }
            try await connection.clearModels()
        }
        let fresh = Planner(backend: connection)
        // Until the scene stands, the next one must not build on it.
        planner = nil
        let applied = try await fresh.apply(recipe.scene) { progress(.staging($0)) }
        planner = fresh
        return Stage(fresh, applied: applied)
    }
}
