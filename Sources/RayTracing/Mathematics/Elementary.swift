// SPDX-License-Identifier: Apache-2.0

/// Transcendental functions from the four operations alone, so that every machine gives the same bits: platform
/// libraries differ in the last place.
///
/// Series and argument reductions are the classical ones (Muller, "Elementary Functions: Algorithms and
/// Implementation", 3rd ed., ch. 11): evaluated in double precision, so that a result rounded to `Float` is within
/// 1 unit in the last place.
public enum Elementary {
    /// 2 to the power x; 0 below −1022 and infinity from 1024 on, NaN for NaN.
    @inlinable public static func exp2(_ x: Double) -> Double {
        if !(x > -1022) { return x.isNaN ? x : 0 }
        if x >= 1024 { return .infinity }
        let whole = x.rounded(.toNearestOrEven)
        let f = (x - whole) * 0.693147180559945309417232
        var series = 1.0 / 6227020800
        series = series * f + 1.0 / 479001600
        series = series * f + 1.0 / 39916800
        series = series * f + 1.0 / 3628800
        series = series * f + 1.0 / 362880
        series = series * f + 1.0 / 40320
        series = series * f + 1.0 / 5040
        series = series * f + 1.0 / 720
        series = series * f + 1.0 / 120
        series = series * f + 1.0 / 24
        series = series * f + 1.0 / 6
        series = series * f + 0.5
        series = series * f + 1
        series = series * f + 1
        let exponent = Int64(whole)
        // Two factors, for 2¹⁰²⁴ itself is no double.
        let half = exponent / 2
        let first = Double(bitPattern: UInt64(bitPattern: half + 1023) << 52)
        let second = Double(bitPattern: UInt64(bitPattern: exponent - half + 1023) << 52)
        return series * first * second
    }

    /// Binary logarithm; −infinity at 0, NaN below.
    @inlinable public static func log2(_ x: Double) -> Double {
        guard x > 0 else { return x == 0 ? -.infinity : .nan }
        guard x.isFinite else { return x }
        var mantissa = x.significand
        var exponent = Double(x.exponent)
        if mantissa > 1.41421356237309504880 {
            mantissa *= 0.5
            exponent += 1
        }
        let s = (mantissa - 1) / (mantissa + 1)
        let q = s * s
        var series = 1.0 / 23
        series = series * q + 1.0 / 21
        series = series * q + 1.0 / 19
        series = series * q + 1.0 / 17
        series = series * q + 1.0 / 15
        series = series * q + 1.0 / 13
        series = series * q + 1.0 / 11
        series = series * q + 1.0 / 9
        series = series * q + 1.0 / 7
        series = series * q + 1.0 / 5
        series = series * q + 1.0 / 3
        series = series * q + 1
        return exponent + s * series * 2.88539008177792681472
    }

    /// x to the power y for x ≥ 0.
    @inlinable public static func power(_ x: Double, _ y: Double) -> Double {
        if y == 0 { return 1 }
        return exp2(y * log2(x))
    }

    /// x to the power y for x ≥ 0, rounded to single precision.
    @inlinable public static func power(_ x: Float, _ y: Float) -> Float {
        Float(power(Double(x), Double(y)))
    }

    /// e to the power x. The series ends where single precision does.
    @inlinable public static func exp(_ x: Float) -> Float {
        let scaled = Double(x) * 1.44269504088896340736
        if !(scaled > -1000) { return x.isNaN ? x : 0 }
        if scaled >= 1000 { return .infinity }
        let whole = nearestInteger(scaled)
        let f = (scaled - whole) * 0.693147180559945309417232
        var series = 1.0 / 362880
        series = series * f + 1.0 / 40320
        series = series * f + 1.0 / 5040
        series = series * f + 1.0 / 720
        series = series * f + 1.0 / 120
        series = series * f + 1.0 / 24
        series = series * f + 1.0 / 6
        series = series * f + 0.5
        series = series * f + 1
        series = series * f + 1
        let exponent = Int64(whole) &+ 1023
        return Float(series * Double(bitPattern: UInt64(truncatingIfNeeded: exponent) << 52))
    }

