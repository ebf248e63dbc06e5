// SPDX-License-Identifier: Apache-2.0

extension Elementary {
    /// e to the power of each of four numbers up to 700: the same bits as one by one, but 0 for what is no number.
    ///
    /// A call of its own: inlined beside code that reads single lanes it is taken apart.
    @inline(never)
    static func exp(_ x: SIMD4<Float>) -> SIMD4<Float> {
        let scaled = SIMD4<Double>(x) * 1.44269504088896340736
        let bounded = scaled.bounded(below: -1000)
        let sum = bounded + SIMD4(repeating: 0x1.8p52)
        let f = (bounded - (sum - SIMD4(repeating: 0x1.8p52))) * 0.693147180559945309417232
        var series = SIMD4<Double>(repeating: 1.0 / 362880)
        series = series * f + SIMD4(repeating: 1.0 / 40320)
        series = series * f + SIMD4(repeating: 1.0 / 5040)
        series = series * f + SIMD4(repeating: 1.0 / 720)
        series = series * f + SIMD4(repeating: 1.0 / 120)
        series = series * f + SIMD4(repeating: 1.0 / 24)
        series = series * f + SIMD4(repeating: 1.0 / 6)
        series = series * f + SIMD4(repeating: 0.5)
        series = series * f + SIMD4(repeating: 1)
        series = series * f + SIMD4(repeating: 1)
        // The sum holds the whole number in its last bits.
        let exponent = unsafeBitCast(sum, to: SIMD4<UInt64>.self) &+ SIMD4(repeating: 1023)
        let power = unsafeBitCast(exponent &<< SIMD4(repeating: 52), to: SIMD4<Double>.self)
        // Rounded to single precision 2 to the power −1000 is 0.
        return SIMD4<Float>(series * power)
    }

    /// Natural logarithm of each of four numbers that are positive and finite: the same bits as one by one.
    @inline(never)
    static func log(_ x: SIMD4<Float>) -> SIMD4<Float> {
        let bits = unsafeBitCast(SIMD4<Double>(x), to: SIMD4<UInt64>.self)
        let fraction = (bits & SIMD4(repeating: 0x000F_FFFF_FFFF_FFFF)) | SIMD4(repeating: 0x3FF0_0000_0000_0000)
        let whole = unsafeBitCast(fraction, to: SIMD4<Double>.self)
        // The exponent behind the bits of 2⁵².
        let number = (bits &>> SIMD4(repeating: 52)) | SIMD4(repeating: 0x4330_0000_0000_0000)
        let power = unsafeBitCast(number, to: SIMD4<Double>.self) - SIMD4(repeating: 0x1p52 + 1023)
        let isGreat = whole .> SIMD4(repeating: 1.41421356237309504880)
        let mantissa = whole.replacing(with: whole * 0.5, where: isGreat)
        let exponent = power.replacing(with: power + SIMD4(repeating: 1), where: isGreat)
        let s = (mantissa - SIMD4(repeating: 1)) / (mantissa + SIMD4(repeating: 1))
        let q = s * s
        var series = SIMD4<Double>(repeating: 1.0 / 13)
        series = series * q + SIMD4(repeating: 1.0 / 11)
        series = series * q + SIMD4(repeating: 1.0 / 9)
        series = series * q + SIMD4(repeating: 1.0 / 7)
        series = series * q + SIMD4(repeating: 1.0 / 5)
        series = series * q + SIMD4(repeating: 1.0 / 3)
        series = series * q + SIMD4(repeating: 1)
        return SIMD4<Float>(
            (exponent + s * series * 2.88539008177792681472) * 0.693147180559945309417232)
    }
}
