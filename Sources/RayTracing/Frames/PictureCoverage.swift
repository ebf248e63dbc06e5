// SPDX-License-Identifier: Apache-2.0
import Geometry
import SceneModel
import Synchronization

/// The blocks of a picture in which something of a scene may appear. Camera rays through the others meet nothing, so
/// they need not be sent: most of a figure's pixels show its background.
///
/// Each primitive is put in a box along the camera's axes, the box is widened by more than rounding can move a hit,
/// and the blocks in whose pixels a sample lies in its projection are marked. So a picture has the same bits with and
/// without. Samples lie at the same place in all pixels, so that each number of a sample has marks of its own.
final class PictureCoverage: Sendable {
    private let marks: BlockMarks
    private let tellsSamples: Bool

    /// What the marks depend on, beside the scene.
    struct Key: Equatable {
        var projection: PictureProjection
        var resolution: Resolution
        /// Where the samples to be drawn lie, in pixels from a pixel's centre.
        var offsets: [Vector2]
        /// Whether lights show themselves.
        var showsLights: Bool
    }

    private init(_ marks: BlockMarks) {
        self.marks = marks
        tellsSamples = marks.sampleCount > 0
    }

    deinit {
        marks.deallocate()
    }

    /// Whether anything may appear in a block of pixels, counted from the first column and row of blocks.
    @inline(__always)
    func mayHold(column: Int, row: Int) -> Bool {
        marks[column, row, 0]
    }

    /// Whether anything may appear in one of the samples of a block, by its place in the key's list.
    @inline(__always)
    func mayHold(column: Int, row: Int, sample: Int) -> Bool {
        !tellsSamples || marks[column, row, 1 + sample]
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
        let total = Mutex(CoveragePainter(key).marks)
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
                marks.shareCommon()
                return marks
            })
    }

    /// Primitives that a thread takes at once.
    private static let chunkSize = 8192
}

/// Layers of a bit for each block of a picture's pixels: the first for all samples, and one for each sample.
struct BlockMarks: @unchecked Sendable {
    private let words: UnsafeMutablePointer<UInt64>
    private let wordsAcross: Int
    private let layerSize: Int
    /// Samples that have a layer of their own.
    let sampleCount: Int

    init(_ resolution: Resolution, sampleCount: Int) {
        let columns = (resolution.width + PixelBlock.columns - 1) / PixelBlock.columns
        wordsAcross = (columns + 63) / 64
        layerSize = wordsAcross * ((resolution.height + PixelBlock.rows - 1) / PixelBlock.rows)
        self.sampleCount = sampleCount
        words = .allocate(capacity: layerSize * (1 + sampleCount))
        words.initialize(repeating: 0, count: layerSize * (1 + sampleCount))
    }

    /// Frees the memory; the value must not be used afterwards.
    func deallocate() {
        words.deallocate()
    }

    @inline(__always)
    subscript(column: Int, row: Int, layer: Int) -> Bool {
        words[layer * layerSize + row * wordsAcross + column >> 6] & (1 << UInt64(truncatingIfNeeded: column & 63)) != 0
    }

    /// Marks a rectangle of blocks in a layer; both ends belong to it and must lie in the picture.
    @inline(__always)
    func fill(columns: ClosedRange<Int>, rows: ClosedRange<Int>, layer: Int) {
        let first = columns.lowerBound >> 6
        let last = columns.upperBound >> 6
        let start = UInt64.max << UInt64(truncatingIfNeeded: columns.lowerBound & 63)
        let end = UInt64.max >> UInt64(truncatingIfNeeded: 63 - columns.upperBound & 63)
        var row = words + layer * layerSize + rows.lowerBound * wordsAcross
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

    /// Marks all blocks for all samples.
    func fillAll() {
        words.update(repeating: .max, count: layerSize)
    }

    /// Marks what another one of the same size marks.
    func formUnion(_ other: BlockMarks) {
        for index in 0..<layerSize * (1 + sampleCount) { words[index] |= other.words[index] }
    }

    /// Marks in each sample's layer what the first marks, and then in the first what any does.
    func shareCommon() {
        for layer in 0..<sampleCount {
            let own = words + (1 + layer) * layerSize
            for index in 0..<layerSize { own[index] |= words[index] }
        }
        for layer in 0..<sampleCount {
            let own = words + (1 + layer) * layerSize
            for index in 0..<layerSize { words[index] |= own[index] }
        }
    }
}

/// Marks the blocks that boxes and spheres appear in.
struct CoveragePainter {
    let marks: BlockMarks
    private let projection: PictureProjection
    /// Where the samples lie, in pixels from a pixel's first corner; empty where all are taken together.
    private let offsets: [Vector2]
    /// How far from a pixel's centre any sample lies, in pixels.
    private let spread: Float
    private let last: Vector2
    /// From the coordinates of what is painted to the camera's.
    private var toCamera = AffineTransform.identity
    /// Extent along the camera's axes of a sphere of radius 1.
    private var sphereExtent = Vector3.zero
    private var slackShare: Float = 0
    private var slackOffset: Float = 0

    init(_ key: PictureCoverage.Key) {
        let tellsSamples = key.resolution.width * key.resolution.height * key.offsets.count <= Self.mostSamples
        marks = BlockMarks(key.resolution, sampleCount: tellsSamples ? key.offsets.count : 0)
        projection = key.projection
        offsets = tellsSamples ? key.offsets.map { $0 + 0.5 } : []
        spread = key.offsets.reduce(0) { max($0, max(abs($1.x), abs($1.y))) }
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
        let size = area.high - area.low
        guard size.x >= 0, size.y >= 0 else { return marks.fillAll() }
        if offsets.isEmpty || size.x > Self.largeSide || size.y > Self.largeSide {
            // Pixel i's centre lies at i + ½.
            return fill(area.low - (0.5 + spread), area.high - (0.5 - spread), layer: 0)
        }
        for index in offsets.indices {
            fill(area.low - offsets[index], area.high - offsets[index], layer: 1 + index)
        }
    }

    /// Samples of a picture up to which those of a pixel have marks of their own, 4 MiB; more are taken together.
    private static let mostSamples = 1 << 28
    /// Pixels a side beyond which samples are not told apart: little would be saved at the edge.
    private static let largeSide: Float = 48
    /// What is added to both ends for the rounding of pixels' numbers.
    private static let pixelSlack: Float = 0.01

    /// Marks the blocks of pixels whose numbers lie between two, which need not be whole.
    @inline(__always)
    private func fill(_ first: Vector2, _ final: Vector2, layer: Int) {
        let low = first - Self.pixelSlack
        let high = final + Self.pixelSlack
        guard high.x >= 0, high.y >= 0, low.x <= last.x, low.y <= last.y else { return }
        let columns = (first: Self.roundedUp(max(low.x, 0)), last: Int(min(high.x, last.x)))
        let rows = (first: Self.roundedUp(max(low.y, 0)), last: Int(min(high.y, last.y)))
        guard columns.first <= columns.last, rows.first <= rows.last else { return }
        marks.fill(
            columns: columns.first / PixelBlock.columns...columns.last / PixelBlock.columns,
            rows: rows.first / PixelBlock.rows...rows.last / PixelBlock.rows, layer: layer)
    }

    /// The least whole number that is not below a number of 0 or more.
    @inline(__always)
    private static func roundedUp(_ x: Float) -> Int {
        let whole = Int(x)
        return Float(whole) < x ? whole + 1 : whole
    }
}
