// SPDX-License-Identifier: Apache-2.0
import Geometry
import JSON
import SceneLoading
import SceneModel
import Testing

private func swc(_ text: String) throws(LoadingError) -> NeuronMorphology {
    let bytes = Array(text.utf8)
    return try bytes.withUnsafeBytes { buffer -> Result<NeuronMorphology, LoadingError> in
        do throws(LoadingError) { return .success(try SWCReader.read(buffer)) } catch { return .failure(error) }
    }.get()
}

/// The names that the facts use for section types.
private let typeNames: [NeuronMorphology.SectionType: String] = [
    .axon: "axon", .dendrite: "basal_dendrite", .apicalDendrite: "apical_dendrite",
]

private let somaNames: [NeuronMorphology.SomaKind: String] = [
    .undefined: "SOMA_UNDEFINED", .singlePoint: "SOMA_SINGLE_POINT", .contour: "SOMA_SIMPLE_CONTOUR",
    .threePoints: "SOMA_NEUROMORPHO_THREE_POINT_CYLINDERS", .cylinders: "SOMA_CYLINDERS",
]

@Suite struct SWCTests {
    static let simple = """
        # id, type, x, y, z, radius, parent
         1 1  0  0 0 1. -1
         2 3  0  0 0 1.  1
         3 3  0  5 0 1.  2
         4 3 -5  5 0 1.5 3
         5 3  6  5 0 1.5 3
         6 2  0  0 0 1.  1
         7 2  0 -4 0 1.  6 and more
         8 2  6 -4 0 2.  7
         9 2 -5 -4 0 2.  7
        """

    @Test func sectionsRunBetweenBranchingPoints() throws {
        let morphology = try swc(Self.simple)
        #expect(morphology.somaKind == .singlePoint)
        #expect(morphology.sections.map(\.id) == [1, 2, 3, 4, 5, 6])
        #expect(morphology.sections.map(\.parent) == [-1, 1, 1, -1, 4, 4])
        #expect(morphology.sections.map(\.samples.count) == [2, 2, 2, 2, 2, 2])
        // A branch begins with its parent's last sample, radius included.
        #expect(morphology.sections[1].samples == [SIMD4(0, 5, 0, 1), SIMD4(-5, 5, 0, 1.5)])
    }

    @Test func parentsMayComeAfterTheirChildren() throws {
        let morphology = try swc("2 3 1 0 0 1 1\n3 3 2 0 0 1 2\n1 1 0 0 0 2 -1\n")
        #expect(morphology.sections.count == 1)
        #expect(morphology.sections[0].samples.count == 2)
    }

    @Test func neuritesMayHaveNoSoma() throws {
        let morphology = try swc("1 2 0 0 0 1 -1\n2 2 1 0 0 1 1\n")
        #expect(morphology.somaKind == .undefined)
        #expect(morphology.sections.map(\.parent) == [-1])
    }

    @Test func deepNeuritesNeedNoDeepStack() throws {
        var text = "1 1 0 0 0 1 -1\n"
        // Every sample branches, so that each is a section of its own below the last.
        for id in stride(from: 2, through: 100_000, by: 2) {
            let parent = id == 2 ? 1 : id - 2
            text += "\(id) 3 \(id) 0 0 1 \(parent)\n\(id + 1) 3 \(id) 1 0 1 \(parent)\n"
        }
        #expect(try swc(text).sections.count == 100_000)
    }

