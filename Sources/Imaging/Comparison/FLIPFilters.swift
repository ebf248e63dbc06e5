// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The eye's contrast sensitivity as blurs of the three channels of YCxCz.
struct ContrastFilters {
    /// A sum of two Gaussians in degrees, a₁ √(π⁄b₁) exp(−π² d² ⁄ b₁) + a₂ …
    private struct Shape {
        let a1, b1, a2, b2: Double
    }

    private static let achromatic = Shape(a1: 1, b1: 0.0047, a2: 0, b2: 1e-5)
    private static let redGreen = Shape(a1: 1, b1: 0.0053, a2: 0, b2: 1e-5)
    private static let blueYellow = Shape(a1: 34.1, b1: 0.04, a2: 13.5, b2: 0.025)

    private let y: [(share: Float, filter: SeparableFilter)]
    private let cx: [(share: Float, filter: SeparableFilter)]
    private let cz: [(share: Float, filter: SeparableFilter)]

    init(pixelsPerDegree: Double) {
        // The radius of all three is three times the standard deviation of the widest Gaussian.
        let radius = Int((3 * (0.04 / (2 * Double.pi * Double.pi)).squareRoot() * pixelsPerDegree).rounded(.up))
        y = Self.filters(Self.achromatic, radius, pixelsPerDegree)
        cx = Self.filters(Self.redGreen, radius, pixelsPerDegree)
        cz = Self.filters(Self.blueYellow, radius, pixelsPerDegree)
    }

    func apply(to luminance: inout Plane, _ redGreen: inout Plane, _ blueYellow: inout Plane) {
        luminance = Self.apply(y, to: luminance)
        redGreen = Self.apply(cx, to: redGreen)
        blueYellow = Self.apply(cz, to: blueYellow)
    }

    private static func apply(_ filters: [(share: Float, filter: SeparableFilter)], to plane: Plane) -> Plane {
        guard filters.count > 1 else { return filters.first?.filter.apply(to: plane) ?? plane }
        var result = Plane(width: plane.width, height: plane.height)
        for (share, filter) in filters {
            let part = filter.apply(to: plane)
            for index in 0..<result.values.count { result.values[index] += share * part.values[index] }
        }
        return result
    }

    /// The Gaussians of a shape as filters that sum to 1, with the share that each has in the whole.
    private static func filters(
        _ shape: Shape, _ radius: Int, _ pixelsPerDegree: Double
    ) -> [(share: Float, filter: SeparableFilter)] {
        let gaussians = [(shape.a1, shape.b1), (shape.a2, shape.b2)].filter { $0.0 > 0 }.map { a, b in
            let weights = (-radius...radius).map { offset in
                exp(-Double.pi * Double.pi * pow(Double(offset) / pixelsPerDegree, 2) / b)
            }
            let sum = weights.reduce(0, +)
            return (mass: a * (Double.pi / b).squareRoot() * sum * sum, weights: weights.map { $0 / sum })
        }
        let total = gaussians.reduce(0) { $0 + $1.mass }
        return gaussians.map { (Float($0.mass / total), SeparableFilter(trimmed($0.weights))) }
    }

    /// Drops outer weights that cannot be seen in a result: below a ten-millionth.
    private static func trimmed(_ weights: [Double]) -> [Float] {
        let idle = weights.prefix { $0 < 1e-7 }.count
        return weights.dropFirst(idle).dropLast(idle).map(Float.init)
    }
}

/// Detectors of edges and points: first and second derivatives of a Gaussian as wide as the eye's smallest detail.
struct FeatureFilters {
    private let edge: [Float]
    private let point: [Float]
    private let smooth: [Float]

    init(pixelsPerDegree: Double) {
        let deviation = 0.5 * 0.082 * pixelsPerDegree
        let radius = Int((3 * deviation).rounded(.up))
        let offsets = (-radius...radius).map(Double.init)
        let gaussian = offsets.map { exp(-$0 * $0 / (2 * deviation * deviation)) }
        let sum = gaussian.reduce(0, +)
        smooth = gaussian.map { Float($0 / sum) }
        edge = Self.balanced(zip(offsets, gaussian).map { -$0 * $1 })
        point = Self.balanced(zip(offsets, gaussian).map { ($0 * $0 / (deviation * deviation) - 1) * $1 })
    }

    /// Scales positive weights to the sum 1 and negative ones to −1.
    private static func balanced(_ weights: [Double]) -> [Float] {
        let positive = weights.reduce(0) { $0 + max($1, 0) }
        let negative = weights.reduce(0) { $0 - min($1, 0) }
        return weights.map { Float($0 > 0 ? $0 / positive : $0 / negative) }
    }

    /// The strength of edges and of points in the luminance channel of YCxCz.
    func detect(in luminance: Plane) -> (edges: Plane, points: Plane) {
        var normalized = luminance
        for index in 0..<normalized.values.count {
            normalized.values[index] = (normalized.values[index] + 16) / 116
        }
        return (strength(edge, in: normalized), strength(point, in: normalized))
    }

    private func strength(_ weights: [Float], in plane: Plane) -> Plane {
        var along = SeparableFilter(along: weights, across: smooth).apply(to: plane)
        let across = SeparableFilter(along: smooth, across: weights).apply(to: plane)
        for index in 0..<along.values.count {
            let (x, y) = (along.values[index], across.values[index])
            along.values[index] = (x * x + y * y).squareRoot()
        }
        return along
    }
}
