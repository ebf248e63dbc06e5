// SPDX-License-Identifier: Apache-2.0
import Foundation
import SceneLoading
import Testing

private func asc(_ text: String) throws(LoadingError) -> NeuronMorphology {
    try Array(text.utf8).withUnsafeBytes { buffer -> Result<NeuronMorphology, LoadingError> in
        do throws(LoadingError) { return .success(try NeurolucidaReader.read(buffer)) } catch { return .failure(error) }
    }.get()
}

@Suite struct NeurolucidaTests {
    static let soma = "(\"CellBody\" (Color Red) (CellBody) (1 1 0 0.1) (-1 1 0 0.1) (0 -1 0 0.1))\n"

    @Test func branchesBeginAtTheirParentsEndWithTheirOwnRadius() throws {
        let morphology = try asc(
            Self.soma + """
                ; a comment
                ((Dendrite) (Color Blue) (0 0 0 2) (0 5 0 2)
                  <( (1 1 1 1) )>
                  (Dot (Color White) (Name "m") (3 3 3 0))
                  ( (-5 5 0 3) Normal | (0 5 0 4 S1) (6 5 0 4) (Generated) ) Low )
                ((Axon) (0, 0, 0, 2) (0 -4 0 2))
                (ImageCoords Filename "x" (0 0 0 1))
                ("Contour" (Color Red) (1 1 1 1) (2 2 2 2))
                """)
        #expect(morphology.somaKind == .contour && morphology.soma.count == 3)
        #expect(morphology.sections.map(\.parent) == [-1, 1, 1, -1])
        #expect(morphology.sections.map(\.type) == [.dendrite, .dendrite, .dendrite, .axon])
        #expect(morphology.sections[0].samples == [SIMD4(0, 0, 0, 1), SIMD4(0, 5, 0, 1)])
        #expect(morphology.sections[1].samples == [SIMD4(0, 5, 0, 1.5), SIMD4(-5, 5, 0, 1.5)])
        #expect(morphology.sections[2].samples == [SIMD4(0, 5, 0, 2), SIMD4(6, 5, 0, 2)])
    }

    @Test func aBranchOfItsParentsEndAloneIsNone() throws {
        let morphology = try asc(
            "((Axon) (0 0 0 1) (1 0 0 1) ( (1 0 0 1) ( (2 0 0 1) | (3 0 0 1) ) | (4 0 0 1) ))")
        #expect(morphology.sections.map(\.parent) == [-1, 1, 1, 1])
    }

    @Test func deepNeuritesNeedNoDeepStack() throws {
        let depth = 50_000
        let open = (0..<depth).map { "( (\($0) 1 0 1)" }.joined()
        let morphology = try asc("((Axon) (0 0 0 1)" + open + String(repeating: ")", count: depth) + ")")
        #expect(morphology.sections.count == depth + 1)
    }

    @Test(arguments: [
        ("((Axon) (0 0 0 1)\n(1 2 x 1))", 2, "Error parsing the point"),
        ("((Axon) (0 0 0 1)\n(1 2 3))", 2, "Error parsing the point"),
        ("\n((Axon) (0 0 0 1)", 2, "not closed"),
        ("\n(\"a", 2, "not closed"),
        ("((Axon) (0 0 0 1) 7)", 1, "Unexpected token"),
        ("((CellBody) (1 1 0 1)(0 1 0 1)(1 0 0 1))\n((CellBody) (1 1 0 1)(2 2 2 2))", 2, "already defined"),
        ("((Axon) (0 0 0 1) <x)", 1, "Expected '('"),
    ])
    func faultsTellTheirLine(_ text: String, _ line: Int, _ why: String) throws {
        let error = try #require(loadingError { () throws(LoadingError) in _ = try asc(text) })
        #expect(error.place == .line(line), "\(error)")
        #expect(error.message.contains(why), "\(error)")
    }

    @Test func nothingReadIsAnError() {
        #expect(loadingError { () throws(LoadingError) in _ = try asc("(Sections)") }?.code == .empty)
        let single = loadingError { () throws(LoadingError) in _ = try asc("((CellBody) (1 1 1 1))") }
        #expect(single?.message.contains("single point") == true)
    }
}

