// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import JSON
import SceneModel

/// Keys of rotations.
enum RotationKeys {
    static let euler = Key(
        "euler", .numbers(3, .point), unit: "degrees",
        doc: "Angles about the fixed axes X, then Y, then Z.", example: "[0, 90, 0]")
    static let axis = Key(
        "axis", .vector(.direction), doc: "The axis turned about, of any length; needs `angle`.", example: "[0, 1, 0]")
    static let angle = Key(
        "angle", .number(), unit: "degrees", doc: "The angle turned about `axis`, by the right-hand rule.",
        example: "90")
    static let quaternion = Key(
        "quaternion", .numbers(4, .quaternion),
        doc: "The rotation as x, y, z, w; normalised.", example: "[0, 0.7071068, 0, 0.7071068]")
    static let from = Key(
        "from", .vector(.direction), doc: "A direction that the rotation takes to `to`, the shortest way.",
        example: "[0, 1, 0]")
    static let to = Key(
        "to", .vector(.direction), doc: "The direction that `from` is taken to.", example: "[1, 0, 0]")

    static let record = Record(
        "a rotation", doc: "A rotation, in one of four forms: euler, axis and angle, quaternion, or from and to.",
        keys: [
            euler.declaration, axis.declaration, angle.declaration, quaternion.declaration, from.declaration,
            to.declaration,
        ],
        groups: [
            KeyGroup(
                [
                    [euler.declaration], [axis.declaration, angle.declaration], [quaternion.declaration],
                    [from.declaration, to.declaration],
                ], isRequired: true)
        ])

    /// The rotation that a record describes.
    static func rotation(_ view: RecordView) -> Quaternion {
        if let angles = view[optional: euler], angles.count == 3 {
            return Quaternion(eulerDegrees: SIMD3(angles[0], angles[1], angles[2]))
        }
        if let axis = view[optional: axis] { return Quaternion(axis: axis, degrees: view[optional: angle] ?? 0) }
        if let values = view[optional: quaternion], values.count == 4 {
            return Quaternion(SIMD4(Float(values[0]), Float(values[1]), Float(values[2]), Float(values[3]))).normalized
        }
        if let from = view[optional: from], let to = view[optional: to] { return Quaternion(from: from, to: to) }
        return .identity
    }
}

/// Keys of transforms.
enum TransformKeys {
    static let translate = Key(
        "translate", .vector(.point), default: [0, 0, 0], unit: "data units",
        doc: "The way the model is moved, after scaling and turning.", example: "[0, 10, 0]")
    static let rotate = Key(
        "rotate", .record(RotationKeys.record), otherwise: "not turned",
        doc: "How the model is turned about its origin.", example: "{euler: [0, 90, 0]}")
    static let scale = Key(
        "scale", .scale, default: [1, 1, 1],
        doc: "The factor along each axis, or one for all; applied first.", example: "2")

    static let record = Record(
        "a transform", doc: "Where a model stands: scaled, then turned, then moved.",
        keys: [translate.declaration, rotate.declaration, scale.declaration])

    /// The transform that a record describes.
    static func transform(_ view: RecordView) -> Transform {
        Transform(
            translation: view[translate], rotation: view[optional: rotate].map(RotationKeys.rotation) ?? .identity,
            scale: view[scale])
    }
}
