// SPDX-License-Identifier: Apache-2.0
import JSON
import SceneModel

/// Keys of model sources that are files, but for circuits.
enum SourceKeys {
    static let path = Key(
        "path", .path(.input), required: true, doc: "The file, relative to the file that names it.",
        example: "bunny.ply")
    static let upload = Key(
        "upload", .boolean, default: false,
        doc: "Send the local file's bytes to a remote backend instead of its path.", example: "true")

    static let dimensions = Key(
        "dimensions", .numbers(3, .between(1, 4_294_967_295), whole: true, .size), required: true, unit: "voxels",
        doc: "Number of voxels along X, Y and Z.", example: "[256, 256, 128]")
    static let spacing = Key(
        "spacing", .numbers(3, .above(0), .size), required: true, unit: "data units", doc: "Size of a voxel.",
        example: "[1, 1, 2]")
    static let dataType = Key(
        "data_type",
        .word(
            VoxelType.unsignedChar,
            [
                .unsignedChar: "8 bits, 0 to 255", .short: "16 bits, signed", .unsignedShort: "16 bits, unsigned",
                .halfFloat: "16-bit floating point", .float: "32-bit floating point", .double: "64-bit floating point",
            ]), required: true, doc: "The number type of a voxel.", example: "unsigned_short")

    static let nrrdType = Key(
        "type",
        .word(
            NRRDOptions.VoxelKind.scalar,
            [
                .scalar: "one number a voxel", .orientation: "a quaternion a voxel", .flatmap: "two flat coordinates",
                .layerDistance: "distances to the layer's bounds", .vector: "a direction a voxel",
            ]), default: "scalar", doc: "What a voxel holds.", example: "orientation")
    static let show = Key(
        "show", .record(AtlasKeys.show), otherwise: "the outline of the atlas",
        doc: "What is shown of the atlas: use cases with their options.", example: "{density: {}}")

    static let dtiRadius = Key(
        "radius", .number(.above(0)), default: 1, unit: "data units", doc: "Radius of a streamline.", example: "0.5")
    static let spikeDecay = Key(
        "spike_decay", .number(.atLeast(0)), default: 1, unit: "ms", doc: "Time in which a spike fades.", example: "2")

    static let colorScheme = Key(
        "color_scheme",
        .word(
            ProteinOptions.ColorScheme.none,
            [
                .none: "by element", .byID: "by atom number", .atoms: "by element", .chains: "by chain",
                .residues: "by residue",
            ]), default: "none", doc: "What the atoms are coloured by.", example: "protein_chains")
    static let proteinRadius = Key(
        "radius_multiplier", .number(.above(0)), default: 1, doc: "Factor on the radii of the atoms.", example: "2")

    static func file(_ name: String, _ doc: String, _ keys: [KeyDeclaration] = []) -> Record {
        Record(name, doc: doc, keys: [path.declaration] + keys, bareKey: path.declaration)
    }

    static let mesh = file("a mesh", "A surface: OBJ, PLY, STL or OFF.", [upload.declaration])
    static let rawVolume = file(
        "a raw volume", "A regular grid of bare numbers, X fastest, little endian.",
        [dimensions.declaration, spacing.declaration, dataType.declaration, upload.declaration])
    static let mhdVolume = file("an MHD volume", "A volume described by a MetaImage header.")
    static let nrrd = file("an atlas", "An NRRD file.", [nrrdType.declaration, show.declaration])
    static let dti = file("streamlines", "Diffusion streamlines.", [dtiRadius.declaration, spikeDecay.declaration])
    static let protein = file("a protein", "A PDB file.", [colorScheme.declaration, proteinRadius.declaration])
    static let xyz = file("a point list", "A file of points.", [upload.declaration])

    static func rawVolume(_ view: RecordView) -> RawVolumeOptions {
        let counts = view[dimensions].map { UInt32(exactly: $0) ?? 1 }
        let size = view[spacing].map(Float.init)
        guard counts.count == 3, size.count == 3 else {
            return RawVolumeOptions(dimensions: SIMD3(1, 1, 1), spacing: Vector3(1, 1, 1), voxelType: .unsignedChar)
        }
        return RawVolumeOptions(
            dimensions: SIMD3(counts[0], counts[1], counts[2]), spacing: Vector3(size[0], size[1], size[2]),
            voxelType: view[dataType])
    }
}

