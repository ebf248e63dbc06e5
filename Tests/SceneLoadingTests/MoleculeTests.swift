// SPDX-License-Identifier: Apache-2.0
import Geometry
import JSON
import SceneLoading
import SceneModel
import Testing

@Suite struct PointCloudTests {
    private func load(_ text: String) throws(LoadingError) -> LoadedModel {
        try Loader.xyz.load(.bytes(Array(text.utf8), fileExtension: "xyz"), options: .xyz)[0]
    }

    @Test func pointsAreWhiteSpheres() throws {
        let model = try load("# a\n1 2 3\n  4 5 6 \r\n")
        #expect(model.type == "xyz" && model.solidColor == Vector4(1, 1, 1, 1))
        #expect(isClose(model.bounds(under: .identity).max, [4.15, 5.15, 6.15]))
        #expect(model.colorMethods.map(\.name) == ["solid", "vertex"])
    }

    @Test(arguments: [("1 2\n", 1), ("1 2 3\n\n", 2), ("1 2 3\n1 2 3 4\n", 2), ("C 1 2 3\n", 1)])
    func otherLinesAreErrors(_ text: String, _ line: Int) {
        let error = loadingError { () throws(LoadingError) in _ = try load(text) }
        #expect(error?.place == .line(line))
        #expect(error?.message.hasPrefix("Invalid content in line \(line): ") == true)
    }

    @Test(.enabled(if: SharedData.isPresent, "no shared data beside the checkout"))
    func boundsAgreeWithTheRecordedService() throws {
        let model = try Loader.xyz.load(.file(SharedData.data("06_molecules/bennu.xyz")), options: .xyz)[0]
        let bounds = model.bounds(under: .identity)
        #expect(isClose(bounds.max, [0.438187, 0.419806, 0.413068]))
        #expect(isClose(bounds.min, [-0.428344, -0.41613, -0.395716]))
    }
}

@Suite struct ProteinTests {
    static let atoms = """
        HEADER    TEST
        ATOM      1  CA  GLY A   7       1.000   2.000   3.000  1.00  0.00           C
        HETATM12345 FE   HEM B 114    -101.000-102.000-103.000  1.00  0.00          FE

        ATOM 3 N ALA C 9 7.0 8.0 9.0 1.00 0.00 N
        END
        """

    private func load(_ text: String, _ options: ProteinOptions = ProteinOptions()) throws -> LoadedModel {
        let folder = try TemporaryFolder()
        let path = try folder.write("a.pdb", text)
        return try Loader.protein.load(.file(path), options: .protein(options))[0]
    }

    @Test func atomsStandInTheirColumns() throws {
        let model = try load(Self.atoms, ProteinOptions(radiusMultiplier: 2))
        guard case .spheres(let set) = model.parts[0].surface else { return }
        #expect(set.spheres.count == 3)
        #expect(isClose(set.spheres[0].w, 0.0134) && isClose(set.spheres[1].w, 0.0312))
        #expect(isClose(Vector3(set.spheres[1].x, set.spheres[1].y, set.spheres[1].z), [-1.01, -1.02, -1.03]))
        #expect(model.colorMethods.isEmpty && model.metadata.isEmpty && model.hasMaterial)
    }

    @Test func schemesColourByTheirNumber() throws {
        func colors(_ scheme: ProteinOptions.ColorScheme) throws -> [Vector4] {
            let model = try load(Self.atoms, ProteinOptions(colorScheme: scheme))
            return (0..<3).map { model.parts[0].colors.color(of: $0) }
        }
        // Carbon and nitrogen; a symbol in capitals is not the element's, and takes hydrogen's colour.
        #expect(try colors(.atoms) == [[0.56, 0.56, 0.56, 1], [0.87, 0.87, 0.87, 1], [0.19, 0.31, 0.97, 1]])
        // Chains A, B and C are the second, third and fourth colour.
        #expect(try colors(.chains)[0] == [0.85, 1, 1, 1])
        #expect(try colors(.residues)[2] == [0.7, 0.89, 0.96, 1])
        // Serial number 12345 is colour 28 of 113.
        #expect(try colors(.byID)[1] == [0.78, 0.5, 0.2, 1])
    }

