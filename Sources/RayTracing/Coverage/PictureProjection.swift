// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// Where in the picture a camera without a lens sees what lies in boxes along its axes: to the right, up and ahead of
/// it.
struct PictureProjection: Hashable {
    /// From the world to coordinates to the right of the camera, above it and ahead of it.
    let toCamera: AffineTransform
    /// Largest magnitude of the camera's own coordinates.
    let reach: Float
    /// Whether what is twice as far away is half as large.
    private let foreshortens: Bool
    /// Pixels a unit of the screen: at distance 1 (perspective) or at any (orthographic).
    private let scale: Vector2
    /// Place of the screen's middle, in pixels from the first one's outer corner.
    private let middle: Vector2
    /// By how many pixels rounding may move a ray.
    private let doubt: Vector2

    /// A part of the picture in pixels, whole ones at whole numbers plus a half.
    struct Area {
        var low: Vector2
        var high: Vector2
    }

    /// Depths below this share one limit, so that no quotient is undefined.
    private static let leastDepth: Float = 1e-30
    /// A generous bound on the share by which rounding moves a ray or a hit: 256 units in the last place. The kernels
    /// find a rounded cone to about 30 of its length.
    static let roundingShare: Float = 0x1p-16

    /// Nil for cameras that bend their rays or have a lens, and for views that lead nowhere.
    init?(_ camera: Camera, resolution: Resolution) {
        let position = camera.view.position
        let axes = CameraAxes(camera.view)
        let (right, up, forward) = (axes.right, axes.up, axes.forward)
        var screen = Vector2.zero
        switch camera.projection {
        case .perspective(let fovy, let apertureRadius, _):
            guard !(apertureRadius > 0) else { return nil }
            screen.y = CameraAxes.screenHeight(fovy: fovy)
            foreshortens = true
        case .orthographic(let height):
            screen.y = height
            foreshortens = false
        case .cylindric:
            return nil
        }
        screen.x = screen.y * resolution.aspectRatio
        let pixels = Vector2(Float(resolution.width), Float(resolution.height))
        let (start, end) = (camera.region.start, camera.region.end)
        let size = end - start
        scale = pixels / (screen * size)
        middle = (Vector2(0.5, 0.5) - start) / size * pixels
        let bounds = Vector2(max(abs(start.x), abs(end.x)), max(abs(start.y), abs(end.y)))
        // Rounding of the point of the picture, and of a direction of about unit length.
        let onScreen = (bounds + 1) / size * pixels
        let ofDirection = foreshortens ? (screen + 1) / (screen * size) * pixels : .zero
        doubt = Vector2(
            abs(onScreen.x) + abs(ofDirection.x), abs(onScreen.y) + abs(ofDirection.y)) * Self.roundingShare
        var turned = AffineTransform(
            x: [right.x, up.x, forward.x], y: [right.y, up.y, forward.y], z: [right.z, up.z, forward.z],
            translation: .zero)
        turned.translation = Vector3.zero - turned.applyDirection(position)
        toCamera = turned
        reach = largestMagnitude(position)
        guard toCamera.x.isFinite, toCamera.y.isFinite, toCamera.z.isFinite, toCamera.translation.isFinite,
            (scale + middle + doubt).x.isFinite, (scale + middle + doubt).y.isFinite
        else { return nil }
    }

    /// A part of the picture that holds all of a box, widened by what rounding may do; nil for what lies behind the
    /// camera. Not a number where the box is none.
    @inline(__always)
    func area(of lower: Vector3, _ upper: Vector3) -> Area? {
        if upper.z <= 0 { return nil }
        var low = Vector2(lower.x, lower.y)
        var high = Vector2(upper.x, upper.y)
        if foreshortens {
            let near = 1 / max(lower.z, Self.leastDepth)
            let far = 1 / upper.z
            low *= Vector2(low.x < 0 ? near : far, low.y < 0 ? near : far)
            high *= Vector2(high.x > 0 ? near : far, high.y > 0 ? near : far)
        }
        let first = low * scale + middle
        let second = high * scale + middle
        return Area(low: lesser(first, second) - doubt, high: greater(first, second) + doubt)
    }
}