    @Test(arguments: [
        ("1 1 0 0 0 1 -1\n2 3 0 0 0 1 7\n", 2, "non-existent parent 7"),
        ("1 1 0 0 0 1 -1\n1 3 0 0 0 1 -1\n", 2, "repeats the one of line 1"),
        ("1 1 0 0 0 1 -1\n2 3 0 0 0 1 2\n", 2, "its own parent"),
        ("1 1 0 0 0 1 -1\n2 3 0 0 0 1 1\n3 2 0 0 1 1 2\n", 3, "changes from 3 to 2"),
        ("1 1 0 0 0 1 -1\n2 3 0 0 x 1 1\n", 2, "Expected id, type"),
        ("1 1 0 0 0 1 -1\n2 3 0 0 0 1\n", 2, "Expected id, type"),
        ("1 1 0 0 0 1 -1\n2 3 0 0 0 1 -5\n", 2, "Negative ids"),
        ("1 1 0 0 0 1 -1\n2 99 0 0 0 1 1\n", 2, "Unsupported section type 99"),
        ("1 1 0 0 0 1 -1\n2 3 0 0 0 1 1\n3 1 0 0 0 1 2\n4 1 0 0 0 1 3\n", 3, "neurite as parent"),
        ("1 1 0 0 0 1 -1\n\n2 1 0 0 0 1 -1\n", 3, "Multiple somata found, at lines 1, 3"),
        ("1 1 0 0 0 1 -1\n2 3 0 0 0 1 4\n3 3 0 0 0 1 2\n4 3 0 0 0 1 3\n", 2, "among its own ancestors"),
    ])
    func faultsTellTheirLine(_ text: String, _ line: Int, _ why: String) throws {
        let error = try #require(loadingError { () throws(LoadingError) in _ = try swc(text) })
        #expect(error.place == .line(line), "\(error)")
        #expect(error.message.contains(why), "\(error)")
    }

    @Test func anEmptyFileIsAnError() {
        #expect(loadingError { () throws(LoadingError) in _ = try swc("# nothing\n") }?.code == .empty)
    }
}

@Suite struct MorphologyStageTests {
    /// A morphology of one straight dendrite and a branch below it.
    private func morphology(_ radii: [Float], child: [Float] = []) -> NeuronMorphology {
        var result = NeuronMorphology()
        result.somaKind = .singlePoint
        result.soma = [SIMD4(0, 0, 0, 5)]
        result.sections = [
            NeuronMorphology.Section(
                id: 1, parent: -1, type: .dendrite,
                samples: radii.enumerated().map { SIMD4(Float($0), 0, 0, $1) })
        ]
        if !child.isEmpty {
            result.sections.append(
                NeuronMorphology.Section(
                    id: 2, parent: 1, type: .dendrite,
                    samples: child.enumerated().map { SIMD4(Float(radii.count - 1 + $0), 0, 0, $1) }))
        }
        return result
    }

    private func options(
        _ geometry: MorphologyOptions.GeometryType = .original, _ change: (inout MorphologyOptions) -> Void = { _ in }
    ) -> MorphologyOptions {
        var options = MorphologyOptions.full
        options.geometry = geometry
        change(&options)
        return options
    }

    private func radii(_ morphology: NeuronMorphology) -> [[Float]] { morphology.sections.map { $0.samples.map(\.w) } }

    @Test func smoothLimitsEachStepTo7Percent() {
        let result = morphology([1, 2, 0, 0.5], child: [3, 0.5]).prepared(options(.smooth))
        let second: Float = 1 + 1 * 0.07
        let fourth = second - second * 0.07
        let child = fourth + fourth * 0.07
        #expect(radii(result)[0] == [1, second, second, fourth])
        #expect(radii(result)[1] == [child, child - child * 0.07])
    }

    @Test func sectionSmoothShrinksFromParentToChild() {
        let result = morphology([1, 2, 3], child: [3, 4]).prepared(options(.sectionSmooth))
        #expect(radii(result) == [[1, 2, 3], [1 - 0.11, 1 - 0.11]])
    }

    @Test func constantRadiiAreOneTimesTheMultiplier() {
        let result = morphology([1, 2, 3]).prepared(options(.constantRadii) { $0.radiusMultiplier = 4 })
        #expect(radii(result) == [[4, 4, 4]])
        #expect(result.soma.map(\.w) == [4])
    }

