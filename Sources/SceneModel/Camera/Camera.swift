// SPDX-License-Identifier: Apache-2.0

/// How the scene is projected on the picture.
public enum Projection: Hashable, Sendable {
    /// `fovy`: vertical opening angle in degrees, above 0. An aperture radius above 0 blurs what is off the focus
    /// distance (production renderer only).
    case perspective(fovy: Float = 45, apertureRadius: Float = 0, focusDistance: Float = 1)
    /// `height`: the full vertical extent in scene units, above 0.
    case orthographic(height: Float)
    /// `fovy` in degrees; horizontally the picture is wrapped around the eye.
    case cylindric(fovy: Float = 48.549)
}

/// The part of the picture plane that is drawn: (0, 1) to (1, 0) is the whole picture, top row first.
@frozen
public struct ImageRegion: Hashable, Sendable {
    /// Each component in 0…1.
    public var start: Vector2
    /// Each component in 0…1.
    public var end: Vector2

    /// The whole picture.
    public static let whole = ImageRegion(start: [0, 1], end: [1, 0])

    @inlinable
    public init(start: Vector2, end: Vector2) {
        self.start = start
        self.end = end
    }
}

/// A camera that is ready to look: what the service holds.
public struct Camera: Hashable, Sendable {
    public var projection: Projection
    public var view: View
    /// Least distance along a primary ray at which anything is seen, ≥ 0.
    public var nearClip: Float
    public var region: ImageRegion

    public init(
        projection: Projection = .perspective(), view: View = .initial, nearClip: Float = 1e-6,
        region: ImageRegion = .whole
    ) {
        self.projection = projection
        self.view = view
        self.nearClip = nearClip
        self.region = region
    }
}
