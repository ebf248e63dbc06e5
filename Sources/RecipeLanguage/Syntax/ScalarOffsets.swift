// SPDX-License-Identifier: Apache-2.0
import Diagnostics

/// Turns libyaml's offsets, which count code points, into byte offsets.
struct ScalarOffsets {
    private static let stride = 64
    private let source: SourceText
    private let base: Int
    /// The byte offset of every 64th scalar; empty where the text is ASCII.
    private var checkpoints: [Int] = []

    init(_ source: SourceText, isASCII: Bool) {
        self.source = source
        base = source.hasByteOrderMark ? 3 : 0
        guard !isASCII else { return }
        var count = 0
        for index in base..<source.bytes.count where source.bytes[index] & 0xC0 != 0x80 {
            if count % Self.stride == 0 { checkpoints.append(index) }
            count += 1
        }
    }

    func byte(_ scalar: Int) -> Int {
        if checkpoints.isEmpty { return min(base + scalar, source.bytes.count) }
        let slot = scalar / Self.stride
        guard slot < checkpoints.count else { return source.bytes.count }
        var index = checkpoints[slot]
        var left = scalar % Self.stride
        while left > 0, index < source.bytes.count {
            index += 1
            while index < source.bytes.count, source.bytes[index] & 0xC0 == 0x80 { index += 1 }
            left -= 1
        }
        return index
    }
}