    @Test func subsamplingKeepsFirstEveryNthAndLast() {
        let result = morphology([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]).prepared(options { $0.subsampling = 3 })
        #expect(radii(result) == [[0, 2, 5, 9]])
        let short = morphology([1, 2, 3]).prepared(options { $0.subsampling = 3 })
        #expect(radii(short) == [[1, 3]])
    }

    @Test func resamplingLeavesOutStraightSamples() {
        var bent = morphology([1, 2, 3, 4])
        bent.sections[0].samples[2].y = 5
        let result = bent.prepared(options { $0.resampling = 0.9 })
        #expect(radii(result) == [[1, 2, 3, 4]])
        let straight = morphology([1, 2, 3, 4]).prepared(options { $0.resampling = 1 })
        #expect(radii(straight) == [[1, 4]])
    }

    @Test func growthCutsEachBranchAtItsShare() {
        // Ways 0, 1, 2 and then 2, 3, 4 of at most 4.
        let grown = morphology([1, 1, 1], child: [2, 2, 2])
        #expect(radii(grown.prepared(options { $0.growth = 0.6 })) == [[1, 1, 1], [2]])
        #expect(radii(grown.prepared(options { $0.growth = 0.3 })) == [[1, 1]])
    }

    @Test func sectionsAndNegativeRadiiAreFiltered() {
        var source = morphology([1, -2, 3], child: [4, 5])
        source.sections[1].type = .axon
        let result = source.prepared(options { $0.axon = false })
        #expect(radii(result) == [[1, 0, 3]])
    }
}

@Suite struct MorphologyShapeTests {
    private func shapes(_ kind: NeuronMorphology.SomaKind, _ soma: [SIMD4<Float>], spheres: Bool = false) throws
        -> MorphologyShapes
    {
        var morphology = NeuronMorphology()
        morphology.somaKind = kind
        morphology.soma = soma
        morphology.sections = [
            NeuronMorphology.Section(
                id: 1, parent: -1, type: .apicalDendrite, samples: [SIMD4(2, 0, 0, 1), SIMD4(3, 0, 0, 1)]),
            NeuronMorphology.Section(
                id: 2, parent: -1, type: .axon, samples: [SIMD4(0, 2, 0, 1), SIMD4(0, 3, 0, 1), SIMD4(0, 4, 0, 1)]),
        ]
        return try MorphologyShapes(morphology, spheres: spheres)
    }

    private func capsules(_ shapes: MorphologyShapes) -> [Capsule] {
        guard case .capsules(let set) = shapes.surface else { return [] }
        return (0..<set.count).map { set[$0] }
    }

    @Test func piecesAreTheSomaThenSectionsByType() throws {
        let result = try shapes(.singlePoint, [SIMD4(0, 0, 0, 5)])
        #expect(result.pieces.map(\.section) == [-1, 2, 1])
        #expect(result.pieces.map(\.primitives) == [0..<1, 1..<3, 3..<4])
        #expect(capsules(result)[0].end == [0, 0.01, 0])
    }

    @Test func threePointsAreAnUprightCylinder() throws {
        let soma = [SIMD4<Float>(1, 2, 3, 4), SIMD4(1, 6, 3, 4), SIMD4(1, -2, 3, 4)]
        let body = capsules(try shapes(.threePoints, soma))[0]
        #expect(body.start == [1, 6, 3] && body.end == [1, -2, 3] && body.startRadius == 4 && body.endRadius == 4)
    }

    @Test func aContourIsABallWithConesToTheNeurites() throws {
        let outline = [SIMD4<Float>(1, 0, 0, 9), SIMD4(-1, 0, 0, 9), SIMD4(0, 3, 0, 9), SIMD4(0, -3, 0, 9)]
        let result = try shapes(.contour, outline)
        let all = capsules(result)
        #expect(all[0].start == .zero && all[0].startRadius == 2)
        #expect(all[1].endRadius == 1 && all[1].end == [2, 0, 0] && all[2].end == [0, 2, 0])
        #expect(result.pieces[0].primitives == 0..<3)
    }

