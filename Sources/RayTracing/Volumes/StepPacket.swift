// SPDX-License-Identifier: Apache-2.0

/// Four steps along a ray, one after the other.
struct StepPacket {
    let starts: SIMD4<Float>
    let ends: SIMD4<Float>
    /// Where the last one ends.
    let end: Float

    /// Steps of one length, cut at the upper end: from there on they have no length.
    @inline(__always)
    init(from lower: Float, _ step: Float, to upper: Float) {
        let second = lower + step
        let third = second + step
        let fourth = third + step
        let fifth = fourth + step
        let limit = SIMD4<Float>(repeating: upper)
        let uncutStarts = SIMD4(lower, second, third, fourth)
        let uncutEnds = SIMD4(second, third, fourth, fifth)
        starts = uncutStarts.replacing(with: limit, where: limit .< uncutStarts)
        ends = uncutEnds.replacing(with: limit, where: limit .< uncutEnds)
        end = min(fifth, upper)
    }
}
