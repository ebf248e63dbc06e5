// SPDX-License-Identifier: Apache-2.0
import Geometry
import RayTracing
import SceneModel

/// Draws with one sample a pixel unless told otherwise and gives the linear colours, four floats a pixel.
func linearColors(
    _ description: SceneDescription, _ camera: Camera, _ renderer: Renderer, width: Int = 33, height: Int = 33,
    samples: Int = 1, threads: Int? = 1
) throws -> [Float] {
    let buffer = try FrameBuffer(Resolution(width: width, height: height))
    try RayTracer().prepare(description).draw(
        camera, renderer, into: buffer, samples: samples, options: DrawingOptions(threads: threads))
    return buffer.linearColors()
}

/// Mean red, green, blue and alpha of some linear colours.
func mean(_ colors: [Float]) -> SIMD4<Double> {
    var sum = SIMD4<Double>.zero
    for index in stride(from: 0, to: colors.count, by: 4) {
        sum += SIMD4(
            Double(colors[index]), Double(colors[index + 1]), Double(colors[index + 2]), Double(colors[index + 3]))
    }
    return sum / Double(colors.count / 4)
}

extension Camera {
    /// From +Z at a distance, seeing a square of the given side at the origin.
    static func front(side: Float, distance: Float = 10) -> Camera {
        Camera(
            projection: .orthographic(height: side),
            view: View(position: [0, 0, distance], target: .zero, up: [0, 1, 0]))
    }
}

/// A square about the origin that faces +Z, of two triangles.
func square(side: Float) throws -> Surface {
    let h = side / 2
    return .triangles(
        try TriangleMesh(
            positions: [[-h, -h, 0], [h, -h, 0], [h, h, 0], [-h, h, 0]],
            triangles: [TriangleIndices(0, 1, 2), TriangleIndices(0, 2, 3)]))
}

/// The renderer `production` over black.
func production(bounces: Int = 3, background: Color = Color(0, 0, 0, 1)) -> Renderer {
    .production(ProductionRenderer(samplesPerPixel: 1, maxRayBounces: bounces, background: background))
}

/// The renderer `interactive` over black.
func interactive(shadows: Bool = true, occlusion: Int = 0) -> Renderer {
    .interactive(
        InteractiveRenderer(
            background: Color(0, 0, 0, 1), shadows: shadows, ambientOcclusionSamples: occlusion))
}
