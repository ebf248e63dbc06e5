// SPDX-License-Identifier: Apache-2.0
import Geometry
import JSON
import SceneLoading
import SceneModel
import Testing

/// Loads a mesh from text.
private func mesh(_ text: String, _ fileExtension: String) throws(LoadingError) -> TriangleMesh {
    try mesh(Array(text.utf8), fileExtension)
}

private func mesh(_ bytes: [UInt8], _ fileExtension: String) throws(LoadingError) -> TriangleMesh {
    let models = try Loader.mesh.load(.bytes(bytes, fileExtension: fileExtension), options: .mesh)
    guard models.count == 1, case .triangles(let mesh) = models[0].parts[0].surface else {
        throw LoadingError(.empty, "no triangles")
    }
    return mesh
}

/// The corners of each triangle as points, in order.
private func triangles(_ mesh: TriangleMesh) -> [[Vector3]] {
    mesh.triangles.elements.map { [mesh.positions[Int($0.a)].vector, mesh.positions[Int($0.b)].vector,
                                   mesh.positions[Int($0.c)].vector] }
}

@Suite struct MeshFormatTests {
    let unitSquare: [[Vector3]] = [[[0, 0, 0], [1, 0, 0], [1, 1, 0]], [[0, 0, 0], [1, 1, 0], [0, 1, 0]]]

    @Test func objCutsPolygonsIntoFansInOrder() throws {
        let square = try mesh("v 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\nf 1 2 3 4\n", "obj")
        #expect(triangles(square) == unitSquare)
        #expect(square.normals == nil)
        let pentagon = try mesh("v 0 0 0\nv 2 0 0\nv 3 1 0\nv 1 2 0\nv -1 1 0\nf 1 2 3 4 5\n", "obj")
        #expect(pentagon.triangles.count == 3)
    }

    @Test func objNumbersVerticesThroughAllObjects() throws {
        let text = """
            o first
            v 0 0 0
            v 1 0 0
            v 0 1 0
            f 1 2 3
            o second
            v 5 0 0
            v 6 0 0
            v 5 1 0
            f 4/1 5/2 6/3
            f -3//1 -2//1 -1//1
            vn 0 0 2
            """
        let result = try mesh(text, "obj")
        #expect(triangles(result).map { $0[0].x } == [0, 5, 5])
        let normals = try #require(result.normals)
        // The first two triangles have no normals of their own and take their planes'; the third's is made unit.
        #expect(normals.elements.allSatisfy { $0.vector == [0, 0, 1] })
    }

    @Test func objSplitsVerticesWhereNormalsDiffer() throws {
        let result = try mesh(
            """
            v 0 0 0
            v 1 0 0
            v 0 1 0
            v 0 0 1
            vn 0 0 1
            vn 1 0 0
            f 1//1 2//1 3//1
            f 1//2 3//2 4//2
            """, "obj")
        let normals = try #require(result.normals)
        let used = result.triangles.elements.map { [normals[Int($0.a)].vector, normals[Int($0.c)].vector] }
        #expect(used == [[[0, 0, 1], [0, 0, 1]], [[1, 0, 0], [1, 0, 0]]])
        #expect(result.positions.count == 6)
    }

    @Test func objContinuesLinesAndReadsOddSpacing() throws {
        let square = try mesh(
            "# comment\r\n\tv  0 0 0  \r\nv 1 0 0\r\nv 1 1 0 1.0\r\nv 0 1 0 0.5 0.5 0.5\r\ng a\r\nf 1 2 \\\r\n 3 4\r\n",
            "obj")
        #expect(triangles(square) == unitSquare)
    }

