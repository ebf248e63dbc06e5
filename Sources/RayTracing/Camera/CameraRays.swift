// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// Turns points of the picture into rays.
///
/// A picture point runs from (0, 0) at the first pixel's outer corner to (1, 1) at the last one's; the region maps it
/// to the screen, whose y points up.
struct CameraRays {
    private enum Kind: UInt8 {
        case perspective, orthographic, cylindric
    }

    private let kind: Kind
    private let position: Vector3
    /// What the screen's origin stands for: a direction (perspective) or a point (orthographic).
    private let corner: Vector3
    /// What a screen coordinate from 0 to 1 adds; unit vectors for the cylinder, upright as the view's up vector is.
    private let across: Vector3
    private let upwards: Vector3
    private let forward: Vector3
    private let right: Vector3
    private let realUp: Vector3
    private let near: Float
    private let regionStart: Vector2
    private let regionSize: Vector2
    /// Height of the cylinder's screen at distance 1.
    private let cylinderHeight: Float
    /// Lens radius in the scene; 0 is a pinhole.
    let lensRadius: Float

    /// - Parameter aspect: width over height of the whole picture, whatever the region.
    init(_ camera: Camera, aspect: Float) {
        let view = camera.view
        let axes = CameraAxes(view)
        forward = axes.forward
        right = axes.right
        realUp = axes.up
        position = view.position
        near = camera.nearClip
        regionStart = camera.region.start
        regionSize = camera.region.end - camera.region.start
        switch camera.projection {
        case .perspective(let fovy, let apertureRadius, let focusDistance):
            kind = .perspective
            let height = CameraAxes.screenHeight(fovy: fovy)
            let blurs = apertureRadius > 0
            // With a lens the screen lies in the plane in focus.
            let distance = blurs ? focusDistance : 1
            across = right * (height * aspect * distance)
            upwards = realUp * (height * distance)
            corner = forward * distance - across * 0.5 - upwards * 0.5
            lensRadius = blurs ? apertureRadius : 0
            cylinderHeight = 0
        case .orthographic(let height):
            kind = .orthographic
            across = right * (height * aspect)
            upwards = realUp * height
            corner = view.position - across * 0.5 - upwards * 0.5
            lensRadius = 0
            cylinderHeight = 0
        case .cylindric(let fovy):
            kind = .cylindric
            across = right
            upwards = view.up.normalized
            corner = .zero
            lensRadius = 0
            cylinderHeight = CameraAxes.screenHeight(fovy: fovy)
        }
    }

    /// The ray through a point of the picture, from the middle of the lens.
    @inline(__always)
    func ray(_ point: Vector2) -> Ray {
        ray(point, lens: .zero)
    }

    /// The ray through a point of the picture and a point of the lens, in units of its radius.
    @inline(__always)
    func ray(_ point: Vector2, lens: Vector2) -> Ray {
        let screen = regionStart + point * regionSize
        switch kind {
        case .perspective:
            var direction = corner + across * screen.x + upwards * screen.y
            var origin = position
            if lensRadius > 0 {
                let offset = (right * lens.x + realUp * lens.y) * lensRadius
                origin += offset
                direction -= offset
            }
            return Ray(origin: origin, direction: direction.normalized, near: near, far: .infinity)
        case .orthographic:
            return Ray(
                origin: corner + across * screen.x + upwards * screen.y, direction: forward, near: near,
                far: .infinity)
        case .cylindric:
            // Half a turn from left to right: the middle column looks along the view.
            let angle = Elementary.sineAndCosine(turns: (screen.x - 0.5) * 0.5)
            let height = cylinderHeight * (screen.y - 0.5)
            let direction = across * angle.sine + forward * angle.cosine + upwards * height
            return Ray(origin: position, direction: direction.normalized, near: near, far: .infinity)
        }
    }
}
