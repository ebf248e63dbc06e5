// SPDX-License-Identifier: Apache-2.0
import BraynsClient
import BraynsProtocol
import SceneModel

/// Brings the scene of one backend to what a recipe says.
///
/// ```swift
/// let planner = Planner(backend: connection)
/// let applied = try await planner.apply(scene)
/// let camera = try applied.camera(picture.camera, aspectRatio: picture.resolution.aspectRatio)
/// ```
public struct Planner: Sendable {
    let backend: Connection

    /// Plans for a backend.
    public init(backend: Connection) {
        self.backend = backend
    }

    /// Makes a scene on a backend that holds nothing.
    /// - Throws: ``PlanningError`` with the address that failed; `CancellationError`.
    public func apply(
        _ scene: Scene, progress: @escaping @Sendable (ApplyProgress) -> Void = { _ in }
    ) async throws -> AppliedScene {
        let desired = try DesiredScene(scene)
        let settings = try await located(nil) { try await self.settings() }
        var writer = Writer(backend: backend, progress: progress)
        writer.total = desired.families.count
        for family in desired.families { try await writer.make(family) }
        return try await writer.set(desired, settings)
    }

    /// Reads camera, renderer, simulation and viewport.
    private func settings() async throws -> SceneSettings {
        async let camera = backend.camera()
        async let renderer = backend.renderer()
        async let simulation = backend.simulation()
        async let application = backend.application()
        return SceneSettings(
            camera: try await camera, renderer: try await renderer, simulation: try await simulation,
            viewport: try await application.viewport)
    }
}
