// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// How much light the bricks of a volume stop at most under a ramp. Shared by all that look the same.
final class VolumeExtinctions: @unchecked Sendable {
    let structure: VolumeStructure
    let ramp: ColorRamp
    let function: TransferFunction
    /// Greatest extinction of each brick.
    let bricks: RecordList<Float>
    /// Greatest extinction of each part of a brick, in 255ths of the brick's and rounded up; 0 only where nothing is.
    let parts: RecordList<UInt8>
    /// What leads from the parts of a brick to those of the next; 0 where parts are not told apart.
    let partStride: Int
    /// For each brick a bit for each part that is not empty.
    let occupancies: RecordList<UInt64>

    private let entries: RecordList<SIMD4<Float>>

    init(_ structure: VolumeStructure, _ ramp: ColorRamp) {
        self.structure = structure
        self.ramp = ramp
        entries = RecordList(TransferFunction.entries(of: ramp))
        function = TransferFunction(ramp, entries: entries)
        let greatest = GreatestNumbers(ramp.colors.map { max($0.alpha, 0) })
        let bricks = (0..<structure.ranges.count).map { Self.majorant(structure.ranges[$0], ramp, greatest) }
        var occupancies: [UInt64] = []
        occupancies.reserveCapacity(bricks.count)
        let partCount = VolumeStructure.partCount
        let hasParts = structure.hasParts
        var parts = [UInt8](
            repeating: hasParts ? 0 : 255, count: hasParts ? bricks.count * partCount : partCount)
        for (brick, majorant) in bricks.enumerated() {
            var occupancy: UInt64 = majorant > 0 && !hasParts ? .max : 0
            if majorant > 0, hasParts {
                for part in 0..<partCount {
                    let range = structure.range(ofPart: part, of: brick)
                    // Without numbers among its values a part may be anything.
                    let extinction =
                        range.lower <= range.upper ? greatest.among(function.span(range)) : majorant
                    guard extinction > 0 else { continue }
                    occupancy |= 1 << UInt64(part)
                    // No number where both are infinite.
                    let share = extinction / majorant * 255
                    parts[brick * partCount + part] = share < 254 ? UInt8(share) + 1 : 255
                }
            }
            occupancies.append(occupancy)
        }
        self.bricks = RecordList(bricks)
        self.parts = RecordList(parts)
        partStride = hasParts ? partCount : 0
        self.occupancies = RecordList(occupancies)
    }

    deinit {
        entries.deallocate()
        bricks.deallocate()
        parts.deallocate()
        occupancies.deallocate()
    }

    private static func majorant(_ range: ValueRange, _ ramp: ColorRamp, _ greatest: GreatestNumbers) -> Float {
        let width = ramp.upper - ramp.lower
        guard width > 0, greatest.count > 0 else { return 0 }
        let all = 0...greatest.count - 1
        guard range.lower <= range.upper else { return greatest.among(all) }
        let steps = Float(greatest.count - 1)
        func place(_ value: Float) -> Float {
            min(max((value - ramp.lower) / width, 0), 1) * steps
        }
        let low = place(range.lower).rounded(.down)
        let high = place(range.upper).rounded(.up)
        guard low >= 0, high >= low, high <= steps else { return greatest.among(all) }
        return greatest.among(Int(low)...Int(high))
    }
}

/// The greatest of any run of some numbers, found in one step.
private struct GreatestNumbers {
    let count: Int
    /// At level k: the greatest of 2ᵏ numbers from each one on.
    private let levels: [[Float]]

    init(_ numbers: [Float]) {
        count = numbers.count
        var level = numbers
        var levels = [level]
        var length = 1
        while 2 * length <= numbers.count {
            level = (0...numbers.count - 2 * length).map { max(level[$0], level[$0 + length]) }
            levels.append(level)
            length *= 2
        }
        self.levels = levels
    }

    func among(_ run: ClosedRange<Int>) -> Float {
        let level = Int.bitWidth - 1 - run.count.leadingZeroBitCount
        return max(levels[level][run.lowerBound], levels[level][run.upperBound + 1 - (1 << level)])
    }
}
