// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// Grows an axis-aligned box point by point; without points its bounds are empty.
struct BoxAccumulator {
    private var lower = Vector3(repeating: .greatestFiniteMagnitude)
    private var upper = Vector3(repeating: -.greatestFiniteMagnitude)

    /// Includes a point; a component that is NaN is passed over.
    mutating func add(_ point: Vector3) {
        lower = pointwiseMin(lower, point)
        upper = pointwiseMax(upper, point)
    }

    /// Includes the eight corners of a box under a map.
    mutating func add(corners low: Vector3, _ high: Vector3, under map: AffineTransform) {
        for corner in 0..<8 {
            add(
                map.apply(
                    Vector3(
                        corner & 1 == 0 ? low.x : high.x,
                        corner & 2 == 0 ? low.y : high.y,
                        corner & 4 == 0 ? low.z : high.z)))
        }
    }

    var bounds: Bounds { Bounds(min: lower, max: upper) }
}
