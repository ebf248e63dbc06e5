// SPDX-License-Identifier: Apache-2.0
import Geometry
import RayTracing
import SceneModel
import Testing

/// A white furnace: a sphere in light of radiance 1 from everywhere sends back its albedo, never more than 1.
@Suite("Materials")
struct MaterialTests {
    struct Furnace: Sendable, CustomTestStringConvertible {
        let name: String
        let material: Material
        /// Mean over the sphere's disc and how far off it may be, or nil where only the bound counts.
        let expected: (value: Double, tolerance: Double)?
        var testDescription: String { name }
    }

    static func principled(_ edit: (inout PrincipledMaterial) -> Void) -> Material {
        var parameters = PrincipledMaterial()
        edit(&parameters)
        return .principled(parameters)
    }

    /// The references are exact where the model keeps all energy; Oren and Nayar's keeps π/(π + π/2 − 2/3) of it
    /// seen straight on and more at the edge.
    static let furnaces: [Furnace] = [
        Furnace(name: "phong", material: .phong(), expected: (1, 0.01)),
        Furnace(name: "lambert", material: principled { $0.roughness = 0 }, expected: (1, 0.01)),
        Furnace(name: "matte", material: .matte(), expected: nil),
        Furnace(name: "plastic", material: .plastic(), expected: nil),
        Furnace(name: "smooth metal", material: .metal(roughness: 0.01), expected: (1, 0.01)),
        Furnace(name: "rough metal", material: .metal(roughness: 0.8), expected: (1, 0.02)),
        Furnace(name: "glass", material: .glass(indexOfRefraction: 1.5), expected: (1, 0.01)),
        Furnace(name: "car paint", material: .carpaint(flakeDensity: 0.4), expected: nil),
        Furnace(
            name: "smooth solid glass",
            material: principled {
                $0.transmission = 1
                $0.indexOfRefraction = 1.5
            }, expected: (1, 0.01)),
        Furnace(
            name: "rough solid glass",
            material: principled {
                $0.transmission = 1
                $0.indexOfRefraction = 1.5
                $0.roughness = 0.6
            }, expected: (1, 0.03)),
        Furnace(
            name: "thin rough glass",
            material: principled {
                $0.transmission = 1
                $0.indexOfRefraction = 1.5
                $0.roughness = 0.5
                $0.thin = true
            }, expected: (1, 0.02)),
        Furnace(
            name: "coated",
            material: principled {
                $0.coat = 1
                $0.coatRoughness = 0.3
                $0.roughness = 0.5
            }, expected: nil),
        Furnace(
            name: "sheen",
            material: principled {
                $0.sheen = 1
                $0.roughness = 0.5
            }, expected: nil),
        Furnace(
            name: "everything",
            material: principled {
                $0.metallic = 0.3
                $0.transmission = 0.4
                $0.indexOfRefraction = 1.4
                $0.roughness = 0.35
                $0.anisotropy = 0.7
                $0.anisotropyRotation = 0.2
                $0.coat = 0.5
                $0.sheen = 0.5
            }, expected: nil),
        Furnace(
            name: "thin with back light",
            material: principled {
                $0.thin = true
                $0.backLight = 1.2
            }, expected: (1, 0.01)),
    ]

    @Test(arguments: furnaces)
    func whiteFurnace(_ furnace: Furnace) throws {
        let description = SceneDescription(
            surfaces: [
                PlacedSurface(try Surface(.spheres([Sphere(center: .zero, radius: 1)])), material: furnace.material)
            ],
            lights: [PlacedLight(Light(.ambient, intensity: 1))])
        // Inside the disc, so that every pixel is covered; the path is long enough for glass.
        let colors = try linearColors(
            description, .front(side: 1.2), production(bounces: 24, background: Color(1, 1, 1, 1)), width: 24,
            height: 24, samples: 64)
        let sent = mean(colors)
        #expect(sent.x < 1.01 && sent.y < 1.01 && sent.z < 1.01, "\(sent)")
        #expect(sent.x > 0.5, "\(sent)")
        if let expected = furnace.expected {
            #expect(abs(sent.x - expected.value) < expected.tolerance, "\(sent)")
        }
    }

    @Test func opacityBecomesAlpha() throws {
        let surfaces = [
            PlacedSurface(
                try Surface(.spheres([Sphere(center: .zero, radius: 1)])), material: .phong(opacity: 0.9))
        ]
        let camera = Camera.front(side: 0.5)
        let clear = Color(0, 0, 0, 0)
        let path = mean(
            try linearColors(
                SceneDescription(surfaces: surfaces), camera, production(bounces: 6, background: clear), width: 32,
                height: 32, samples: 64)
        ).w
        #expect(abs(path - 0.99) < 0.005)
        let ray = mean(
            try linearColors(
                SceneDescription(surfaces: surfaces), camera, .interactive(InteractiveRenderer(background: clear)))
        ).w
        #expect(abs(ray - 0.99) < 1e-5)
    }

    /// A ghost adds (1 − |cos|)³ of its colour at each hit and stops nothing; straight on it is not to be seen.
    @Test func ghostGlowsAtItsEdge() throws {
        let description = SceneDescription(
            surfaces: [
                PlacedSurface(
                    try Surface(.spheres([Sphere(center: .zero, radius: 1)])), colors: .solid([1, 0, 0, 1]),
                    material: .ghost)
            ])
        let background = Color(0, 0.25, 0, 0)
        func pixel(at x: Float) throws -> SIMD4<Double> {
            let view = View(position: [x, 0, 10], target: [x, 0, 0], up: [0, 1, 0])
            return mean(
                try linearColors(
                    description, Camera(projection: .orthographic(height: 1e-4), view: view),
                    production(background: background), width: 1, height: 1))
        }
        let middle = try pixel(at: 0)
        #expect(middle.x < 1e-6 && abs(middle.y - 0.25) < 1e-6 && middle.w < 1e-6)
        let x: Float = 0.8
        let d = Double(1 - (1 - x * x).squareRoot())
        let glow = d * d * d
        let edge = try pixel(at: x)
        #expect(abs(edge.x - (glow + glow * (1 - glow) * (1 - glow))) < 1e-4)
        #expect(abs(edge.y - 0.25) < 1e-6)
        #expect(abs(edge.w - 2 * glow) < 1e-4)
    }

    /// Glass of no thickness between two faces: light that enters leaves again, so a slab of solid glass before a
    /// white background stays white, and a red medium absorbs by its depth.
    @Test func absorptionFollowsTheDepth() throws {
        let material = Self.principled {
            $0.transmission = 1
            $0.indexOfRefraction = 1
            $0.transmissionColor = [0.5, 1, 1]
            $0.transmissionDepth = 2
        }
        let description = SceneDescription(
            surfaces: [
                PlacedSurface(
                    try Surface(.boxes([Bounds(min: [-2, -2, -1.5], max: [2, 2, 1.5])])), material: material)
            ])
        let sent = mean(
            try linearColors(
                description, .front(side: 1), production(bounces: 8, background: Color(1, 1, 1, 1)), width: 8,
                height: 8))
        #expect(abs(sent.x - 0.353553) < 1e-3 && abs(sent.y - 1) < 1e-3, "\(sent)")
    }
}
