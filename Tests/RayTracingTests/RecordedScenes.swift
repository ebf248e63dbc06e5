// SPDX-License-Identifier: Apache-2.0
import Foundation
import Geometry
import Imaging
import JSON
import RayTracing
import SceneModel

/// Scenes that a Brayns 3.10.1 service was recorded with: the requests that made them, the snapshot taken, the
/// picture and the picks that it answered. Reads only what the recordings hold.
struct RecordedScene {
    var description: SceneDescription
    var camera: Camera
    var renderer: Renderer
    var picture: Picture
    var picks: [(point: Vector2, expected: Vector3?, model: UInt32)]

    /// The folder of the recordings, or nil where it is not there.
    static var folder: URL? {
        let root = ProcessInfo.processInfo.environment["SCENE_RECIPE_SHARED"].map { URL(fileURLWithPath: $0) }
            ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("shared")
        let folder = root.appendingPathComponent("truth/core")
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }

    /// The names of all recordings; empty where the folder is not there.
    static var names: [String] {
        guard let folder, let files = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
            return []
        }
        return files.filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
    }

    init(_ name: String) throws {
        guard let folder = Self.folder else { throw RecordingError.missing(name) }
        let text = try Data(contentsOf: folder.appendingPathComponent(name + ".json"))
        let json = try JSONValue(parsing: [UInt8](text))
        var builder = SceneBuilder(folder: folder.appendingPathComponent("data"))
        for request in json["requests"]?.array ?? [] {
            try builder.apply(request[0]?.string ?? "", request[1] ?? .null)
        }
        description = builder.description
        let snapshot = json["snapshot"] ?? .null
        camera = try Camera(recorded: snapshot)
        renderer = try Renderer(recorded: snapshot["renderer"] ?? .null)
        let file = try Data(contentsOf: folder.appendingPathComponent(name + ".png"))
        picture = try PNG.decode([UInt8](file)).picture
        picks = zip(json["inspect"]?.array ?? [], json["expected"]?["inspect"]?.array ?? []).map { point, answer in
            let hit = answer["hit"]?.boolean == true
            return (
                point.vector2, hit ? (answer["position"] ?? .null).vector3 : nil,
                UInt32(answer["model_id"]?.integer ?? 0)
            )
        }
    }
}

enum RecordingError: Error {
    case missing(String)
    case unknown(String)
}

extension JSONValue {
    var floatList: [Float] {
        switch self {
        case .floats(let list): list
        case .array(let list): list.compactMap { $0.double.map { Float($0) } }
        default: []
        }
    }

    var vector2: Vector2 { Vector2(floatList[0], floatList[1]) }
    var vector3: Vector3 { Vector3(floatList[0], floatList[1], floatList[2]) }
    var vector4: Vector4 { Vector4(floatList[0], floatList[1], floatList[2], floatList[3]) }
    func float(_ key: String, _ standard: Float) -> Float { self[key]?.double.map { Float($0) } ?? standard }
}

extension Camera {
    /// The camera of a recorded snapshot.
    init(recorded snapshot: JSONValue) throws {
        let parameters = snapshot["camera"]?["params"] ?? .null
        let projection: Projection
        switch snapshot["camera"]?["name"]?.string {
        case "perspective":
            projection = .perspective(
                fovy: parameters.float("fovy", 45), apertureRadius: parameters.float("aperture_radius", 0),
                focusDistance: parameters.float("focus_distance", 1))
        case "orthographic": projection = .orthographic(height: parameters.float("height", 1))
        case let name: throw RecordingError.unknown(name ?? "no camera")
        }
        let view = snapshot["camera_view"] ?? .null
        self.init(
            projection: projection,
            view: View(
                position: view["position"]?.vector3 ?? .zero, target: view["target"]?.vector3 ?? .zero,
                up: view["up"]?.vector3 ?? .zero),
            nearClip: snapshot.float("camera_near_clip", 1e-6),
            region: ImageRegion(
                start: snapshot["image_start"]?.vector2 ?? [0, 1], end: snapshot["image_end"]?.vector2 ?? [1, 0]))
    }
}

extension Renderer {
    /// The renderer of a recorded snapshot.
    init(recorded renderer: JSONValue) throws {
        let parameters = renderer["params"] ?? .null
        let samples = Int(parameters["samples_per_pixel"]?.integer ?? 1)
        let bounces = Int(parameters["max_ray_bounces"]?.integer ?? 3)
        let background = Color(parameters["background_color"]?.vector4 ?? .zero)
        switch renderer["name"]?.string {
        case "interactive":
            self = .interactive(
                InteractiveRenderer(
                    samplesPerPixel: samples, maxRayBounces: bounces, background: background,
                    shadows: parameters["enable_shadows"]?.boolean ?? true,
                    ambientOcclusionSamples: Int(parameters["ao_samples"]?.integer ?? 0)))
        case "production":
            self = .production(
                ProductionRenderer(samplesPerPixel: samples, maxRayBounces: bounces, background: background))
        case let name: throw RecordingError.unknown(name ?? "no renderer")
        }
    }
}

