// SPDX-License-Identifier: Apache-2.0
import Foundation
import Geometry
import RayTracing
import SceneModel
import Testing

/// Landmarks fall where the projection's formula puts them: spheres of a tenth of a pixel are found at their projected
/// centres.
@Suite("Cameras")
struct CameraTests {
    private static let width = 320
    private static let height = 200
    private static let view = View(position: [3, 2, 9], target: [0.5, 0.2, -0.3], up: [0.1, 1, 0])
    private static let landmarks: [Vector3] = [[0, 0, 0], [1.5, 0.6, 1], [-1.8, -0.5, 0.4], [0.3, 1.2, -2]]

    static let projections: [Projection] = [
        .perspective(fovy: 40), .perspective(fovy: 70, apertureRadius: 0.4, focusDistance: 6),
        .orthographic(height: 6), .cylindric(fovy: 50),
    ]

    /// Where a point falls, in pixels from the top left corner; from semantics: right-handed basis, y up on the
    /// screen, the cylinder half a turn wide.
    private func projected(_ point: Vector3, _ projection: Projection) -> SIMD2<Double> {
        func double(_ v: Vector3) -> SIMD3<Double> { SIMD3(Double(v.x), Double(v.y), Double(v.z)) }
        func dot(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> Double { (a * b).sum() }
        func cross(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> SIMD3<Double> {
            SIMD3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)
        }
        func unit(_ a: SIMD3<Double>) -> SIMD3<Double> { a / dot(a, a).squareRoot() }
        let forward = unit(double(Self.view.target) - double(Self.view.position))
        let right = unit(cross(forward, double(Self.view.up)))
        let up = cross(right, forward)
        let way = double(point) - double(Self.view.position)
        let (x, y, z) = (dot(way, right), dot(way, up), dot(way, forward))
        let aspect = Double(Self.width) / Double(Self.height)
        let screen: SIMD2<Double>
        switch projection {
        case .perspective(let fovy, _, _):
            let extent = 2 * tan(Double(fovy) * .pi / 360)
            screen = SIMD2(x / z / (extent * aspect), y / z / extent) + 0.5
        case .orthographic(let extent):
            screen = SIMD2(x / (Double(extent) * aspect), y / Double(extent)) + 0.5
        case .cylindric(let fovy):
            // The cylinder's axis is the given up vector; it is straight only where that one is.
            let axis = unit(double(Self.view.up))
            let extent = 2 * tan(Double(fovy) * .pi / 360)
            let h = dot(way, up) / dot(axis, up)
            let ahead = z - h * dot(axis, forward)
            let angle = atan2(x, ahead)
            screen = SIMD2(angle / .pi, h / (x * x + ahead * ahead).squareRoot() / extent) + 0.5
        }
        return SIMD2(screen.x * Double(Self.width), (1 - screen.y) * Double(Self.height))
    }

    @Test(arguments: projections)
    func landmarksAreProjected(_ projection: Projection) throws {
        let camera = Camera(projection: projection, view: Self.view)
        // A tenth of a pixel at the landmarks' distances is no less than this.
        let spheres = Self.landmarks.map { Sphere(center: $0, radius: 0.003) }
        let scene = try RayTracer().prepare(
            SceneDescription(surfaces: [PlacedSurface(try Surface(.spheres(spheres)))]))
        let size = SIMD2(Double(Self.width), Double(Self.height))
        for (index, landmark) in Self.landmarks.enumerated() {
            let place = projected(landmark, projection) / size
            let pick = scene.pick(
                Vector2(Float(place.x), Float(place.y)), camera, aspect: Float(Self.width) / Float(Self.height))
            #expect(pick?.primitive == UInt32(index))
            let beside = (projected(landmark, projection) + SIMD2(0.5, 0)) / size
            #expect(
                scene.pick(
                    Vector2(Float(beside.x), Float(beside.y)), camera,
                    aspect: Float(Self.width) / Float(Self.height)) == nil)
        }
    }

