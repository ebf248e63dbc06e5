// SPDX-License-Identifier: Apache-2.0

/// One value a pixel, row 0 on top: a channel of a picture while it is being compared.
struct Plane: Sendable {
    let width: Int
    let height: Int
    var values: [Float]

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        values = [Float](repeating: 0, count: width * height)
    }

    /// The mean of all values, summed in double precision.
    var mean: Double {
        values.reduce(into: 0.0) { $0 += Double($1) } / Double(values.count)
    }
}

/// A filter that is the product of one along rows and one along columns, both of odd length; beyond the border the
/// nearest value holds.
struct SeparableFilter: Sendable {
    /// Weights along a row, from left to right.
    let along: [Float]
    /// Weights along a column, from top to bottom.
    let across: [Float]

    /// A filter with the same weights both ways.
    init(_ weights: [Float]) { self.init(along: weights, across: weights) }

    init(along: [Float], across: [Float]) {
        precondition(along.count % 2 == 1 && across.count % 2 == 1, "a filter has a middle")
        self.along = along
        self.across = across
    }

    /// The filtered plane: the sum of weight × value at the offsets of the weights.
    ///
    /// Rows are filtered as they come into a ring as tall as the filter, so that columns are read from the cache.
    func apply(to plane: Plane) -> Plane {
        var result = Plane(width: plane.width, height: plane.height)
        let (width, height) = (plane.width, plane.height)
        let reach = along.count / 2
        let rise = across.count / 2
        // Rows of the ring are rounded up to whole vectors, and so the last vector may hold more than the row.
        let stride = (width + Self.lanes - 1) / Self.lanes * Self.lanes
        let ring = UnsafeMutablePointer<Float>.allocate(capacity: stride * across.count)
        let padded = UnsafeMutablePointer<Float>.allocate(capacity: stride + 2 * reach)
        let line = UnsafeMutablePointer<Float>.allocate(capacity: stride)
        defer {
            ring.deallocate()
            padded.deallocate()
            line.deallocate()
        }
        padded.initialize(repeating: 0, count: stride + 2 * reach)
        plane.values.withUnsafeBufferPointer { source in
            result.values.withUnsafeMutableBufferPointer { target in
                guard let source = source.baseAddress, let target = target.baseAddress else { return }
                var filled = 0
                for y in 0..<height {
                    while filled <= min(y + rise, height - 1) {
                        let row = source + filled * width
                        for x in 0..<reach { padded[x] = row[0] }
                        (padded + reach).update(from: row, count: width)
                        for x in 0..<reach { padded[reach + width + x] = row[width - 1] }
                        Self.weighted(
                            along, { padded + $0 }, into: ring + filled % across.count * stride, count: stride)
                        filled += 1
                    }
                    Self.weighted(
                        across,
                        { ring + min(max(y + $0 - rise, 0), height - 1) % across.count * stride },
                        into: line, count: stride)
                    (target + y * width).update(from: line, count: width)
                }
            }
        }
        return result
    }

    private static let lanes = 16

    /// Writes the sum of weight × row over rows; `count` is a multiple of the lanes.
    @inline(__always)
    private static func weighted(
        _ weights: [Float], _ row: (Int) -> UnsafeMutablePointer<Float>, into target: UnsafeMutablePointer<Float>,
        count: Int
    ) {
        withUnsafeTemporaryAllocation(of: UnsafeRawPointer.self, capacity: weights.count) { rows in
            for index in 0..<weights.count { rows[index] = UnsafeRawPointer(row(index)) }
            weights.withUnsafeBufferPointer { weights in
                for x in Swift.stride(from: 0, to: count, by: lanes) {
                    var low = SIMD8<Float>()
                    var high = SIMD8<Float>()
                    for index in 0..<weights.count {
                        let at = rows[index] + x * 4
                        low += weights[index] * at.loadUnaligned(as: SIMD8<Float>.self)
                        high += weights[index] * at.loadUnaligned(fromByteOffset: 32, as: SIMD8<Float>.self)
                    }
                    UnsafeMutableRawPointer(target + x).storeBytes(of: low, as: SIMD8<Float>.self)
                    UnsafeMutableRawPointer(target + x + 8).storeBytes(of: high, as: SIMD8<Float>.self)
                }
            }
        }
    }
}
