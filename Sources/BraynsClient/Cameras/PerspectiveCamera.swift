// SPDX-License-Identifier: Apache-2.0
import Foundation
import SceneModel

/// A perspective camera as a script chooses it.
/// ```swift
/// let camera = PerspectiveCamera()
/// let view = camera.fovy.fullScreenView(try await connection.bounds())
/// ```
public struct PerspectiveCamera: Hashable, Sendable {
    /// The vertical opening angle, which also frames.
    public var fovy: Fovy
    /// Radius of the lens in scene units; above 0 it blurs what is off the focus distance (production renderer only).
    public var apertureRadius: Float
    /// Distance of what is sharp, in scene units.
    public var focusDistance: Float

    /// A camera; by default one of 45°, all sharp.
    public init(fovy: Fovy = Fovy(degrees: 45), apertureRadius: Float = 0, focusDistance: Float = 1) {
        self.fovy = fovy
        self.apertureRadius = apertureRadius
        self.focusDistance = focusDistance
    }

    /// The projection as the service holds it.
    public var projection: Projection {
        .perspective(fovy: Float(fovy.degrees), apertureRadius: apertureRadius, focusDistance: focusDistance)
    }
}

/// A vertical opening angle.
public struct Fovy: Hashable, Sendable {
    /// Above 0 and below 180.
    public var degrees: Double

    /// An angle in degrees.
    public init(degrees: Double) { self.degrees = degrees }

    /// From how far something of a height fills the picture's height: h/2 / tan(fovy/2).
    public func distance(toSee height: Double) -> Double { height / 2 / tan(degrees * .pi / 360) }

    /// The view from the front that shows a box from bottom to top: the eye stands before the middle of its front, as
    /// far as the front's height asks for (`get_full_screen_view` of the Python client before 3.0). The width plays no
    /// part; `CameraSetting` fits both, to a picture's shape.
    public func fullScreenView(_ bounds: Bounds) -> PreciseView {
        guard !bounds.isEmpty else { return PreciseView(position: [0, 0, 1], target: .zero) }
        let (low, high) = (SIMD3<Double>(asWritten: bounds.min), SIMD3<Double>(asWritten: bounds.max))
        let (center, size) = ((low + high) / 2, high - low)
        let away = distance(toSee: size.y) + size.z / 2
        return PreciseView(position: center + [0, 0, away], target: center)
    }
}
