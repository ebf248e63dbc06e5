// SPDX-License-Identifier: Apache-2.0
import JSON
import SceneModel

/// Keys of morphologies, as a source of their own and inside circuits.
enum MorphologyKeys {
    static let radiusMultiplier = Key(
        "radius_multiplier", .number(.atLeast(0.1)), default: 1,
        doc: "Factor on all radii; the radius of a cell that is drawn as one sphere.", example: "2")
    static let geometry = Key(
        "geometry",
        .word(
            MorphologyOptions.GeometryType.smooth,
            [
                .original: "radii as in the file", .smooth: "a radius differs from its parent's by at most 7 %",
                .sectionSmooth: "one radius a section", .constantRadii: "radius 1 everywhere",
                .spheres: "a sphere a sample",
            ]), default: "smooth", doc: "How samples and radii become shapes.", example: "original")
    static let resampling = Key(
        "resampling", .number(), default: 2,
        doc: "A cosine: up to 1, samples that lie that straight between their neighbours are left out.",
        example: "0.99")
    static let subsampling = Key(
        "subsampling", .integer(.between(0, 4_294_967_295)), default: 1,
        doc: "From 2 on, every n-th sample of a section is kept.", example: "4")
    static let growth = Key(
        "growth", .number(.between(0, 1)), default: 1,
        doc: "Share of each branch's path length that has grown.", example: "0.5")

    private static func section(_ name: String, _ loaded: Bool, _ doc: String) -> Key<Bool> {
        Key(name, .boolean, default: .boolean(loaded), doc: doc, example: loaded ? "false" : "true")
    }

    // Unless told otherwise, a single morphology is drawn whole, and in a circuit a cell is one sphere.
    static let soma = section("soma", true, "Whether the soma is drawn.")
    static let axon = section("axon", true, "Whether the axon is drawn.")
    static let dendrites = section("dendrites", true, "Whether basal and apical dendrites are drawn.")
    static let cellSoma = section("soma", false, "Whether somas are drawn.")
    static let cellAxon = section("axon", false, "Whether axons are drawn.")
    static let cellDendrites = section("dendrites", false, "Whether basal and apical dendrites are drawn.")

    private static let common = [
        geometry.declaration, resampling.declaration, subsampling.declaration, growth.declaration,
    ]

    static let source = SourceKeys.file(
        "a morphology", "A neuron: SWC, ASC or H5.",
        [radiusMultiplier.declaration, soma.declaration, axon.declaration, dendrites.declaration] + common)

    static let cells = Record(
        "the morphology of cells",
        doc: "How the cells of a circuit are drawn; without soma, axon and dendrites, one sphere a cell.",
        keys: [
            radiusMultiplier.declaration, cellSoma.declaration, cellAxon.declaration, cellDendrites.declaration,
        ] + common)

    static func source(_ view: RecordView) -> MorphologyOptions {
        options(view, soma: view[soma], axon: view[axon], dendrites: view[dendrites])
    }

    static func cells(_ view: RecordView?) -> MorphologyOptions {
        guard let view else { return MorphologyOptions() }
        return options(view, soma: view[cellSoma], axon: view[cellAxon], dendrites: view[cellDendrites])
    }

    private static func options(_ view: RecordView, soma: Bool, axon: Bool, dendrites: Bool) -> MorphologyOptions {
        MorphologyOptions(
            radiusMultiplier: Float(view[radiusMultiplier]), soma: soma, axon: axon, dendrites: dendrites,
            geometry: view[geometry], resampling: Float(view[resampling]),
            subsampling: UInt32(exactly: view[subsampling]) ?? 1, growth: Float(view[growth]))
    }
}
