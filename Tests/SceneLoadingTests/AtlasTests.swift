// SPDX-License-Identifier: Apache-2.0
import Geometry
import JSON
import SceneLoading
import SceneModel
import Testing

@Suite(.enabled(if: SharedData.isPresent, "no shared data beside the checkout")) struct AtlasDataTests {
    static let names = SharedData.facts.object?.keys.filter { $0.hasSuffix(".nrrd") || $0.hasSuffix(".nhdr") }.sorted()
        ?? []

    @Test(arguments: names)
    func numbersAgreeWithAnIndependentReader(_ name: String) throws {
        let facts = try #require(SharedData.facts[name])
        let volume = try NRRDVolume(path: SharedData.data(name))
        #expect(volume.header.sizes.map { Int64($0) } == facts["sizes"]?.array?.compactMap(\.integer))
        let finite = volume.values.filter(\.isFinite)
        #expect(finite.min() == facts["min"]?.double || abs((finite.min() ?? 0) - (facts["min"]?.double ?? 1)) < 1e-5)
        #expect(abs((finite.max() ?? 0) - (facts["max"]?.double ?? -1)) < 1e-5 * max(1, abs(finite.max() ?? 0)))
        #expect(Int64(volume.values.count - finite.count) == facts["nan"]?.integer)
        let sum = finite.reduce(0, +)
        #expect(abs(sum - (facts["sum"]?.double ?? -1)) < 1e-3 * max(1, abs(sum)))
        let index = facts["centre_value"]?["index"]?.array?.compactMap(\.integer).map { Int($0) } ?? []
        var place = 0
        for (size, part) in zip(volume.header.sizes, index).reversed() { place = place * size + part }
        if let expected = facts["centre_value"]?["value"]?.double {
            #expect(abs(volume.values[place] - expected) < 1e-5 * max(1, abs(expected)))
        }
    }

    private func load(_ name: String, _ kind: NRRDOptions.VoxelKind) throws(LoadingError) -> LoadedModel {
        try Loader.nrrd.load(.file(SharedData.data("05_volumes/" + name)), options: .nrrd(NRRDOptions(kind: kind)))[0]
    }

    @Test func anAtlasIsItsShellInSpace() throws {
        let model = try load("mni152_t1_4mm_uint8_gzip.nrrd", .scalar)
        #expect(model.type == "atlas" && model.solidColor == Vector4(1, 1, 1, 0.3))
        let placement = try #require(model.baseTransform)
        #expect(placement.translation == [-96.5, -132.5, -70.5] && placement.rotation == .identity)
        let bounds = model.bounds(under: placement.affine)
        #expect(bounds == Bounds(min: [-96.5, -132.5, -70.5], max: [99.5, 99.5, 117.5]))
        #expect(model.colorMethods.map(\.name) == ["solid"])
    }

    @Test(arguments: [
        ("mni152_t1_4mm_uint8_gzip.nrrd", NRRDOptions.VoxelKind.scalar,
         ["Density", "Highlight column", "Outline mesh shell"]),
        ("mni152_flatmap_8mm_int64_gzip.nrrd", .flatmap, ["Flatmap areas", "Highlight column", "Outline mesh shell"]),
        ("dti_v1_orientation_float_gzip.nrrd", .orientation,
         ["Highlight column", "Orientation field", "Outline mesh shell"]),
        ("dti_v1_vector_float_gzip.nrrd", .vector, ["Highlight column", "Vector field", "Outline mesh shell"]),
        ("native/PH6_layer_distance.nrrd", .layerDistance,
         ["Highlight column", "Layer distance", "Outline mesh shell"]),
    ])
    func useCasesFitTheirAtlas(_ name: String, _ kind: NRRDOptions.VoxelKind, _ expected: [String]) throws {
        let atlas = try #require(try load(name, kind).atlas)
        #expect(AtlasUseCase.available(for: atlas).map(\.name) == expected)
        let parameters: JSONValue = [
            "xz_coordinate": [2, 3], "color": [1, 0, 0, 1], "type": "upper",
            "neighbours": [["relative_xz": [1, 0], "color": [0, 1, 0, 1]]],
        ]
        for useCase in expected where useCase != "Layer distance" {
            let model = try AtlasUseCase.show(useCase, of: atlas, parameters: parameters)
            #expect(model.type == "atlas" && model.atlas === atlas && model.baseTransform == atlas.placement)
        }
    }

    @Test func useCasesDrawTheVoxels() throws {
        let vectors = try #require(try load("dti_v1_vector_float_gzip.nrrd", .vector).atlas)
        let field = try AtlasUseCase.show("Vector field", of: vectors, parameters: .null)
        #expect(field.parts[0].surface.primitiveCount == 1000)
        let turned = try #require(try load("dti_v1_orientation_float_gzip.nrrd", .orientation).atlas)
        let gizmos = try AtlasUseCase.show("Orientation field", of: turned, parameters: .null)
        #expect(gizmos.parts.map(\.surface.primitiveCount) == [1000, 1000, 1000])
        let layers = try #require(try load("native/PH6_layer_distance.nrrd", .layerDistance).atlas)
        for parameters in [["type": "lower"], ["xz_coordinate": "upper"]] as [JSONValue] {
            let error = loadingError { () throws(LoadingError) in
                let model = try AtlasUseCase.show("Layer distance", of: layers, parameters: parameters)
                guard case .volume = model.content, model.colorRamp?.colors.count == 4 else {
                    throw LoadingError(.empty, "no volume")
                }
            }
            #expect(error == nil || error?.message == "Cannot visualize layer distance. Data is not valid")
        }
        let column = try AtlasUseCase.show(
            "Highlight columns", of: vectors, parameters: ["xz_coordinate": [2, 3], "color": [1, 0, 0, 1]])
        #expect(column.bounds(under: .identity) == Bounds(min: [4, -2, 6], max: [6, 20, 8]))
        let density = try AtlasUseCase.show(
            "Density", of: try #require(try load("mni152_t1_8mm_double_gzip.nrrd", .scalar).atlas), parameters: .null)
        #expect(density.colorRamp?.upper == 235.39453)
    }

    @Test func useCasesRefuseWhatTheyCannotShow() throws {
        let atlas = try #require(try load("dti_v1_vector_float_gzip.nrrd", .vector).atlas)
        for (name, parameters, message) in [
            ("Area collage", JSONValue.null, "Unhandled use-case"),
            ("Density", .null, "The use-case is not valid for the given type of atlas"),
            ("Highlight column", .null, "Could not parse use case parameters"),
            ("Highlight column", ["xz_coordinate": [10, 0], "color": [1, 0, 0, 1]],
             "Column coordinates are out of volume bounds"),
            ("Highlight column",
             ["xz_coordinate": [9, 0], "color": [1, 0, 0, 1],
              "neighbours": [["relative_xz": [1, 0], "color": [1, 0, 0, 1]]]],
             "Neighbour coordinates are out of volume bounds"),
        ] {
            let error = loadingError { () throws(LoadingError) in
                _ = try AtlasUseCase.show(name, of: atlas, parameters: parameters)
            }
            #expect(error?.message == message)
        }
        #expect(loadingError { () throws(LoadingError) in _ = try load("native/voxcell_scalar.nrrd", .scalar) } != nil)
        #expect(
            loadingError { () throws(LoadingError) in _ = try load("dti_v1_vector_float_gzip.nrrd", .scalar) } != nil)
    }

    @Test func cutAndDamagedDataAreErrors() throws {
        let folder = try TemporaryFolder()
        for encoding in ["gzip", "bzip2", "hex"] {
            let name = "05_volumes/mni152_t1_8mm_int16_\(encoding).nrrd"
            let whole = try FileBytes(path: SharedData.data(name)).withBytes { [UInt8]($0) }
            for step in 0..<40 {
                let cut = try folder.write("cut.nrrd", Array(whole[..<(whole.count * step / 40)]))
                #expect(loadingError { () throws(LoadingError) in _ = try NRRDVolume(path: cut) } != nil)
                var spoilt = whole
                spoilt[whole.count * (step + 1) / 41] ^= 0x55
                let path = try folder.write("spoilt.nrrd", spoilt)
                // Damage may go unnoticed, but never ends the process.
                _ = loadingError { () throws(LoadingError) in _ = try NRRDVolume(path: path) }
            }
        }
    }
}

