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
    /// For tests: the service stands in for Brayns, hides the extension from its clients, and fails on command.
    case standIn = "Stand-in"

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
        case .standIn: "standIn"
        }
    }

    /// Whether no Brayns service has it.
    public var isOurs: Bool { self == .sceneRecipe || self == .standIn }

    /// The names that `--plugin` takes, but for what only tests ask for.
    public static let libraries = allCases.filter { $0 != .standIn }.compactMap(\.library)

    /// The plugin that `--plugin` names, nil when there is none.
    public init?(library: String) {
        guard let plugin = Self.allCases.first(where: { $0.library == library }) else { return nil }
        self = plugin
    }
}
