// SPDX-License-Identifier: Apache-2.0
import Geometry
import SceneModel

/// The morphology formats, each declared once.
package struct MorphologyFormat: Sendable {
    /// The file name extension, lower case, without point.
    package let fileExtension: String
    /// Reads a file of this format.
    private let body: @Sendable (String) throws(LoadingError) -> NeuronMorphology

    /// All formats that are read, in the order in which the loader announces them.
    package static let all: [MorphologyFormat] = [
        MorphologyFormat(fileExtension: "swc") { (path) throws(LoadingError) in
            try FileBytes(path: path).withBytes(SWCReader.read)
        },
        MorphologyFormat(fileExtension: "h5") { (path) throws(LoadingError) in try HDF5Reader.read(path) },
        MorphologyFormat(fileExtension: "asc") { (path) throws(LoadingError) in
            try FileBytes(path: path).withBytes(NeurolucidaReader.read)
        },
    ]

    private init(fileExtension: String, body: @escaping @Sendable (String) throws(LoadingError) -> NeuronMorphology) {
        self.fileExtension = fileExtension
        self.body = body
    }

    /// Reads a file whose extension, in any case of letters, tells its format.
    ///
    /// - Throws: `LoadingError` naming the file.
    package static func read(_ path: String) throws(LoadingError) -> NeuronMorphology {
        let fileExtension = LoadingSource.file(path).fileExtension
        guard let format = all.first(where: { $0.fileExtension == fileExtension }) else {
            let known = all.map(\.fileExtension).joined(separator: ", ")
            throw LoadingError(
                .unsupported, "Unknown morphology format '\(fileExtension)'; known are \(known)", path: path)
        }
        do throws(LoadingError) {
            return try format.body(path)
        } catch {
            throw error.inFile(path)
        }
    }
}

extension Loader {
    /// The plugin that draws circuits and their cells.
    package static let circuitExplorer = "Circuit Explorer"

    /// Single neurons: one model of type `morphology`.
    public static let morphology = Loader(
        name: "Neuron Morphology loader", plugin: circuitExplorer,
        extensions: MorphologyFormat.all.map(\.fileExtension), readsBytes: false
    ) { (source, options, monitor) throws(LoadingError) in
        guard case .morphology(let options) = options else { return nil }
        guard options.soma || options.axon || options.dendrites else {
            throw LoadingError(.invalidRequest, "Nothing to load on the morphology")
        }
        try monitor.progress("Loading \(source.path)", 0)
        let morphology = try MorphologyFormat.read(source.path)
        let shapes = try MorphologyShapes(morphology.prepared(options), spheres: options.geometry == .spheres)
        guard shapes.surface.primitiveCount > 0 else {
            throw LoadingError(.empty, "The morphology has nothing of what was asked for")
        }
        try monitor.checkCancellation()
        return [
            LoadedModel(
                type: "morphology", content: .parts([ModelPart(surface: shapes.surface)]),
                colorMethods: [.solid, shapes.sectionTypeMethod, shapes.sectionMethod])
        ]
    }
}

extension MorphologyShapes {
    /// The names that colour methods have for the types of sections; `sectionTypeNames[i]` is group i.
    package static let sectionTypeNames = ["soma", "axon", "dendrite", "apical_dendrite"]

    /// The group of each type of section.
    package static func sectionTypeGroup(_ type: NeuronMorphology.SectionType) -> UInt32 {
        switch type {
        case .soma: 0
        case .axon: 1
        case .apicalDendrite: 3
        default: 2
        }
    }

    /// Colours by type of section.
    fileprivate var sectionTypeMethod: ColorMethod {
        let indices = groups { MorphologyShapes.sectionTypeGroup($0.type) }
        return ColorMethod(
            name: "morphology section",
            rule: .groups(
                ColorGroups(
                    names: MorphologyShapes.sectionTypeNames, layout: .primitives([indices]), unnamed: .takeFirst,
                    accepted: MorphologyShapes.sectionTypeNames)))
    }

    /// Colours by single section; the soma is section -1.
    fileprivate var sectionMethod: ColorMethod {
        let groupOf = Dictionary(
            uniqueKeysWithValues: pieces.enumerated().map { ($1.section, UInt32(truncatingIfNeeded: $0)) })
        let indices = groups { groupOf[$0.section] ?? 0 }
        return ColorMethod(
            name: "morphology section geometry",
            rule: .groups(ColorGroups(names: pieces.map { String($0.section) }, layout: .primitives([indices]))))
    }
}