/// Follows the requests of a recording.
struct SceneBuilder {
    private enum Item {
        case surface(PlacedSurface)
        case volume(PlacedVolume)
        case light(PlacedLight)
        case clipper(PlacedClipper)
    }

    private let folder: URL
    private var items: [(item: Item, visible: Bool)] = []

    init(folder: URL) {
        self.folder = folder
    }

    var description: SceneDescription {
        var result = SceneDescription()
        for (item, visible) in items where visible {
            switch item {
            case .surface(let surface): result.surfaces.append(surface)
            case .volume(let volume): result.volumes.append(volume)
            case .light(let light): result.lights.append(light)
            case .clipper(let clipper): result.clippers.append(clipper)
            }
        }
        return result
    }

    mutating func apply(_ method: String, _ parameters: JSONValue) throws {
        switch method {
        case "add-spheres", "add-capsules", "add-boxes", "add-planes", "add-bounded-planes":
            let list = parameters.array ?? []
            let kind = String(method.dropFirst(4))
            let surface = try Surface(try shapes(kind, list.map { $0["geometry"] ?? .null }))
            let colors = GeometryBuffer(list.map { $0["color"]?.vector4 ?? Vector4(1, 1, 1, 1) })
            items.append((.surface(
                PlacedSurface(surface, colors: .each(colors), id: UInt32(items.count))), true))
        case "add-clipping-spheres", "add-clipping-capsules", "add-clipping-boxes", "add-clipping-planes",
            "add-clipping-bounded-planes":
            let kind = String(method.dropFirst(13))
            let surface = try Surface(try shapes(kind, parameters["primitives"]?.array ?? []))
            items.append((.clipper(
                PlacedClipper(surface, isInverted: parameters["invert_normals"]?.boolean ?? false)), true))
        case "add-light-ambient", "add-light-directional", "add-light-quad", "add-light-sphere":
            items.append((.light(PlacedLight(light(method, parameters))), true))
        case "update-model": update(parameters)
        case "color-model":
            let color = parameters["values"]?["color"]?.vector4 ?? Vector4(1, 1, 1, 1)
            change(parameters["id"]) { $0.colors = .solid(color) }
        case "set-color-ramp": setRamp(parameters)
        case "add-model": try load(parameters)
        case _ where method.hasPrefix("set-material-"):
            let material = try self.material(String(method.dropFirst(13)), parameters["material"] ?? .null)
            change(parameters["model_id"]) { $0.material = material }
        default: throw RecordingError.unknown(method)
        }
    }

    private mutating func change(_ id: JSONValue?, _ edit: (inout PlacedSurface) -> Void) {
        guard let id = id?.integer.map({ Int($0) }), items.indices.contains(id),
            case .surface(var surface) = items[id].item
        else { return }
        edit(&surface)
        items[id].item = .surface(surface)
    }

    private mutating func update(_ parameters: JSONValue) {
        guard let id = parameters["model_id"]?.integer.map({ Int($0) }), items.indices.contains(id) else { return }
        let model = parameters["model"] ?? .null
        if let visible = model["is_visible"]?.boolean { items[id].visible = visible }
        if let value = model["transform"] {
            let transform = Transform(
                translation: value["translation"]?.vector3 ?? .zero,
                rotation: Quaternion(value["rotation"]?.vector4 ?? Vector4(0, 0, 0, 1)),
                scale: value["scale"]?.vector3 ?? [1, 1, 1])
            change(parameters["model_id"]) { $0.transform = transform.affine }
        }
    }

    private mutating func setRamp(_ parameters: JSONValue) {
        guard let id = parameters["id"]?.integer.map({ Int($0) }), items.indices.contains(id),
            case .volume(var volume) = items[id].item, let ramp = parameters["color_ramp"]
        else { return }
        let range = ramp["range"]?.vector2 ?? [0, 255]
        volume.ramp = ColorRamp(
            lower: range.x, upper: range.y, colors: (ramp["colors"]?.array ?? []).map { Color($0.vector4) })
        items[id].item = .volume(volume)
    }