    /// Natural logarithm of x; −infinity at 0, NaN below. The series ends where single precision does.
    @inlinable public static func log(_ x: Float) -> Float {
        guard x > 0 else { return x == 0 ? -.infinity : .nan }
        guard x < .infinity else { return x }
        // No single-precision number is below the doubles' normal ones.
        let bits = Double(x).bitPattern
        var mantissa = Double(bitPattern: (bits & 0x000F_FFFF_FFFF_FFFF) | 0x3FF0_0000_0000_0000)
        var exponent = Double(Int64(truncatingIfNeeded: bits >> 52) &- 1023)
        if mantissa > 1.41421356237309504880 {
            mantissa *= 0.5
            exponent += 1
        }
        let s = (mantissa - 1) / (mantissa + 1)
        let q = s * s
        var series = 1.0 / 13
        series = series * q + 1.0 / 11
        series = series * q + 1.0 / 9
        series = series * q + 1.0 / 7
        series = series * q + 1.0 / 5
        series = series * q + 1.0 / 3
        series = series * q + 1
        return Float((exponent + s * series * 2.88539008177792681472) * 0.693147180559945309417232)
    }

    /// The integer nearest to a number of magnitude below 2⁵¹, the even one of two: adding a number so great that no
    /// fraction is left.
    @usableFromInline @inline(__always) static func nearestInteger(_ x: Double) -> Double {
        (x + 0x1.8p52) - 0x1.8p52
    }

    /// Sine and cosine of an angle given in turns (1 is a full circle): exact at quarter turns.
    @inlinable public static func sineAndCosine(turns: Double) -> (sine: Double, cosine: Double) {
        guard turns.isFinite else { return (.nan, .nan) }
        let inCircle = turns >= 0 && turns < 1 ? turns : turns - turns.rounded(.down)
        let quarter = nearestInteger(inCircle * 4)
        let a = (inCircle - quarter * 0.25) * 6.28318530717958647693
        let q = a * a
        var sine = -1.0 / 39916800 + q * (1.0 / 6227020800)
        sine = sine * q + 1.0 / 362880
        sine = sine * q - 1.0 / 5040
        sine = sine * q + 1.0 / 120
        sine = sine * q - 1.0 / 6
        sine = sine * q * a + a
        var cosine = -1.0 / 3628800 + q * (1.0 / 479001600)
        cosine = cosine * q + 1.0 / 40320
        cosine = cosine * q - 1.0 / 720
        cosine = cosine * q + 1.0 / 24
        cosine = cosine * q - 0.5
        cosine = cosine * q + 1
        if quarter == 1 { return (cosine, -sine) }
        if quarter == 2 { return (-sine, -cosine) }
        if quarter == 3 { return (-cosine, sine) }
        return (sine, cosine)
    }

    /// Sine and cosine of an angle in turns, rounded to single precision.
    @inlinable public static func sineAndCosine(turns: Float) -> (sine: Float, cosine: Float) {
        let pair = sineAndCosine(turns: Double(turns))
        return (Float(pair.sine), Float(pair.cosine))
    }

    /// Tangent of an angle in degrees.
    @inlinable public static func tangent(degrees: Double) -> Double {
        let pair = sineAndCosine(turns: degrees / 360)
        return pair.sine / pair.cosine
    }

    /// Arc cosine of x in −1…1, in radians: from the half-angle form and the series of the arc tangent.
    @inlinable public static func arcCosine(_ x: Double) -> Double {
        let clamped = min(max(x, -1), 1)
        return 2 * arcTangent(((1 - clamped) / (1 + clamped)).squareRoot())
    }

    /// Arc tangent in radians, also of infinity.
    @inlinable public static func arcTangent(_ x: Double) -> Double {
        if x < 0 { return -arcTangent(-x) }
        if x > 1 { return 1.57079632679489661923 - arcTangent(1 / x) }
        // Two halvings of the angle bring the argument below 0.2.
        let once = x / (1 + (1 + x * x).squareRoot())
        let twice = once / (1 + (1 + once * once).squareRoot())
        let q = twice * twice
        var series = -1.0 / 23
        series = series * q + 1.0 / 21
        series = series * q - 1.0 / 19
        series = series * q + 1.0 / 17
        series = series * q - 1.0 / 15
        series = series * q + 1.0 / 13
        series = series * q - 1.0 / 11
        series = series * q + 1.0 / 9
        series = series * q - 1.0 / 7
        series = series * q + 1.0 / 5
        series = series * q - 1.0 / 3
        series = series * q + 1
        return 4 * twice * series
    }
}
