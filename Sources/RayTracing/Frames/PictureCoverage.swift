// SPDX-License-Identifier: Apache-2.0
import Geometry
import SceneModel
import Synchronization

/// The blocks of a picture in which something of a scene may appear. Camera rays through the others meet nothing, so
/// they need not be sent: most of a figure's pixels show its background.
///
/// Each primitive is put in a box along the camera's axes, the box is widened by more than rounding can move a hit,
/// and the blocks that its projection touches are marked. So a picture has the same bits with and without.
final class PictureCoverage: Sendable {
    private let marks: BlockMarks

    /// What the marks depend on, beside the scene.
    struct Key: Equatable {
        var projection: PictureProjection
        var resolution: Resolution
        /// How far from a pixel's centre its samples may lie, in pixels.
        var spread: Float
        /// Whether lights show themselves.
        var showsLights: Bool
    }

    private init(_ marks: BlockMarks) {
        self.marks = marks
    }

    deinit {
        marks.deallocate()
    }

    /// Whether anything may appear in a block of pixels, counted from the first column and row of blocks.
    @inline(__always)
    func mayHold(column: Int, row: Int) -> Bool {
        marks[column, row]
    }

    /// Goes through a scene's primitives with some threads.
    ///
    /// - Parameters:
    ///   - surfaces: all but infinite planes.
    ///   - boxes: corners of boxes in the world around whatever else shows itself.
    static func find(
        _ key: Key, surfaces: [CoverageSource], boxes: [Bounds], threads: Int
    ) -> PictureCoverage {
        var chunks: [(source: Int, range: Range<Int>)] = []
        for (index, source) in surfaces.enumerated() {
            for start in stride(from: 0, to: source.count, by: chunkSize) {
                chunks.append((index, start..<min(start + chunkSize, source.count)))
            }
        }
        let total = Mutex(BlockMarks(key.resolution))
        let taken = Atomic<Int>(0)
        let work = chunks
        DrawingThreads.run(min(max(threads, 1), max(work.count / 4, 1))) {
            var painter = CoveragePainter(key)
            defer { painter.marks.deallocate() }
            while true {
                let index = taken.add(1, ordering: .relaxed).oldValue
                guard index < work.count else { break }
                surfaces[work[index].source].paint(work[index].range, with: &painter)
            }
            total.withLock { $0.formUnion(painter.marks) }
        }
        var painter = CoveragePainter(key)
        defer { painter.marks.deallocate() }
        painter.place(.identity)
        for box in boxes where !box.isEmpty { painter.mark(box: box.min, box.max) }
        return PictureCoverage(
            total.withLock { marks in
                marks.formUnion(painter.marks)
                return marks
            })
    }

    /// Primitives that a thread takes at once.
    private static let chunkSize = 8192
}

/// A bit for each block of a picture's pixels.
struct BlockMarks: @unchecked Sendable {
    private let words: UnsafeMutablePointer<UInt64>
    private let wordsAcross: Int
    private let rows: Int

    init(_ resolution: Resolution) {
        let columns = (resolution.width + PixelBlock.columns - 1) / PixelBlock.columns
        wordsAcross = (columns + 63) / 64
        rows = (resolution.height + PixelBlock.rows - 1) / PixelBlock.rows
        words = .allocate(capacity: wordsAcross * rows)
        words.initialize(repeating: 0, count: wordsAcross * rows)
    }

    /// Frees the memory; the value must not be used afterwards.
    func deallocate() {
        words.deallocate()
    }

    @inline(__always)
    subscript(column: Int, row: Int) -> Bool {
        words[row * wordsAcross + column >> 6] & (1 << UInt64(truncatingIfNeeded: column & 63)) != 0
    }

    /// Marks a rectangle of blocks; both ends belong to it and must lie in the picture.
    @inline(__always)
    func fill(columns: ClosedRange<Int>, rows: ClosedRange<Int>) {
        let first = columns.lowerBound >> 6
        let last = columns.upperBound >> 6
        let start = UInt64.max << UInt64(truncatingIfNeeded: columns.lowerBound & 63)
        let end = UInt64.max >> UInt64(truncatingIfNeeded: 63 - columns.upperBound & 63)
        var row = words + rows.lowerBound * wordsAcross
        for _ in rows.lowerBound...rows.upperBound {
            if first == last {
                row[first] |= start & end
            } else {
                row[first] |= start
                var word = first + 1
                while word < last {
                    row[word] = .max
                    word += 1
                }
                row[last] |= end
            }
            row += wordsAcross
        }
    }

    /// Marks all blocks.
    func fillAll() {
        words.update(repeating: .max, count: wordsAcross * rows)
    }

    /// Marks what another one of the same size marks.
    func formUnion(_ other: BlockMarks) {
        for index in 0..<wordsAcross * rows { words[index] |= other.words[index] }
    }
}

