// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import JSON
import SceneModel

/// Keys of models.
enum ModelKeys {
    private static func source(_ name: String, _ record: Record, _ doc: String, _ example: String) -> Key<RecordView> {
        Key(name, .record(record), doc: doc, example: example)
    }

    static let mesh = source("mesh", SourceKeys.mesh, "A surface from an OBJ, PLY, STL or OFF file.", "bunny.ply")
    static let rawVolume = source(
        "raw_volume", SourceKeys.rawVolume, "A volume of bare numbers.",
        "{path: ct.raw, dimensions: [64, 64, 64], spacing: [1, 1, 1], data_type: unsigned_char}")
    static let mhdVolume = source("mhd_volume", SourceKeys.mhdVolume, "A volume with a MetaImage header.", "ct.mhd")
    static let morphology = source(
        "morphology", MorphologyKeys.source, "A single neuron from an SWC, ASC or H5 file.", "neuron.swc")
    static let bbp = source(
        "bbp", CircuitKeys.bbp, "A circuit described by a BlueConfig or CircuitConfig.",
        "{path: BlueConfig, cells: {density: 0.1}, report: spikes}")
    static let sonata = source(
        "sonata", CircuitKeys.sonata, "A SONATA circuit or simulation.",
        "{path: circuit_config.json, populations: {default: {nodes: {density: 0.1}}}}")
    static let cellPlacement = source(
        "cell_placement", CircuitKeys.cellPlacement, "A circuit builder's node file.", "circuit.morphologies.h5")
    static let nrrd = source(
        "nrrd", SourceKeys.nrrd, "An atlas.", "{path: atlas.nrrd, type: scalar, show: {density: {}}}")
    static let dti = source("dti", SourceKeys.dti, "Diffusion streamlines.", "{path: streamlines.json, radius: 0.5}")
    static let protein = source("protein", SourceKeys.protein, "A molecule from a PDB file.", "1crn.pdb")
    static let xyz = source("xyz", SourceKeys.xyz, "A list of points.", "points.xyz")
    static let file = Key(
        "file", .path(.input), doc: "A file whose loader its extension or name decides.", example: "bunny.ply")

    private static func shapes(_ name: String, _ record: Record, _ example: String) -> Key<[RecordView]> {
        Key(
            name, .list(.record(record), minimum: 1), doc: "Inline \(name.replacing("_", with: " ")).", example: example
        )
    }

    static let spheres = shapes("spheres", ShapeKeys.sphere, "[{center: [0, 0, 0], radius: 2, color: crimson}]")
    static let capsules = shapes("capsules", ShapeKeys.capsule, "[{p0: [0, 0, 0], r0: 1, p1: [0, 5, 0], r1: 0.5}]")
    static let boxes = shapes("boxes", ShapeKeys.box, "[{min: [0, 0, 0], max: [1, 1, 1]}]")
    static let planes = shapes("planes", ShapeKeys.plane, "[{normal: [0, 1, 0], point: [0, 0, 0]}]")
    static let boundedPlanes = shapes(
        "bounded_planes", ShapeKeys.boundedPlane,
        "[{coefficients: [0, 1, 0, 0], bounds: {min: [-1, -1, -1], max: [1, 1, 1]}}]")
    static let instanceOf = Key(
        "instance_of", .text(.modelName), doc: "A further copy of another model, which may be written later.",
        example: "bunny")

    static let shapeKeys = [spheres, capsules, boxes, planes, boundedPlanes]
    static let fileKeys = [
        mesh, rawVolume, mhdVolume, morphology, bbp, sonata, cellPlacement, nrrd, dti, protein, xyz,
    ]

    static let parts = Key(
        "parts", .map(.free(of: "part"), .record(AppearanceKeys.part)), otherwise: "all parts look like the model",
        doc: "How single parts look; a part's key replaces the model's.",
        example: "{afferent_synapses: {color: red}}")
    static let instances = Key(
        "instances", .list(.record(TransformKeys.record)), otherwise: "none",
        doc: "Transforms of further copies, absolute.", example: "[{translate: [10, 0, 0]}]")

    static let sources: [KeyDeclaration] =
        fileKeys.map(\.declaration) + [file.declaration] + shapeKeys.map(\.declaration) + [instanceOf.declaration]

    static let record = Record(
        "a model", doc: "Something that is drawn: one source, and how it looks.",
        keys: sources + [
            AppearanceKeys.transform.declaration, AppearanceKeys.visible.declaration, AppearanceKeys.color.declaration,
            AppearanceKeys.material.declaration, AppearanceKeys.colorRamp.declaration,
            AppearanceKeys.simulation.declaration, parts.declaration, instances.declaration,
        ],
        groups: [KeyGroup(sources.map { [$0] }, isRequired: true)],
        narrowings: [
            KeyNarrowing(
                key: instanceOf.declaration,
                allowed: sources + [AppearanceKeys.transform.declaration, AppearanceKeys.visible.declaration],
                reason: "An instance has a transform and a visibility of its own; set all else at its source.")
        ])
}

/// Keys of clippings.
enum ClippingKeys {
    private static func shapes(_ name: String, _ record: Record, _ example: String) -> Key<[RecordView]> {
        Key(
            name, .list(.record(record), minimum: 1), doc: "Cuts by \(name.replacing("_", with: " ")).",
            example: example)
    }

    static let planes = shapes("planes", ShapeKeys.clippingPlane, "[{normal: [0, 0, 1], point: [0, 0, 0]}]")
    static let boxes = shapes("boxes", ShapeKeys.clippingBox, "[{min: [0, 0, 0], max: [1, 1, 1]}]")
    static let spheres = shapes("spheres", ShapeKeys.clippingSphere, "[{center: [0, 0, 0], radius: 2}]")
    static let capsules = shapes(
        "capsules", ShapeKeys.clippingCapsule, "[{p0: [0, 0, 0], r0: 1, p1: [0, 5, 0], r1: 0.5}]")
    static let boundedPlanes = shapes(
        "bounded_planes", ShapeKeys.clippingBoundedPlane,
        "[{coefficients: [0, 1, 0, 0], bounds: {min: [-1, -1, -1], max: [1, 1, 1]}}]")
    static let invert = Key(
        "invert", .boolean, default: false, doc: "Keep what would be cut away, and cut the rest.", example: "true")

    static let all = [planes, boxes, spheres, capsules, boundedPlanes]

    static let record = Record(
        "a clipping", doc: "Shapes that cut the scene.", keys: all.map(\.declaration) + [invert.declaration],
        groups: [KeyGroup(all.map { [$0.declaration] }, isRequired: true)])

    static func clipping(_ name: String, _ view: RecordView) -> Clipping? {
        for key in all {
            guard let list = view[optional: key] else { continue }
            return Clipping(name: name, shapes: ShapeKeys.shapes(key.declaration.name, list), inverted: view[invert])
        }
        return nil
    }
}