/// Keys of atlas use cases.
enum AtlasKeys {
    static let column = Key(
        "xz_coordinate", .numbers(2, .any, whole: true, .point), required: true,
        doc: "The column's voxel indices along X and Z.", example: "[4, 7]")
    static let color = Key("color", .color, default: "white", doc: "The column's colour.", example: "gold")
    static let relative = Key(
        "relative_xz", .numbers(2, .any, whole: true, .point), required: true,
        doc: "The neighbour's place relative to the column.", example: "[1, 0]")
    static let neighbourColor = Key("color", .color, default: "white", doc: "The neighbour's colour.", example: "gray")
    static let neighbours = Key(
        "neighbours",
        .list(
            .record(
                Record(
                    "a neighbour", doc: "A neighbouring column.",
                    keys: [relative.declaration, neighbourColor.declaration]))), default: [],
        doc: "Columns shown beside it.", example: "[{relative_xz: [1, 0], color: gray}]")
    static let side = Key(
        "side", .word([Word("lower", "distance to the lower bound"), Word("upper", "distance to the upper bound")]),
        default: "lower", doc: "Which distance is shown.", example: "upper")

    private static func useCase(_ name: String, _ doc: String, _ keys: [KeyDeclaration] = []) -> Key<RecordView> {
        Key(name, .record(Record("the use case \(name)", doc: doc, keys: keys)), doc: doc, example: "{}")
    }

    static let density = useCase("density", "The values as a volume; for scalar atlases.")
    static let flatmapAreas = useCase("flatmap_areas", "A colour for each flat coordinate; for flatmaps.")
    static let highlightColumn = Key(
        "highlight_column",
        .record(
            Record(
                "the use case highlight_column", doc: "A column of voxels, and some neighbours.",
                keys: [column.declaration, color.declaration, neighbours.declaration])),
        doc: "A column of voxels, and some neighbours.", example: "{xz_coordinate: [4, 7], color: gold}")
    static let layerDistance = useCase(
        "layer_distance", "Distances as a volume; for layer distances.", [side.declaration])
    static let orientationField = useCase("orientation_field", "Axes in each voxel; for orientations.")
    static let vectorField = useCase("vector_field", "An arrow in each voxel; for vectors.")
    static let outline = useCase("outline_mesh_shell", "The outline of all voxels.")

    static let show = Record(
        "the use cases of an atlas", doc: "What is shown of an atlas.",
        keys: [
            density.declaration, flatmapAreas.declaration, highlightColumn.declaration, layerDistance.declaration,
            orientationField.declaration, vectorField.declaration, outline.declaration,
        ])

    /// The use cases in the order of their declaration (the order of keys has no meaning), with the service's names and
    /// parameters.
    static func useCases(_ view: RecordView) -> [NRRDOptions.UseCase] {
        show.keys.compactMap(view.field).map { field in
            let options = RecordView(field.value)
            switch field.key.name {
            case "density": return NRRDOptions.UseCase(name: "Density", parameters: [:])
            case "flatmap_areas": return NRRDOptions.UseCase(name: "Flatmap areas", parameters: [:])
            case "highlight_column":
                return NRRDOptions.UseCase(name: "Highlight column", parameters: parameters(options))
            case "layer_distance":
                return NRRDOptions.UseCase(
                    name: "Layer distance", parameters: ["xz_coordinate": .string(options[side])])
            case "orientation_field": return NRRDOptions.UseCase(name: "Orientation field", parameters: [:])
            case "vector_field": return NRRDOptions.UseCase(name: "Vector field", parameters: [:])
            default: return NRRDOptions.UseCase(name: "Outline mesh shell", parameters: [:])
            }
        }
    }

    private static func parameters(_ options: RecordView) -> JSONValue {
        func whole(_ values: [Double]) -> JSONValue { .array(values.map { .integer(Int64($0)) }) }
        func tint(_ color: Color) -> JSONValue {
            .floats([color.components.x, color.components.y, color.components.z, color.components.w])
        }
        var members: [String: JSONValue] = [
            "xz_coordinate": whole(options[column]), "color": tint(options[color]),
        ]
        let others = options[neighbours]
        if !others.isEmpty {
            members["neighbours"] = .array(
                others.map { ["relative_xz": whole($0[relative]), "color": tint($0[neighbourColor])] })
        }
        return .object(members)
    }
}
