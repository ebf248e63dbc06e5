// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// The loader that `file` picks: one row an extension or file name.
enum FileLoaders {
    enum Choice {
        case loader(LoaderOptions)
        /// Several fit, or the one that fits needs options; the keys to choose from.
        case candidates([String])
        /// None fits.
        case none
    }

    private static let byExtension: [String: Choice] = [
        "obj": .loader(.mesh), "ply": .loader(.mesh), "stl": .loader(.mesh), "off": .loader(.mesh),
        "mhd": .loader(.mhdVolume), "swc": .loader(.morphology(.full)), "asc": .loader(.morphology(.full)),
        "pdb": .loader(.protein(ProteinOptions())), "pdb1": .loader(.protein(ProteinOptions())), "xyz": .loader(.xyz),
        "nrrd": .loader(.nrrd(NRRDOptions())), "raw": .candidates(["raw_volume"]),
        "json": .candidates(["sonata", "dti"]), "h5": .candidates(["morphology", "cell_placement"]),
    ]

    /// The extensions that decide by themselves.
    static var extensions: [String] {
        byExtension.compactMap { if case .loader = $0.value { $0.key } else { nil } }.sorted()
    }

    /// The loader for a path, by its whole file name first.
    static func loader(for path: String) -> Choice {
        switch PathText.fileName(path) {
        case "BlueConfig", "CircuitConfig": return .loader(.bbp(BBPOptions()))
        case "circuit.morphologies.h5": return .loader(.cellPlacement(CellPlacementOptions()))
        default: return byExtension[PathText.fileExtension(path)] ?? .none
        }
    }
}
