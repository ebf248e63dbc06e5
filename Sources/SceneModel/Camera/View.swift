// SPDX-License-Identifier: Apache-2.0

/// Where the eye is and what it looks at.
@frozen
public struct View: Hashable, Sendable {
    /// The eye.
    public var position: Vector3
    /// The point looked at; not the position.
    public var target: Vector3
    /// The up vector: not zero and not along the direction.
    public var up: Vector3

    /// The view of a fresh service: from the origin along +Z.
    public static let initial = View(position: .zero, target: [0, 0, 1], up: [0, 1, 0])

    @inlinable
    public init(position: Vector3, target: Vector3, up: Vector3 = [0, 1, 0]) {
        self.position = position
        self.target = target
        self.up = up
    }

    /// The unit vector from the eye to the target.
    @inlinable public var direction: Vector3 { (target - position).normalized }

    /// Eye and up vector turned about the target.
    public func rotated(aroundTarget rotation: Quaternion) -> View {
        View(position: rotation.rotate(position, about: target), target: target, up: rotation.rotate(up))
    }

    /// Why no camera can look this way, or nil where it can. The texts are Brayns'.
    public var fault: String? {
        if position == target { return "View position cannot be equal to view target" }
        if up.squaredLength == 0 { return "View up cannot be zero length" }
        guard position.isFinite, target.isFinite, up.isFinite, direction.isFinite, up.normalized.isFinite else {
            return "View must be made of finite numbers"
        }
        if abs(direction.dot(up.normalized)) >= 1 { return "View direction and up cannot be aligned" }
        return nil
    }
}
