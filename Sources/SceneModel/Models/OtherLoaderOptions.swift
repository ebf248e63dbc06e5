// SPDX-License-Identifier: Apache-2.0
import JSON

/// How an NRRD atlas is read and what is shown of it.
public struct NRRDOptions: Hashable, Sendable {
    /// What a voxel holds.
    public enum VoxelKind: String, CaseIterable, Hashable, Sendable {
        case scalar, orientation, flatmap, vector
        case layerDistance = "layer_distance"
    }

    /// A way of showing an atlas, with the parameters that the service takes for it.
    public struct UseCase: Hashable, Sendable {
        public var name: String
        /// Compact JSON text of the parameters, keys sorted.
        public var parameters: String

        public init(name: String, parameters: JSONValue) {
            self.name = name
            self.parameters = parameters.text()
        }
    }

    public var kind: VoxelKind
    public var show: [UseCase]

    public init(kind: VoxelKind = .scalar, show: [UseCase] = []) {
        self.kind = kind
        self.show = show
    }
}

/// How diffusion streamlines are drawn.
public struct DTIOptions: Hashable, Sendable {
    public var radius: Float
    /// Milliseconds in which a spike fades.
    public var spikeDecay: Float

    public init(radius: Float = 1, spikeDecay: Float = 1) {
        self.radius = radius
        self.spikeDecay = spikeDecay
    }
}

/// How a protein is drawn.
public struct ProteinOptions: Hashable, Sendable {
    public enum ColorScheme: String, CaseIterable, Hashable, Sendable {
        case none
        case byID = "by_id"
        case atoms = "protein_atoms"
        case chains = "protein_chains"
        case residues = "protein_residues"
    }

    public var colorScheme: ColorScheme
    public var radiusMultiplier: Float

    public init(colorScheme: ColorScheme = .none, radiusMultiplier: Float = 1) {
        self.colorScheme = colorScheme
        self.radiusMultiplier = radiusMultiplier
    }
}
