// SPDX-License-Identifier: Apache-2.0
import Foundation
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
        /// How far off the mean over the picture may be.
        let tolerance: Double
        /// What the sphere sends back, by the sine of the angle between its normal and the view.
        let reference: @Sendable (Double) -> Double
        var testDescription: String { name }

        init(
            _ name: String, _ material: Material, within tolerance: Double = 0.01,
            _ reference: @escaping @Sendable (Double) -> Double = { _ in 1 }
        ) {
            self.name = name
            self.material = material
            self.tolerance = tolerance
            self.reference = reference
        }
    }

    static func principled(_ edit: (inout PrincipledMaterial) -> Void) -> Material {
        var parameters = PrincipledMaterial()
        edit(&parameters)
        return .principled(parameters)
    }

    /// Share of light that a white rough body of Oren and Nayar's model in Fujii's form sends back (Portsmouth, Kutz
    /// and Hill, "EON: A practical energy-preserving rough diffuse BRDF", JCGT 2025, equations of E_F).
    static func roughAlbedo(_ roughness: Double, _ sine: Double) -> Double {
        let cosine = max(1 - sine * sine, 0).squareRoot()
        let angle = asin(min(sine, 1))
        let tangent = sine / max(cosine, 1e-9)
        let shape = sine * (angle - sine * cosine - 2.0 / 3) + 2.0 / 3 * tangent * (1 - sine * sine * sine)
        return (1 + roughness * shape / .pi) / (1 + (0.5 - 2 / (3 * .pi)) * roughness)
    }

    /// Reflectance of a smooth dielectric (Fresnel), seen from the thinner side.
    static func fresnel(_ index: Double, _ sine: Double) -> Double {
        let cosine = max(1 - sine * sine, 0).squareRoot()
        let refracted = (1 - sine * sine / (index * index)).squareRoot()
        let a = (cosine - index * refracted) / (cosine + index * refracted)
        let b = (refracted - index * cosine) / (refracted + index * cosine)
        return (a * a + b * b) / 2
    }

    /// Reflectance of aluminium seen straight on, mean of red, green and blue, from its complex index at 650, 550 and
    /// 450 nm (Rakić 1995).
    static let aluminium = [(1.49, 7.82), (0.96, 6.69), (0.62, 5.48)].reduce(0.0) { sum, index in
        let (n, k) = index
        return sum + ((n - 1) * (n - 1) + k * k) / ((n + 1) * (n + 1) + k * k) / 3
    }

    /// Where the model keeps all energy the reference is 1; under a coat or sheen it is the body's own albedo, for the
    /// layers take from the body's light what they send back themselves. Some are held less tightly: brushed facets lose
    /// more than the round ones that their compensation is made for, and sheen and mixtures of layers keep energy on
    /// average only.
    static let furnaces: [Furnace] = [
        Furnace("phong", .phong()),
        Furnace("lambert", principled { $0.roughness = 0 }),
        Furnace("matte", .matte()) { roughAlbedo(1, $0) },
        Furnace("half rough", principled { $0.roughness = 0.5 }) { roughAlbedo(0.5, $0) },
        Furnace("plastic", .plastic()) { roughAlbedo(0.01, $0) },
        Furnace("smooth metal", .metal(roughness: 0.01)),
        Furnace("rough metal", .metal(roughness: 0.8), within: 0.02),
        Furnace("glass", .glass(indexOfRefraction: 1.5)),
        Furnace("ghost", .ghost) { sine in
            // What lies behind, and its own glow on both sides.
            let glow = pow(1 - max(1 - sine * sine, 0).squareRoot(), 3)
            return 1 + glow + glow * (1 - glow) * (1 - glow)
        },
        Furnace("paint without flakes", .carpaint(flakeDensity: 0)),
        Furnace("car paint", .carpaint(flakeDensity: 0.4), within: 0.02) { sine in
            let coat = fresnel(1.5, sine)
            return 0.6 + 0.4 * (coat + (1 - coat) * aluminium * 0.99)
        },
        Furnace("paint of flakes alone", .carpaint(flakeDensity: 1), within: 0.03) { sine in
            let coat = fresnel(1.5, sine)
            return coat + (1 - coat) * aluminium * 0.97
        },
        Furnace("smooth solid glass", principled {
            $0.transmission = 1
            $0.indexOfRefraction = 1.5
        }),
        Furnace("rough solid glass", principled {
            $0.transmission = 1
            $0.indexOfRefraction = 1.5
            $0.roughness = 0.6
        }, within: 0.03),
        Furnace("thin rough glass", principled {
            $0.transmission = 1
            $0.indexOfRefraction = 1.5
            $0.roughness = 0.5
            $0.thin = true
        }, within: 0.02),
        Furnace("mirror", principled {
            $0.metallic = 1
            $0.edgeColor = [1, 1, 1]
        }, within: 0.02) { _ in 0.99 },
        Furnace("brushed", principled {
            $0.metallic = 1
            $0.roughness = 0.5
            $0.anisotropy = 0.8
            $0.anisotropyRotation = 0.3
        }, within: 0.08) { _ in 0.97 },
        Furnace("shiny plastic body", principled {
            $0.indexOfRefraction = 1.5
            $0.roughness = 0
        }),
        Furnace("rough plastic body", principled {
            $0.indexOfRefraction = 1.5
            $0.roughness = 0.4
        }, within: 0.03) { roughAlbedo(0.4, $0) },
        Furnace("coated", principled {
            $0.coat = 1
            $0.coatRoughness = 0.3
            $0.roughness = 0.5
        }, within: 0.02) { roughAlbedo(0.5, $0) },
        Furnace("sheen", principled {
            $0.sheen = 1
            $0.roughness = 0.5
        }, within: 0.05) { roughAlbedo(0.5, $0) },
        Furnace("everything", principled {
            $0.metallic = 0.3
            $0.transmission = 0.4
            $0.indexOfRefraction = 1.4
            $0.roughness = 0.35
            $0.anisotropy = 0.7
            $0.anisotropyRotation = 0.2
            $0.coat = 0.5
            $0.sheen = 0.5
        }, within: 0.16),
        Furnace("thin with back light", principled {
            $0.thin = true
            $0.backLight = 1.2
        }),
    ]

    @Test(arguments: furnaces)
    func whiteFurnace(_ furnace: Furnace) throws {
        let description = SceneDescription(
            surfaces: [
                PlacedSurface(try Surface(.spheres([Sphere(center: .zero, radius: 1)])), material: furnace.material)
            ],
            lights: [PlacedLight(Light(.ambient, intensity: 1))])
        // Inside the disc, so that every pixel is covered; the path is long enough for glass.
        let (side, size) = (24, 1.2)
        let colors = try linearColors(
            description, .front(side: Float(size)), production(bounces: 24, background: Color(1, 1, 1, 1)), width: side,
            height: side, samples: 64)
        let sent = mean(colors)
        if furnace.material != .ghost { #expect(sent.x < 1.01 && sent.y < 1.01 && sent.z < 1.01, "\(sent)") }
        var expected = 0.0
        for index in 0..<side * side {
            let x = (Double(index % side) + 0.5) / Double(side) - 0.5
            let y = (Double(index / side) + 0.5) / Double(side) - 0.5
            expected += furnace.reference((x * x + y * y).squareRoot() * size) / Double(side * side)
        }
        let found = (sent.x + sent.y + sent.z) / 3
        #expect(abs(found - expected) < furnace.tolerance * expected, "\(sent), expected \(expected)")
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