    @Test(arguments: [
        ("v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 4\n", 4, "Invalid index 4"),
        ("v 0 0 0\nf 0 1 1\n", 2, "Invalid index 0"),
        ("v 0 0 0\nf -2 -1 -1\n", 2, "Invalid index -2"),
        ("v 0 0 0\nv 0 0 nan\n", 2, "Expected three finite numbers"),
        ("v 0 0\n", 1, "Expected three finite numbers"),
        ("v 0 0 1e999\n", 1, "Expected three finite numbers"),
        ("v 0 0 0\n\nf 1 1\n", 3, "Face with 2 vertices"),
        ("v 0 0 0\nf 1 1 x\n", 2, "Expected a vertex index"),
        ("v 0 0 0\nf 1 1 1a\n", 2, "Invalid face corner"),
        ("v 0 0 0\nf 1 1 99999999999999999999\n", 2, "Expected a vertex index"),
    ])
    func objFaultsTellTheirLine(_ text: String, _ line: Int, _ why: String) throws {
        let error = try #require(loadingError { () throws(LoadingError) in _ = try mesh(text, "obj") })
        #expect(error.place == .line(line))
        #expect(error.message.hasPrefix("Parsing error at line \(line): '\(why)'. Line content: '"))
    }

    @Test(arguments: ["obj", "off", "ply", "stl"])
    func nothingToShowIsAnError(_ fileExtension: String) throws {
        let empty = [
            "obj": "v 0 0 0\n", "off": "OFF\n0 0 0\n", "stl": "solid a\nendsolid a\n",
            "ply": "ply\nformat ascii 1.0\nelement vertex 0\nproperty float x\nproperty float y\nproperty float z\n"
                + "element face 0\nproperty list uchar int vertex_indices\nend_header\n",
        ]
        let text = try #require(empty[fileExtension])
        let error = try #require(loadingError { () throws(LoadingError) in _ = try mesh(text, fileExtension) })
        #expect(error.code == .empty)
        #expect(error.message == "No meshes found")
    }

    @Test func offReadsItsVariants() throws {
        let plain = "0 0 0\n1 0 0 # here\n1 1 0\n\n0 1 0\n4 0 1 2 3 1.0 0 0\n"
        for header in ["OFF\n4 1 0\n", "4 1 0\n", "OFF4 1\n", "\t OFF # x\n# y\n4 1 4\n", "COFF\n4 1 0\n"] {
            #expect(triangles(try mesh(header + plain, "off")) == unitSquare)
        }
        let normals = try mesh("NOFF\n3 1 0\n0 0 0 0 0 3\n1 0 0 0 0 1\n0 1 0 0 0 1\n3 0 1 2\n", "off").normals
        #expect(normals?[0].vector == [0, 0, 1])
    }

    @Test(arguments: [
        ("OFF\n3 1 0\n0 0 0\n1 0 0\n0 1 0\n3 0 1 3\n", 6, LoadingError.Code.malformed),
        ("OFF\n3 1 0\n0 0 0\n1 0 0\n", 5, .truncated),
        ("OFF\n3000000000 1 0\n0 0 0\n", 2, .truncated),
        ("OFF\n-1 1 0\n", 2, .malformed),
        ("OFF BINARY\n", 1, .unsupported),
        ("4OFF\n", 1, .unsupported),
        ("OFF\n3 1 0\n0 0 0\n1 0 0\n0 1 0\n3 0 1\n", 6, .malformed),
    ])
    func offFaultsTellTheirLine(_ text: String, _ line: Int, _ code: LoadingError.Code) throws {
        let error = try #require(loadingError { () throws(LoadingError) in _ = try mesh(text, "off") })
        #expect(error.place == .line(line))
        #expect(error.code == code)
    }

    @Test func meshMetadataCountsEachTrianglesOwnVertices() throws {
        let source = LoadingSource.bytes(Array("v 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\nf 1 2 3 4\n".utf8),
                                         fileExtension: "OBJ")
        let model = try Loader.mesh.load(source, options: .mesh)[0]
        #expect(model.type == "mesh")
        #expect(model.metadata == ["meshes": "1", "vertices": "6", "faces": "2"])
        #expect(model.colorMethods.map(\.name) == ["solid", "triangle"])
        #expect(model.colorMethods[1].values(parts: model.parts) == ["0-1"])
        #expect(model.bounds(under: .identity) == Bounds(min: [0, 0, 0], max: [1, 1, 0]))
    }

