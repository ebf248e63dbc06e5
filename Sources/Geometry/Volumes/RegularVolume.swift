// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// Numbers of voxels along each axis.
public struct GridDimensions: Sendable, Hashable {
    public var x: Int
    public var y: Int
    public var z: Int

    public init(x: Int, y: Int, z: Int) {
        self.x = x
        self.y = y
        self.z = z
    }
}

/// A regular grid of numbers that fills the box from the origin to dimensions · spacing.
///
/// Cell data, x fastest: voxel (i, j, k) fills [i, i+1] × [j, j+1] × [k, k+1] times the spacing. The bytes are
/// kept as they were read (little endian), in the type that they were stored in.
public final class RegularVolume: Sendable {
    public let dimensions: GridDimensions
    /// Size of a voxel along each axis.
    public let spacing: Vector3
    public let type: VoxelType
    /// The voxels, `type.size` bytes each.
    public let voxels: GeometryBuffer<UInt8>

    /// - Throws: `GeometryError.invalidDimensions` when a dimension is below 1 or their product overflows,
    ///   `GeometryError.invalidSpacing`, `GeometryError.countMismatch` when the bytes are not exactly those of
    ///   the grid.
    public init(
        dimensions: GridDimensions, spacing: Vector3, type: VoxelType, voxels: GeometryBuffer<UInt8>
    ) throws(GeometryError) {
        let size = try Self.byteCount(dimensions: dimensions, type: type)
        guard spacing.x > 0, spacing.y > 0, spacing.z > 0,
            spacing.x.isFinite, spacing.y.isFinite, spacing.z.isFinite
        else { throw .invalidSpacing }
        if voxels.count != size { throw .countMismatch(expected: size, found: voxels.count) }
        self.dimensions = dimensions
        self.spacing = spacing
        self.type = type
        self.voxels = voxels
    }

    /// Bytes of a grid.
    ///
    /// - Throws: `GeometryError.invalidDimensions`.
    public static func byteCount(dimensions: GridDimensions, type: VoxelType) throws(GeometryError) -> Int {
        guard dimensions.x > 0, dimensions.y > 0, dimensions.z > 0 else { throw .invalidDimensions }
        let (plane, overflow1) = dimensions.x.multipliedReportingOverflow(by: dimensions.y)
        let (count, overflow2) = plane.multipliedReportingOverflow(by: dimensions.z)
        let (size, overflow3) = count.multipliedReportingOverflow(by: type.size)
        if overflow1 || overflow2 || overflow3 || size > 1 << 46 { throw .invalidDimensions }
        return size
    }

    /// Corner opposite the origin: dimensions · spacing.
    public var size: Vector3 {
        Vector3(Float(dimensions.x), Float(dimensions.y), Float(dimensions.z)) * spacing
    }

    /// The box of the origin and the opposite corner under a map. These two points are what a Brayns service
    /// joins, so that bounds agree with its; under a rotation the true extent can be larger.
    public func bounds(under map: AffineTransform) -> Bounds {
        var box = BoxAccumulator()
        box.add(map.apply(Vector3(0, 0, 0)))
        box.add(map.apply(size))
        return box.bounds
    }
}

/// The surface where a volume has one of some values.
public final class Isosurface: Sendable {
    public let volume: RegularVolume
    /// Values that the surface passes through, at least one; primitive i belongs to `values[i]`.
    public let values: GeometryBuffer<Float>

    /// - Throws: `GeometryError.empty` without values.
    public init(volume: RegularVolume, values: [Float]) throws(GeometryError) {
        if values.isEmpty { throw .empty }
        self.volume = volume
        self.values = GeometryBuffer(values)
    }

    /// The bounds of the volume under a map.
    public func bounds(under map: AffineTransform) -> Bounds {
        volume.bounds(under: map)
    }
}
