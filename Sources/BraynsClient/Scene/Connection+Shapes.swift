// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import SceneModel

extension Connection {
    /// Adds shapes as one model, each with its colour; where there are fewer colours than shapes, the last colour
    /// goes on, and without any all are white.
    public func add(_ shapes: Shapes, colors: [Color] = []) async throws -> ModelInstance {
        switch shapes {
        case .spheres(let list): try await call(Methods.Geometries.addSpheres, colored(list, colors))
        case .capsules(let list): try await call(Methods.Geometries.addCapsules, colored(list, colors))
        case .boxes(let list): try await call(Methods.Geometries.addBoxes, colored(list, colors))
        case .planes(let list): try await call(Methods.Geometries.addPlanes, colored(list, colors))
        case .boundedPlanes(let list): try await call(Methods.Geometries.addBoundedPlanes, colored(list, colors))
        }
    }

    private func colored<Shape: WireMessage>(_ shapes: [Shape], _ colors: [Color]) -> [ColoredShape<Shape>] {
        shapes.enumerated().map { index, shape in
            ColoredShape(shape, color: index < colors.count ? colors[index] : colors.last ?? .white)
        }
    }

    /// Cuts the scene with shapes: the inside of closed ones goes, a plane keeps the side its normal points to.
    /// - Parameter inverted: keep what would go, and the other way round.
    public func addClipping(_ shapes: Shapes, inverted: Bool = false) async throws -> ModelInstance {
        switch shapes {
        case .spheres(let list):
            try await call(Methods.Clipping.addSpheres, ClippingShapes(list, invertNormals: inverted))
        case .capsules(let list):
            try await call(Methods.Clipping.addCapsules, ClippingShapes(list, invertNormals: inverted))
        case .boxes(let list):
            try await call(Methods.Clipping.addBoxes, ClippingShapes(list, invertNormals: inverted))
        case .planes(let list):
            try await call(Methods.Clipping.addPlanes, ClippingShapes(list, invertNormals: inverted))
        case .boundedPlanes(let list):
            try await call(Methods.Clipping.addBoundedPlanes, ClippingShapes(list, invertNormals: inverted))
        }
    }

    /// Removes all that cuts the scene.
    public func clearClipping() async throws { try await call(Methods.Clipping.clear) }

    /// Adds a light.
    public func add(_ light: Light) async throws -> ModelInstance {
        switch light.kind {
        case .ambient:
            var message = AmbientLightMessage()
            message.intensity = light.intensity
            message.color = light.color
            return try await call(Methods.Lights.addAmbient, message)
        case .directional(let direction):
            var message = DirectionalLightMessage()
            message.intensity = light.intensity
            message.color = light.color
            message.direction = direction
            return try await call(Methods.Lights.addDirectional, message)
        case .quad(let position, let edge1, let edge2):
            var message = QuadLightMessage()
            message.intensity = light.intensity
            message.color = light.color
            message.position = position
            message.edge1 = edge1
            message.edge2 = edge2
            return try await call(Methods.Lights.addQuad, message)
        case .sphere(let position, let radius):
            var message = SphereLightMessage()
            message.intensity = light.intensity
            message.color = light.color
            message.position = position
            message.radius = radius
            return try await call(Methods.Lights.addSphere, message)
        }
    }

    /// Removes all lights.
    public func clearLights() async throws { try await call(Methods.Lights.clear) }
}
