// SPDX-License-Identifier: Apache-2.0
import Geometry
import RayTracing
import SceneModel

/// A small scene with its camera and renderer, by name.
struct GoldenScene: Sendable {
    let name: String
    let camera: Camera
    let renderer: Renderer
    let describe: @Sendable () throws -> SceneDescription

    init(
        _ name: String, _ renderer: Renderer, camera: Camera = GoldenScene.camera,
        _ describe: @escaping @Sendable () throws -> SceneDescription
    ) {
        self.name = name
        self.camera = camera
        self.renderer = renderer
        self.describe = describe
    }

    static let camera = Camera(projection: .perspective(fovy: 45), view: view)
    static let view = View(position: [2.5, 2, 5], target: [0, 0, 0])

    static let all: [GoldenScene] = shapes + materials + lights + cameras + clippers + volumes + coincidences

    private static let direct: Renderer = .interactive(InteractiveRenderer(ambientOcclusionSamples: 1))
    private static let paths: Renderer = .production(ProductionRenderer(samplesPerPixel: 2, maxRayBounces: 4))

    // MARK: Parts

    private static let sun = PlacedLight(Light(.directional(direction: [-0.4, -1, -0.6]), intensity: 3))
    private static let sky = PlacedLight(Light(.ambient, intensity: 0.5))

    private static func floor() throws -> PlacedSurface {
        PlacedSurface(
            try Surface(.boxes([Bounds(min: [-6, -1.2, -6], max: [6, -1, 6])])), colors: .solid([0.7, 0.7, 0.7, 1]))
    }

    private static func ball(_ material: Material = .standard, alpha: Float = 1) throws -> PlacedSurface {
        PlacedSurface(
            try Surface(.spheres([Sphere(center: [0, 0.2, 0], radius: 1.2)])),
            colors: .solid([0.8, 0.45, 0.2, alpha]), material: material)
    }

    /// A pleated sheet, with smooth normals if asked for.
    private static func sheet(smooth: Bool) throws -> Surface {
        let side = 12
        var positions: [Vector3] = []
        var triangles: [TriangleIndices] = []
        for row in 0...side {
            for column in 0...side {
                let height = Float(column % 3) * 0.3 - Float(row % 2) * 0.1
                positions.append(Vector3(Float(column) * 0.3 - 1.8, height, Float(row) * 0.3 - 1.8))
                guard row < side, column < side else { continue }
                let corner = UInt32(row * (side + 1) + column)
                let below = corner + UInt32(side) + 1
                triangles.append(TriangleIndices(corner, below, corner + 1))
                triangles.append(TriangleIndices(corner + 1, below, below + 1))
            }
        }
        let normals: [Vector3]? = smooth
            ? positions.map { Vector3($0.x, 3, $0.z).normalized } : nil
        return .triangles(try TriangleMesh(positions: positions, triangles: triangles, normals: normals))
    }

    private static func volume(_ type: VoxelType) throws -> RegularVolume {
        let side = 18
        let dimensions = GridDimensions(x: side, y: side, z: side)
        func value(_ index: Int) -> Int {
            let (x, y, z) = (index % side, index / side % side, index / side / side)
            return (x * x + 2 * y * y + 3 * z * z + 7 * x * y) % 251
        }
        let count = side * side * side
        let bytes = type == .float ? count * 4 : count
        let voxels = GeometryBuffer<UInt8>(count: bytes) { target in
            if type == .float {
                target.withMemoryRebound(to: Float.self) { floats in
                    for index in floats.indices { floats[index] = Float(value(index)) }
                }
            } else {
                for index in target.indices { target[index] = UInt8(truncatingIfNeeded: value(index)) }
            }
        }
        return try RegularVolume(dimensions: dimensions, spacing: [0.15, 0.12, 0.14], type: type, voxels: voxels)
    }

    private static let corner = Transform(translation: [-1.3, -0.9, -1.2]).affine

    // MARK: Scenes

    private static let shapes: [GoldenScene] = {
        let kinds: [(String, @Sendable () throws -> PlacedSurface)] = [
            ("spheres", { try ball() }),
            ("capsules", {
                PlacedSurface(
                    try Surface(.capsules([
                        Capsule(start: [-1, 0, 0], startRadius: 0.6, end: [1, 0.6, 0.3], endRadius: 0.2),
                        Capsule(start: [0, -0.8, 1], startRadius: 0.3, end: [0.1, -0.8, 1], endRadius: 0.1),
                    ])), colors: .solid([0.3, 0.6, 0.9, 1]))
            }),
            ("boxes", {
                PlacedSurface(
                    try Surface(.boxes([Bounds(min: [-0.8, -0.5, -0.6], max: [0.7, 0.9, 0.5])])),
                    transform: Transform(rotation: Quaternion(axis: [1, 2, 3], degrees: 40)).affine)
            }),
            ("planes", {
                PlacedSurface(try Surface(.planes([Plane(coefficients: [1, 2, -1, 0.3])])), colors: .solid([1, 0, 0, 0.7]))
            }),
            ("bounded planes", {
                PlacedSurface(
                    try Surface(.boundedPlanes([
                        BoundedPlane(
                            plane: Plane(coefficients: [1, 1, 1, 0.2]),
                            bounds: Bounds(min: [-1, -1, -1], max: [1, 1, 1]))
                    ])))
            }),
            ("mesh", { PlacedSurface(try sheet(smooth: false), colors: .solid([0.9, 0.8, 0.3, 1])) }),
            ("smooth mesh", { PlacedSurface(try sheet(smooth: true), colors: .solid([0.9, 0.8, 0.3, 0.8])) }),
        ]
        return kinds.flatMap { name, make in
            [("interactive", direct), ("production", paths)].map { kind, renderer in
                GoldenScene("\(name), \(kind)", renderer) {
                    SceneDescription(surfaces: [try floor(), try make()], lights: [sun, sky])
                }
            }
        }
    }()

