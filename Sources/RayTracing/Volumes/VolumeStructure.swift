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
    /// Least and greatest value of the 64 parts of each brick, x fastest in a brick. None for a great volume that is
    /// so thin that most parts of its bricks lie outside, and they would need more memory than the voxels.
    private let partRanges: RecordList<ValueRange>
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
        let found = switch volume.type {
        case .unsignedChar: Self.ranges(volume, bricks, UnsignedCharVoxel.self)
        case .short: Self.ranges(volume, bricks, ShortVoxel.self)
        case .unsignedShort: Self.ranges(volume, bricks, UnsignedShortVoxel.self)
        case .halfFloat: Self.ranges(volume, bricks, HalfFloatVoxel.self)
        case .float: Self.ranges(volume, bricks, FloatVoxel.self)
        case .double: Self.ranges(volume, bricks, DoubleVoxel.self)
        }
        ranges = RecordList(found.bricks)
        partRanges = RecordList(found.parts)
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

    /// Whether the parts of bricks are told apart.
    var hasParts: Bool { partRanges.count > 0 }

    /// The least and greatest value of a part of a brick; those of the brick where parts are not told apart.
    func range(ofPart part: Int, of brick: Int) -> ValueRange {
        hasParts ? partRanges[brick * Self.partCount + part] : ranges[brick]
    }

    /// Parts need no more memory than the voxels, or than this.
    private static let freePartBytes = 8 << 20

    /// A point of a part may be interpolated from the voxels around it too. As those reach a whole voxel beyond the
    /// part, points up to half a voxel outside have values in the range as well.
    private static func ranges<Format: VoxelFormat>(
        _ volume: RegularVolume, _ bricks: GridDimensions, _ format: Format.Type
    ) -> (bricks: [ValueRange], parts: [ValueRange]) {
        let (dimensions, partSide) = (volume.dimensions, partSide)
        let perBrick = side / partSide
        let count = bricks.x * bricks.y * bricks.z
        var ofBricks = [ValueRange](repeating: .empty, count: count)
        let hasParts = count * partCount * MemoryLayout<ValueRange>.stride <= max(volume.voxels.count, freePartBytes)
        var ofParts = [ValueRange](repeating: .empty, count: hasParts ? count * partCount : 0)
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
                            let brick = brickRow + x / perBrick
                            ofBricks[brick].formUnion(range)
                            if hasParts { ofParts[brick * partCount + partRow + x % perBrick] = range }
                        }
                    }
                }
            }
        }
        return (ofBricks, ofParts)
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
