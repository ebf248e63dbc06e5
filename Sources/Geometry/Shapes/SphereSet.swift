// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// Spheres, 16 bytes each.
public final class SphereSet: Sendable {
    /// Centre in x, y, z and radius in w.
    public let spheres: GeometryBuffer<SIMD4<Float>>

    /// - Parameter spheres: centre (x, y, z) and radius (w) of each.
    /// - Throws: `GeometryError.tooMany` above 2³² − 2 spheres.
    public init(_ spheres: GeometryBuffer<SIMD4<Float>>) throws(GeometryError) {
        try GeometryError.checkCount(spheres.count)
        self.spheres = spheres
    }

    /// Copies an array; see the first initialiser.
    public convenience init(_ spheres: [Sphere]) throws(GeometryError) {
        try self.init(GeometryBuffer(spheres.lazy.map { SIMD4($0.center, $0.radius) }))
    }

    /// Copies an array; see the first initialiser.
    public convenience init(_ spheres: [SIMD4<Float>]) throws(GeometryError) {
        try self.init(GeometryBuffer(spheres))
    }

    /// The box of centre − radius and centre + radius of each sphere under a map. These two points are what a
    /// Brayns service joins, so that bounds agree with its; under a rotation the true extent can be larger.
    public func bounds(under map: AffineTransform) -> Bounds {
        var box = BoxAccumulator()
        for sphere in spheres.elements {
            let center = Vector3(sphere.x, sphere.y, sphere.z)
            let radius = Vector3(repeating: sphere.w)
            box.add(map.apply(center - radius))
            box.add(map.apply(center + radius))
        }
        return box.bounds
    }
}
