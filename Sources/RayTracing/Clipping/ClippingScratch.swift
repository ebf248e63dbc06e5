// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// Working memory of one thread for the parts of rays that clippers leave, one list for the path that is followed
/// and one for the shadow rays sent from it.
struct ClippingScratch {
    private struct Crossing {
        var distance: Float
        var change: Int32
    }

    private let crossings: UnsafeMutablePointer<Crossing>
    private let intervals: UnsafeMutablePointer<LineInterval>
    private let capacity: Int

    /// Which of the lists is meant.
    enum List: Int {
        case path, shadow
    }

    /// - Parameter clipperCount: number of clipping primitives.
    init(clipperCount: Int) {
        capacity = 2 * clipperCount + 2
        crossings = .allocate(capacity: capacity)
        intervals = .allocate(capacity: 2 * capacity)
    }

    /// Frees the memory; the value must not be used afterwards.
    func deallocate() {
        crossings.deallocate()
        intervals.deallocate()
    }

    /// The intervals found last for a list.
    @inline(__always)
    func interval(_ index: Int, of list: List) -> LineInterval {
        intervals[list.rawValue * capacity + index]
    }

    /// Finds the parts of a ray that all clippers leave, nearest first.
    ///
    /// A counter runs along the line: the number of inverted clippers far away, 1 more inside each primitive of the
    /// others, 1 less inside each of theirs. What is kept is where it is zero.
    /// - Returns: their number.
    func findKept(
        _ ray: Ray, clippers: UnsafePointer<ClipperRecord>, count: Int, invertedCount: Int32, list: List
    ) -> Int {
        var depth = invertedCount
        var crossingCount = 0
        for index in 0..<count {
            let inside = clippers[index].inside(ray)
            if inside.isEmpty { continue }
            let sign = clippers[index].sign
            if inside.lower > ray.near {
                insert(Crossing(distance: inside.lower, change: sign), &crossingCount)
            } else if inside.upper > ray.near {
                depth += sign
            }
            if inside.upper > ray.near { insert(Crossing(distance: inside.upper, change: -sign), &crossingCount) }
        }
        let kept = intervals + list.rawValue * capacity
        var keptCount = 0
        var start = ray.near
        for index in 0..<crossingCount {
            let crossing = crossings[index]
            if crossing.distance >= ray.far { break }
            if depth == 0, crossing.distance > start {
                kept[keptCount] = LineInterval(lower: start, upper: crossing.distance)
                keptCount += 1
            }
            depth += crossing.change
            start = crossing.distance
        }
        if depth == 0, ray.far > start {
            kept[keptCount] = LineInterval(lower: start, upper: ray.far)
            keptCount += 1
        }
        return keptCount
    }

    /// Keeps the crossings sorted; among equal ones the first inserted comes first.
    @inline(__always)
    private func insert(_ crossing: Crossing, _ count: inout Int) {
        var place = count
        while place > 0, crossings[place - 1].distance > crossing.distance {
            crossings[place] = crossings[place - 1]
            place -= 1
        }
        crossings[place] = crossing
        count += 1
    }
}
