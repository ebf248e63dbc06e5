// SPDX-License-Identifier: Apache-2.0
import Geometry
import JSON
import SceneModel

/// A way of showing an atlas. Each is declared once, here.
public struct AtlasUseCase: Sendable {
    /// The name that requests give.
    public let name: String
    /// Other spellings that clients send.
    public let aliases: [String]
    /// The kinds of atlases that it shows.
    public let kinds: [NRRDOptions.VoxelKind]
    private let body: @Sendable (Atlas, JSONValue) throws(LoadingError) -> LoadedModel

    /// All ways of showing atlases, in the order in which the service lists them.
    public static let all: [AtlasUseCase] = [
        density, flatmapAreas, highlightColumn, layerDistance, orientationField, vectorField, outlineShell,
    ]

    private init(
        _ name: String, aliases: [String] = [], _ kinds: [NRRDOptions.VoxelKind],
        body: @escaping @Sendable (Atlas, JSONValue) throws(LoadingError) -> LoadedModel
    ) {
        self.name = name
        self.aliases = aliases
        self.kinds = kinds
        self.body = body
    }

    /// The ways that an atlas can be shown.
    public static func available(for atlas: Atlas) -> [AtlasUseCase] {
        all.filter { $0.kinds.contains(atlas.kind) }
    }

    /// Shows an atlas.
    ///
    /// - Parameters:
    ///   - name: a use case's name.
    ///   - atlas: what is shown.
    ///   - parameters: the use case's parameters; passed over where it takes none.
    /// - Returns: a model of type `atlas`, which carries the atlas too.
    /// - Throws: `LoadingError` in the service's wording.
    public static func show(
        _ name: String, of atlas: Atlas, parameters: JSONValue
    ) throws(LoadingError) -> LoadedModel {
        guard let useCase = all.first(where: { $0.name == name || $0.aliases.contains(name) }) else {
            throw LoadingError(.notFound, "Unhandled use-case")
        }
        guard useCase.kinds.contains(atlas.kind) else {
            throw LoadingError(.invalidOption, "The use-case is not valid for the given type of atlas")
        }
        return try useCase.run(atlas, parameters)
    }

    func run(_ atlas: Atlas, _ parameters: JSONValue) throws(LoadingError) -> LoadedModel {
        var model = try body(atlas, parameters)
        model.baseTransform = atlas.placement
        model.atlas = atlas
        return model
    }

    // MARK: Use cases

    static let outlineShell = AtlasUseCase("Outline mesh shell", NRRDOptions.VoxelKind.allCases) {
        (atlas, _) throws(LoadingError) in
        let mask = atlas.validity.map { UInt8($0 ? 255 : 0) }
        let color = Vector4(1, 1, 1, 0.3)
        return try built { () throws(GeometryError) in
            let volume = try RegularVolume(
                dimensions: atlas.size, spacing: atlas.spacing, type: .unsignedChar, voxels: GeometryBuffer(mask))
            let shell = Surface.isosurface(try Isosurface(volume: volume, values: [1]))
            return LoadedModel(
                type: "atlas", content: .parts([ModelPart(surface: shell, colors: .solid(color))]), solidColor: color,
                colorMethods: [.solid])
        }
    }

    static let density = AtlasUseCase("Density", [.scalar]) { (atlas, _) throws(LoadingError) in
        let range = atlas.range(0) ?? 0...1
        let bytes = GeometryBuffer<UInt8>(count: atlas.values.count * 8) { target in
            atlas.values.withUnsafeBytes { UnsafeMutableRawBufferPointer(target).copyMemory(from: $0) }
        }
        return try built { () throws(GeometryError) in
            let volume = try RegularVolume(
                dimensions: atlas.size, spacing: atlas.spacing, type: .double, voxels: bytes)
            return LoadedModel(
                type: "atlas", content: .volume(volume),
                colorRamp: ColorRamp(
                    lower: Float(range.lowerBound), upper: Float(range.upperBound),
                    colors: [Color(0, 0, 0, 0), Color(1, 1, 1, 1)]))
        }
    }

