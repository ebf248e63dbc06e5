// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// A colour ramp as the loops read it: linear between its colours, constant beyond. Alpha is extinction.
struct TransferFunction {
    private let lower: Float
    private let scale: Float
    private let last: Float
    /// For each colour of the ramp: the colour, and what leads from it to the next one.
    private let entries: UnsafePointer<SIMD4<Float>>

    /// - Parameter entries: the table of the ramp, not empty; to be kept alive.
    init(_ ramp: ColorRamp, entries: RecordList<SIMD4<Float>>) {
        lower = ramp.lower
        let width = ramp.upper - ramp.lower
        scale = width > 0 ? 1 / width : 0
        last = Float(entries.count / 2 - 1)
        self.entries = entries.base
    }

    /// The table of a ramp.
    static func entries(of ramp: ColorRamp) -> [SIMD4<Float>] {
        let colors = ramp.colors.map(\.components)
        return colors.indices.flatMap { index in
            [colors[index], (index + 1 < colors.count ? colors[index + 1] - colors[index] : .zero)]
        }
    }

    /// Colour and extinction of a value.
    @inline(__always)
    func color(of value: Float) -> SIMD4<Float> {
        let place = place(of: SIMD4(repeating: value))
        return color(place.index.x, place.fraction.x)
    }

    /// Colours and extinctions of four values.
    @inline(__always)
    func colors(
        of values: SIMD4<Float>
    ) -> (SIMD4<Float>, SIMD4<Float>, SIMD4<Float>, SIMD4<Float>) {
        let place = places(of: values)
        return (
            color(place.index.x, place.fraction.x), color(place.index.y, place.fraction.y),
            color(place.index.z, place.fraction.z), color(place.index.w, place.fraction.w)
        )
    }

    /// The colours before and after all values of a range, as numbers in the ramp.
    func span(_ range: ValueRange) -> ClosedRange<Int> {
        let ends = place(of: SIMD4(range.lower, range.upper, range.lower, range.upper))
        let first = Int(ends.index.x)
        return first...max(first, Int(ends.index.y) + (ends.fraction.y > 0 ? 1 : 0))
    }

    /// A call of its own, for inlined it would be done lane by lane.
    @inline(never)
    private func places(of values: SIMD4<Float>) -> GridCells { place(of: values) }

    @inline(__always)
    private func place(of values: SIMD4<Float>) -> GridCells {
        let share = ((values - SIMD4(repeating: lower)) * scale).bounded(.zero, SIMD4(repeating: 1))
        return GridCells(bounded: share * last)
    }

    @inline(__always)
    private func color(_ index: UInt32, _ fraction: Float) -> SIMD4<Float> {
        let entry = entries + 2 &* Int(index)
        return entry[0] + entry[1] * fraction
    }
}
