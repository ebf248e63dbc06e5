// SPDX-License-Identifier: Apache-2.0
import JSON
import SceneModel

extension MorphologyOptions.GeometryType: WireEnumeration {}

extension MorphologyOptions: WireMessage {
    public static var fresh: MorphologyOptions { MorphologyOptions() }
    public static var title: String { "NeuronMorphologyLoaderParameters" }
    public static let fields: [Field<Self>] = [
        .defaulted("radius_multiplier", \.radiusMultiplier, "Factor on all radii", .range(0.1)),
        .defaulted("load_soma", \.soma, "Whether the soma is read"),
        .defaulted("load_axon", \.axon, "Whether the axon is read"),
        .defaulted("load_dendrites", \.dendrites, "Whether basal and apical dendrites are read"),
        .defaulted("geometry_type", \.geometry, "How samples become shapes"),
        .defaulted("resampling", \.resampling, "Cosine from which samples in a straight line are left out, up to 1")
            .since("3.1.0"),
        .defaulted("subsampling", \.subsampling, "Every how many samples one is kept").since("3.1.0"),
        .defaulted("growth", \.growth, "Share of the path length that has grown").since("3.8.0"),
    ]
}

/// The properties of the loader for single morphologies.
struct MorphologyParameters: LoaderMessage {
    var morphology = MorphologyOptions()
    init() {}

    init?(_ options: LoaderOptions) {
        guard case .morphology(let morphology) = options else { return nil }
        self.morphology = morphology
    }

    func options() -> LoaderOptions { .morphology(morphology) }

    static let title = MorphologyOptions.title
    static let fields: [Field<Self>] = []
    static var schema: Schema { MorphologyOptions.schema }
    init(wire: JSONValue) throws { morphology = try MorphologyOptions(wire: wire) }
    var wire: JSONValue { morphology.wire }
}
