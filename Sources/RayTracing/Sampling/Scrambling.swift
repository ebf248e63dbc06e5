// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// Well-spread sample points that depend on nothing but pixel, sample number and purpose, so that any thread may
/// compute any of them.
///
/// The first two dimensions of Sobol's sequence (Sobol 1967), Owen-scrambled by hashing (Burley, "Practical
/// Hash-based Owen Scrambling", JCGT 2020, with the permutation of Vegdahl, "Building a Better LK Hash", 2021).
/// Every purpose gets its own shuffling of the order, so that the pairs of different purposes are independent.
struct SampleSequence {
    private let seed: UInt32
    /// The sample's number with its bits in opposite order.
    private let mirroredIndex: UInt32

    /// - Parameters:
    ///   - pixel: number of the pixel in the picture.
    ///   - index: number of the sample in the pixel.
    @inline(__always)
    init(pixel: UInt32, index: UInt32) {
        seed = Self.hash(pixel &+ 0x9E37_79B9)
        mirroredIndex = index.bitSwapped
    }

    /// Two numbers in [0, 1) for one purpose.
    @inline(__always)
    func pair(_ purpose: UInt32) -> Vector2 {
        let key = Self.hash(seed ^ (purpose &* 0x85EB_CA6B))
        let shuffled = Self.permute(mirroredIndex, seed: key).bitSwapped
        let x = Self.permute(shuffled, seed: Self.hash(key ^ 0x68BC_21EB))
        let y = Self.permute(Self.secondDimension(shuffled), seed: Self.hash(key ^ 0x02E5_BE93))
        return Vector2(Self.unit(x.bitSwapped), Self.unit(y.bitSwapped))
    }

    /// One number in [0, 1) for one purpose; do not use with a purpose that takes pairs.
    @inline(__always)
    func number(_ purpose: UInt32) -> Float {
        let key = Self.hash(seed ^ (purpose &* 0x85EB_CA6B))
        let shuffled = Self.permute(mirroredIndex, seed: key).bitSwapped
        return Self.unit(Self.permute(shuffled, seed: Self.hash(key ^ 0x68BC_21EB)).bitSwapped)
    }

    /// The upper 24 bits as a number in [0, 1).
    @inline(__always)
    static func unit(_ bits: UInt32) -> Float {
        Float(bits >> 8) * 0x1p-24
    }

    /// Every bit of the input changes about half of the output (Wellons, "Prospecting for Hash Functions", 2018).
    @inline(__always)
    static func hash(_ input: UInt32) -> UInt32 {
        var x = input
        x ^= x >> 16
        x = x &* 0x7FEB_352D
        x ^= x >> 15
        x = x &* 0x846C_A68B
        x ^= x >> 16
        return x
    }

    /// Permutes the halves of each dyadic interval at random, coarsest first: Owen's scrambling of a binary fraction
    /// whose bits come and go in opposite order, the coarsest last.
    @inline(__always)
    static func permute(_ mirrored: UInt32, seed: UInt32) -> UInt32 {
        var x = mirrored
        x ^= x &* 0x3D20_ADEA
        x = x &+ seed
        x = x &* ((seed >> 16) | 1)
        x ^= x &* 0x0552_6C56
        x ^= x &* 0x53A2_2864
        return x
    }

    /// Point `index` of the second dimension of Sobol's sequence as a binary fraction, bits in opposite order: the
    /// digits times Pascal's triangle modulo 2, which factors into five shifts.
    @inline(__always)
    static func secondDimension(_ index: UInt32) -> UInt32 {
        var x = index
        x ^= (x & 0xAAAA_AAAA) >> 1
        x ^= (x & 0xCCCC_CCCC) >> 2
        x ^= (x & 0xF0F0_F0F0) >> 4
        x ^= (x & 0xFF00_FF00) >> 8
        x ^= (x & 0xFFFF_0000) >> 16
        return x
    }
}

extension UInt32 {
    /// The bits in opposite order.
    @inline(__always)
    var bitSwapped: UInt32 {
        var x = byteSwapped
        x = ((x & 0x0F0F_0F0F) << 4) | ((x >> 4) & 0x0F0F_0F0F)
        x = ((x & 0x3333_3333) << 2) | ((x >> 2) & 0x3333_3333)
        x = ((x & 0x5555_5555) << 1) | ((x >> 1) & 0x5555_5555)
        return x
    }
}
