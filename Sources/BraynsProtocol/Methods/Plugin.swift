// SPDX-License-Identifier: Apache-2.0

/// A part of the service that is switched on at its start. Brayns loads libraries; ours are compiled in.
public enum Plugin: String, Sendable, CaseIterable {
    /// What is always there.
    case core = "Core"
    /// Morphologies, circuits and their simulations.
    case circuitExplorer = "Circuit Explorer"
    /// Voxel atlases.
    case atlasExplorer = "Atlas Explorer"
    /// A camera that sees half the horizon.
    case cylindricCamera = "Cylindric Camera"
    /// Streamlines of diffusion imaging.
    case dti = "DTI"
    /// Proteins and point clouds.
    case moleculeExplorer = "Molecule Explorer"
    /// Our extension: shows what Brayns hides.
    case sceneRecipe = "Scene Recipe"

    /// The name that `--plugin` takes, nil for the core.
    public var library: String? {
        switch self {
        case .core: nil
        case .circuitExplorer: "braynsCircuitExplorer"
        case .atlasExplorer: "braynsAtlasExplorer"
        case .cylindricCamera: "braynsCylindricCamera"
        case .dti: "braynsDTI"
        case .moleculeExplorer: "braynsMoleculeExplorer"
        case .sceneRecipe: "sceneRecipe"
        }
    }

    /// The plugin that `--plugin` names, nil when there is none.
    public init?(library: String) {
        guard let plugin = Self.allCases.first(where: { $0.library == library }) else { return nil }
        self = plugin
    }
}
