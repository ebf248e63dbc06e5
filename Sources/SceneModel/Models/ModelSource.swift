// SPDX-License-Identifier: Apache-2.0

/// Where a model comes from.
public enum ModelSource: Hashable, Sendable {
    /// A file, through a loader.
    case file(FileSource)
    /// Shapes written in the recipe, with a colour each.
    case shapes(Shapes, colors: [Color])
    /// A further copy of another model, by its name.
    case instance(of: String)
}

/// A file and the loader that reads it.
public struct FileSource: Hashable, Sendable {
    /// Absolute for a local file; as the server sees it for a remote one.
    public var path: String
    public var loader: LoaderOptions
    /// Send the bytes of the local file instead of its path.
    public var upload: Bool

    public init(path: String, loader: LoaderOptions, upload: Bool = false) {
        self.path = path
        self.loader = loader
        self.upload = upload
    }
}

/// A loader with its options.
public enum LoaderOptions: Hashable, Sendable {
    case mesh
    case rawVolume(RawVolumeOptions)
    case mhdVolume
    case morphology(MorphologyOptions)
    case bbp(BBPOptions)
    case sonata([SonataPopulation])
    case cellPlacement(CellPlacementOptions)
    case nrrd(NRRDOptions)
    case dti(DTIOptions)
    case protein(ProteinOptions)
    case xyz
}

/// How the voxels of a raw volume lie in the file: x fastest, little endian.
public struct RawVolumeOptions: Hashable, Sendable {
    /// Number of voxels along x, y and z, each at least 1.
    public var dimensions: SIMD3<UInt32>
    /// Size of a voxel.
    public var spacing: Vector3
    public var voxelType: VoxelType

    public init(dimensions: SIMD3<UInt32>, spacing: Vector3, voxelType: VoxelType) {
        self.dimensions = dimensions
        self.spacing = spacing
        self.voxelType = voxelType
    }
}

/// The number type of a voxel.
public enum VoxelType: String, CaseIterable, Hashable, Sendable {
    case unsignedChar = "unsigned_char"
    case short
    case unsignedShort = "unsigned_short"
    case halfFloat = "half_float"
    case float
    case double

    /// Bytes a voxel.
    public var size: Int {
        switch self {
        case .unsignedChar: 1
        case .short, .unsignedShort, .halfFloat: 2
        case .float: 4
        case .double: 8
        }
    }
}
