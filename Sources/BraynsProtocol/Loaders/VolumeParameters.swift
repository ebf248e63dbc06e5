// SPDX-License-Identifier: Apache-2.0
import JSON
import SceneModel

extension VoxelType: WireValue {
    public static var schema: Schema {
        var schema = Schema(.string)
        schema.values = allCases.map(\.wireName)
        schema.aliases = [VoxelType.unsignedChar.rawValue]
        return schema
    }

    public init(wire: JSONValue) throws {
        guard let type = Self.allCases.first(where: { $0.rawValue == wire.string || $0.wireName == wire.string })
        else { throw WireDecodingError(expected: .string, found: wire) }
        self = type
    }

    public var wire: JSONValue { .string(wireName) }

    /// Brayns misspells one name, and refuses the right one.
    private var wireName: String { self == .unsignedChar ? "unsinged_char" : rawValue }
}

/// The properties of the loader for raw volumes.
struct RawVolumeParameters: LoaderMessage {
    var dimensions = SIMD3<UInt32>()
    var spacing = SIMD3<Float>()
    var dataType = VoxelType.unsignedChar
    init() {}

    init?(_ options: LoaderOptions) {
        guard case .rawVolume(let volume) = options else { return nil }
        dimensions = volume.dimensions
        spacing = volume.spacing
        dataType = volume.voxelType
    }

    func options() -> LoaderOptions {
        .rawVolume(RawVolumeOptions(dimensions: dimensions, spacing: spacing, voxelType: dataType))
    }

    static let title = "RawVolumeLoaderParameters"
    static let fields: [Field<Self>] = [
        .required("dimensions", \.dimensions, "Voxels along each axis"),
        .required("spacing", \.spacing, "Size of a voxel"),
        .required("data_type", \.dataType, "Type of a voxel"),
    ]
}

extension NRRDOptions.VoxelKind: WireEnumeration {
    public static var schema: Schema {
        var schema = Schema(.string)
        schema.values = ["scalar", "orientation", "flatmap", "layer_distance", "vector"]
        return schema
    }
}

/// The properties of the loader for atlases.
struct NRRDParameters: LoaderMessage {
    var type = NRRDOptions.VoxelKind.scalar
    init() {}

    init?(_ options: LoaderOptions) {
        guard case .nrrd(let atlas) = options else { return nil }
        type = atlas.kind
    }

    func options() -> LoaderOptions { .nrrd(NRRDOptions(kind: type)) }

    static let title = "NRRDLoaderParameters"
    static let fields: [Field<Self>] = [.required("type", \.type, "What a voxel holds")]
}