    @Test func faultyAtomsTellTheirLine() throws {
        let error = #expect(throws: LoadingError.self) { try load("REMARK\nATOM  x\n") }
        #expect(error?.place == .line(2))
        let none = #expect(throws: LoadingError.self) { try load("REMARK\n") }
        #expect(none?.code == .empty)
    }

    @Test(.enabled(if: SharedData.isPresent, "no shared data beside the checkout"), arguments: ["1a8o", "1bna", "1lcd"])
    func agreesWithAnIndependentReader(_ name: String) throws {
        let facts = try #require(SharedData.facts["06_molecules/\(name).pdb"])
        let path = SharedData.data("06_molecules/\(name).pdb")
        let model = try Loader.protein.load(.file(path), options: .protein(ProteinOptions()))[0]
        let count = (facts["atom_records"]?.integer ?? 0) + (facts["hetatm_records"]?.integer ?? 0)
        #expect(Int64(model.parts[0].surface.primitiveCount) == count)
        if name == "1bna" {
            let bounds = model.bounds(under: .identity)
            #expect(isClose(bounds.max, [0.28976, 0.34675002, 0.31564], 2e-7))
            #expect(isClose(bounds.min, [0.021420002, 0.052710004, -0.120510004], 2e-7))
        }
    }
}

@Suite(.enabled(if: SharedData.isPresent, "no shared data beside the checkout")) struct StreamlineTests {
    private func load(_ name: String) throws(LoadingError) -> LoadedModel {
        try Loader.dti.load(.file(SharedData.data("07_dti/" + name)), options: .dti(DTIOptions(radius: 0.1)))[0]
    }

    @Test func streamlinesAreChainsOfCylinders() throws {
        let facts = try #require(SharedData.facts["07_dti/streamlines.txt"])
        let model = try load("dti.json")
        #expect(Int64(model.parts.count) == facts["streamlines"]?.integer)
        #expect(Int64(model.parts.reduce(0) { $0 + $1.surface.primitiveCount }) == facts["segments"]?.integer)
        let bounds = model.bounds(under: .identity)
        #expect(isClose(bounds.min + 0.1, try #require(facts["bounds"]?["min"]?.vector)))
        #expect(model.simulation == nil && model.type == "dti" && model.colorMethods.isEmpty)
    }

    @Test func spikesRunAlongTheStreamlinesOfTheirCells() throws {
        let facts = try #require(SharedData.facts["07_dti/gids_to_streamlines.txt"])
        let model = try load("dti_simulation.json")
        #expect(Int64(model.parts.count) == facts["rows_used"]?.integer)
        let simulation = try #require(model.simulation)
        #expect(simulation.start == 0 && simulation.step == 0.01)
        func marked(at time: Double) throws -> Int {
            guard case .colors(let colors) = try simulation.change(at: time, ramp: ReportRamp.standard) else {
                return -1
            }
            return zip(colors, model.parts).reduce(0) { sum, part in
                sum + (0..<part.1.surface.primitiveCount).filter { part.0.color(of: $0) == Vector4(1, 1, 1, 1) }.count
            }
        }
        // Cell 1 fires at 0.1 ms, cell 3 at 0.15, cell 2 at 0.175: all are on their way at 0.05 ms, none at 40 ms.
        #expect(try marked(at: 0.05) >= 150)
        #expect(try marked(at: 30) < marked(at: 0.05))
        #expect(try marked(at: 0.05) == marked(at: 0.05))
    }
}

@Suite struct StreamlineFaultTests {
    @Test(arguments: [
        ("{}", "Invalid DTI configuration"),
        ("{\"streamlines_path\": \"s\", \"other\": 1}", "Invalid DTI configuration"),
        ("{\"streamlines_path\": \"none\", \"gids_to_streamlines_path\": \"g\"}", "Cannot open the file"),
        ("{\"streamlines_path\": \"bad\", \"gids_to_streamlines_path\": \"g\"}", "Row 1"),
    ])
    func faultsAreNamed(_ text: String, _ why: String) throws {
        let folder = try TemporaryFolder()
        _ = try folder.write("bad", "2 0 0 0 1 1 1\n3 0 0 0 1\n")
        let path = try folder.write("dti.json", text)
        let error = loadingError { () throws(LoadingError) in
            _ = try Loader.dti.load(.file(path), options: .dti(DTIOptions()))
        }
        #expect(error?.message.contains(why) == true, "\(String(describing: error))")
    }
}
