// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// Metal flakes in paint: space is cut into cells of a hundredth, each with a point somewhere in it, and the nearest
/// point decides whether there is a flake and how it leans (Worley, "A Cellular Texture Basis Function", SIGGRAPH
/// 1996; leaning after Beckmann's distribution).
///
/// The random numbers of a cell are OSPRay's, so that its flakes lie and lean alike.
enum Flakes {
    private static let scale: Float = 100
    private static let spread: Float = 0.3
    private static let jitter: Float = 0.75

    /// The flake's normal in the surface's local frame, or nil where there is none.
    ///
    /// - Parameters:
    ///   - position: in the world.
    ///   - density: share of points that carry a flake.
    static func normal(at position: Vector3, density: Float) -> Vector3? {
        let place = position * scale
        guard largestMagnitude(place) < 0x1p22 else { return nil }
        let half = Vector3(repeating: 0.5)
        let middle = place.rounded(.down) + half
        var least = Float.infinity
        var chosen = CellNumbers(.zero)
        for i in -1...1 {
            for j in -1...1 {
                for k in -1...1 {
                    let other = middle + Vector3(Float(i), Float(j), Float(k))
                    var numbers = CellNumbers(other.rounded(.down))
                    let offset = Vector3(numbers.next(), numbers.next(), numbers.next()) - half
                    let distance = (other + offset * jitter - place).squaredLength
                    if distance < least {
                        least = distance
                        chosen = numbers
                    }
                }
            }
        }
        guard chosen.next() <= density else { return nil }
        let alpha = spread * spread
        let tangentSquared = -alpha * alpha * Elementary.log(1 - chosen.next())
        let cosine = 1 / (1 + tangentSquared).squareRoot()
        let sine = max(1 - cosine * cosine, 0).squareRoot()
        let circle = Elementary.sineAndCosine(turns: chosen.next())
        return Vector3(circle.cosine * sine, circle.sine * sine, cosine)
    }

    /// Random numbers that belong to a cell: seeded with the 32-bit MurmurHash3 (Appleby 2011) of its corner's
    /// floats, then a linear congruential generator (Press et al., "Numerical Recipes", 1992).
    private struct CellNumbers {
        private var state: UInt32

        private static let seed: UInt32 = 0x537E_6612

        init(_ corner: Vector3) {
            state = Self.seed
            mix(corner.x.bitPattern)
            mix(corner.y.bitPattern)
            mix(corner.z.bitPattern)
            // The length of the key in bytes ends the hash.
            state ^= 12
            state ^= state >> 16
            state = state &* 0x85EB_CA6B
            state ^= state >> 13
            state = state &* 0xC2B2_AE35
            state ^= state >> 16
        }

        @inline(__always)
        private mutating func mix(_ word: UInt32) {
            state ^= Self.turned(word &* 0xCC9E_2D51, by: 15) &* 0x1B87_3593
            state = Self.turned(state, by: 13) &* 5 &+ 0xE654_6B64
        }

        @inline(__always)
        private static func turned(_ word: UInt32, by bits: UInt32) -> UInt32 {
            word << bits | word >> (32 - bits)
        }

        @inline(__always)
        mutating func next() -> Float {
            state = state &* 1_664_525 &+ 1_013_904_223
            return Float(state) * 0x1p-32
        }
    }
}
