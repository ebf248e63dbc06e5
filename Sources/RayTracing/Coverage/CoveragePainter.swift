// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// Marks the blocks that boxes and spheres appear in: those of the world, until something is said to be placed in it.
struct CoveragePainter {
    let marks: BlockMarks
    private let projection: PictureProjection
    /// Where the samples lie, in pixels from a pixel's first corner; empty where all are taken together.
    private let offsets: [Vector2]
    /// How far from a pixel's centre any sample lies, in pixels.
    private let spread: Float
    private let last: Vector2
    /// From the coordinates of what is painted to the camera's.
    private var toCamera = AffineTransform.identity
    /// Extent along the camera's axes of a sphere of radius 1.
    private var sphereExtent = Vector3.zero
    private var slackShare: Float = 0
    private var slackOffset: Float = 0

    init(_ key: PictureCoverage.Key) {
        let tellsSamples = key.resolution.width * key.resolution.height * key.offsets.count <= Self.mostSamples
        marks = BlockMarks(key.resolution, sampleCount: tellsSamples ? key.offsets.count : 0)
        projection = key.projection
        offsets = tellsSamples ? key.offsets.map { $0 + 0.5 } : []
        spread = key.offsets.reduce(0) { max($0, max(abs($1.x), abs($1.y))) }
        last = Vector2(Float(key.resolution.width - 1), Float(key.resolution.height - 1))
        place(.identity)
    }

    /// Says how what is painted next is placed in the world.
    mutating func place(_ toWorld: AffineTransform) {
        toCamera = projection.toCamera * toWorld
        let (x, y, z) = (toCamera.x, toCamera.y, toCamera.z)
        let squares = x * x + y * y + z * z
        sphereExtent = Vector3(squares.x.squareRoot(), squares.y.squareRoot(), squares.z.squareRoot())
        // Rays are taken to the object's coordinates, which multiplies their rounding by the map's condition.
        var condition = Float.infinity
        if let inverse = toWorld.inverse {
            condition = (toWorld.x.length + toWorld.y.length + toWorld.z.length)
                * (inverse.x.length + inverse.y.length + inverse.z.length)
        }
        slackShare = PictureProjection.roundingShare * max(condition, 1)
        slackOffset = projection.reach + largestMagnitude(toWorld.translation)
    }

    /// A point in the camera's coordinates.
    @inline(__always)
    private func seen(_ point: Vector3) -> Vector3 {
        toCamera.translation + (toCamera.x * point.x + toCamera.y * point.y + toCamera.z * point.z)
    }

    /// Marks what a sphere touches.
    @inline(__always)
    func mark(_ sphere: SIMD4<Float>) {
        let center = seen(Vector3(sphere.x, sphere.y, sphere.z))
        let extent = sphereExtent * abs(sphere.w)
        mark(center - extent, center + extent)
    }

    /// Marks what two spheres and all between them touch.
    @inline(__always)
    func mark(_ first: SIMD4<Float>, _ second: SIMD4<Float>) {
        let start = seen(Vector3(first.x, first.y, first.z))
        let end = seen(Vector3(second.x, second.y, second.z))
        let (atStart, atEnd) = (sphereExtent * abs(first.w), sphereExtent * abs(second.w))
        mark(lesser(start - atStart, end - atEnd), greater(start + atStart, end + atEnd))
    }

    /// Marks what a triangle touches.
    @inline(__always)
    func mark(_ a: Vector3, _ b: Vector3, _ c: Vector3) {
        let (first, second, third) = (seen(a), seen(b), seen(c))
        mark(lesser(first, lesser(second, third)), greater(first, greater(second, third)))
    }

    /// Marks what a box touches.
    @inline(__always)
    func mark(box low: Vector3, _ high: Vector3) {
        let center = seen((low + high) * 0.5)
        let half = absolute(high - low) * 0.5
        var extent = absolute(toCamera.x) * half.x
        extent += absolute(toCamera.y) * half.y
        extent += absolute(toCamera.z) * half.z
        mark(center - extent, center + extent)
    }

    /// Marks what a box along the camera's axes touches.
    @inline(__always)
    private func mark(_ lower: Vector3, _ upper: Vector3) {
        let reach = greater(absolute(lower), absolute(upper))
        let slack = Vector3(repeating: slackShare * (largestMagnitude(reach) + slackOffset))
        guard let area = projection.area(of: lower - slack, upper + slack) else { return }
        let size = area.high - area.low
        guard size.x >= 0, size.y >= 0 else { return marks.fillAll() }
        if offsets.isEmpty || size.x > Self.largeSide || size.y > Self.largeSide {
            // Pixel i's centre lies at i + ½.
            return fill(area.low - (0.5 + spread), area.high - (0.5 - spread), layer: 0)
        }
        for index in offsets.indices {
            fill(area.low - offsets[index], area.high - offsets[index], layer: 1 + index)
        }
    }

    /// Samples of a picture up to which those of a pixel have marks of their own, 4 MiB; more are taken together.
    private static let mostSamples = 1 << 28
    /// Pixels a side beyond which samples are not told apart: little would be saved at the edge.
    private static let largeSide: Float = 48
    /// What is added to both ends for the rounding of pixels' numbers.
    private static let pixelSlack: Float = 0.01

    /// Marks the blocks of pixels whose numbers lie between two, which need not be whole.
    @inline(__always)
    private func fill(_ first: Vector2, _ final: Vector2, layer: Int) {
        let low = first - Self.pixelSlack
        let high = final + Self.pixelSlack
        guard high.x >= 0, high.y >= 0, low.x <= last.x, low.y <= last.y else { return }
        let columns = (first: Self.roundedUp(max(low.x, 0)), last: Int(min(high.x, last.x)))
        let rows = (first: Self.roundedUp(max(low.y, 0)), last: Int(min(high.y, last.y)))
        guard columns.first <= columns.last, rows.first <= rows.last else { return }
        marks.fill(
            columns: columns.first / PixelBlock.columns...columns.last / PixelBlock.columns,
            rows: rows.first / PixelBlock.rows...rows.last / PixelBlock.rows, layer: layer)
    }

    /// The least whole number that is not below a number of 0 or more.
    @inline(__always)
    private static func roundedUp(_ x: Float) -> Int {
        let whole = Int(x)
        return Float(whole) < x ? whole + 1 : whole
    }
}
