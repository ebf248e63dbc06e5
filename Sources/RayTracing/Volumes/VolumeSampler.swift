// SPDX-License-Identifier: Apache-2.0
import Geometry
import SceneModel

/// Reads a volume between its voxels. Coordinates are those of the grid: voxel (i, j, k) fills the unit cube from
/// (i, j, k) on. A value is linear between the centres of the voxels, and constant in the outermost half voxel.
struct VolumeSampler {
    private let voxels: UnsafeRawPointer
    private let code: VoxelCode
    private let last: Vector3
    private let rowOffsets: UnsafePointer<Int>
    private let planeOffsets: UnsafePointer<Int>

    init(_ structure: VolumeStructure) {
        let volume = structure.volume
        voxels = UnsafeRawPointer(volume.voxels.base)
        code = VoxelCode(volume.type)
        let dimensions = volume.dimensions
        last = Vector3(Float(dimensions.x - 1), Float(dimensions.y - 1), Float(dimensions.z - 1))
        rowOffsets = structure.rowOffsets.base
        planeOffsets = structure.planeOffsets.base
    }

    /// The value at a point.
    @inline(__always)
    func value(_ place: Vector3) -> Float {
        switch code {
        case .unsignedChar: interpolate(UnsignedCharVoxel.self, place)
        case .short: interpolate(ShortVoxel.self, place)
        case .unsignedShort: interpolate(UnsignedShortVoxel.self, place)
        case .halfFloat: interpolate(HalfFloatVoxel.self, place)
        case .float: interpolate(FloatVoxel.self, place)
        case .double: interpolate(DoubleVoxel.self, place)
        }
    }

    /// The values at four points: the same bits as one by one.
    @inline(__always)
    func values(_ places: PointPacket) -> SIMD4<Float> {
        switch code {
        case .unsignedChar: interpolate(UnsignedCharVoxel.self, places)
        case .short: interpolate(ShortVoxel.self, places)
        case .unsignedShort: interpolate(UnsignedShortVoxel.self, places)
        case .halfFloat: interpolate(HalfFloatVoxel.self, places)
        case .float: interpolate(FloatVoxel.self, places)
        case .double: interpolate(DoubleVoxel.self, places)
        }
    }

    /// The way in which values grow at a point, by differences over a voxel.
    func gradient(_ place: Vector3) -> Vector3 {
        let (above, below) = (place + Vector3(repeating: 0.5), place - Vector3(repeating: 0.5))
        let upper = values(
            PointPacket(
                x: SIMD4(above.x, place.x, place.x, place.x), y: SIMD4(place.y, above.y, place.y, place.y),
                z: SIMD4(place.z, place.z, above.z, place.z)))
        let lower = values(
            PointPacket(
                x: SIMD4(below.x, place.x, place.x, place.x), y: SIMD4(place.y, below.y, place.y, place.y),
                z: SIMD4(place.z, place.z, below.z, place.z)))
        let difference = upper - lower
        return Vector3(difference.x, difference.y, difference.z)
    }

    @inline(__always)
    private func interpolate<Format: VoxelFormat>(_ format: Format.Type, _ place: Vector3) -> Float {
        let cell = GridCells(SIMD4(place, 0) - SIMD4(repeating: 0.5), last: SIMD4(last, 0))
        let corners = Corners(self, format, cell.index.x, cell.index.y, cell.index.z)
        let next = cell.whole.x == last.x ? 0 : Format.size
        let left = SIMD4(
            Format.read(corners.near), Format.read(corners.far), Format.read(corners.nearNext),
            Format.read(corners.farNext))
        let right = SIMD4(
            Format.read(corners.near + next), Format.read(corners.far + next),
            Format.read(corners.nearNext + next), Format.read(corners.farNext + next))
        let lines = left + (right - left) * cell.fraction.x
        let planes = lines.lowHalf + (lines.highHalf - lines.lowHalf) * cell.fraction.y
        return planes.x + (planes.y - planes.x) * cell.fraction.z
    }

