// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import SceneModel

extension Connection {
    /// The camera of the main framebuffer.
    public func camera() async throws -> Camera {
        Camera(
            projection: try await projection(), view: try await call(Methods.Cameras.view),
            nearClip: try await call(Methods.Cameras.nearClip).distance,
            region: try await call(Methods.Cameras.region))
    }

    /// Sets the camera of the main framebuffer: view, projection, near clip, region, in four calls.
    public func setCamera(_ camera: Camera) async throws {
        try await call(Methods.Cameras.setView, camera.view)
        try await setProjection(camera.projection)
        try await call(Methods.Cameras.setNearClip, NearClip(distance: camera.nearClip))
        try await call(Methods.Cameras.setRegion, camera.region)
    }

    /// The projection of the main framebuffer's camera.
    public func projection() async throws -> Projection {
        let type = try await call(Methods.Cameras.type)
        switch type {
        case "orthographic":
            return .orthographic(height: try await call(Methods.Cameras.orthographic).height)
        case "cylindric":
            return try await call(Methods.Cameras.cylindric).fovy.map { .cylindric(fovy: $0) } ?? .cylindric()
        case "perspective":
            let perspective = try await call(Methods.Cameras.perspective)
            return .perspective(
                fovy: perspective.fovy ?? 45, apertureRadius: perspective.apertureRadius ?? 0,
                focusDistance: perspective.focusDistance ?? 1)
        default:
            throw ConnectionError(.malformed, "The service has a camera '\(type)' that is not known here")
        }
    }

    /// Sets the projection of the main framebuffer's camera.
    public func setProjection(_ projection: Projection) async throws {
        switch projection {
        case .perspective(let fovy, let apertureRadius, let focusDistance):
            try await call(
                Methods.Cameras.setPerspective,
                PerspectiveMessage(fovy: fovy, apertureRadius: apertureRadius, focusDistance: focusDistance))
        case .orthographic(let height):
            try await call(Methods.Cameras.setOrthographic, OrthographicMessage(height: height))
        case .cylindric(let fovy):
            try await call(Methods.Cameras.setCylindric, CylindricMessage(fovy: fovy))
        }
    }

    /// Sets where the camera is and looks.
    public func setView(_ view: View) async throws { try await call(Methods.Cameras.setView, view) }

    /// The renderer of the main framebuffer.
    public func renderer() async throws -> Renderer {
        let type = try await call(Methods.Renderers.type)
        switch type {
        case "interactive":
            let parameters = try await call(Methods.Renderers.interactive)
            return .interactive(parameters.applied(to: InteractiveRenderer()))
        case "production":
            let parameters = try await call(Methods.Renderers.production)
            return .production(parameters.applied(to: ProductionRenderer()))
        default:
            throw ConnectionError(.malformed, "The service has a renderer '\(type)' that is not known here")
        }
    }

    /// Sets the renderer of the main framebuffer.
    public func setRenderer(_ renderer: Renderer) async throws {
        switch renderer {
        case .interactive(let renderer):
            try await call(Methods.Renderers.setInteractive, InteractiveMessage(renderer))
        case .production(let renderer):
            try await call(Methods.Renderers.setProduction, ProductionMessage(renderer))
        }
    }
}
