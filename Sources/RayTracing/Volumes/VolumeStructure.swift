// SPDX-License-Identifier: Apache-2.0
import Geometry
import SceneModel
import Synchronization

/// What is found once for a volume: the least and greatest value of each brick of voxels and of each part of a brick,
/// so that empty parts are skipped and free paths are drawn tightly. Shared by all that place the volume.
final class VolumeStructure: @unchecked Sendable {
    let volume: RegularVolume
    /// Bricks along each axis.
    let bricks: GridDimensions
    /// Least and greatest value of each brick, x fastest.
    let ranges: RecordList<ValueRange>
    /// Least and greatest value of the 64 parts of each brick, x fastest in a brick.
    let partRanges: RecordList<ValueRange>
    /// Where each row of a plane, and each plane, starts in the bytes; the last one twice.
    let rowOffsets: RecordList<Int>
    let planeOffsets: RecordList<Int>

    private let lastExtinctions = Mutex<CachedExtinctions>(CachedExtinctions())

    private struct CachedExtinctions: @unchecked Sendable {
        weak var extinctions: VolumeExtinctions?
    }

    /// Voxels a side of a brick.
    static let side = 16
    /// Parts a side of a brick, and voxels a side of a part.
    static let partSide = 4
    /// Parts of a brick.
    static let partCount = 64

    init(_ volume: RegularVolume) {
        self.volume = volume
        let dimensions = volume.dimensions
        let side = Self.side
        let bricks = GridDimensions(
            x: (dimensions.x + side - 1) / side, y: (dimensions.y + side - 1) / side,
            z: (dimensions.z + side - 1) / side)
        self.bricks = bricks
        let row = dimensions.x * volume.type.size
        rowOffsets = RecordList((0...dimensions.y).map { min($0, dimensions.y - 1) * row })
        planeOffsets = RecordList((0...dimensions.z).map { min($0, dimensions.z - 1) * row * dimensions.y })
        let parts = switch volume.type {
        case .unsignedChar: Self.partRanges(volume, bricks, UnsignedCharVoxel.self)
        case .short: Self.partRanges(volume, bricks, ShortVoxel.self)
        case .unsignedShort: Self.partRanges(volume, bricks, UnsignedShortVoxel.self)
        case .halfFloat: Self.partRanges(volume, bricks, HalfFloatVoxel.self)
        case .float: Self.partRanges(volume, bricks, FloatVoxel.self)
        case .double: Self.partRanges(volume, bricks, DoubleVoxel.self)
        }
        partRanges = RecordList(parts)
        ranges = RecordList(
            stride(from: 0, to: parts.count, by: Self.partCount).map { first in
                parts[first..<first + Self.partCount].reduce(into: ValueRange.empty) { $0.formUnion($1) }
            })
    }

    deinit {
        ranges.deallocate()
        partRanges.deallocate()
        rowOffsets.deallocate()
        planeOffsets.deallocate()
    }

    /// What the bricks stop under a ramp. As long as the result lives, the same ramp gets the same one again.
    func extinctions(under ramp: ColorRamp) -> VolumeExtinctions {
        if let known = lastExtinctions.withLock({ $0.extinctions }), known.ramp == ramp { return known }
        let found = VolumeExtinctions(self, ramp)
        lastExtinctions.withLock { $0.extinctions = found }
        return found
    }

    /// A point of a part may be interpolated from the voxels around it too. As those reach a whole voxel beyond the
    /// part, points up to half a voxel outside have values in the range as well.
    private static func partRanges<Format: VoxelFormat>(
        _ volume: RegularVolume, _ bricks: GridDimensions, _ format: Format.Type
    ) -> [ValueRange] {
        let (dimensions, partSide) = (volume.dimensions, partSide)
        let perBrick = side / partSide
        let count = bricks.x * bricks.y * bricks.z * partCount
        var result = [ValueRange](repeating: .empty, count: count)
        let bytes = UnsafeRawPointer(volume.voxels.base)
        // The ranges of all voxels at one x in the rows that belong to a row of parts.
        var lower = [Float](repeating: 0, count: dimensions.x)
        var upper = lower
        func around(_ part: Int, _ count: Int) -> Range<Int> {
            max(part * partSide - 1, 0)..<max(min(part * partSide + partSide + 1, count), 0)
        }
        for z in 0..<(dimensions.z + partSide - 1) / partSide {
            for y in 0..<(dimensions.y + partSide - 1) / partSide {
                lower.withUnsafeMutableBufferPointer { lower in
                    upper.withUnsafeMutableBufferPointer { upper in
                        lower.update(repeating: .infinity)
                        upper.update(repeating: -.infinity)
                        for plane in around(z, dimensions.z) {
                            for row in around(y, dimensions.y) {
                                let start = bytes + (plane * dimensions.y + row) * dimensions.x * Format.size
                                for x in 0..<dimensions.x {
                                    let value = Format.read(start + x &* Format.size)
                                    lower[x] = value < lower[x] ? value : lower[x]
                                    upper[x] = value > upper[x] ? value : upper[x]
                                }
                            }
                        }
                        let brickRow = (z / perBrick * bricks.y + y / perBrick) * bricks.x
                        let partRow = (z % perBrick * perBrick + y % perBrick) * perBrick
                        for x in 0..<(dimensions.x + partSide - 1) / partSide {
                            var range = ValueRange.empty
                            for column in around(x, dimensions.x) {
                                range.formUnion(ValueRange(lower: lower[column], upper: upper[column]))
                            }
                            result[(brickRow + x / perBrick) * partCount + partRow + x % perBrick] = range
                        }
                    }
                }
            }
        }
        return result
    }
}

/// The values between two, both included; empty where `lower` > `upper`.
struct ValueRange {
    var lower: Float
    var upper: Float

    /// No values.
    static let empty = ValueRange(lower: .infinity, upper: -.infinity)

    /// Takes in the values of another one.
    @inline(__always)
    mutating func formUnion(_ other: ValueRange) {
        lower = other.lower < lower ? other.lower : lower
        upper = other.upper > upper ? other.upper : upper
    }
}