@Suite struct MorphologyHDF5Tests {
    private func error(_ write: (HDF5Writer) -> Void) throws -> LoadingError? {
        let folder = try TemporaryFolder()
        let path = folder.path + "/a.h5"
        write(HDF5Writer(path))
        return loadingError { () throws(LoadingError) in _ = try MorphologyFormat.read(path) }
    }

    static let points: [Double] = [0, 0, 0, 2, 1, 0, 0, 2, 0, 1, 0, 2, 5, 5, 5, 2, 6, 6, 6, 2]

    @Test func sectionsFollowTheirTable() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/a.H5"
        do {
            let writer = HDF5Writer(path)
            writer.write("points", Self.points, shape: [5, 4])
            writer.write("structure", [0, 1, -1, 3, 2, 0] as [Int64], shape: [2, 3])
        }
        let morphology = try MorphologyFormat.read(path)
        #expect(morphology.somaKind == .contour)
        #expect(morphology.sections.map(\.samples) == [[SIMD4(5, 5, 5, 1), SIMD4(6, 6, 6, 1)]])
        #expect(morphology.sections[0].parent == -1)
    }

    @Test(arguments: [
        ([0, 1, -1, 3, 2, 1], "structure"), ([0, 1, -1, 9, 2, 0], "structure"), ([3, 1, -1, 0, 2, 0], "structure"),
        ([0, 1, -1, 3, 200, 0], "structure"), ([0, 1, -1, 3, 1, 0], "structure"), ([0, 1, -1, 5, 2, 0], "structure"),
        ([0, 1, -1, 3, 2, -7], "structure"), ([0, 1, -1, 1, 2, 0], "structure"),
    ] as [([Int64], String)])
    func faultyRowsAreNamed(_ structure: [Int64], _ place: String) throws {
        let error = try error { writer in
            writer.write("points", Self.points, shape: [5, 4])
            writer.write("structure", structure, shape: [2, 3])
        }
        #expect(error?.place == .item(place), "\(String(describing: error))")
    }

    @Test func faultyDatasetsAreNamed() throws {
        let missing = try error { $0.write("points", Self.points, shape: [5, 4]) }
        #expect(missing?.message.contains("Missing the datasets") == true)
        let shape = try error { writer in
            writer.write("points", Self.points, shape: [4, 5])
            writer.write("structure", [0, 1, -1] as [Int64], shape: [1, 3])
        }
        #expect(shape?.place == .item("points"))
        let text = try error { writer in
            writer.write("points", ["a", "b"])
            writer.write("structure", [0, 1, -1] as [Int64], shape: [1, 3])
        }
        #expect(text?.place == .item("points"))
        let absurd = try error { writer in
            writer.claim("points", shape: [1 << 40, 4])
            writer.write("structure", [0, 1, -1] as [Int64], shape: [1, 3])
        }
        #expect(absurd?.message.contains("claims") == true)
        let infinite = try error { writer in
            writer.write("points", [.infinity] + Self.points.dropFirst(), shape: [5, 4])
            writer.write("structure", [0, 1, -1] as [Int64], shape: [1, 3])
        }
        #expect(infinite?.place == .item("points"))
    }

    @Test func truncatedFilesAreErrors() throws {
        let whole = try [UInt8](Data(contentsOf: URL(fileURLWithPath: PackageData.path("C220197A-P2.h5"))))
        let folder = try TemporaryFolder()
        for length in stride(from: 0, to: whole.count - 1, by: whole.count / 60) {
            let path = try folder.write("cut.h5", Array(whole[..<length]))
            let error = loadingError { () throws(LoadingError) in _ = try MorphologyFormat.read(path) }
            #expect(error != nil, "cut at \(length)")
        }
        let text = try folder.write("text.h5", "no HDF5")
        let error = loadingError { () throws(LoadingError) in _ = try MorphologyFormat.read(text) }
        #expect(error?.code == .malformed && error?.path == text)
    }
}