    @Test func spheresAreOneASample() throws {
        let result = try shapes(.cylinders, [SIMD4(0, 0, 0, 5), SIMD4(1, 0, 0, 5)], spheres: true)
        #expect(result.surface.primitiveCount == 7)
        #expect(result.pieces.map(\.primitives) == [0..<2, 2..<5, 5..<7])
    }
}

@Suite struct MorphologyDataTests {
    /// Every morphology of the data, wherever it lies; some facts are of files that may not be handed on.
    static let names: [String] = SharedData.facts.object?.keys.sorted().filter { name in
        let facts = SharedData.facts[name]
        return facts?["morphio"]?["soma_type"] != nil || facts?["morphio_error"] != nil
    }.filter { FileBytes.exists(SharedData.data($0)) } ?? []

    @Test(.enabled(if: SharedData.isPresent, "no shared data beside the checkout"))
    func allMorphologiesAreThere() { #expect(Self.names.count >= 26) }

    @Test(.enabled(if: SharedData.isPresent, "no shared data beside the checkout"), arguments: names)
    func agreesWithAnIndependentReader(_ name: String) throws {
        let all = try #require(SharedData.facts[name])
        guard let facts = all["morphio"] else {
            #expect(all["morphio_error"] != nil)
            let error = loadingError { () throws(LoadingError) in _ = try MorphologyFormat.read(SharedData.data(name)) }
            #expect(error?.place != nil)
            return
        }
        let morphology = try MorphologyFormat.read(SharedData.data(name))
        let sections = morphology.sections
        #expect(sections.count == facts["sections"]?.integer.map { Int($0) })
        #expect(sections.filter { $0.parent == -1 }.count == facts["root_sections"]?.integer.map { Int($0) })
        #expect(sections.reduce(0) { $0 + $1.samples.count } == facts["points"]?.integer.map { Int($0) })
        #expect(morphology.soma.count == facts["soma_points"]?.integer.map { Int($0) })
        if name != "01_morphologies/h5/C220197A-P2.h5" {
            // Of that file the recorded service shows a soma, which the independent reader calls undefined.
            #expect(somaNames[morphology.somaKind] == facts["soma_type"]?.string)
        }
        for (type, typeName) in typeNames {
            let count = sections.filter { $0.type == type }.count
            #expect(count == Int(facts["sections_by_type"]?[typeName]?.integer ?? 0), "\(typeName)")
        }
        for (type, typeName) in typeNames {
            let count = sections.filter { $0.type == type }.reduce(0) { $0 + $1.samples.count }
            #expect(count == Int(facts["points_by_type"]?[typeName]?.integer ?? 0), "\(typeName)")
        }
        var children: [Int: Int] = [:]
        var order: [Int: Int] = [-1: -1]
        for section in sections {
            children[section.parent, default: 0] += 1
            order[section.id] = (order[section.parent] ?? 0) + 1
        }
        func branchings(_ matches: (Int) -> Bool) -> Int { sections.filter { matches(children[$0.id] ?? 0) }.count }
        #expect(branchings { $0 == 2 } == facts["bifurcations"]?.integer.map { Int($0) })
        #expect(branchings { $0 > 2 } == facts["multifurcations"]?.integer.map { Int($0) })
        #expect(branchings { $0 == 0 } == facts["leaf_sections"]?.integer.map { Int($0) })
        #expect(order.values.max() == facts["max_branch_order"]?.integer.map { Int($0) })
        if !morphology.soma.isEmpty, let center = facts["soma_center"]?.vector {
            let sum = morphology.soma.reduce(Vector3.zero) { $0 + $1.position }
            #expect(isClose(sum / Float(morphology.soma.count), center, 1e-4))
        }
        var length = 0.0
        var bounds = Bounds.empty
        for section in sections {
            for (a, b) in zip(section.samples, section.samples.dropFirst()) {
                length += Double((b.position - a.position).length)
            }
            for sample in section.samples { bounds.insert(sample.position) }
        }
        #expect(abs(length - (facts["total_length"]?.double ?? -1)) < 1e-3 * max(1, length))
        #expect(isClose(bounds.min, try #require(facts["bounds"]?["min"]?.vector)))
        #expect(isClose(bounds.max, try #require(facts["bounds"]?["max"]?.vector)))
        for (section, key) in [(sections.first, "first_section"), (sections.last, "last_section")] {
            #expect(section?.samples.count == facts[key]?["n"]?.integer.map { Int($0) })
            #expect(isClose(try #require(section?.samples.first?.position), try #require(facts[key]?["first"]?.vector)))
        }
        let diameters = sections.flatMap { $0.samples.map { $0.w * 2 } }
        #expect(isClose(try #require(diameters.max()), Float(try #require(facts["diameter_max"]?.double))))
    }

    static let scenes = [
        "morphology-asc", "morphology-h5-sections-coloured", "morphology-swc-dendrites-only", "morphology-swc-large",
        "morphology-swc-resampled", "morphology-swc-smooth", "morphology-swc-subsampled",
        "morphology-tiny-simple-h5", "morphology-tiny-soma_cylinders-swc",
    ]

    @Test(.enabled(if: SharedData.isPresent, "no shared data beside the checkout"), arguments: scenes)
    func boundsAgreeWithTheRecordedService(_ name: String) throws {
        let scene = SharedData.truth("loaders/" + name)
        let request = try #require(scene["requests"]?[0]?[1])
        let properties = try #require(request["loader_properties"])
        let path = try #require(request["path"]?.string?.replacing("${data}", with: SharedData.folder + "/data"))
        let known = MorphologyFormat.all.map(\.fileExtension)
        guard known.contains(LoadingSource.file(path).fileExtension) else { return }
        let options = MorphologyOptions(
            radiusMultiplier: Float(properties["radius_multiplier"]?.double ?? 1),
            soma: properties["load_soma"]?.boolean ?? false, axon: properties["load_axon"]?.boolean ?? false,
            dendrites: properties["load_dendrites"]?.boolean ?? false,
            geometry: MorphologyOptions.GeometryType(rawValue: properties["geometry_type"]?.string ?? "smooth")
                ?? .smooth,
            resampling: Float(properties["resampling"]?.double ?? 2),
            subsampling: UInt32(properties["subsampling"]?.integer ?? 1))
        let model = try Loader.morphology.load(.file(path), options: .morphology(options))[0]
        let bounds = model.bounds(under: .identity)
        let expected = try #require(scene["expected"]?["replies"]?[0]?[0]?["bounds"])
        #expect(isClose(bounds.min, try #require(expected["min"]?.vector), 2e-7))
        #expect(isClose(bounds.max, try #require(expected["max"]?.vector), 2e-7))
    }

    @Test func theRepositorysNeuronIsRead() throws {
        let path = PackageData.path("Scnn1a_473845048_m.swc")
        let model = try Loader.morphology.load(.file(path), options: .morphology(.full))[0]
        #expect(model.type == "morphology")
        #expect(model.parts[0].surface.primitiveCount == 3774)
        let names = model.colorMethods.map(\.name).sorted()
        #expect(names == ["morphology section", "morphology section geometry", "solid"])
        let sections = try #require(model.colorMethods.first { $0.name == "morphology section" })
        #expect(sections.values(parts: model.parts) == ["apical_dendrite", "axon", "dendrite", "soma"])
    }

    @Test func aLoadOfNothingIsTheCallersFault() {
        let error = loadingError { () throws(LoadingError) in
            _ = try Loader.morphology.load(.file("a.swc"), options: .morphology(MorphologyOptions()))
        }
        #expect(error?.code == .invalidRequest)
        #expect(error?.message == "Nothing to load on the morphology")
    }
}
