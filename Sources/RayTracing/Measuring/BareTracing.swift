// SPDX-License-Identifier: Apache-2.0
import CEmbree
import Geometry
import SceneModel
import Synchronization

/// What a bare tracing loop did.
public struct BareTracingCounts: Sendable {
    public var primaryRays: Int
    public var shadowRays: Int
}

extension RayTracer {
    /// Traces the rays of one interactive picture with one sample a pixel and does nothing with them: camera rays
    /// through the pixels' centres and from each hit a shadow ray towards one distant light. The surface's tree is
    /// searched directly, one ray at a time. A measure of what the kernels alone need.
    ///
    /// - Returns: nil for a surface without a tree.
    public func traceBare(
        _ surface: Surface, camera: Camera, resolution: Resolution, lightDirection: Vector3, shadows: Bool = true
    ) throws(RayTracingError) -> BareTracingCounts? {
        if case .planes = surface { return nil }
        let structure = try structure(for: surface)
        let rays = CameraRays(camera, aspect: resolution.aspectRatio)
        let towards = Vector3.zero - lightDirection.normalized
        let tiles = TileQueue(resolution, options: DrawingOptions())
        let state = scene_recipe_flush_denormals()
        defer { scene_recipe_restore_denormals(state) }
        var context = RTCIntersectContext()
        rtcInitIntersectContext(&context)
        var counts = BareTracingCounts(primaryRays: 0, shadowRays: 0)
        let scale = Vector2(1 / Float(resolution.width), 1 / Float(resolution.height))
        while let tile = tiles.next() {
            for row in tile.rows {
                for column in tile.columns {
                    let ray = rays.ray(Vector2(Float(column) + 0.5, Float(row) + 0.5) * scale)
                    var query = RTCRayHit(ray, mask: UInt32.max)
                    rtcIntersect1(structure.scene, &context, &query)
                    counts.primaryRays += 1
                    guard shadows, !query.isMiss else { continue }
                    let position = ray.origin + ray.direction * query.ray.tfar
                    let normal = Vector3(query.hit.Ng_x, query.hit.Ng_y, query.hit.Ng_z)
                    guard normal.dot(towards) * normal.dot(ray.direction) < 0 else { continue }
                    let start = position + towards * (largestMagnitude(position) * 4 * unitEpsilon)
                    var shadow = RTCRay(
                        Ray(origin: start, direction: towards, near: 0, far: .infinity), mask: UInt32.max)
                    rtcOccluded1(structure.scene, &context, &shadow)
                    counts.shadowRays += 1
                }
            }
        }
        return counts
    }
}
