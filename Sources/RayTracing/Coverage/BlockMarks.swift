// SPDX-License-Identifier: Apache-2.0
import SceneModel

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
