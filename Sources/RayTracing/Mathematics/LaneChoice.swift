// SPDX-License-Identifier: Apache-2.0

// Choices between lanes in forms of which the optimiser makes vector instructions: `pointwiseMin` is not inlined, and
// where the bits of two vectors are joined by a mask, or three are chosen from, it goes lane by lane.

extension SIMD4<Float> {
    /// The lanes where a mask is set, and 0 elsewhere.
    @inline(__always)
    func kept(where mask: SIMDMask<SIMD4<Int32>>) -> Self {
        unsafeBitCast(
            unsafeBitCast(self, to: SIMD4<UInt32>.self) & unsafeBitCast(mask, to: SIMD4<UInt32>.self), to: Self.self)
    }

    /// Bounded from below and above; the lower bound for what is no number.
    @inline(__always)
    func bounded(_ lower: Self, _ upper: Self) -> Self {
        let raised = lower.replacing(with: self, where: self .> lower)
        return raised.replacing(with: upper, where: upper .< raised)
    }
}

extension SIMD4<Double> {
    /// Bounded from below; the bound for what is no number.
    @inline(__always)
    func bounded(below lower: Double) -> Self {
        let bound = Self(repeating: lower)
        return bound.replacing(with: self, where: self .> bound)
    }
}
