// SPDX-License-Identifier: Apache-2.0
import Foundation
import Geometry
import RayTracing
import SceneModel
import Testing

@Suite("Pixels")
struct PixelTests {
    /// Codes that a Brayns service gives for linear values (the background of a fresh instance among them).
    @Test(arguments: [(Float(0.004), UInt8(17)), (0.016, 35), (0.102, 90), (1, 207), (2.338, 236), (5, 252)])
    func toneCurve(_ linear: Float, _ code: UInt8) throws {
        let pixels = try background(Color(linear, linear, linear, 0))
        #expect(pixels == [code, code, code, 0])
    }

    @Test(arguments: [(Float(-1), UInt8(0)), (.nan, 0), (.infinity, 255), (1e9, 255)])
    func strangeValuesAreClamped(_ linear: Float, _ code: UInt8) throws {
        #expect(try background(Color(linear, 0, 0, 1))[0] == code)
    }

    private func background(_ color: Color) throws -> [UInt8] {
        let buffer = try FrameBuffer(Resolution(width: 1, height: 1))
        try RayTracer().prepare(SceneDescription()).draw(
            Camera(), .interactive(InteractiveRenderer(background: color)), into: buffer)
        return buffer.encodedPixels()
    }

    @Test func oneSampleLiesAtTheCentre() throws {
        // The edge of a square at x = 0.25 of a pixel's width right of a pixel centre.
        let description = SceneDescription(
            surfaces: [
                PlacedSurface(try square(side: 8), transform: Transform(translation: [-3.95, 0, 0]).affine)
            ],
            lights: [PlacedLight(Light(.ambient))])
        let colors = try linearColors(description, .front(side: 1), interactive(), width: 5, height: 5)
        let row = (0..<5).map { colors[4 * (2 * 5 + $0)] }
        #expect(row == [1, 1, 1, 0, 0])
    }

    @Test func elementaryFunctionsAreAccurate() {
        for index in 0..<2000 {
            let x = Double(index) * 0.013 + 1e-3
            #expect(abs(Elementary.log2(x) - Foundation.log2(x)) < 1e-14 * max(1, abs(Foundation.log2(x))))
            #expect(abs(Elementary.exp2(x - 13) / Foundation.exp2(x - 13) - 1) < 1e-14)
            let pair = Elementary.sineAndCosine(turns: x - 13)
            #expect(abs(pair.sine - Foundation.sin(2 * .pi * (x - 13))) < 1e-9)
            #expect(abs(pair.cosine - Foundation.cos(2 * .pi * (x - 13))) < 1e-9)
            #expect(abs(Elementary.arcTangent(x - 13) - Foundation.atan(x - 13)) < 1e-14)
        }
        for index in 0..<4000 {
            let x = Float(index - 2000) * 0.043
            let exact = Foundation.exp(Double(x))
            #expect(abs(Double(Elementary.exp(x)) - exact) <= exact * 0x1p-23 + 1e-45, "exp \(x)")
            let y = Float(index + 1) * 0.0371
            #expect(abs(Double(Elementary.log(y)) - Foundation.log(Double(y))) < 3e-7, "log \(y)")
        }
        #expect(Elementary.exp(-.infinity) == 0 && Elementary.exp(.infinity) == .infinity)
        #expect(Elementary.exp(0) == 1 && Elementary.log(1) == 0 && Elementary.log(.leastNonzeroMagnitude) < -103)
        #expect(Elementary.log(0) == -.infinity && Elementary.log(-1).isNaN && Elementary.exp(.nan).isNaN)
        #expect(Elementary.exp2(-.infinity) == 0 && Elementary.exp2(.infinity) == .infinity)
        #expect(Elementary.sineAndCosine(turns: Float(0.25)).cosine == 0)
    }

    @Test func resolutionsAreBounded() {
        #expect(throws: RayTracingError.invalidResolution(width: 0, height: 5)) {
            try FrameBuffer(Resolution(width: 0, height: 5))
        }
        #expect(throws: RayTracingError.invalidResolution(width: .max, height: 2)) {
            try FrameBuffer(Resolution(width: .max, height: 2))
        }
    }
}