    static let layerDistance = AtlasUseCase("Layer distance", [.layerDistance]) {
        (atlas, parameters) throws(LoadingError) in
        // The service's key is misspelt; its client sends the right one.
        let sides = ["lower": 0, "upper": 1]
        guard let text = (parameters["xz_coordinate"] ?? parameters["type"])?.string, let side = sides[text] else {
            throw LoadingError(.invalidOption, "Could not parse use case parameters")
        }
        guard let range = atlas.range(side), range.lowerBound < range.upperBound else {
            throw LoadingError(.unsupported, "Cannot visualize layer distance. Data is not valid")
        }
        let bytes = GeometryBuffer<UInt8>(count: atlas.voxelCount * 4) { target in
            let raw = UnsafeMutableRawBufferPointer(target)
            for voxel in 0..<atlas.voxelCount {
                let value = Float(atlas.value(voxel, side))
                raw.storeBytes(of: value.isFinite ? value : .nan, toByteOffset: 4 * voxel, as: Float.self)
            }
        }
        return try built { () throws(GeometryError) in
            let volume = try RegularVolume(
                dimensions: atlas.size, spacing: atlas.spacing, type: .float, voxels: bytes)
            return LoadedModel(
                type: "atlas", content: .volume(volume),
                colorRamp: ColorRamp(
                    lower: Float(range.lowerBound), upper: Float(range.upperBound),
                    colors: [Color(1, 0, 0), Color(1, 0.5, 0), Color(1, 1, 0), Color(0.8, 0.8, 0.8)]))
        }
    }

    static let flatmapAreas = AtlasUseCase("Flatmap areas", [.flatmap]) { (atlas, _) throws(LoadingError) in
        var voxelsOfArea: [SIMD2<Double>: [Int]] = [:]
        for (voxel, isValid) in atlas.validity.enumerated() where isValid {
            voxelsOfArea[SIMD2(atlas.value(voxel, 0), atlas.value(voxel, 1)), default: []].append(voxel)
        }
        let colors: [Vector4] = [
            [1, 0, 0, 1], [0, 1, 0, 1], [0, 0, 1, 1], [1, 1, 0, 1], [1, 0, 1, 1], [0, 1, 1, 1],
        ]
        // In a fixed order, so that an area has the same colour each time.
        let areas = voxelsOfArea.keys.sorted { ($0.x, $0.y) < ($1.x, $1.y) }
        guard !areas.isEmpty else { throw LoadingError(.empty, "The flatmap has no areas") }
        return try built { () throws(GeometryError) in
            var parts: [ModelPart] = []
            for (index, area) in areas.enumerated() {
                let boxes = (voxelsOfArea[area] ?? []).map(atlas.box)
                parts.append(
                    ModelPart(surface: .boxes(try BoxSet(boxes)), colors: .solid(colors[index % colors.count])))
            }
            return LoadedModel(type: "atlas", content: .parts(parts))
        }
    }

    static let highlightColumn = AtlasUseCase(
        "Highlight column", aliases: ["Highlight columns"], NRRDOptions.VoxelKind.allCases
    ) { (atlas, parameters) throws(LoadingError) in
        let columns = try AtlasColumn.columns(parameters, atlas.size)
        return try built { () throws(GeometryError) in
            let boxes = columns.map { column in
                let (x, z) = (Float(column.x), Float(column.z))
                return Bounds(
                    min: Vector3(x, -1, z) * atlas.spacing,
                    max: Vector3(x + 1, Float(atlas.size.y), z + 1) * atlas.spacing)
            }
            return LoadedModel(
                type: "atlas",
                content: .parts([
                    ModelPart(
                        surface: .boxes(try BoxSet(boxes)), colors: .each(GeometryBuffer(columns.map(\.color))))
                ]))
        }
    }

