// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// Infinite planes, 16 bytes each: the points p with (x, y, z)·p = w. The normal need not be of unit length.
public final class PlaneSet: Sendable {
    /// Normal in x, y, z and offset in w.
    public let coefficients: GeometryBuffer<SIMD4<Float>>

    /// - Throws: `GeometryError.tooMany` above 2³² − 2 planes.
    public init(_ coefficients: GeometryBuffer<SIMD4<Float>>) throws(GeometryError) {
        try GeometryError.checkCount(coefficients.count)
        self.coefficients = coefficients
    }

    /// Copies an array; see the first initialiser.
    public convenience init(_ planes: [Plane]) throws(GeometryError) {
        try self.init(GeometryBuffer(planes.lazy.map(\.coefficients)))
    }

    /// Copies an array; see the first initialiser.
    public convenience init(_ coefficients: [SIMD4<Float>]) throws(GeometryError) {
        try self.init(GeometryBuffer(coefficients))
    }
}

/// Planes cut to boxes, 48 bytes each.
public final class BoundedPlaneSet: Sendable {
    public let planes: GeometryBuffer<BoundedPlane>

    /// - Throws: `GeometryError.tooMany` above 2³² − 2 planes.
    public init(_ planes: GeometryBuffer<BoundedPlane>) throws(GeometryError) {
        try GeometryError.checkCount(planes.count)
        self.planes = planes
    }

    /// Copies an array; see the other initialiser.
    public convenience init(_ planes: [BoundedPlane]) throws(GeometryError) {
        try self.init(GeometryBuffer(planes))
    }

    /// The box of all corners of the boxes under a map.
    public func bounds(under map: AffineTransform) -> Bounds {
        var box = BoxAccumulator()
        for plane in planes.elements {
            box.add(corners: plane.bounds.min, plane.bounds.max, under: map)
        }
        return box.bounds
    }
}
