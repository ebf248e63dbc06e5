// SPDX-License-Identifier: Apache-2.0
import Geometry
import JSON
import SceneLoading
import SceneModel
import Testing

@Suite struct VolumeTests {
    private func options(_ type: SceneModel.VoxelType, _ dimensions: SIMD3<UInt32> = [2, 3, 4]) -> LoaderOptions {
        .rawVolume(RawVolumeOptions(dimensions: dimensions, spacing: [1, 2, 0.5], voxelType: type))
    }

    @Test(arguments: SceneModel.VoxelType.allCases)
    func rawVoxelsFillTheGrid(_ type: SceneModel.VoxelType) throws {
        let bytes = (0..<(24 * type.size)).map { UInt8(truncatingIfNeeded: $0) }
        let model = try Loader.rawVolume.load(.bytes(bytes, fileExtension: "raw"), options: options(type))[0]
        #expect(model.type == "Volume")
        #expect(model.bounds(under: .identity) == Bounds(min: .zero, max: [2, 6, 2]))
        #expect(model.colorMethods.isEmpty && !model.hasMaterial && model.metadata.isEmpty)
        #expect(model.colorRamp?.upper == 255)
        guard case .volume(let volume) = model.content else { return }
        #expect(Array(volume.voxels.elements) == bytes)
    }

    @Test func sizesMustAgree() {
        for (count, dimensions) in [(23, SIMD3<UInt32>(2, 3, 4)), (25, [2, 3, 4]), (24, [0, 3, 4])] {
            let error = loadingError { () throws(LoadingError) in
                let bytes = [UInt8](repeating: 0, count: count)
                _ = try Loader.rawVolume.load(
                    .bytes(bytes, fileExtension: "raw"), options: options(.unsignedChar, dimensions))
            }
            let message = dimensions.x == 0 ? "Volume dimensions are empty" : "Data size and expected size mismatch"
            #expect(error?.message == message)
        }
        let huge = loadingError { () throws(LoadingError) in
            _ = try Loader.rawVolume.load(
                .bytes([], fileExtension: "raw"), options: options(.double, [.max, .max, .max]))
        }
        #expect(huge?.message == "Data size and expected size mismatch")
    }

    static let header = """
        ObjectType = Image
        NDims = 3
        DimSize = 2 3 4
        ElementSpacing = 1 1 2.5
        ElementType = MET_SHORT
        ElementDataFile = voxels.raw

        ignored after the empty line
        """

    @Test func metaImageNamesItsVoxels() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("a.mhd", Self.header)
        _ = try folder.write("voxels.raw", [UInt8](repeating: 1, count: 48))
        let model = try Loader.mhdVolume.load(.file(path), options: .mhdVolume)[0]
        #expect(model.bounds(under: .identity).max == [2, 3, 10])
        let bytes = loadingError { () throws(LoadingError) in
            _ = try Loader.mhdVolume.load(.bytes([], fileExtension: "mhd"), options: .mhdVolume)
        }
        #expect(bytes?.code == .unsupported)
    }

    @Test(arguments: [
        ("ObjectType = Image", "ObjectType = Mesh", "Wrong object type for mhd file", 1),
        ("DimSize = 2 3 4\n", "", "Incomplete MHD file. Missing DimSize", 0),
        ("MET_SHORT", "MET_LONG", "Unsupported data type: MET_LONG", 5),
        ("NDims = 3", "NDims", "Could not parse line 2", 2),
        ("2 3 4", "2 3", "DimSize must be three whole numbers", 3),
        ("2 3 4", "2 -3 4", "DimSize must be three whole numbers", 3),
        ("2 3 4", "2 0 4", "Volume dimensions are empty", 3),
    ])
    func metaImageFaultsTellTheirLine(_ old: String, _ new: String, _ message: String, _ line: Int) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("a.mhd", Self.header.replacing(old, with: new))
        let error = try #require(
            loadingError { () throws(LoadingError) in
                _ = try Loader.mhdVolume.load(.file(path), options: .mhdVolume)
            })
        #expect(error.message == message)
        #expect(error.place == (line == 0 ? nil : .line(line)))
        #expect(error.path == path)
    }

    static let names = ["4mm_uchar", "8mm_double", "8mm_float", "8mm_short", "8mm_ushort"]

    @Test(.enabled(if: SharedData.isPresent, "no shared data beside the checkout"), arguments: names)
    func agreesWithAnIndependentReader(_ name: String) throws {
        let file = "05_volumes/mni152_t1_\(name).mhd"
        let facts = try #require(SharedData.facts[file])
        let model = try Loader.mhdVolume.load(.file(SharedData.data(file)), options: .mhdVolume)[0]
        let bounds = model.bounds(under: .identity)
        #expect(isClose(bounds.max, try #require(facts["bounds_if_voxel_grid"]?["max"]?.vector)))
    }
}
