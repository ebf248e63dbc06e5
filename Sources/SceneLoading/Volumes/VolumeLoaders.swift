// SPDX-License-Identifier: Apache-2.0
import Geometry
import SceneModel

extension Loader {
    /// Bare voxels, whose form the options tell: one model of type `Volume`.
    public static let rawVolume = Loader(name: "raw-volume", plugin: "Core", extensions: ["raw"], readsBytes: true) {
        (source, options, monitor) throws(LoadingError) in
        guard case .rawVolume(let form) = options else { return nil }
        // Clients count these three, as the real service sends them.
        try monitor.progress("Parsing voxels", 0)
        let grid = try VoxelGrid(form)
        try monitor.progress("Building model", 0.5)
        let model = try LoadedModel(volume: grid, contents: source)
        try monitor.progress("Done", 1)
        return [model]
    }

    /// MetaImage, a text that names a file of bare voxels: one model of type `Volume`.
    public static let mhdVolume = Loader(name: "mhd-volume", plugin: "Core", extensions: ["mhd"], readsBytes: false) {
        (source, options, monitor) throws(LoadingError) in
        guard case .mhdVolume = options else { return nil }
        let header = try source.withBytes { (bytes) throws(LoadingError) in try MetaImageHeader(bytes) }
        try monitor.checkCancellation()
        let voxels = LoadingSource.file(RelativePath.resolve(header.dataFile, besides: source.path))
        return [try LoadedModel(volume: header.grid, contents: voxels)]
    }
}

/// The form of a regular grid of voxels.
package struct VoxelGrid: Sendable, Equatable {
    /// Voxels along x, y and z.
    package var dimensions: SIMD3<UInt32>
    /// Size of a voxel.
    package var spacing: Vector3
    /// The number type of a voxel.
    package var type: VoxelType

    /// - Throws: `LoadingError` for a grid without voxels or voxels without size.
    package init(dimensions: SIMD3<UInt32>, spacing: Vector3, type: VoxelType) throws(LoadingError) {
        guard all(dimensions .> 0) else { throw LoadingError(.invalidOption, "Volume dimensions are empty") }
        guard spacing.isFinite, all(spacing .> 0) else {
            throw LoadingError(.invalidOption, "Volume spacing must be positive on each axis")
        }
        self.dimensions = dimensions
        self.spacing = spacing
        self.type = type
    }

    fileprivate init(_ options: RawVolumeOptions) throws(LoadingError) {
        try self.init(dimensions: options.dimensions, spacing: options.spacing, type: options.voxelType)
    }
}

extension LoadedModel {
    /// A volume whose bytes are exactly the contents of a file, x fastest, little endian.
    fileprivate init(volume grid: VoxelGrid, contents: LoadingSource) throws(LoadingError) {
        let dimensions = GridDimensions(
            x: Int(grid.dimensions.x), y: Int(grid.dimensions.y), z: Int(grid.dimensions.z))
        let voxels = try contents.withBytes { (bytes) throws(LoadingError) -> GeometryBuffer<UInt8> in
            guard let expected = try? RegularVolume.byteCount(dimensions: dimensions, type: grid.type),
                expected == bytes.count
            else {
                throw LoadingError(.malformed, "Data size and expected size mismatch", at: .byte(bytes.count))
            }
            return GeometryBuffer(count: expected) { target in
                UnsafeMutableRawBufferPointer(target).copyMemory(from: bytes)
            }
        }
        do {
            let volume = try RegularVolume(
                dimensions: dimensions, spacing: grid.spacing, type: grid.type, voxels: voxels)
            self.init(
                type: "Volume", content: .volume(volume),
                colorRamp: ColorRamp(
                    lower: 0, upper: 255, colors: [Color(0, 0, 0, 0), Color(1, 1, 1, 1)]))
        } catch {
            throw LoadingError(.malformed, "The volume cannot be shown: \(error)")
        }
    }
}
