// SPDX-License-Identifier: Apache-2.0
import Geometry
import RayTracing
import SceneModel
import Testing

/// The same bits whatever the number of threads and however the samples are portioned.
@Suite("Determinism")
struct DeterminismTests {
    /// Everything at once, with coincident surfaces, big enough for the parallel build of a tree.
    private func scene() throws -> SceneDescription {
        var spheres: [Sphere] = []
        for index in 0..<6000 {
            let x = Float(index % 20) * 0.4 - 4
            let y = Float(index / 20 % 20) * 0.4 - 4
            spheres.append(Sphere(center: [x, y, Float(index / 400) * 0.01], radius: 0.22))
        }
        let colors = GeometryBuffer(
            (0..<6000).map { SIMD4<Float>(Float($0 % 7) / 7, Float($0 % 11) / 11, Float($0 % 13) / 13, 1) })
        let capsules = (0..<200).map { index in
            Capsule(
                start: [Float(index) * 0.04 - 4, -3, 1], startRadius: 0.1,
                end: [Float(index % 50) * 0.1 - 2, 3, 0.5], endRadius: 0.02)
        }
        // Two copies of the same square, of different colours, in the same place.
        return SceneDescription(
            surfaces: [
                PlacedSurface(try Surface(.spheres(spheres)), colors: .each(colors)),
                PlacedSurface(
                    try Surface(.capsules(capsules)), colors: .solid([0.8, 0.3, 0.2, 0.6]), material: .plastic()),
                PlacedSurface(try square(side: 12), colors: .solid([0.2, 0.8, 0.2, 1])),
                PlacedSurface(try square(side: 12), colors: .solid([0.8, 0.2, 0.8, 1]), material: .metal(roughness: 0.4)),
                PlacedSurface(
                    try Surface(.boxes([Bounds(min: [-2, -2, -1], max: [2, 2, 3])])), material: .glass(),
                    transform: Transform(rotation: Quaternion(axis: [1, 2, 3], degrees: 40)).affine),
            ],
            lights: [
                PlacedLight(Light(.ambient, intensity: 0.3)),
                PlacedLight(Light(.directional(direction: [1, -2, -3]), intensity: 2)),
                PlacedLight(Light(.sphere(position: [0, 3, 4], radius: 0.5), intensity: 20)),
            ],
            clippers: [PlacedClipper(try Surface(.spheres([Sphere(center: [2, 2, 1], radius: 1)])))])
    }

    private let camera = Camera(
        projection: .perspective(fovy: 50, apertureRadius: 0.05, focusDistance: 9),
        view: View(position: [2, 1, 9], target: .zero, up: [0, 1, 0]))

    static let renderers: [Renderer] = [
        interactive(occlusion: 2), .production(ProductionRenderer(samplesPerPixel: 2, maxRayBounces: 5)),
    ]

    @Test(arguments: renderers)
    func threadsDoNotMatter(_ renderer: Renderer) throws {
        let description = try scene()
        let reference = try linearColors(
            description, camera, renderer, width: 70, height: 50, samples: 4, threads: 1)
        for threads in [2, 7] {
            let other = try linearColors(
                description, camera, renderer, width: 70, height: 50, samples: 4, threads: threads)
            #expect(other == reference)
        }
    }

    /// Which of two coincident surfaces is hit must not depend on how the tree was built.
    @Test func threadsOfTheBuildDoNotMatter() throws {
        let description = try scene()
        var pictures: [[Float]] = []
        for threads in [1, 2, 7] {
            let buffer = try FrameBuffer(Resolution(width: 70, height: 50))
            try RayTracer(buildThreads: threads).prepare(description).draw(
                camera, interactive(), into: buffer, samples: 2, options: DrawingOptions(threads: threads))
            pictures.append(buffer.linearColors())
        }
        #expect(pictures[1] == pictures[0] && pictures[2] == pictures[0])
    }

