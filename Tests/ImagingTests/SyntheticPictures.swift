// SPDX-License-Identifier: Apache-2.0

import Imaging

/// Pictures from a formula in whole numbers, so that other programs can make the same ones: a gradient, two discs and
/// a texture of seeded noise.
enum SyntheticPictures {
    /// A finalizer of 32-bit hashes with full avalanche.
    static func hash(_ value: UInt32) -> UInt32 {
        var x = value
        x ^= x >> 16
        x = x &* 0x7feb_352d
        x ^= x >> 15
        x = x &* 0x846c_a68b
        x ^= x >> 16
        return x
    }

    /// The colour of one pixel of picture `seed`, red, green and blue.
    static func colour(_ x: Int, _ y: Int, width: Int, height: Int, seed: Int) -> SIMD3<Int> {
        var red = 255 * x / width
        var green = 255 * y / height
        var blue = (x * 3 + y * 5 + seed * 17) % 256
        let (dx, dy) = (x - width / 3 - seed % 7, y - height / 2)
        if dx * dx + dy * dy < height * height / 16 { (red, green, blue) = (230, 40 + seed % 50, 30) }
        let (ex, ey) = (x - width * 2 / 3, y - height / 3 + seed % 5)
        if ex * ex + ey * ey < height * height / 25 { (red, green, blue) = (20, 60, 200 - seed % 60) }
        let noise = Int(hash(UInt32(x + y * width + seed * 1_000_003)) >> 24) % 32 - 16
        let pattern = ((x >> 3) + (y >> 3)) % 2 * 12
        return SIMD3(red + noise + pattern, green + noise, blue - noise)
    }

    /// Picture `seed`, opaque.
    static func picture(_ width: Int, _ height: Int, seed: Int) throws -> Picture {
        var pixels: [UInt8] = []
        pixels.reserveCapacity(width * height * 4)
        for y in 0..<height {
            for x in 0..<width {
                let c = colour(x, y, width: width, height: height, seed: seed)
                for channel in 0..<3 { pixels.append(UInt8(min(255, max(0, c[channel])))) }
                pixels.append(255)
            }
        }
        return try Picture(width: width, height: height, pixels: pixels)
    }
}
