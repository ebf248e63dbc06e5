// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The sRGB transfer curve (IEC 61966-2-1).
enum TransferCurve {
    /// Linear light of each 8-bit value.
    static let linear: [Float] = (0...255).map { byte in
        let value = Double(byte) / 255
        return Float(value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4))
    }
}

/// CIE XYZ of linear sRGB, relative to the white that red = green = blue = 1 gives.
enum RelativeXYZ {
    /// Rows of the matrix from linear sRGB to XYZ, from the primaries' and D65's chromaticities.
    private static let x = SIMD3<Double>(10_135_552 / 24_577_794, 8_788_810 / 24_577_794, 4_435_075 / 24_577_794)
    private static let y = SIMD3<Double>(2_613_072 / 12_288_897, 8_788_810 / 12_288_897, 887_015 / 12_288_897)
    private static let z = SIMD3<Double>(1_425_312 / 73_733_382, 8_788_810 / 73_733_382, 70_074_185 / 73_733_382)

    /// The rows, each divided by the white's value, so that white is (1, 1, 1).
    static let rows: (SIMD3<Float>, SIMD3<Float>, SIMD3<Float>) = (
        SIMD3<Float>(x / x.sum()), SIMD3<Float>(y / y.sum()), SIMD3<Float>(z / z.sum())
    )

    /// The inverse of ``rows``, by its columns' cross products.
    static let inverseRows: (SIMD3<Float>, SIMD3<Float>, SIMD3<Float>) = {
        let (r, g, b) = (x / x.sum(), y / y.sum(), z / z.sum())
        let determinant = (r * cross(g, b)).sum()
        let columns = (cross(g, b) / determinant, cross(b, r) / determinant, cross(r, g) / determinant)
        func row(_ index: Int) -> SIMD3<Float> {
            SIMD3<Float>(SIMD3(columns.0[index], columns.1[index], columns.2[index]))
        }
        return (row(0), row(1), row(2))
    }()

    private static func cross(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> SIMD3<Double> {
        SIMD3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)
    }

    @inline(__always)
    static func multiply(
        _ rows: (SIMD3<Float>, SIMD3<Float>, SIMD3<Float>), _ vector: SIMD3<Float>
    ) -> SIMD3<Float> {
        SIMD3((rows.0 * vector).sum(), (rows.1 * vector).sum(), (rows.2 * vector).sum())
    }
}

/// YCxCz, a linear form of CIELAB in which the eye's contrast sensitivity is known.
enum OpponentColour {
    @inline(__always)
    static func fromLinear(_ linear: SIMD3<Float>) -> SIMD3<Float> {
        let xyz = RelativeXYZ.multiply(RelativeXYZ.rows, linear)
        return SIMD3(116 * xyz.y - 16, 500 * (xyz.x - xyz.y), 200 * (xyz.y - xyz.z))
    }

    @inline(__always)
    static func toLinear(_ opponent: SIMD3<Float>) -> SIMD3<Float> {
        let y = (opponent.x + 16) / 116
        let xyz = SIMD3(opponent.y / 500 + y, y, y - opponent.z / 200)
        return RelativeXYZ.multiply(RelativeXYZ.inverseRows, xyz)
    }
}

/// A colour in CIELAB whose chroma is scaled by its lightness, after the effect that Hunt described: colours look more
/// vivid in brighter light.
struct HuntLab: Sendable {
    let lightness: Float
    let a: Float
    let b: Float

    init(lightness: Float, a: Float, b: Float) {
        self.lightness = lightness
        self.a = a
        self.b = b
    }

    @inline(__always)
    init(linear: SIMD3<Float>) {
        let xyz = RelativeXYZ.multiply(RelativeXYZ.rows, linear)
        let f = Self.f(SIMD4(xyz, 1))
        let (fx, fy, fz) = (f.x, f.y, f.z)
        lightness = 116 * fy - 16
        a = 0.01 * lightness * 500 * (fx - fy)
        b = 0.01 * lightness * 200 * (fy - fz)
    }

    /// The HyAB distance: city-block between lightness and chroma, Euclidean within chroma.
    @inline(__always)
    func distance(to other: HuntLab) -> Float {
        let (da, db) = (a - other.a, b - other.b)
        return abs(lightness - other.lightness) + (da * da + db * db).squareRoot()
    }

    /// CIELAB's cube root with its linear foot (CIE 15), for values up to a little above 1.
    @inline(__always)
    private static func f(_ t: SIMD4<Float>) -> SIMD4<Float> {
        let delta: Float = 6 / 29
        let foot = t / (3 * delta * delta) + 4 / 29
        return foot.replacing(with: cubeRoot(t), where: t .> delta * delta * delta)
    }

    /// Cube roots of positive numbers to a few units in the last place: a third of the bits as a first guess, which is
    /// right to 5 %, and two of Halley's steps, each of which triples the digits. The C library's cbrtf takes one
    /// number at a time and a quarter of the whole comparison.
    @inline(__always)
    private static func cubeRoot(_ x: SIMD4<Float>) -> SIMD4<Float> {
        let bits = unsafeBitCast(x, to: SIMD4<UInt32>.self)
        // 1 ⁄ 3 = 1 ⁄ 4 + 1 ⁄ 16 + …
        let third = (bits &>> 2) &+ (bits &>> 4) &+ (bits &>> 6) &+ (bits &>> 8) &+ (bits &>> 10) &+ (bits &>> 12)
        var root = unsafeBitCast(third &+ 0x2a51_19f2, to: SIMD4<Float>.self)
        for _ in 0..<2 {
            let cube = root * root * root
            root *= (cube + 2 * x) / (2 * cube + x)
        }
        return root
    }
}
