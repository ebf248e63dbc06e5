// SPDX-License-Identifier: Apache-2.0

/// From linear light to 8-bit codes: a filmic curve, then a power of 1/2.2.
///
/// The curve is y = xᵃ / (x^(a·d)·b + c) (Lottes, "Advanced Techniques and Optimization of HDR Color Pipelines",
/// GDC 2016) with a = 1.1759, d = 0.9746, and b, c such that 0.18 stays and 6.3704 becomes 1.
///
/// Codes rise with the light, so the whole way is a table of 255 thresholds: found once from the formula, looked up
/// by the leading bits of the number.
struct ToneCurve: Sendable {
    /// Least linear value of each code; code 0 has −infinity.
    private let thresholds: [Float]
    /// Code of the least number with the same leading bits.
    private let starts: [UInt8]

    private static let shift: UInt32 = 15
    /// Codes of values from here on are all 255.
    private static let highest: Float = 8

    /// The only one.
    static let standard = ToneCurve()

    private init() {
        var thresholds: [Float] = [-.infinity]
        for code in 1...255 {
            var low: UInt32 = 0
            var high = Self.highest.bitPattern
            while low < high {
                let middle = low + (high - low) / 2
                if Self.exactCode(Float(bitPattern: middle)) >= code { high = middle } else { low = middle + 1 }
            }
            thresholds.append(Float(bitPattern: low))
        }
        self.thresholds = thresholds
        let count = Int(Self.highest.bitPattern >> Self.shift) + 1
        var code = 0
        starts = (0..<count).map { index in
            let value = Float(bitPattern: UInt32(truncatingIfNeeded: index) << Self.shift)
            while code < 255, thresholds[code + 1] <= value { code += 1 }
            return UInt8(truncatingIfNeeded: code)
        }
    }

    /// The curve alone, for x ≥ 0.
    static func toneMapped(_ x: Double) -> Double {
        let (a, d, b, c) = (1.1759, 0.9746, 0.98479938, 0.60161354)
        let y = Elementary.power(x, a) / (Elementary.power(x, a * d) * b + c)
        return min(max(y, 0), 1)
    }

    private static func exactCode(_ x: Float) -> Int {
        guard x > 0 else { return 0 }
        return Int((255 * Elementary.power(toneMapped(Double(x)), 1 / 2.2)).rounded(.toNearestOrAwayFromZero))
    }

    /// The 8-bit code of a linear value; 0 for negative ones and NaN.
    @inline(__always)
    func code(_ x: Float) -> UInt8 {
        guard x > 0 else { return 0 }
        guard x < Self.highest else { return 255 }
        var code = Int(starts[Int(x.bitPattern >> Self.shift)])
        while code < 255, thresholds[code + 1] <= x { code += 1 }
        return UInt8(truncatingIfNeeded: code)
    }

    /// The 8-bit code of an alpha: linear, rounded, clamped to 0…1; 0 for NaN.
    @inline(__always)
    static func alphaCode(_ alpha: Float) -> UInt8 {
        guard alpha > 0 else { return 0 }
        guard alpha < 1 else { return 255 }
        return UInt8((alpha * 255).rounded(.toNearestOrAwayFromZero))
    }
}
