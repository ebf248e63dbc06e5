// SPDX-License-Identifier: Apache-2.0

/// What is read of a neuron's morphology, and how it is drawn. Defaults are the service's.
public struct MorphologyOptions: Hashable, Sendable {
    /// How radii and samples become shapes.
    public enum GeometryType: String, CaseIterable, Hashable, Sendable {
        /// Radii as in the file.
        case original
        /// A radius differs from its parent sample's by at most 7 %.
        case smooth
        /// One radius a section.
        case sectionSmooth = "section_smooth"
        /// Radius 1 everywhere.
        case constantRadii = "constant_radii"
        /// A sphere a sample.
        case spheres
    }

    /// Factor on all radii, at least 0.1; the radius of a cell of which only the soma is drawn.
    public var radiusMultiplier: Float
    public var soma: Bool
    public var axon: Bool
    /// Basal and apical.
    public var dendrites: Bool
    public var geometry: GeometryType
    /// A cosine: up to 1, samples that lie that straight between their neighbours are left out.
    public var resampling: Float
    /// From 2 on, every n-th sample of a section is kept.
    public var subsampling: UInt32
    /// Share of each branch's greatest path length that has grown; 1 is all of it.
    public var growth: Float

    public init(
        radiusMultiplier: Float = 1, soma: Bool = false, axon: Bool = false, dendrites: Bool = false,
        geometry: GeometryType = .smooth, resampling: Float = 2, subsampling: UInt32 = 1, growth: Float = 1
    ) {
        self.radiusMultiplier = radiusMultiplier
        self.soma = soma
        self.axon = axon
        self.dendrites = dendrites
        self.geometry = geometry
        self.resampling = resampling
        self.subsampling = subsampling
        self.growth = growth
    }

    /// Soma, axon and dendrites.
    public static let full = MorphologyOptions(soma: true, axon: true, dendrites: true)
}
