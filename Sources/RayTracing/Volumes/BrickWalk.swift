// SPDX-License-Identifier: Apache-2.0
import Geometry
import SceneModel

/// The bricks of a volume on the way of a ray, in coordinates of the grid.
struct BrickWalk {
    private let bricks: SIMD3<Int32>

    init(_ structure: VolumeStructure) {
        bricks = SIMD3(
            Int32(clamping: structure.bricks.x), Int32(clamping: structure.bricks.y),
            Int32(clamping: structure.bricks.z))
    }

    /// A brick on the way.
    struct Step {
        /// The part of the ray inside.
        let part: LineInterval
        /// The brick's number, x fastest.
        let brick: Int
        /// The place of the brick's first part among all parts.
        let firstPart: SIMD4<Float>
    }

    /// Visits the bricks that a part of a ray crosses, nearest first (Amanatides and Woo, "A Fast Voxel Traversal
    /// Algorithm", Eurographics 1987).
    ///
    /// - Parameter visit: false ends the way.
    @inline(__always)
    func visit(_ origin: Vector3, _ direction: Vector3, _ interval: LineInterval, _ visit: (Step) -> Bool) {
        let start = origin + direction * interval.lower
        var x = Axis(start.x, origin.x, direction.x, count: bricks.x)
        var y = Axis(start.y, origin.y, direction.y, count: bricks.y)
        var z = Axis(start.z, origin.z, direction.z, count: bricks.z)
        var lower = interval.lower
        while lower < interval.upper {
            let nearest = x.next <= y.next ? (x.next <= z.next ? x.next : z.next) : (y.next <= z.next ? y.next : z.next)
            let upper = min(nearest, interval.upper)
            if upper > lower {
                let index = (Int(z.cell) &* Int(bricks.y) &+ Int(y.cell)) &* Int(bricks.x) &+ Int(x.cell)
                let step = Step(
                    part: LineInterval(lower: lower, upper: upper), brick: index,
                    firstPart: SIMD4(Float(x.cell), Float(y.cell), Float(z.cell), 0) * 4)
                if !visit(step) { return }
            }
            lower = max(lower, upper)
            let goesOn: Bool
            if x.next <= y.next {
                goesOn = x.next <= z.next ? x.advance(bricks.x) : z.advance(bricks.z)
            } else {
                goesOn = y.next <= z.next ? y.advance(bricks.y) : z.advance(bricks.z)
            }
            if !goesOn { return }
        }
    }

    /// The way along one axis.
    private struct Axis {
        var cell: Int32
        /// Distance of the next brick's face.
        var next = Float.infinity
        private var step: Int32 = 0
        private var delta = Float.infinity

        @inline(__always)
        init(_ start: Float, _ origin: Float, _ direction: Float, count: Int32) {
            let brickSize = Float(VolumeStructure.side)
            let place = start / brickSize
            let highest = Float(count - 1)
            let bounded = place > 0 ? (place < highest ? place : highest) : 0
            cell = Int32(bounded)
            let whole = Float(cell)
            if direction > 0 {
                step = 1
                next = ((whole + 1) * brickSize - origin) / direction
                delta = brickSize / direction
            } else if direction < 0 {
                step = -1
                next = (whole * brickSize - origin) / direction
                delta = -brickSize / direction
            }
        }

        /// Goes on to the next brick; false at the grid's end.
        @inline(__always)
        mutating func advance(_ count: Int32) -> Bool {
            cell &+= step
            next += delta
            return cell >= 0 && cell < count
        }
    }
}

/// Tells which part of a brick a point of a line lies in.
struct PartFinder {
    // In coordinates of parts, less half a part, so that rounding to the nearest number rounds down.
    private let origin: Vector3
    private let direction: Vector3

    /// - Parameters: a line in coordinates of the grid.
    @inline(__always)
    init(_ origin: Vector3, _ direction: Vector3) {
        let scale = 1 / Float(VolumeStructure.partSide)
        self.origin = origin * scale - Vector3(repeating: 0.5)
        self.direction = direction * scale
    }

    /// The numbers in a brick, x fastest, of the parts at four distances. Near its faces they may be of the part
    /// beside, whose values hold those of the point as well.
    ///
    /// A call of its own, as the other one: inlined beside code that reads single lanes it is taken apart.
    /// - Parameter first: the place of the brick's first part among all parts.
    @inline(never)
    func parts(_ first: SIMD4<Float>, _ distances: SIMD4<Float>) -> SIMD4<UInt32> {
        let x = place(distances, origin.x, direction.x, first.x)
        let y = place(distances, origin.y, direction.y, first.y)
        let z = place(distances, origin.z, direction.z, first.z)
        return x | (y &<< SIMD4(repeating: 2)) | (z &<< SIMD4(repeating: 4))
    }

    /// The number of the part at one distance.
    @inline(never)
    func part(_ first: SIMD4<Float>, _ distance: Float) -> Int {
        let place = (SIMD4(origin, 0) + SIMD4(direction, 0) * distance).bounded(first, first + SIMD4(repeating: 3))
        let number = Self.lastBits(place)
        return Int(number.x | number.y &<< 2 | number.z &<< 4)
    }

    @inline(__always)
    private func place(
        _ distances: SIMD4<Float>, _ origin: Float, _ direction: Float, _ first: Float
    ) -> SIMD4<UInt32> {
        let first = SIMD4<Float>(repeating: first)
        let place = SIMD4(repeating: origin) + distances * direction
        return Self.lastBits(place.bounded(first, first + SIMD4(repeating: 3)))
    }

    /// Whole numbers modulo four, and a brick's first part is a multiple of four.
    @inline(__always)
    private static func lastBits(_ place: SIMD4<Float>) -> SIMD4<UInt32> {
        unsafeBitCast(place + SIMD4(repeating: 0x1p23), to: SIMD4<UInt32>.self) & SIMD4(repeating: 3)
    }
}