    @Test func unusedVerticesDoNotWidenBounds() throws {
        let result = try mesh("v 9 9 9\nv 0 0 0\nv 1 0 0\nv 0 1 0\nf 2 3 4\n", "obj")
        #expect(result.positions.count == 3)
        #expect(result.bounds(under: .identity).max == [1, 1, 0])
    }

    @Test func unknownFormatsAndForeignOptionsAreRefused() throws {
        let format = loadingError { () throws(LoadingError) in _ = try mesh("", "fbx") }
        #expect(format?.code == .unsupported)
        let options = loadingError { () throws(LoadingError) in
            _ = try Loader.mesh.load(.file("a.obj"), options: .xyz)
        }
        #expect(options?.code == .invalidOption)
        let missing = loadingError { () throws(LoadingError) in
            _ = try Loader.mesh.load(.file("/nowhere/a.obj"), options: .mesh)
        }
        #expect(missing?.code == .unreadable)
        #expect(missing?.path == "/nowhere/a.obj")
    }

    @Test func cancellationEndsALoad() throws {
        let monitor = LoadingMonitor(isCancelled: { true })
        let error = loadingError { () throws(LoadingError) in
            _ = try Loader.mesh.load(.bytes([], fileExtension: "obj"), options: .mesh, monitor: monitor)
        }
        #expect(error?.code == .cancelled)
    }
}

@Suite struct StereolithographyTests {
    /// A binary file of facets, each a normal and three vertices.
    static func binary(_ facets: [[Vector3]], header: String = "solid by someone", count: UInt32? = nil) -> [UInt8] {
        var bytes = Array(header.utf8) + [UInt8](repeating: 0x20, count: 80 - header.utf8.count)
        func append(_ value: UInt32) { withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) } }
        append(count ?? UInt32(facets.count))
        for facet in facets {
            for vector in facet { for axis in 0..<3 { append(vector[axis].bitPattern) } }
            bytes += [0, 0]
        }
        return bytes
    }

    static let facet: [Vector3] = [[0, 0, 1], [0, 0, 0], [1, 0, 0], [0, 1, 0]]

    @Test func binaryIsRecognisedByItsLength() throws {
        let result = try mesh(Self.binary([Self.facet, Self.facet]), "stl")
        #expect(result.triangles.count == 2)
        #expect(result.normals == nil)
    }

    @Test func normalsThatDifferFromThePlaneAreKept() throws {
        var facet = Self.facet
        facet[0] = [0, 3, 4]
        let normals = try #require(try mesh(Self.binary([facet]), "stl").normals)
        #expect(normals.elements.map(\.vector) == [[0, 0.6, 0.8], [0, 0.6, 0.8], [0, 0.6, 0.8]])
        facet[0] = [.nan, 0, 0]
        #expect(try mesh(Self.binary([facet]), "stl").normals == nil)
    }

    @Test func binaryFaultsTellTheirByte() throws {
        let short = loadingError { () throws(LoadingError) in _ = try mesh([1, 2, 3], "stl") }
        #expect(short?.code == .truncated)
        let promised = loadingError { () throws(LoadingError) in
            _ = try mesh(Self.binary([Self.facet], header: "x", count: .max), "stl")
        }
        #expect(promised?.code == .truncated)
        #expect(promised?.place == .byte(80))
        var bad = Self.facet
        bad[2].x = .infinity
        let infinite = loadingError { () throws(LoadingError) in _ = try mesh(Self.binary([bad]), "stl") }
        #expect(infinite?.place == .byte(84))
    }

    @Test func textMayHoldSeveralSolids() throws {
        let solid = """
            solid part one
             facet normal 0 0 1
              outer loop
               vertex 0 0 0
               vertex 1 0 0
               vertex 0 1 0
              endloop
             endfacet
            endsolid part one

            """
        #expect(try mesh(solid + solid, "stl").triangles.count == 2)
    }

    @Test(arguments: [
        ("solid\nfacet normal 0 0 1\nouter loop\nvertex 0 0\n", 4, LoadingError.Code.malformed),
        ("solid\nfacet normal 0 0 1\nouter loop\nvertex 0 0 0\nendloop\n", 5, .malformed),
        ("solid\nfacet normal 0 0 1\nouter loop\nvertex 0 0 0\n", 5, .truncated),
        ("solid\nfacets\n", 2, .malformed),
        ("solid\nfacet normal 0 x 1\n", 2, .malformed),
    ])
    func textFaultsTellTheirLine(_ text: String, _ line: Int, _ code: LoadingError.Code) throws {
        let error = try #require(loadingError { () throws(LoadingError) in _ = try mesh(text, "stl") })
        #expect(error.place == .line(line))
        #expect(error.code == code)
    }
}