    @Test(arguments: renderers)
    func portionsDoNotMatter(_ renderer: Renderer) throws {
        let tracer = try RayTracer()
        let scene = try tracer.prepare(try scene())
        let whole = try FrameBuffer(Resolution(width: 70, height: 50), keepsGeometry: true)
        scene.draw(camera, renderer, into: whole, samples: 5)
        let parts = try FrameBuffer(Resolution(width: 70, height: 50), keepsGeometry: true)
        for samples in [1, 3, 1] { scene.draw(camera, renderer, into: parts, samples: samples) }
        #expect(parts.sampleCount == 5)
        #expect(parts.linearColors() == whole.linearColors())
        #expect(parts.encodedPixels() == whole.encodedPixels())
        #expect(parts.depths() == whole.depths())
        #expect(parts.normals() == whole.normals())
    }

    @Test func cancellingLeavesAnEmptyBuffer() throws {
        let scene = try RayTracer().prepare(try scene())
        let buffer = try FrameBuffer(Resolution(width: 70, height: 50))
        let done = scene.draw(
            camera, interactive(), into: buffer, options: DrawingOptions(isCancelled: { true }))
        #expect(!done)
        #expect(buffer.sampleCount == 0)
        #expect(buffer.linearColors().allSatisfy { $0 == 0 })
    }

}

/// What a change of the scene costs.
@Suite("Changes")
struct ChangeTests {
    private static func voxels() throws -> RegularVolume {
        try RegularVolume(
            dimensions: GridDimensions(x: 4, y: 4, z: 4), spacing: [1, 1, 1], type: .unsignedChar,
            voxels: GeometryBuffer<UInt8>(count: 64) { for index in $0.indices { $0[index] = 3 } })
    }

    /// Nothing but new geometry makes the ray tracer build a tree over primitives.
    @Test func onlyNewGeometryIsBuilt() throws {
        let tracer = try RayTracer()
        let ramp = ColorRamp(lower: 0, upper: 9, colors: [Color(1, 1, 1, 1)])
        let volume = try Self.voxels()
        var scene = SceneDescription(
            surfaces: [
                PlacedSurface(try square(side: 2)),
                PlacedSurface(try Surface(.spheres([Sphere(center: .zero, radius: 1)]))),
                PlacedSurface(.isosurface(try Isosurface(volume: volume, values: [3]))),
            ],
            volumes: [PlacedVolume(volume, ramp: ramp)])
        var prepared = try tracer.prepare(scene)
        // Three surfaces, and the volume once for both that use it.
        #expect(tracer.buildCount == 4)
        let changes: [(inout SceneDescription) throws -> Void] = [
            { $0.surfaces[0].transform = Transform(translation: [1, 0, 0]).affine },
            { $0.surfaces[1].colors = .solid([1, 0, 0, 0.5]) },
            { $0.surfaces[1].colors = .each(GeometryBuffer([SIMD4<Float>(0, 1, 0, 1)])) },
            { $0.surfaces[0].material = .glass() },
            { $0.surfaces.append($0.surfaces[0]) },
            { $0.surfaces.removeFirst() },
            { $0.surfaces.swapAt(0, 2) },
            { $0.lights.append(PlacedLight(Light(.ambient))) },
            { $0.clippers.append(PlacedClipper(try Surface(.spheres([Sphere(center: .zero, radius: 1)])))) },
            { $0.volumes[0].ramp.colors = [Color(0, 0, 0, 0), Color(1, 0, 0, 1)] },
            { $0.volumes[0].transform = Transform(scale: [2, 2, 2]).affine },
        ]
        for change in changes {
            try change(&scene)
            prepared = try tracer.prepare(scene)
        }
        #expect(tracer.buildCount == 4)
        scene.surfaces[0].surface = try square(side: 3)
        prepared = try tracer.prepare(scene)
        #expect(tracer.buildCount == 5)
        withExtendedLifetime(prepared) {}
    }
}
