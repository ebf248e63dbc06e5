// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// The unit vectors of a view: forward to the target, right = forward × up, real up = right × forward. Not finite
/// where the view leads nowhere.
struct CameraAxes {
    let forward: Vector3
    let right: Vector3
    let up: Vector3

    init(_ view: View) {
        forward = (view.target - view.position).normalized
        right = forward.cross(view.up).normalized
        up = right.cross(forward)
    }

    /// Height of the screen at distance 1 for an opening angle in degrees.
    static func screenHeight(fovy: Float) -> Float {
        Float(2 * Elementary.tangent(degrees: Double(fovy) / 2))
    }
}