@Suite struct PolygonFileTests {
    static let header = """
        ply
        format ascii 1.0
        comment made by hand
        element vertex 4
        property float x
        property float y
        property float z
        property uchar red
        element face 1
        property list uchar int vertex_indices
        end_header

        """
    static let body = "0 0 0 255\n1 0 0 0\n1 1 0 0\n0 1 0 0\n4 0 1 2 3\n"

    @Test func textIsRead() throws {
        #expect(try mesh(Self.header + Self.body, "ply").triangles.count == 2)
        let crlf = (Self.header + Self.body).split(separator: "\n", omittingEmptySubsequences: false)
            .joined(separator: "\r\n")
        #expect(try mesh(crlf, "ply").triangles.count == 2)
    }

    /// The same square with a double, a list before the indices, and both byte orders.
    static func binary(bigEndian: Bool, index: Int32 = 3) -> [UInt8] {
        let order = bigEndian ? "big" : "little"
        let header = """
            ply
            format binary_\(order)_endian 1.0
            element face 1
            property list uchar float texcoord
            property list uchar int vertex_index
            element edge 1
            property short a
            element vertex 4
            property double x
            property float y
            property float z
            property float nx
            property float ny
            property float nz
            end_header

            """
        var bytes = Array(header.utf8)
        func append<Number: FixedWidthInteger>(_ value: Number) {
            withUnsafeBytes(of: bigEndian ? value.bigEndian : value.littleEndian) { bytes.append(contentsOf: $0) }
        }
        bytes.append(1)
        append(Float(0.5).bitPattern)
        bytes.append(4)
        for corner in [Int32(0), 1, 2, index] { append(corner) }
        append(Int16(7))
        for corner in [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)] {
            append(corner.0.bitPattern)
            for value in [Float(corner.1), 0, 0, 0, 2] { append(value.bitPattern) }
        }
        return bytes
    }

    @Test(arguments: [false, true])
    func binaryIsReadInBothByteOrders(_ bigEndian: Bool) throws {
        let square = try mesh(Self.binary(bigEndian: bigEndian), "ply")
        #expect(triangles(square) == [[[0, 0, 0], [1, 0, 0], [1, 1, 0]], [[0, 0, 0], [1, 1, 0], [0, 1, 0]]])
        #expect(square.normals?[0].vector == [0, 0, 1])
    }

    @Test func stripsTurnEverySecondTriangle() throws {
        let text = """
            ply
            format ascii 1.0
            element vertex 5
            property float x
            property float y
            property float z
            element tristrips 1
            property list int int vertex_indices
            end_header
            0 0 0
            1 0 0
            0 1 0
            1 1 0
            0 2 0
            8 0 1 2 3 -1 2 3 4
            """
        let strip = try mesh(text, "ply")
        #expect(strip.triangles.elements.map { [$0.a, $0.b, $0.c] } == [[0, 1, 2], [2, 1, 3], [2, 3, 4]])
    }

    @Test(arguments: [
        (header.replacing("vertex 4", with: "vertex 4000000000"), LoadingError.Place.line(4)),
        (header.replacing("ascii", with: "binary_middle_endian"), .line(2)),
        (header.replacing("property float x", with: "property quad x"), .line(5)),
        (header.replacing("property float x\n", with: "") + body, .line(4)),
        (header.replacing("end_header\n", with: ""), .line(11)),
        (header + "0 0 0 255\n1 0 0 0\n1 1 0 0\n0 1 0 0\n4 0 1 2 4\n", .line(9)),
        (header + "0 0 0 255\n1 0 0 0\n1 1 0 0\n0 1 0 0\n4 0 1 2 -1\n", .line(16)),
        (header + "0 0 0 255\n1 0 0 0\n1 1 x 0\n0 1 0 0\n4 0 1 2 3\n", .line(14)),
        (header + "0 0 0 255\n1 0 0 0\n1 1 0 0\n0 1 0 0\n900 0 1 2 3\n", .line(16)),
        (header + "0 0 0 255\n1 0 0 0\n1 1 0 0\n0 1 0 0\n2 0 1        \n", .line(16)),
    ])
    func textFaultsTellTheirLine(_ text: String, _ place: LoadingError.Place) throws {
        let error = try #require(loadingError { () throws(LoadingError) in _ = try mesh(text, "ply") })
        #expect(error.place == place, "\(error)")
    }

    @Test func binaryFaultsNeverCrash() throws {
        let whole = Self.binary(bigEndian: false)
        for length in stride(from: 0, to: whole.count, by: 1) {
            let error = loadingError { () throws(LoadingError) in _ = try mesh(Array(whole[..<length]), "ply") }
            #expect(error != nil)
        }
        for index in [Int32(4), -1, .max, .min] {
            let bytes = Self.binary(bigEndian: false, index: index)
            #expect(loadingError { () throws(LoadingError) in _ = try mesh(bytes, "ply") } != nil)
        }
    }
}

