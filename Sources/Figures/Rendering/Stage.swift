// SPDX-License-Identifier: Apache-2.0
import BraynsClient
import BraynsProtocol
import SceneModel
import ScenePlanning

/// A scene that stands on a backend, ready to be looked at.
public struct Stage: Sendable {
    private let planner: Planner
    /// What stands there.
    public let applied: AppliedScene
    public var connection: Connection { planner.backend }

    /// - Parameter planner: the one that put the scene there.
    public init(_ planner: Planner, applied: AppliedScene) {
        self.planner = planner
        self.applied = applied
    }

    /// Puts the scene of a recipe on a backend that holds nothing.
    /// - Throws: `PlanningError`, `CancellationError`.
    public static func set(
        _ recipe: FigureRecipe, on connection: Connection,
        progress: @escaping @Sendable (RenderEvent) -> Void = { _ in }
    ) async throws -> Stage {
        let planner = Planner(backend: connection)
        return Stage(planner, applied: try await planner.apply(recipe.scene) { progress(.staging($0)) })
    }

    /// The camera of a picture.
    /// - Throws: `figure-nothing-to-frame` where there is nothing to fit it to.
    public func camera(
        _ setting: CameraSetting, aspectRatio: Float, address: String
    ) throws(FigureError) -> Camera {
        do {
            return try applied.camera(setting, aspectRatio: aspectRatio)
        } catch {
            throw FigureError(
                .nothingToFrame, error.message, remedy: error.remedy ?? "give the camera a `view`", address: address)
        }
    }

    /// The frame of the simulation for a moment; nil where none is asked for, which leaves the scene's.
    /// - Throws: `figure-no-such-moment` where there is no simulation or the moment lies outside of it.
    public func frame(_ instant: SimulationInstant?, address: String) throws(FigureError) -> UInt32? {
        guard let instant else { return nil }
        do {
            return try applied.frame(for: instant)
        } catch {
            throw FigureError(
                .noSuchMoment, error.message, remedy: error.remedy ?? "choose a moment of the simulation",
                address: address)
        }
    }

    /// Runs a body while the lights that follow the camera shine along a picture's direction, and puts the scene's own
    /// lights back afterwards, whatever happens.
    public func withLights<Result: Sendable>(
        of scene: Scene, turnedTo camera: CameraSetting, _ body: @Sendable () async throws -> Result
    ) async throws -> Result {
        let turned = scene.followers(of: camera).map { follower in
            var light = follower.light
            light.kind = .directional(direction: camera.direction)
            return (name: follower.name, light: light)
        }
        return try await planner.withLights(turned, in: applied, body)
    }
}
