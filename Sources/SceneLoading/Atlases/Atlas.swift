// SPDX-License-Identifier: Apache-2.0
import Geometry
import JSON
import SceneModel

/// A brain atlas: a value of one kind for each voxel of a grid.
public final class Atlas: Sendable {
    /// What the voxels hold.
    public let kind: NRRDOptions.VoxelKind
    /// Voxels along x, y and z.
    public let size: GridDimensions
    /// Size of a voxel.
    public let spacing: Vector3
    /// Where the grid stands in space; nil for grids that lie in no three-dimensional space.
    public let placement: Transform?
    /// The numbers of each voxel one after the other, x fastest.
    package let values: [Double]
    /// How many numbers a voxel has.
    package let components: Int

    /// The numbers that a voxel of each kind has.
    private static let componentCounts: [NRRDOptions.VoxelKind: Int] = [
        .scalar: 1, .orientation: 4, .flatmap: 2, .layerDistance: 2, .vector: 3,
    ]

    /// Interprets the numbers of a file.
    ///
    /// - Throws: `LoadingError` where they are not of the kind.
    package init(_ volume: NRRDVolume, kind: NRRDOptions.VoxelKind) throws(LoadingError) {
        let sizes = volume.header.sizes
        guard sizes.count >= 3 else {
            throw LoadingError(.unsupported, "An atlas has three axes in space, the file has \(sizes.count)")
        }
        let grid = sizes.suffix(3)
        let components = Atlas.componentCounts[kind] ?? 1
        guard sizes.dropLast(3).reduce(1, *) == components else {
            throw LoadingError(
                .malformed,
                "A voxel of the kind '\(kind.rawValue)' has \(components) values, the file's sizes are \(sizes)")
        }
        self.kind = kind
        self.components = components
        size = GridDimensions(x: grid[grid.startIndex], y: grid[grid.startIndex + 1], z: grid[grid.startIndex + 2])
        let steps = volume.header.directions.suffix(3).map { step in
            step.count == 3 ? Vector3(Float(step[0]), Float(step[1]), Float(step[2])) : Vector3(1, 0, 0)
        }
        let isSpatial = volume.header.spaceDimension == 3
        if isSpatial && steps.count == 3 {
            let lengths = Vector3(steps[0].length, steps[1].length, steps[2].length)
            guard lengths.isFinite, all(lengths .> 0) else {
                throw LoadingError(.malformed, "The space directions must not be zero")
            }
            spacing = lengths
        } else {
            spacing = Vector3(1, 1, 1)
        }
        if isSpatial {
            let origin = volume.header.origin
            placement = Transform(
                translation: origin.count == 3
                    ? Vector3(Float(origin[0]), Float(origin[1]), Float(origin[2])) : .zero,
                rotation: steps.count == 3
                    ? Atlas.rotation(steps[0].normalized, steps[1].normalized, steps[2].normalized) : .identity)
        } else {
            placement = nil
        }
        values = volume.values
    }

    /// The rotation that takes the axes to three unit vectors, from the greatest of the quaternion's components.
    private static func rotation(_ x: Vector3, _ y: Vector3, _ z: Vector3) -> Quaternion {
        let squares = [1 + x.x + y.y + z.z, 1 + x.x - y.y - z.z, 1 - x.x + y.y - z.z, 1 - x.x - y.y + z.z]
        let greatest = squares.indices.max { squares[$0] < squares[$1] } ?? 0
        let quaternion =
            switch greatest {
            case 0: Quaternion(y.z - z.y, z.x - x.z, x.y - y.x, squares[0])
            case 1: Quaternion(squares[1], y.x + x.y, z.x + x.z, y.z - z.y)
            case 2: Quaternion(y.x + x.y, squares[2], z.y + y.z, z.x - x.z)
            default: Quaternion(z.x + x.z, z.y + y.z, squares[3], x.y - y.x)
            }
        return quaternion.normalized
    }

    /// Number of voxels.
    public var voxelCount: Int { size.x * size.y * size.z }

    /// One number of a voxel.
    @inline(__always)
    package func value(_ voxel: Int, _ component: Int = 0) -> Double { values[voxel * components + component] }

    /// The least and the greatest finite value of one component; nil where none is finite.
    package func range(_ component: Int) -> ClosedRange<Double>? {
        var (low, high) = (Double.infinity, -Double.infinity)
        for voxel in 0..<voxelCount {
            let value = value(voxel, component)
            guard value.isFinite else { continue }
            low = min(low, value)
            high = max(high, value)
        }
        return low <= high ? low...high : nil
    }

    /// The direction of a voxel of a vector atlas, of length 1; zero where there is none.
    package func direction(_ voxel: Int) -> Vector3 {
        let vector = Vector3(Float(value(voxel, 0)), Float(value(voxel, 1)), Float(value(voxel, 2)))
        let length = vector.length
        return length.isFinite && length > 0 ? vector / length : .zero
    }

    /// The rotation of a voxel of an orientation atlas, whose numbers are w, x, y, z; nil where there is none.
    package func orientation(_ voxel: Int) -> Quaternion? {
        let quaternion = Quaternion(
            Float(value(voxel, 1)), Float(value(voxel, 2)), Float(value(voxel, 3)), Float(value(voxel, 0)))
        let square = (quaternion.components * quaternion.components).sum()
        return square.isFinite && square > 0 ? quaternion.normalized : nil
    }

    /// For each voxel whether it holds something.
    package var validity: [Bool] {
        switch kind {
        case .scalar:
            let least = range(0)?.lowerBound ?? .infinity
            return (0..<voxelCount).map { value($0).isFinite && value($0) > least }
        case .orientation:
            return (0..<voxelCount).map { orientation($0) != nil }
        case .flatmap:
            let least = min(range(0)?.lowerBound ?? 0, range(1)?.lowerBound ?? 0)
            return (0..<voxelCount).map { value($0, 0) > least && value($0, 1) > least }
        case .layerDistance:
            return (0..<voxelCount).map { value($0, 0).isFinite && value($0, 1).isFinite }
        case .vector:
            return (0..<voxelCount).map { direction($0) != .zero }
        }
    }

    /// The box of a voxel; as the service has it, one voxel lower in z than the grid's own.
    package func box(_ voxel: Int) -> Bounds {
        let x = voxel % size.x
        let y = voxel / size.x % size.y
        let z = voxel / (size.x * size.y)
        return Bounds(
            min: Vector3(Float(x), Float(y), Float(z - 1)) * spacing,
            max: Vector3(Float(x + 1), Float(y + 1), Float(z)) * spacing)
    }
}

extension Loader {
    /// Brain atlases: one model of type `atlas`, the shell around the voxels that hold something.
    public static let nrrd = Loader(
        name: "NRRD loader", plugin: "Atlas Explorer", extensions: [".nrrd"], readsBytes: false
    ) { (source, options, monitor) throws(LoadingError) in
        guard case .nrrd(let options) = options else { return nil }
        try monitor.progress("Parsing NRRD data", 0.4)
        let volume = try NRRDVolume(path: source.path)
        try monitor.progress("Transforming data", 0.6)
        let atlas = try Atlas(volume, kind: options.kind)
        try monitor.progress("Generating volume mesh", 0.8)
        let model = try AtlasUseCase.outlineShell.run(atlas, .null)
        try monitor.progress("Done", 1)
        return [model]
    }
}
