// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// Metal flakes in paint: space is cut into cells of a hundredth, each with a point somewhere in it, and the nearest
/// point decides whether there is a flake and how it leans (Worley, "A Cellular Texture Basis Function", SIGGRAPH
/// 1996; leaning after Beckmann's distribution).
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
        let cell = place.rounded(.down)
        var least = Float.infinity
        var chosen = CellNumbers(.zero)
        for i in -1...1 {
            for j in -1...1 {
                for k in -1...1 {
                    let other = cell + Vector3(Float(i), Float(j), Float(k))
                    var numbers = CellNumbers(other)
                    let offset = Vector3(numbers.next(), numbers.next(), numbers.next()) - Vector3(repeating: 0.5)
                    let point = other + Vector3(repeating: 0.5) + offset * jitter
                    let distance = (point - place).squaredLength
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

    /// Random numbers that belong to a cell.
    private struct CellNumbers {
        private var state: UInt32

        init(_ cell: Vector3) {
            state = SampleSequence.hash(
                cell.x.bitPattern ^ SampleSequence.hash(cell.y.bitPattern ^ SampleSequence.hash(cell.z.bitPattern)))
        }

        mutating func next() -> Float {
            state = SampleSequence.hash(state &+ 0x9E37_79B9)
            return SampleSequence.unit(state)
        }
    }
}