/// Marks the blocks that boxes and spheres appear in.
struct CoveragePainter {
    let marks: BlockMarks
    private let projection: PictureProjection
    private let spread: Float
    private let last: Vector2
    /// From the coordinates of what is painted to the camera's.
    private var toCamera = AffineTransform.identity
    /// Extent along the camera's axes of a sphere of radius 1.
    private var sphereExtent = Vector3.zero
    private var slackShare: Float = 0
    private var slackOffset: Float = 0

    init(_ key: PictureCoverage.Key) {
        marks = BlockMarks(key.resolution)
        projection = key.projection
        spread = key.spread + 0.01
        last = Vector2(Float(key.resolution.width - 1), Float(key.resolution.height - 1))
        place(.identity)
    }

    /// Says how what is painted next is placed in the world.
    mutating func place(_ toWorld: AffineTransform) {
        toCamera = projection.toCamera * toWorld
        let (x, y, z) = (toCamera.x, toCamera.y, toCamera.z)
        let squares = x * x + y * y + z * z
        sphereExtent = Vector3(squares.x.squareRoot(), squares.y.squareRoot(), squares.z.squareRoot())
        // Rays are taken to the object's coordinates, which multiplies their rounding by the map's condition.
        var condition = Float.infinity
        if let inverse = toWorld.inverse {
            condition = (toWorld.x.length + toWorld.y.length + toWorld.z.length)
                * (inverse.x.length + inverse.y.length + inverse.z.length)
        }
        slackShare = PictureProjection.roundingShare * max(condition, 1)
        slackOffset = projection.reach + largestMagnitude(toWorld.translation)
    }

    /// A point in the camera's coordinates.
    @inline(__always)
    private func seen(_ point: Vector3) -> Vector3 {
        toCamera.translation + (toCamera.x * point.x + toCamera.y * point.y + toCamera.z * point.z)
    }

    @inline(__always)
    func mark(_ sphere: SIMD4<Float>) {
        let center = seen(Vector3(sphere.x, sphere.y, sphere.z))
        let extent = sphereExtent * abs(sphere.w)
        mark(center - extent, center + extent)
    }

    /// Marks what two spheres and all between them touch.
    @inline(__always)
    func mark(_ first: SIMD4<Float>, _ second: SIMD4<Float>) {
        let start = seen(Vector3(first.x, first.y, first.z))
        let end = seen(Vector3(second.x, second.y, second.z))
        let (atStart, atEnd) = (sphereExtent * abs(first.w), sphereExtent * abs(second.w))
        mark(pointwiseMin(start - atStart, end - atEnd), pointwiseMax(start + atStart, end + atEnd))
    }

    /// Marks what a triangle touches.
    @inline(__always)
    func mark(_ a: Vector3, _ b: Vector3, _ c: Vector3) {
        let (first, second, third) = (seen(a), seen(b), seen(c))
        mark(
            pointwiseMin(first, pointwiseMin(second, third)), pointwiseMax(first, pointwiseMax(second, third)))
    }

    /// Marks what a box touches.
    @inline(__always)
    func mark(box low: Vector3, _ high: Vector3) {
        let center = seen((low + high) * 0.5)
        let half = absolute(high - low) * 0.5
        var extent = absolute(toCamera.x) * half.x
        extent += absolute(toCamera.y) * half.y
        extent += absolute(toCamera.z) * half.z
        mark(center - extent, center + extent)
    }

    /// Marks what a box along the camera's axes touches.
    @inline(__always)
    private func mark(_ lower: Vector3, _ upper: Vector3) {
        let reach = pointwiseMax(absolute(lower), absolute(upper))
        let slack = Vector3(repeating: slackShare * (largestMagnitude(reach) + slackOffset))
        guard let area = projection.area(of: lower - slack, upper + slack) else { return }
        // Pixel i's centre lies at i + ½.
        let low = area.low - (0.5 + spread)
        let high = area.high - (0.5 - spread)
        guard low.x <= high.x, low.y <= high.y else { return marks.fillAll() }
        guard high.x >= 0, high.y >= 0, low.x <= last.x, low.y <= last.y else { return }
        let columns = (first: Self.roundedUp(max(low.x, 0)), last: Int(min(high.x, last.x)))
        let rows = (first: Self.roundedUp(max(low.y, 0)), last: Int(min(high.y, last.y)))
        guard columns.first <= columns.last, rows.first <= rows.last else { return }
        marks.fill(
            columns: columns.first / PixelBlock.columns...columns.last / PixelBlock.columns,
            rows: rows.first / PixelBlock.rows...rows.last / PixelBlock.rows)
    }

    /// The least whole number that is not below a number of 0 or more.
    @inline(__always)
    private static func roundedUp(_ x: Float) -> Int {
        let whole = Int(x)
        return Float(whole) < x ? whole + 1 : whole
    }
}