    /// In a drawn picture the light of a small glowing ball lies about its projected centre, whole or in a region, and
    /// a lens blurs it about the same place.
    @Test(arguments: projections)
    func landmarksAreDrawn(_ projection: Projection) throws {
        var lensed = projection
        if case .perspective(let fovy, let radius, _) = projection, radius > 0 {
            lensed = .perspective(fovy: fovy, apertureRadius: 0.02, focusDistance: 9)
        }
        for region in [ImageRegion.whole, ImageRegion(start: [0.25, 0.8], end: [0.75, 0.3])] {
            let camera = Camera(projection: lensed, view: Self.view, region: region)
            for landmark in Self.landmarks.prefix(2) {
                let description = SceneDescription(surfaces: [
                    PlacedSurface(
                        try Surface(.spheres([Sphere(center: landmark, radius: 0.06)])),
                        material: .emissive(color: [1, 1, 1], intensity: 1))
                ])
                let colors = try linearColors(
                    description, camera, production(bounces: 1), width: Self.width, height: Self.height, samples: 64)
                var (sum, weight) = (SIMD2<Double>.zero, 0.0)
                for index in 0..<Self.width * Self.height {
                    let light = Double(colors[4 * index])
                    sum += SIMD2(Double(index % Self.width) + 0.5, Double(index / Self.width) + 0.5) * light
                    weight += light
                }
                let size = SIMD2(Double(Self.width), Double(Self.height))
                let whole = projected(landmark, projection) / size
                // The region counts upwards, the picture downwards.
                let screen = SIMD2(whole.x, 1 - whole.y)
                let start = SIMD2(Double(region.start.x), Double(region.start.y))
                let end = SIMD2(Double(region.end.x), Double(region.end.y))
                let expected = (screen - start) / (end - start) * size
                let found = sum / weight
                #expect(abs(found.x - expected.x) < 0.1 && abs(found.y - expected.y) < 0.1, "\(found), \(expected)")
            }
        }
    }

    @Test func regionIsACrop() throws {
        let description = SceneDescription(
            surfaces: [PlacedSurface(try Surface(.spheres([Sphere(center: .zero, radius: 3)])))],
            lights: [PlacedLight(Light(.directional(direction: [1, -1, -2]), intensity: 3))])
        var camera = Camera.front(side: 8)
        let whole = try linearColors(description, camera, interactive(), width: 64, height: 64)
        camera.region = ImageRegion(start: [0.5, 1], end: [1, 0.5])
        let part = try linearColors(description, camera, interactive(), width: 32, height: 32)
        for row in 0..<32 {
            for column in 0..<32 {
                for channel in 0..<4 {
                    let a = part[4 * (row * 32 + column) + channel]
                    let b = whole[4 * (row * 64 + column + 32) + channel]
                    #expect(abs(a - b) < 1e-4)
                }
            }
        }
    }

    @Test func nearClipCutsPrimaryRaysOnly() throws {
        // A lid before the eye's clip distance still shades what lies behind.
        let description = SceneDescription(
            surfaces: [
                PlacedSurface(try square(side: 4), id: 1),
                PlacedSurface(
                    try square(side: 4), transform: Transform(translation: [0, 0, 5]).affine, id: 2),
            ],
            lights: [PlacedLight(Light(.directional(direction: [0, 0, -1]), intensity: 1))])
        var camera = Camera.front(side: 2)
        camera.nearClip = 7
        let lit = try linearColors(description, camera, interactive(shadows: false), width: 4, height: 4)
        #expect(abs(lit[0] - 1 / Float.pi) < 1e-5)
        let shaded = try linearColors(description, camera, interactive(), width: 4, height: 4)
        #expect(shaded[0] == 0)
        let scene = try RayTracer().prepare(description)
        #expect(scene.pick([0.5, 0.5], camera, aspect: 1)?.id == 1)
        camera.nearClip = 0
        #expect(scene.pick([0.5, 0.5], camera, aspect: 1)?.id == 2)
    }
}