    private static func principled(_ edit: (inout PrincipledMaterial) -> Void) -> Material {
        var parameters = PrincipledMaterial()
        edit(&parameters)
        return .principled(parameters)
    }

    private static let materials: [GoldenScene] = {
        let kinds: [(String, Material)] = [
            ("phong, opacity 0.6", .phong(opacity: 0.6)),
            ("matte", .matte()),
            ("plastic, opacity 0.8", .plastic(opacity: 0.8)),
            ("metal", .metal(roughness: 0.25)),
            ("glass", .glass(indexOfRefraction: 1.4)),
            ("ghost", .ghost),
            ("emissive", .emissive(color: [1, 0.5, 0.2], intensity: 3)),
            ("car paint", .carpaint(flakeDensity: 0.4)),
            ("brushed metal", principled {
                $0.metallic = 1
                $0.roughness = 0.4
                $0.anisotropy = 0.9
                $0.anisotropyRotation = 0.2
                $0.edgeColor = [0.9, 0.8, 1]
            }),
            ("coloured glass", principled {
                $0.transmission = 1
                $0.indexOfRefraction = 1.5
                $0.transmissionColor = [0.3, 0.9, 0.5]
                $0.transmissionDepth = 1.5
            }),
            ("rough glass under a coat", principled {
                $0.transmission = 0.8
                $0.indexOfRefraction = 1.3
                $0.roughness = 0.3
                $0.coat = 0.7
                $0.coatRoughness = 0.2
                $0.coatColor = [1, 0.8, 0.6]
            }),
            ("thin cloth", principled {
                $0.thin = true
                $0.backLight = 1
                $0.roughness = 0.6
                $0.sheen = 0.8
                $0.sheenTint = 0.5
                $0.specular = 0.4
                $0.indexOfRefraction = 1.4
            }),
        ]
        return kinds.map { name, material in
            GoldenScene(name, paths) {
                SceneDescription(surfaces: [try floor(), try ball(material)], lights: [sun, sky])
            }
        }
    }()

    private static let lights: [GoldenScene] = {
        let quad = PlacedLight(
            Light(.quad(position: [-1, 3, -1], edge1: [2, 0, 0], edge2: [0, 0, 2]), intensity: 4, color: [1, 0.9, 0.8]))
        let lamp = PlacedLight(Light(.sphere(position: [2, 2.5, 1], radius: 0.4), intensity: 20))
        let point = PlacedLight(Light(.sphere(position: [-2, 2, 2], radius: 0), intensity: 9))
        return [("interactive", direct), ("production", paths)].flatMap { kind, renderer in
            [("quad light", [quad]), ("sphere lights", [lamp, point])].map { name, lights in
                GoldenScene("\(name), \(kind)", renderer) {
                    SceneDescription(surfaces: [try floor(), try ball(alpha: 0.8)], lights: lights)
                }
            }
        }
    }()

    private static let cameras: [GoldenScene] = {
        let named: [(String, Camera)] = [
            ("depth of field", Camera(
                projection: .perspective(fovy: 40, apertureRadius: 0.2, focusDistance: 4), view: view)),
            ("orthographic, a region, upside down", Camera(
                projection: .orthographic(height: 4), view: view,
                region: ImageRegion(start: [0.2, 0.1], end: [0.9, 0.8]))),
            ("cylindric", Camera(projection: .cylindric(fovy: 60), view: view)),
            ("near clip", Camera(projection: .perspective(fovy: 50), view: view, nearClip: 4.6)),
        ]
        return named.map { name, camera in
            GoldenScene(name, paths, camera: camera) {
                SceneDescription(surfaces: [try floor(), try ball()], lights: [sun, sky])
            }
        }
    }()

