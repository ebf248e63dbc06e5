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
        let first = CoveragePainter(key)
        for box in boxes where !box.isEmpty { first.mark(box: box.min, box.max) }
        let total = Mutex(first.marks)
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
        first.marks.shareCommon()
        return PictureCoverage(first.marks)
    }

    /// Primitives that a thread takes at once.
    private static let chunkSize = 8192
}