    private mutating func load(_ parameters: JSONValue) throws {
        let path = parameters["path"]?.string ?? ""
        let name = path.split(separator: "/").last.map(String.init) ?? ""
        let bytes = [UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))
        switch parameters["loader_name"]?.string {
        case "mesh":
            items.append((.surface(
                PlacedSurface(.triangles(try PLYBinary.mesh(bytes)), id: UInt32(items.count))), true))
        case "raw-volume":
            let options = parameters["loader_properties"] ?? .null
            let size = options["dimensions"]?.floatList ?? []
            let volume = try RegularVolume(
                dimensions: GridDimensions(x: Int(size[0]), y: Int(size[1]), z: Int(size[2])),
                spacing: options["spacing"]?.vector3 ?? [1, 1, 1],
                type: VoxelType(rawValue: options["data_type"]?.string ?? "") ?? .float,
                voxels: GeometryBuffer(bytes))
            let ramp = ColorRamp(lower: 0, upper: 255, colors: [Color(0, 0, 0, 0), .white])
            items.append((.volume(PlacedVolume(volume, ramp: ramp)), true))
        case let loader: throw RecordingError.unknown(loader ?? "no loader")
        }
    }

    private func shapes(_ kind: String, _ list: [JSONValue]) throws -> Shapes {
        func bounds(_ value: JSONValue) -> Bounds {
            Bounds(min: value["min"]?.vector3 ?? .zero, max: value["max"]?.vector3 ?? .zero)
        }
        switch kind {
        case "spheres":
            return .spheres(list.map {
                Sphere(center: $0["center"]?.vector3 ?? .zero, radius: $0.float("radius", 0))
            })
        case "capsules":
            return .capsules(list.map {
                Capsule(
                    start: $0["p0"]?.vector3 ?? .zero, startRadius: $0.float("r0", 0),
                    end: $0["p1"]?.vector3 ?? .zero, endRadius: $0.float("r1", 0))
            })
        case "boxes": return .boxes(list.map(bounds))
        case "planes": return .planes(list.map { Plane(coefficients: $0["coefficients"]?.vector4 ?? .zero) })
        case "bounded-planes":
            return .boundedPlanes(list.map {
                BoundedPlane(
                    plane: Plane(coefficients: $0["coefficients"]?.vector4 ?? .zero),
                    bounds: bounds($0["bounds"] ?? .null))
            })
        default: throw RecordingError.unknown(kind)
        }
    }

    private func light(_ method: String, _ value: JSONValue) -> Light {
        let kind: Light.Kind
        switch method {
        case "add-light-directional": kind = .directional(direction: value["direction"]?.vector3 ?? [-1, -1, 0])
        case "add-light-quad":
            kind = .quad(
                position: value["position"]?.vector3 ?? .zero, edge1: value["edge1"]?.vector3 ?? [1, 0, 0],
                edge2: value["edge2"]?.vector3 ?? [0, 0, 1])
        case "add-light-sphere":
            kind = .sphere(position: value["position"]?.vector3 ?? .zero, radius: value.float("radius", 0))
        default: kind = .ambient
        }
        return Light(kind, intensity: value.float("intensity", 1), color: value["color"]?.vector3 ?? [1, 1, 1])
    }

    private func material(_ name: String, _ value: JSONValue) throws -> Material {
        switch name {
        case "phong": return .phong(opacity: value.float("opacity", 1))
        case "matte": return .matte(opacity: value.float("opacity", 1))
        case "plastic": return .plastic(opacity: value.float("opacity", 1))
        case "metal": return .metal(roughness: value.float("roughness", 0.1))
        case "glass": return .glass(indexOfRefraction: value.float("index_of_refraction", 1.5))
        case "ghost": return .ghost
        case "emissive":
            return .emissive(color: value["color"]?.vector3 ?? [1, 1, 1], intensity: value.float("intensity", 1))
        case "carpaint": return .carpaint(flakeDensity: value.float("flake_density", 0))
        case "principled":
            var principled = PrincipledMaterial()
            principled.metallic = value.float("metallic", principled.metallic)
            principled.specular = value.float("specular", principled.specular)
            principled.indexOfRefraction = value.float("ior", principled.indexOfRefraction)
            principled.transmission = value.float("transmission", principled.transmission)
            principled.roughness = value.float("roughness", principled.roughness)
            principled.coat = value.float("coat", principled.coat)
            principled.coatRoughness = value.float("coat_roughness", principled.coatRoughness)
            return .principled(principled)
        default: throw RecordingError.unknown(name)
        }
    }
}

/// Reads the one mesh of the recordings: a little-endian PLY whose vertices are x, y, z and whose faces are triangles.
enum PLYBinary {
    static func mesh(_ bytes: [UInt8]) throws -> TriangleMesh {
        let ending = Array("end_header\n".utf8)
        guard let end = bytes.indices.first(where: { bytes[$0...].starts(with: ending) }) else {
            throw RecordingError.unknown("mesh")
        }
        let words = String(decoding: bytes[..<end], as: UTF8.self).split(whereSeparator: \.isWhitespace).map(String.init)
        func count(_ element: String) -> Int {
            words.firstIndex(of: element).flatMap { Int(words[$0 + 1]) } ?? 0
        }
        return try bytes.withUnsafeBytes { raw in
            var at = end + ending.count
            func next() -> UInt32 {
                defer { at += 4 }
                return UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: at, as: UInt32.self))
            }
            let positions = (0..<count("vertex")).map { _ in
                Vector3(Float(bitPattern: next()), Float(bitPattern: next()), Float(bitPattern: next()))
            }
            let triangles = (0..<count("face")).map { _ in
                at += 1
                return TriangleIndices(next(), next(), next())
            }
            return try TriangleMesh(positions: positions, triangles: triangles)
        }
    }
}