    private static let clippers: [GoldenScene] = [
        GoldenScene("all clippers", direct) {
            SceneDescription(
                surfaces: [try floor(), try ball(alpha: 0.9)], lights: [sun, sky],
                clippers: [
                    PlacedClipper(try Surface(.spheres([Sphere(center: [0.8, 0.8, 0.8], radius: 0.7)]))),
                    PlacedClipper(try Surface(.capsules([
                        Capsule(start: [-2, 0, 0], startRadius: 0.3, end: [2, 0, 0], endRadius: 0.1)
                    ]))),
                    PlacedClipper(try Surface(.boxes([Bounds(min: [-0.3, -2, -0.3], max: [0.3, 2, 0.3])]))),
                    PlacedClipper(try Surface(.planes([Plane(coefficients: [1, 0, 0.5, -0.9])]))),
                    PlacedClipper(try Surface(.boundedPlanes([
                        BoundedPlane(
                            plane: Plane(coefficients: [0, 0, 1, 2]),
                            bounds: Bounds(min: [0.4, -1, 1], max: [1, 1, 3]))
                    ]))),
                ])
        },
        GoldenScene("inverted clippers", paths) {
            SceneDescription(
                surfaces: [try floor(), try ball()], lights: [sun, sky],
                clippers: [
                    PlacedClipper(try Surface(.spheres([Sphere(center: [0.5, 0, 0], radius: 1.6)])), isInverted: true),
                    PlacedClipper(try Surface(.planes([Plane(coefficients: [0, 1, 0, 0.6])])), isInverted: true),
                ])
        },
    ]

    private static let volumes: [GoldenScene] = {
        let ramp = ColorRamp(
            lower: 0, upper: 255, colors: [Color(0, 0, 0.4, 0), Color(0.2, 1, 0.3, 0.4), Color(1, 0.3, 0.1, 3)])
        return [("interactive", direct, VoxelType.unsignedChar), ("production", paths, .float)].map { kind, renderer, type in
            GoldenScene("volume, \(kind)", renderer) {
                SceneDescription(
                    surfaces: [try floor()],
                    volumes: [PlacedVolume(try volume(type), ramp: ramp, transform: corner)], lights: [sun, sky])
            }
        } + [
            GoldenScene("isosurfaces", direct) {
                let surface = Surface.isosurface(try Isosurface(volume: try volume(.unsignedChar), values: [60, 180]))
                return SceneDescription(surfaces: [PlacedSurface(surface, transform: corner)], lights: [sun, sky])
            }
        ]
    }()

    /// Enough of them that trees are built in parallel; each place holds surfaces of different colours.
    private static let coincidences: [GoldenScene] = {
        @Sendable func twins() throws -> [PlacedSurface] {
            var spheres: [Sphere] = []
            var colors: [SIMD4<Float>] = []
            for index in 0..<3000 {
                let place = Vector3(Float(index % 15), Float(index / 15 % 15), Float(index / 225)) * 0.22
                for copy in 0..<2 {
                    spheres.append(Sphere(center: place - Vector3(1.6, 1.2, 1.6), radius: 0.16))
                    colors.append(copy == 0 ? [0.9, 0.2, 0.2, 1] : [0.2, 0.3, 0.9, 1])
                }
            }
            return [PlacedSurface(try Surface(.spheres(spheres)), colors: .each(GeometryBuffer(colors)))]
        }
        @Sendable func squares() throws -> [PlacedSurface] {
            let shape = try sheet(smooth: false)
            return [SIMD4<Float>(1, 0, 0, 1), [0, 1, 0, 1], [0, 0, 1, 1]].map {
                PlacedSurface(shape, colors: .solid($0))
            } + [PlacedSurface(try sheet(smooth: false), colors: .solid([1, 1, 0, 1]))]
        }
        @Sendable func folded() throws -> [PlacedSurface] {
            // The same triangles three times in one mesh.
            var positions: [Vector3] = []
            var triangles: [TriangleIndices] = []
            var colors: [SIMD4<Float>] = []
            for copy in 0..<3 {
                for index in 0..<1200 {
                    let base = UInt32(positions.count)
                    let place = Vector3(Float(index % 40) * 0.1 - 2, Float(index / 40) * 0.1 - 1.5, 0)
                    positions += [place, place + Vector3(0.1, 0, 0.02), place + Vector3(0, 0.1, 0)]
                    triangles.append(TriangleIndices(base, base + 1, base + 2))
                    colors.append(copy == 0 ? [1, 0.5, 0, 1] : copy == 1 ? [0, 1, 0.5, 1] : [0.5, 0, 1, 1])
                }
            }
            let mesh = try TriangleMesh(positions: positions, triangles: triangles)
            return [PlacedSurface(.triangles(mesh), colors: .each(GeometryBuffer(colors)))]
        }
        let kinds: [(String, @Sendable () throws -> [PlacedSurface])] = [
            ("twin spheres", twins), ("four sheets in one place", squares), ("a mesh three times over", folded),
        ]
        return kinds.flatMap { name, make in
            [("interactive", direct), ("production", paths)].map { kind, renderer in
                GoldenScene("\(name), \(kind)", renderer) {
                    SceneDescription(surfaces: try make(), lights: [sun, sky])
                }
            }
        }
    }()
}
