// SPDX-License-Identifier: Apache-2.0
import BraynsClient
import BraynsProtocol
import SceneModel
import ScenePlanning

/// A scene that stands on a backend, ready to be looked at.
public struct Stage: Sendable {
    public let connection: Connection
    /// What stands there.
    public let applied: AppliedScene

    public init(connection: Connection, applied: AppliedScene) {
        self.connection = connection
        self.applied = applied
    }

    /// Puts the scene of a recipe on a backend that holds nothing.
    /// - Throws: `PlanningError`, `CancellationError`.
    public static func set(
        _ recipe: FigureRecipe, on connection: Connection,
        progress: @escaping @Sendable (RenderEvent) -> Void = { _ in }
    ) async throws -> Stage {
        let applied = try await Planner(backend: connection).apply(recipe.scene) { progress(.staging($0)) }
        return Stage(connection: connection, applied: applied)
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

    /// The id of a light.
    private func light(_ name: String) -> UInt32? {
        applied.objects.first { $0.address == .light(name) }?.id
    }

    /// Runs a body while the lights that follow the camera shine along a picture's direction, and puts the scene's own
    /// lights back afterwards, whatever happens.
    public func withLights<Result: Sendable>(
        of scene: Scene, turnedTo camera: CameraSetting, _ body: @Sendable () async throws -> Result
    ) async throws -> Result {
        let followers = scene.followers(of: camera)
        guard !followers.isEmpty else { return try await body() }
        let swap = LightSwap(connection: connection)
        let outcome: Swift.Result<Result, any Error>
        do {
            for follower in followers {
                var light = follower.light
                light.kind = .directional(direction: camera.direction)
                try await swap.replace(self.light(follower.name), by: light)
            }
            outcome = .success(try await body())
        } catch {
            outcome = .failure(error)
        }
        // A task of its own, so that a cancelled run still puts the lights back.
        let restored = await Task { () -> (any Error)? in
            do {
                try await swap.restore()
                return nil
            } catch {
                return error
            }
        }.value
        if case .success = outcome, let restored { throw restored }
        return try outcome.get()
    }
}

/// The lights that were put into the scene for one picture, and those that were hidden for them.
private actor LightSwap {
    let connection: Connection
    private var hidden: [UInt32] = []
    private var added: [UInt32] = []

    init(connection: Connection) {
        self.connection = connection
    }

    func replace(_ old: UInt32?, by light: Light) async throws {
        if let old {
            hidden.append(old)
            try await connection.update(old, isVisible: false)
        }
        added.append(try await connection.add(light).id)
    }

    func restore() async throws {
        if !added.isEmpty { try await connection.remove(added) }
        added = []
        for light in hidden { try await connection.update(light, isVisible: true) }
        hidden = []
    }
}