@Suite struct NRRDHeaderTests {
    private func read(_ text: String, _ data: [UInt8] = []) throws -> NRRDVolume {
        let folder = try TemporaryFolder()
        _ = try folder.write("s01.raw", [1, 2])
        _ = try folder.write("s02.raw", [3, 4])
        return try NRRDVolume(path: try folder.write("a.nrrd", Array(text.utf8) + data))
    }

    @Test func dataMayLieInSeveralFiles() throws {
        let head = "NRRD0004\ntype: uchar\ndimension: 1\nsizes: 4\nencoding: raw\n"
        #expect(try read(head + "data file: s%02d.raw 1 2 1\n\n").values == [1, 2, 3, 4])
        #expect(try read(head + "datafile: LIST\ns02.raw\ns01.raw\n").values == [3, 4, 1, 2])
        #expect(try read(head + "key:=value\n# note\n\n", [5, 10, 7, 10, 10]).values == [5, 10, 7, 10])
    }

    @Test func bothByteOrdersAreRead() throws {
        for (order, bytes) in [("little", [2, 1]), ("big", [1, 2])] as [(String, [UInt8])] {
            let fields = ["NRRD0004", "type: short", "dimension: 1", "sizes: 1", "endian: \(order)", "encoding: raw"]
            let head = (fields + ["", ""]).joined(separator: "\r\n")
            #expect(try read(head, bytes).values == [258])
        }
    }

