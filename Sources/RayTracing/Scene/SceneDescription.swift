// SPDX-License-Identifier: Apache-2.0
import Geometry
import SceneModel

/// What there is to see: geometry by reference, placed, coloured and lit.
///
/// Holds only what takes part in the picture: an invisible model is simply left out.
public struct SceneDescription: Sendable {
    public var surfaces: [PlacedSurface]
    public var volumes: [PlacedVolume]
    public var lights: [PlacedLight]
    public var clippers: [PlacedClipper]

    public init(
        surfaces: [PlacedSurface] = [], volumes: [PlacedVolume] = [], lights: [PlacedLight] = [],
        clippers: [PlacedClipper] = []
    ) {
        self.surfaces = surfaces
        self.volumes = volumes
        self.lights = lights
        self.clippers = clippers
    }
}

/// A surface in the scene. Two of them may share one geometry object: that is an instance.
public struct PlacedSurface: Sendable {
    public var surface: Surface
    /// One colour for each primitive, or one for all; white where there are too few.
    public var colors: PrimitiveColors
    public var material: Material
    /// From the geometry's own coordinates to the world.
    public var transform: AffineTransform
    /// What a pick answers for this surface; the caller's own number, not necessarily unique.
    public var id: UInt32

    public init(
        _ surface: Surface, colors: PrimitiveColors = .white, material: Material = .standard,
        transform: AffineTransform = .identity, id: UInt32 = 0
    ) {
        self.surface = surface
        self.colors = colors
        self.material = material
        self.transform = transform
        self.id = id
    }
}

/// A volume in the scene, seen through a transfer function.
public struct PlacedVolume: Sendable {
    public var volume: RegularVolume
    /// Colour, and in alpha the extinction per unit length.
    public var ramp: ColorRamp
    /// From the volume's own coordinates to the world.
    public var transform: AffineTransform

    public init(_ volume: RegularVolume, ramp: ColorRamp, transform: AffineTransform = .identity) {
        self.volume = volume
        self.ramp = ramp
        self.transform = transform
    }
}

/// A light in the scene. A transform moves and turns it; the radius of a sphere light is not scaled.
public struct PlacedLight: Sendable {
    public var light: Light
    public var transform: AffineTransform

    public init(_ light: Light, transform: AffineTransform = .identity) {
        self.light = light
        self.transform = transform
    }
}

/// Geometry that takes parts of all surfaces and volumes away: the inside of spheres, capsules and boxes, what lies
/// below a plane, what lies before a bounded plane. Triangle meshes and isosurfaces do not clip.
public struct PlacedClipper: Sendable {
    public var surface: Surface
    /// Keeps what would be taken away and takes away what would be kept.
    public var isInverted: Bool
    public var transform: AffineTransform

    public init(_ surface: Surface, isInverted: Bool = false, transform: AffineTransform = .identity) {
        self.surface = surface
        self.isInverted = isInverted
        self.transform = transform
    }
}
