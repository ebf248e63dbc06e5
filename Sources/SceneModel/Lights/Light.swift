// SPDX-License-Identifier: Apache-2.0

/// A light source, with the service's meaning of its intensity.
public struct Light: Hashable, Sendable {
    /// Where the light comes from.
    public enum Kind: Hashable, Sendable {
        /// From everywhere; the intensity is a radiance.
        case ambient
        /// From infinitely far; the intensity is the irradiance of a facing surface. `direction` is the way the light
        /// travels and need not be normalised.
        case directional(direction: Vector3)
        /// From a parallelogram, on the side of edge1 × edge2; the intensity is a radiance.
        case quad(position: Vector3, edge1: Vector3, edge2: Vector3)
        /// From a sphere (a point for radius 0); the intensity is a radiant intensity.
        case sphere(position: Vector3, radius: Float)
    }

    public var kind: Kind
    /// At least 0.
    public var intensity: Float
    /// Red, green, blue.
    public var color: SIMD3<Float>

    public init(_ kind: Kind, intensity: Float = 1, color: SIMD3<Float> = SIMD3(1, 1, 1)) {
        self.kind = kind
        self.intensity = intensity
        self.color = color
    }
}