    @Test(arguments: [
        ("NRRX\n", 1, "begins with"), ("NRRD0004\nsizes: 1\n", 2, "must come before"),
        ("NRRD0004\ncolour: red\n", 2, "Unknown key colour"), ("NRRD0004\ntype: block\n", 2, "Unknown type"),
        ("NRRD0004\nencoding: zip\n", 2, "Unknown encoding"), ("NRRD0004\ndimension: 0\n", 2, "from 1 to 16"),
        ("NRRD0004\ndimension: 2\nsizes: 1 x\n", 3, "Expected 2 sizes"), ("NRRD0004\nnothing\n", 2, "Expected a field"),
        ("NRRD0004\nspace directions: (1,0)\n", 2, "must come before"),
        ("NRRD0004\nspace: RAS\nspace directions: (1,0)\n", 3, "vectors of 3 numbers"),
        ("NRRD0004\ndata file: a%d.raw 1 5 0\n", 2, "make no sense"),
        ("NRRD0004\ndimension: 1\nsizes: 1\nencoding: raw\n\n", 6, "no 'type'"),
        ("NRRD0004\ntype: int\ndimension: 1\nsizes: 1\nencoding: raw\n\n", 7, "no 'endian'"),
    ])
    func faultyHeadersTellTheirLine(_ text: String, _ line: Int, _ why: String) throws {
        let error = #expect(throws: LoadingError.self) { try read(text) }
        #expect(error?.place == .line(line) && error?.message.contains(why) == true, "\(String(describing: error))")
    }

    @Test func absurdSizesTakeNoMemory() throws {
        for encoding in ["raw", "text", "hex", "gzip", "bzip2"] {
            let text = "NRRD0004\ntype: uchar\ndimension: 3\nsizes: 1000000 1000 1000\nencoding: \(encoding)\n\n1"
            #expect(throws: LoadingError.self) { try read(text) }
        }
        #expect(throws: LoadingError.self) {
            try read("NRRD0004\ntype: uchar\ndimension: 2\nsizes: 9223372036854775807 2\nencoding: raw\n\n")
        }
    }
}
