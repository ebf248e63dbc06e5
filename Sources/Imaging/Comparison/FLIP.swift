// SPDX-License-Identifier: Apache-2.0

import Dispatch

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// LDR-FLIP (Andersson, Nilsson, Akenine-Möller, Oskarsson, Åström and Fairchild, "FLIP: A Difference Evaluator for
/// Alternating Images", 2020): how strongly a viewer who flips between two pictures sees each pixel change.
///
/// Pictures are taken as sRGB; alpha is not looked at. Names below are those of the paper.
public struct FLIP: Sendable {
    /// What a comparison found.
    public struct Result: Sendable {
        /// The mean error, 0 (no difference seen) to 1.
        public let mean: Double
        /// The error of each pixel, 0 to 1.
        public let map: ErrorMap
    }

    /// How many pixels the viewer sees in one degree.
    public let pixelsPerDegree: Double

    /// The paper's viewing conditions: a monitor 0.7 m wide with 3,840 pixels, seen from 0.7 m.
    public static let defaultPixelsPerDegree = 0.7 * (3840 / 0.7) * (Double.pi / 180)

    /// Prepares an evaluator.
    ///
    /// - Throws: `picture-option` when the value is not within 1...1000.
    public init(pixelsPerDegree: Double = FLIP.defaultPixelsPerDegree) throws(PictureError) {
        guard (1...1000).contains(pixelsPerDegree) else {
            throw PictureError(
                .option, "\(pixelsPerDegree) pixels a degree is no way to look at a picture",
                remedy: "use a value within 1 to 1000, usually 67")
        }
        self.pixelsPerDegree = pixelsPerDegree
    }

    /// Compares a picture with a reference; the order does not matter for the result.
    ///
    /// - Throws: `picture-comparison` when the sizes differ.
    public func compare(_ reference: Picture, _ test: Picture) throws(PictureError) -> Result {
        try Picture.checkComparable(reference, test)
        let contrast = ContrastFilters(pixelsPerDegree: pixelsPerDegree)
        let features = FeatureFilters(pixelsPerDegree: pixelsPerDegree)
        // The pictures do not depend on each other: one core each.
        nonisolated(unsafe) let seen = UnsafeMutableBufferPointer<Perception>.allocate(capacity: 2)
        DispatchQueue.concurrentPerform(iterations: 2) { index in
            seen.initializeElement(at: index, to: Perception([reference, test][index], contrast, features))
        }
        let (first, second) = (seen[0], seen[1])
        seen.deinitialize()
        seen.deallocate()
        var map = Plane(width: reference.width, height: reference.height)
        for index in 0..<map.values.count {
            let colour = Self.redistributed(first.lab(index).distance(to: second.lab(index)))
            let edges = abs(first.edges.values[index] - second.edges.values[index])
            let points = abs(first.points.values[index] - second.points.values[index])
            // The feature exponent q_f is 1 ⁄ 2.
            let feature = (max(edges, points) * Float(0.5).squareRoot()).squareRoot()
            map.values[index] = colour <= 0 ? 0 : powf(colour, 1 - feature)
        }
        return Result(mean: map.mean, map: ErrorMap(map))
    }

    private static let qc: Float = 0.7
    private static let pc: Float = 0.4
    private static let pt: Float = 0.95
    /// The greatest distance there is, that of pure green and pure blue.
    private static let cmax: Float = {
        let green = HuntLab(linear: SIMD3(0, 1, 0))
        let blue = HuntLab(linear: SIMD3(0, 0, 1))
        return powf(green.distance(to: blue), qc)
    }()

    /// Maps a distance to 0...1, spending 0 ... p_t on the smaller ones that matter most.
    private static func redistributed(_ distance: Float) -> Float {
        guard distance > 0 else { return 0 }
        let error = powf(distance, qc)
        let limit = pc * cmax
        return error < limit ? error * (pt / limit) : pt + (error - limit) / (cmax - limit) * (1 - pt)
    }
}

/// What is kept of one picture: its colours after the eye's blur, and its edges and points.
private struct Perception {
    /// L*, and Hunt-adjusted a* and b*.
    private var lightness: Plane
    private var a: Plane
    private var b: Plane
    let edges: Plane
    let points: Plane

    init(_ picture: Picture, _ contrast: ContrastFilters, _ features: FeatureFilters) {
        lightness = Plane(width: picture.width, height: picture.height)
        a = lightness
        b = lightness
        for index in 0..<lightness.values.count {
            let linear = SIMD3(
                TransferCurve.linear[Int(picture.pixels[index * 4])],
                TransferCurve.linear[Int(picture.pixels[index * 4 + 1])],
                TransferCurve.linear[Int(picture.pixels[index * 4 + 2])])
            let opponent = OpponentColour.fromLinear(linear)
            lightness.values[index] = opponent.x
            a.values[index] = opponent.y
            b.values[index] = opponent.z
        }
        (edges, points) = features.detect(in: lightness)
        contrast.apply(to: &lightness, &a, &b)
        for index in 0..<lightness.values.count {
            let opponent = SIMD3(lightness.values[index], a.values[index], b.values[index])
            let linear = OpponentColour.toLinear(opponent).clamped(lowerBound: .zero, upperBound: .one)
            let lab = HuntLab(linear: linear)
            lightness.values[index] = lab.lightness
            a.values[index] = lab.a
            b.values[index] = lab.b
        }
    }

    @inline(__always)
    func lab(_ index: Int) -> HuntLab {
        HuntLab(lightness: lightness.values[index], a: a.values[index], b: b.values[index])
    }
}
