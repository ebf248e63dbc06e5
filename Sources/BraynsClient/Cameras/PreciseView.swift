// SPDX-License-Identifier: Apache-2.0
import Foundation
import SceneModel

/// A view that a script computes, in double precision.
///
/// The service holds numbers of 32 bits. A script that frames, turns and then lights along the view rounds once, at the
/// end, as a script in Python does: both get the same bits, and so the same picture.
public struct PreciseView: Hashable, Sendable {
    /// The eye.
    public var position: SIMD3<Double>
    /// The point looked at; not the position.
    public var target: SIMD3<Double>
    /// The up vector: not zero and not along the direction.
    public var up: SIMD3<Double>

    /// A view; by default Y is up.
    public init(position: SIMD3<Double>, target: SIMD3<Double>, up: SIMD3<Double> = [0, 1, 0]) {
        self.position = position
        self.target = target
        self.up = up
    }

    /// The unit vector from the eye to the target, as a light or a shape takes it.
    public var direction: Vector3 {
        let vector = target - position
        return Vector3(vector / (vector * vector).sum().squareRoot())
    }

    /// The view as the service holds it.
    public var view: View {
        View(position: Vector3(position), target: Vector3(target), up: Vector3(up))
    }
}

/// A rotation in double precision, for scripts that turn views; the vocabulary's own is `Quaternion`.
public struct Rotation: Hashable, Sendable {
    /// (x, y, z, w), of length 1.
    public let quaternion: SIMD4<Double>

    /// The rotation by angles about the fixed axes X, then Y, then Z (the Python client's `Rotation.from_euler`).
    public init(euler angles: SIMD3<Double>, degrees: Bool = false) {
        let half = (degrees ? angles * (.pi / 180) : angles) / 2
        let (sx, sy, sz) = (sin(half.x), sin(half.y), sin(half.z))
        let (cx, cy, cz) = (cos(half.x), cos(half.y), cos(half.z))
        quaternion = SIMD4(
            sx * cy * cz - cx * sy * sz, cx * sy * cz + sx * cy * sz, cx * cy * sz - sx * sy * cz,
            cx * cy * cz + sx * sy * sz)
    }

    /// The point turned about a centre: c + q·(p − c)·q*.
    public func apply(_ point: SIMD3<Double>, center: SIMD3<Double> = .zero) -> SIMD3<Double> {
        let u = SIMD3(quaternion.x, quaternion.y, quaternion.z)
        let p = point - center
        let cross = SIMD3(u.y * p.z - u.z * p.y, u.z * p.x - u.x * p.z, u.x * p.y - u.y * p.x)
        let w = quaternion.w
        return center + (w * w - (u * u).sum()) * p + 2 * (u * p).sum() * u + 2 * w * cross
    }
}

extension SIMD3 where Scalar == Double {
    /// The number that a client reads where the service wrote a number of 32 bits: the nearest to its shortest decimal
    /// form, which is not the number of 32 bits itself (0.1 is 0.1 and not 0.100000001).
    init(asWritten vector: Vector3) {
        func read(_ value: Float) -> Double { Double("\(value)") ?? Double(value) }
        self.init(read(vector.x), read(vector.y), read(vector.z))
    }
}