@Suite struct MeshDataTests {
    static let names = [
        "bennu.obj", "bennu.off", "bennu_ascii.ply", "bennu_ascii.stl", "bennu_binary.stl", "bennu_binary_be.ply",
        "bennu_binary_le.ply", "hemibrain_722817260.obj", "mni152_brain.obj", "mni152_brain_binary.stl",
        "mni152_brain_binary_le.ply", "native/Spider_ascii.stl", "native/Spider_binary.stl", "native/Wuson.off",
        "native/box.obj", "native/comments.off", "native/cube_binary.ply",
        "native/cube_binary_header_with_RN_newline.ply", "native/cube_binary_starts_with_nl.ply",
        "native/cube_uv.ply", "native/featuretype.STL", "native/spider.obj", "native/triangle_with_two_solids.stl",
        "native/whitespace.off",
    ]

    @Test(.enabled(if: SharedData.isPresent, "no shared data beside the checkout"), arguments: names)
    func agreesWithAnIndependentReader(_ name: String) throws {
        let facts = try #require(SharedData.facts["04_meshes/" + name]?["trimesh"])
        let model = try Loader.mesh.load(.file(SharedData.data("04_meshes/" + name)), options: .mesh)[0]
        #expect(model.metadata["faces"] == facts["triangles"]?.integer.map { String($0) })
        let bounds = model.bounds(under: .identity)
        #expect(isClose(bounds.min, try #require(facts["bounds"]?["min"]?.vector)))
        #expect(isClose(bounds.max, try #require(facts["bounds"]?["max"]?.vector)))
        guard case .triangles(let mesh) = model.parts[0].surface else { return }
        var area = 0.0
        for corners in triangles(mesh) {
            area += Double((corners[1] - corners[0]).cross(corners[2] - corners[0]).length) / 2
        }
        let expected = try #require(facts["area"]?.double)
        #expect(abs(area - expected) <= 1e-4 * expected)
    }

    @Test func theRepositorysMeshIsRead() throws {
        let model = try Loader.mesh.load(.file(PackageData.path("mni152_brain.ply")), options: .mesh)[0]
        #expect(model.metadata["faces"] == "12742")
    }
}
