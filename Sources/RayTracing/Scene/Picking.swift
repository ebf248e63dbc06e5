// SPDX-License-Identifier: Apache-2.0
import CEmbree
import SceneModel

/// What is seen at a point of the picture.
public struct Pick: Sendable, Hashable {
    /// Where, in the world.
    public var position: Vector3
    /// The number that the surface was placed with.
    public var id: UInt32
    /// Which primitive of the surface's geometry.
    public var primitive: UInt32
    /// Which of the scene's placed surfaces, as an index into the description's list.
    public var surface: Int

    public init(position: Vector3, id: UInt32, primitive: UInt32, surface: Int) {
        self.position = position
        self.id = id
        self.primitive = primitive
        self.surface = surface
    }
}

extension PreparedScene {
    /// The nearest surface at a point of the picture, however transparent; volumes and lights are passed over, what
    /// clippers take away cannot be picked, and the near clip distance is kept.
    ///
    /// - Parameters:
    ///   - point: (0, 0) is the outer corner of the first pixel, (1, 1) that of the last; with the whole region the
    ///     first is top left.
    ///   - aspect: width over height of the picture.
    public func pick(_ point: Vector2, _ camera: Camera, aspect: Float) -> Pick? {
        let state = scene_recipe_flush_denormals()
        defer { scene_recipe_restore_denormals(state) }
        var tracer = makeTracer()
        defer { tracer.deallocate() }
        let ray = CameraRays(camera, aspect: aspect).ray(point)
        let kept = tracer.clips ? tracer.findKept(ray, list: .path) : 0
        let hit = tracer.nearest(ray, mask: RayMask.interactive, kept: kept, list: .path)
        guard !hit.isMiss else { return nil }
        let index = Int(hit.surface)
        return Pick(
            position: ray.origin + ray.direction * hit.distance, id: surfaces[index].id,
            primitive: hit.primitive, surface: surfaceIndices[index])
    }
}