    static let orientationField = AtlasUseCase("Orientation field", [.orientation]) {
        (atlas, _) throws(LoadingError) in
        let least = atlas.spacing.min()
        let turned = (0..<atlas.voxelCount).compactMap { voxel in
            atlas.orientation(voxel).map { (atlas.box(voxel).center, $0) }
        }
        guard !turned.isEmpty else { throw LoadingError(.empty, "The atlas has no orientations") }
        return try built { () throws(GeometryError) in
            var parts: [ModelPart] = []
            for axis in [Vector3(1, 0, 0), Vector3(0, 1, 0), Vector3(0, 0, 1)] {
                let capsules = turned.map { center, rotation in
                    // Half a voxel long, so that neighbours do not touch.
                    Capsule(
                        start: center, startRadius: least * 0.05, end: center + rotation.rotate(axis) * least * 0.5,
                        endRadius: least * 0.05)
                }
                parts.append(
                    ModelPart(surface: .capsules(try CapsuleSet(capsules)), colors: .solid(Vector4(axis, 1))))
            }
            return LoadedModel(type: "atlas", content: .parts(parts))
        }
    }

    static let vectorField = AtlasUseCase("Vector field", [.vector]) { (atlas, _) throws(LoadingError) in
        let length = atlas.spacing.min() * 0.5
        let arrows = (0..<atlas.voxelCount).compactMap { voxel -> (Capsule, Vector4)? in
            let direction = atlas.direction(voxel)
            guard direction != .zero else { return nil }
            let center = atlas.box(voxel).center
            let cone = Capsule(
                start: center, startRadius: 0.05 * length, end: center + direction * length, endRadius: 0)
            return (cone, Vector4((direction + 1) / 2, 1))
        }
        guard !arrows.isEmpty else { throw LoadingError(.empty, "The atlas has no vectors") }
        return try built { () throws(GeometryError) in
            LoadedModel(
                type: "atlas",
                content: .parts([
                    ModelPart(
                        surface: .capsules(try CapsuleSet(arrows.map(\.0))),
                        colors: .each(GeometryBuffer(arrows.map(\.1))))
                ]))
        }
    }

    private static func built(
        _ body: () throws(GeometryError) -> LoadedModel
    ) throws(LoadingError) -> LoadedModel {
        do throws(GeometryError) {
            return try body()
        } catch {
            throw LoadingError(.unsupported, "The atlas cannot be shown: \(error)")
        }
    }
}

/// A column of an atlas that is highlighted.
private struct AtlasColumn {
    var x: Int
    var z: Int
    var color: Vector4

    /// The column asked for and its neighbours.
    ///
    /// - Throws: `LoadingError` where the parameters are not of the schema or a column is outside.
    static func columns(_ parameters: JSONValue, _ size: GridDimensions) throws(LoadingError) -> [AtlasColumn] {
        let unreadable = LoadingError(.invalidOption, "Could not parse use case parameters")
        func pair(_ value: JSONValue?) throws(LoadingError) -> (Int, Int) {
            guard let numbers = value?.array?.compactMap(\.integer), numbers.count == 2 else { throw unreadable }
            return (Int(numbers[0]), Int(numbers[1]))
        }
        func color(_ value: JSONValue?) throws(LoadingError) -> Vector4 {
            guard let numbers = value?.array?.compactMap(\.double), numbers.count == 4 else { throw unreadable }
            return Vector4(Float(numbers[0]), Float(numbers[1]), Float(numbers[2]), Float(numbers[3]))
        }
        func isInside(_ x: Int, _ z: Int) -> Bool { (0..<size.x).contains(x) && (0..<size.z).contains(z) }
        let (x, z) = try pair(parameters["xz_coordinate"])
        var columns = [AtlasColumn(x: x, z: z, color: try color(parameters["color"]))]
        guard isInside(x, z) else {
            throw LoadingError(.invalidOption, "Column coordinates are out of volume bounds")
        }
        for neighbour in parameters["neighbours"]?.array ?? [] {
            let (dx, dz) = try pair(neighbour["relative_xz"])
            let (nx, overflowX) = x.addingReportingOverflow(dx)
            let (nz, overflowZ) = z.addingReportingOverflow(dz)
            guard !overflowX, !overflowZ, isInside(nx, nz) else {
                throw LoadingError(.invalidOption, "Neighbour coordinates are out of volume bounds")
            }
            columns.append(AtlasColumn(x: nx, z: nz, color: try color(neighbour["color"])))
        }
        return columns
    }
}
