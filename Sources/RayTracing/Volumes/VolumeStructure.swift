// SPDX-License-Identifier: Apache-2.0
import Geometry
import SceneModel

/// What is found once for a volume: the least and greatest value of each brick of voxels, so that empty parts are
/// skipped and free paths are drawn tightly. Shared by all that place the volume.
final class VolumeStructure: @unchecked Sendable {
    let volume: RegularVolume
    /// Bricks along each axis.
    let bricks: GridDimensions
    /// Least and greatest value of each brick, x fastest.
    let ranges: RecordList<ValueRange>

    /// Voxels a side of a brick.
    static let side = 16

    init(_ volume: RegularVolume) {
        self.volume = volume
        let dimensions = volume.dimensions
        let side = Self.side
        let bricks = GridDimensions(
            x: (dimensions.x + side - 1) / side, y: (dimensions.y + side - 1) / side,
            z: (dimensions.z + side - 1) / side)
        self.bricks = bricks
        let reader = VoxelReader(volume)
        var ranges: [ValueRange] = []
        ranges.reserveCapacity(bricks.x * bricks.y * bricks.z)
        for z in 0..<bricks.z {
            for y in 0..<bricks.y {
                for x in 0..<bricks.x {
                    ranges.append(Self.range(reader, dimensions, x * side, y * side, z * side))
                }
            }
        }
        self.ranges = RecordList(ranges)
    }

    deinit {
        ranges.deallocate()
    }

    /// A point of a brick may be interpolated from the voxels around it too.
    private static func range(
        _ reader: VoxelReader, _ dimensions: GridDimensions, _ x0: Int, _ y0: Int, _ z0: Int
    ) -> ValueRange {
        var range = ValueRange(lower: .infinity, upper: -.infinity)
        for z in max(z0 - 1, 0)..<min(z0 + side + 1, dimensions.z) {
            for y in max(y0 - 1, 0)..<min(y0 + side + 1, dimensions.y) {
                for x in max(x0 - 1, 0)..<min(x0 + side + 1, dimensions.x) {
                    let value = reader.value(x, y, z)
                    if value < range.lower { range.lower = value }
                    if value > range.upper { range.upper = value }
                }
            }
        }
        return range
    }
}

/// The values between two, both included; empty where `lower` > `upper`.
struct ValueRange {
    var lower: Float
    var upper: Float
}

/// Reads voxels of any type as floats.
struct VoxelReader {
    /// How a voxel is stored.
    private enum Code: UInt8 {
        case unsignedChar, short, unsignedShort, halfFloat, float, double
    }

    private let base: UnsafeRawPointer
    private let code: Code
    private let row: Int
    private let plane: Int

    init(_ volume: RegularVolume) {
        base = UnsafeRawPointer(volume.voxels.base)
        switch volume.type {
        case .unsignedChar: code = .unsignedChar
        case .short: code = .short
        case .unsignedShort: code = .unsignedShort
        case .halfFloat: code = .halfFloat
        case .float: code = .float
        case .double: code = .double
        }
        row = volume.dimensions.x
        plane = volume.dimensions.x * volume.dimensions.y
    }

    /// The voxel at indices inside the grid.
    @inline(__always)
    func value(_ x: Int, _ y: Int, _ z: Int) -> Float {
        let index = z * plane + y * row + x
        switch code {
        case .unsignedChar: return Self.unsignedChar(base, index)
        case .short: return Self.short(base, index)
        case .unsignedShort: return Self.unsignedShort(base, index)
        case .halfFloat: return Self.halfFloat(base, index)
        case .float: return Self.float(base, index)
        case .double: return Self.double(base, index)
        }
    }

    /// The eight voxels about a point: those to the left and those to the right, each first below, then above along
    /// Z, and so on along Y.
    ///
    /// - Parameters:
    ///   - start: number of the first of them.
    ///   - across, along, up: what leads to the next one along X, Y and Z; 0 at the grid's end.
    @inline(__always)
    func cell(_ start: Int, across: Int, along: Int, up: Int) -> (left: SIMD4<Float>, right: SIMD4<Float>) {
        @inline(__always)
        func read(_ voxel: (UnsafeRawPointer, Int) -> Float) -> (left: SIMD4<Float>, right: SIMD4<Float>) {
            let (a, b, c, d) = (start, start &+ up, start &+ along, start &+ along &+ up)
            return (
                SIMD4(voxel(base, a), voxel(base, b), voxel(base, c), voxel(base, d)),
                SIMD4(
                    voxel(base, a &+ across), voxel(base, b &+ across), voxel(base, c &+ across),
                    voxel(base, d &+ across))
            )
        }
        switch code {
        case .unsignedChar: return read(Self.unsignedChar)
        case .short: return read(Self.short)
        case .unsignedShort: return read(Self.unsignedShort)
        case .halfFloat: return read(Self.halfFloat)
        case .float: return read(Self.float)
        case .double: return read(Self.double)
        }
    }

    @inline(__always)
    private static func unsignedChar(_ base: UnsafeRawPointer, _ index: Int) -> Float {
        Float(base.load(fromByteOffset: index, as: UInt8.self))
    }

    @inline(__always)
    private static func short(_ base: UnsafeRawPointer, _ index: Int) -> Float {
        Float(Int16(littleEndian: base.load(fromByteOffset: 2 &* index, as: Int16.self)))
    }

    @inline(__always)
    private static func unsignedShort(_ base: UnsafeRawPointer, _ index: Int) -> Float {
        Float(UInt16(littleEndian: base.load(fromByteOffset: 2 &* index, as: UInt16.self)))
    }

    @inline(__always)
    private static func halfFloat(_ base: UnsafeRawPointer, _ index: Int) -> Float {
        float(half: base.load(fromByteOffset: 2 &* index, as: UInt16.self))
    }

    @inline(__always)
    private static func float(_ base: UnsafeRawPointer, _ index: Int) -> Float {
        base.load(fromByteOffset: 4 &* index, as: Float.self)
    }

    @inline(__always)
    private static func double(_ base: UnsafeRawPointer, _ index: Int) -> Float {
        Float(base.load(fromByteOffset: 8 &* index, as: Double.self))
    }

    /// The number that 16 bits stand for (IEEE 754 binary16).
    @inline(__always)
    private static func float(half bits: UInt16) -> Float {
        let sign: Float = bits & 0x8000 == 0 ? 1 : -1
        let exponent = Int(bits >> 10) & 0x1F
        let fraction = Float(bits & 0x3FF)
        if exponent == 0 { return sign * fraction * 0x1p-24 }
        if exponent == 31 { return fraction == 0 ? sign * .infinity : .nan }
        let scale = Float(bitPattern: UInt32(truncatingIfNeeded: exponent + 127 - 15) << 23)
        return sign * (1 + fraction * 0x1p-10) * scale
    }
}
