// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// Sums of samples of a picture, first row first: colour, and if asked for depth, normal and albedo.
///
/// Frames accumulate: drawing n and then m samples gives the same bits as drawing n + m at once. One drawing at a
/// time; reading while one runs gives rows of different ages.
public final class FrameBuffer: @unchecked Sendable {
    public let resolution: Resolution
    /// Samples a pixel that the sums hold.
    public internal(set) var sampleCount = 0
    /// Whether depth, normal and albedo are kept.
    public var keepsGeometry: Bool { geometry != nil }

    /// Sums of linear red, green, blue and alpha.
    let color: UnsafeMutablePointer<SIMD4<Float>>
    let geometry: UnsafeMutablePointer<GeometrySums>?
    private let pages: (color: PageMemory<SIMD4<Float>>, geometry: PageMemory<GeometrySums>?)

    /// What a pixel shows beside its colour.
    struct GeometrySums {
        var normal = PackedSum()
        var albedo = PackedSum()
        /// The least of all samples, infinite where all miss.
        var depth = Float.infinity
    }

    /// Three floats in 12 bytes.
    struct PackedSum {
        var x: Float = 0
        var y: Float = 0
        var z: Float = 0

        @inline(__always)
        mutating func add(_ v: SIMD3<Float>) {
            x += v.x
            y += v.y
            z += v.z
        }
    }

    /// - Parameter keepsGeometry: whether to keep depth, normal and albedo, for 28 bytes a pixel on top of 16.
    /// - Throws: `RayTracingError.invalidResolution` below 1 pixel a side and above 2³⁰ pixels.
    public init(_ resolution: Resolution, keepsGeometry: Bool = false) throws(RayTracingError) {
        let (count, overflow) = resolution.width.multipliedReportingOverflow(by: resolution.height)
        guard resolution.width > 0, resolution.height > 0, !overflow, count <= 1 << 30 else {
            throw .invalidResolution(width: resolution.width, height: resolution.height)
        }
        self.resolution = resolution
        let colorPages = PageMemory(count: count, of: SIMD4<Float>.self)
        let geometryPages = keepsGeometry ? PageMemory(count: count, of: GeometrySums.self) : nil
        color = colorPages.base
        geometry = geometryPages?.base
        pages = (colorPages, geometryPages)
        geometry?.update(repeating: GeometrySums(), count: count)
    }

    deinit {
        pages.color.deallocate()
        pages.geometry?.deallocate()
    }

    /// Number of pixels.
    public var pixelCount: Int { resolution.width * resolution.height }

    /// Forgets all samples.
    public func clear() {
        color.update(repeating: .zero, count: pixelCount)
        geometry?.update(repeating: GeometrySums(), count: pixelCount)
        sampleCount = 0
    }

    private var factor: Float { sampleCount > 0 ? 1 / Float(sampleCount) : 0 }

    /// Tone mapped and encoded: 8-bit red, green, blue and alpha of each pixel. Alpha is linear and colours are not
    /// divided by it.
    public func encodedPixels() -> [UInt8] {
        let factor = factor
        let curve = ToneCurve.standard
        return [UInt8](unsafeUninitializedCapacity: pixelCount * 4) { target, count in
            for index in 0..<pixelCount {
                let value = color[index] * factor
                target[4 * index] = curve.code(value.x)
                target[4 * index + 1] = curve.code(value.y)
                target[4 * index + 2] = curve.code(value.z)
                target[4 * index + 3] = ToneCurve.alphaCode(value.w)
            }
            count = pixelCount * 4
        }
    }

    /// Linear red, green, blue and alpha of each pixel, not tone mapped.
    public func linearColors() -> [Float] {
        let factor = factor
        return [Float](unsafeUninitializedCapacity: pixelCount * 4) { target, count in
            for index in 0..<pixelCount {
                let value = color[index] * factor
                target[4 * index] = value.x
                target[4 * index + 1] = value.y
                target[4 * index + 2] = value.z
                target[4 * index + 3] = value.w
            }
            count = pixelCount * 4
        }
    }

    /// Distance to the first surface of each pixel along its ray, the least of all samples; infinite where there is
    /// none. Empty unless kept.
    public func depths() -> [Float] {
        guard let geometry else { return [] }
        return (0..<pixelCount).map { geometry[$0].depth }
    }

    /// World normal of the first surface, x, y and z of each pixel: the mean of the samples, zero where there is
    /// none. Empty unless kept.
    public func normals() -> [Float] {
        means(\.normal)
    }

    /// Red, green and blue of the first surface without light, of each pixel: the mean of the samples, the
    /// background's where there is none. Empty unless kept.
    public func albedos() -> [Float] {
        means(\.albedo)
    }

    private func means(_ part: KeyPath<GeometrySums, PackedSum>) -> [Float] {
        guard let geometry else { return [] }
        let factor = factor
        var result: [Float] = []
        result.reserveCapacity(pixelCount * 3)
        for index in 0..<pixelCount {
            let sum = geometry[index][keyPath: part]
            result.append(sum.x * factor)
            result.append(sum.y * factor)
            result.append(sum.z * factor)
        }
        return result
    }
}
