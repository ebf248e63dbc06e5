// SPDX-License-Identifier: Apache-2.0

/// What a surface is made of. The interactive renderer draws all but `phong` and `ghost` as plain diffuse surfaces
/// with the geometry's colour. Ranges are the service's.
public enum Material: Hashable, Sendable {
    /// Diffuse with a faint highlight; opacity 0…1.
    case phong(opacity: Float = 1)
    /// Perfectly rough; opacity 0…1.
    case matte(opacity: Float = 1)
    /// A rough base under a clear coat; opacity 0…1.
    case plastic(opacity: Float = 1)
    /// A conductor; roughness 0.01…1.
    case metal(roughness: Float = 0.1)
    /// A thin dielectric sheet.
    case glass(indexOfRefraction: Float = 1.5)
    /// Visible at its silhouette only, unlit.
    case ghost
    /// A light source of its own colour; intensity ≥ 0.
    case emissive(color: SIMD3<Float> = SIMD3(1, 1, 1), intensity: Float = 1)
    /// Car paint; flake density 0…1.
    case carpaint(flakeDensity: Float = 0)
    /// All lobes at once.
    case principled(PrincipledMaterial)

    /// What a model has before anyone sets it.
    public static let standard = Material.phong()
}

/// The parameters of the principled material, with the service's defaults.
public struct PrincipledMaterial: Hashable, Sendable {
    public var edgeColor = SIMD3<Float>(1, 1, 1)
    /// 0…1.
    public var metallic: Float = 0
    /// 0…1.
    public var diffuse: Float = 1
    /// 0…1.
    public var specular: Float = 1
    /// Index of refraction, ≥ 1.
    public var indexOfRefraction: Float = 1
    /// 0…1.
    public var transmission: Float = 0
    public var transmissionColor = SIMD3<Float>(1, 1, 1)
    public var transmissionDepth: Float = 1
    public var roughness: Float = 0
    /// 0…1.
    public var anisotropy: Float = 0
    /// 0…1 of a turn.
    public var anisotropyRotation: Float = 0
    public var thin = false
    public var thickness: Float = 1
    /// 0…2.
    public var backLight: Float = 0
    /// 0…1.
    public var coat: Float = 0
    /// Kept, but never reaches the renderer, as in Brayns.
    public var coatIndexOfRefraction: Float = 1.5
    public var coatColor = SIMD3<Float>(1, 1, 1)
    public var coatThickness: Float = 1
    public var coatRoughness: Float = 0
    public var sheen: Float = 0
    public var sheenColor = SIMD3<Float>(1, 1, 1)
    public var sheenTint: Float = 0
    public var sheenRoughness: Float = 0.2

    public init() {}
}