    @inline(__always)
    private func interpolate<Format: VoxelFormat>(_ format: Format.Type, _ places: PointPacket) -> SIMD4<Float> {
        let cells = CellPacket(places, last: last)
        let (x, y, z) = (cells.x, cells.y, cells.z)
        let a = Corners(self, format, x.index.x, y.index.x, z.index.x)
        let b = Corners(self, format, x.index.y, y.index.y, z.index.y)
        let c = Corners(self, format, x.index.z, y.index.z, z.index.z)
        let d = Corners(self, format, x.index.w, y.index.w, z.index.w)
        // Beside the last column lies none: what is read there has no weight, but may be no number.
        let isLast = x.whole .== SIMD4(repeating: last.x)
        @inline(__always)
        func line(_ pairs: (first: SIMD4<Float>, second: SIMD4<Float>)) -> SIMD4<Float> {
            let (left, second) = pairs
            let right = Format.isFinite ? second : second.replacing(with: left, where: isLast)
            return left + (right - left) * x.fraction
        }
        let near = line(Format.readPairs(a.near, b.near, c.near, d.near))
        let nearNext = line(Format.readPairs(a.nearNext, b.nearNext, c.nearNext, d.nearNext))
        let far = line(Format.readPairs(a.far, b.far, c.far, d.far))
        let farNext = line(Format.readPairs(a.farNext, b.farNext, c.farNext, d.farNext))
        let nearPlane = near + (nearNext - near) * y.fraction
        let farPlane = far + (farNext - far) * y.fraction
        return nearPlane + (farPlane - nearPlane) * z.fraction
    }

    /// Where the left voxels of a cell of eight lie: in its near and far plane, each in the first and the next row.
    private struct Corners {
        let near: UnsafeRawPointer
        let nearNext: UnsafeRawPointer
        let far: UnsafeRawPointer
        let farNext: UnsafeRawPointer

        @inline(__always)
        init<Format: VoxelFormat>(
            _ sampler: VolumeSampler, _ format: Format.Type, _ column: UInt32, _ row: UInt32, _ plane: UInt32
        ) {
            let start = sampler.voxels + Int(column) &* Format.size
            let rows = sampler.rowOffsets + Int(row)
            let planes = sampler.planeOffsets + Int(plane)
            let (first, next) = (start + rows[0], start + rows[1])
            near = first + planes[0]
            nearNext = next + planes[0]
            far = first + planes[1]
            farNext = next + planes[1]
        }
    }
}

/// Four points.
struct PointPacket {
    var x: SIMD4<Float>
    var y: SIMD4<Float>
    var z: SIMD4<Float>

    @inline(__always)
    init(x: SIMD4<Float>, y: SIMD4<Float>, z: SIMD4<Float>) {
        self.x = x
        self.y = y
        self.z = z
    }

    /// The points at four distances on a line.
    @inline(__always)
    init(_ origin: Vector3, _ direction: Vector3, _ distances: SIMD4<Float>) {
        x = SIMD4(repeating: origin.x) + distances * direction.x
        y = SIMD4(repeating: origin.y) + distances * direction.y
        z = SIMD4(repeating: origin.z) + distances * direction.z
    }
}

/// The cells between the centres of eight voxels in which four points lie.
private struct CellPacket {
    let x: GridCells
    let y: GridCells
    let z: GridCells

    /// A call of its own, for inlined it would be done lane by lane.
    @inline(never)
    init(_ places: PointPacket, last: Vector3) {
        let half = SIMD4<Float>(repeating: 0.5)
        x = GridCells(places.x - half, last: SIMD4(repeating: last.x))
        y = GridCells(places.y - half, last: SIMD4(repeating: last.y))
        z = GridCells(places.z - half, last: SIMD4(repeating: last.z))
    }
}

/// Numbers cut into whole ones and what is left.
struct GridCells {
    let whole: SIMD4<Float>
    let index: SIMD4<UInt32>
    let fraction: SIMD4<Float>

    /// - Parameters:
    ///   - place: any numbers; bounded to 0…last.
    ///   - last: below 2²³.
    @inline(__always)
    init(_ place: SIMD4<Float>, last: SIMD4<Float>) {
        self.init(bounded: place.bounded(.zero, last))
    }

    /// - Parameter bounded: numbers from 0 to below 2²³.
    @inline(__always)
    init(bounded: SIMD4<Float>) {
        // Rounded by a number that leaves no fraction, then down, for a call to round costs more than all the rest.
        // The sum holds the whole number behind the bits of 2²³.
        let sum = bounded + SIMD4(repeating: 0x1p23)
        let nearest = sum - SIMD4(repeating: 0x1p23)
        let isAbove = nearest .> bounded
        whole = nearest - SIMD4(repeating: 1).kept(where: isAbove)
        // A set mask counts as −1.
        index = (unsafeBitCast(sum, to: SIMD4<UInt32>.self) &- SIMD4(repeating: 0x4B00_0000))
            &+ unsafeBitCast(isAbove, to: SIMD4<UInt32>.self)
        fraction = bounded - whole
    }
}
