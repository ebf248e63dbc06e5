// SPDX-License-Identifier: Apache-2.0
import JSON

/// Writes scenes and pictures as the shortest recipe that means the same.
///
/// The form is a recipe of language version 1 in JSON: only keys that differ from their defaults (or, in a picture,
/// from the recipe's own camera and renderer), sorted keys, colours as numbers, rotations as quaternions, numbers as
/// the shortest decimals of their 32 bits. Two recipes mean the same exactly when their forms are equal, so the
/// SHA-256 of the compact text is the digest of a recipe in lock files, pictures, caches and plans (`docs/canonical-form.md`).
///
/// JSON has no order of keys; the order of models and lights, which only coincident surfaces can show, is not part
/// of the form.
public struct CanonicalForm: Sendable {
    /// How a path of a file is written; the scene holds it absolute.
    public var path: @Sendable (String) -> String

    public init(path: @escaping @Sendable (String) -> String = { $0 }) {
        self.path = path
    }

    /// The recipe of a scene, with `recipe: 1` and without pictures and whatever else stands beside the scene.
    public func recipe(_ scene: Scene) -> [String: JSONValue] {
        var members: [String: JSONValue] = ["recipe": 1]
        members.set("models", named(scene.models.map { ($0.name, model($0)) }))
        members.set("lights", named(scene.lights.map { ($0.name, Self.light($0)) }))
        members.set("clipping", named(scene.clippings.map { ($0.name, Self.clipping($0)) }))
        members.set("camera", Self.camera(scene.camera, over: CameraSetting()))
        members.set("renderer", Self.renderer(scene.renderer, over: .interactive(InteractiveRenderer())))
        members.set("simulation", scene.simulation.map(Self.simulation))
        return members
    }

    /// The recipe of a scene and its pictures.
    public func recipe(_ scene: Scene, pictures: [PictureSetting]) -> [String: JSONValue] {
        var members = recipe(scene)
        let list = pictures.map { ($0.name, Self.picture($0, of: scene)) }
        members["snapshots"] = .object(Dictionary(list) { _, last in last })
        return members
    }

    /// A map by name, or nil where it would be empty.
    private func named(_ list: [(String, JSONValue)]) -> JSONValue? {
        list.isEmpty ? Optional.none : .object(Dictionary(list) { _, last in last })
    }
}

extension Dictionary where Key == String, Value == JSONValue {
    /// Adds a member unless there is none or it holds nothing.
    mutating func set(_ key: String, _ value: JSONValue?) {
        guard let value else { return }
        if case .object(let members) = value, members.isEmpty { return }
        self[key] = value
    }

    /// Adds a member where its value is not the default one.
    mutating func set<Member: Equatable>(
        _ key: String, _ value: Member, unless standard: Member, _ write: (Member) -> JSONValue
    ) {
        if value != standard { self[key] = write(value) }
    }
}

extension CanonicalForm {
    /// Numbers of a vector.
    static func vector(_ vector: Vector3) -> JSONValue { .floats([vector.x, vector.y, vector.z]) }

    /// Numbers of a pair.
    static func pair(_ vector: Vector2) -> JSONValue { .floats([vector.x, vector.y]) }

    /// Red, green, blue, and alpha unless it is 1.
    static func color(_ color: Color) -> JSONValue {
        let c = color.components
        return .floats(c.w == 1 ? [c.x, c.y, c.z] : [c.x, c.y, c.z, c.w])
    }

    /// A rotation.
    static func rotation(_ rotation: Quaternion) -> JSONValue {
        // Both signs of a quaternion are one rotation.
        let c = rotation.components
        let sign = [c.w, c.x, c.y, c.z].first { $0 != 0 } ?? 0
        let q = sign < 0 ? SIMD4<Float>.zero - c : c
        return .object(["quaternion": .floats([q.x, q.y, q.z, q.w])])
    }

    /// A box.
    static func box(_ bounds: Bounds) -> JSONValue {
        .object(["min": vector(bounds.min), "max": vector(bounds.max)])
    }

    /// A choice: its bare name where no option is left to say.
    static func choice(_ kind: String, _ options: [String: JSONValue]) -> JSONValue {
        options.isEmpty ? .string(kind) : .object([kind: .object(options)])
    }

    /// A transform; the one that moves nothing is `{translate: [0, 0, 0]}` so that it can stand in a list.
    static func transform(_ transform: Transform) -> JSONValue {
        var members: [String: JSONValue] = [:]
        members.set("translate", transform.translation, unless: .zero, vector)
        members.set("rotate", transform.rotation, unless: .identity, rotation)
        let scale = transform.scale
        members.set("scale", scale, unless: Vector3(repeating: 1)) {
            $0.x == $0.y && $0.y == $0.z ? .float($0.x) : vector($0)
        }
        return .object(members.isEmpty ? ["translate": [0, 0, 0]] : members)
    }

    /// A moment of a simulation.
    static func simulation(_ instant: SimulationInstant) -> JSONValue {
        switch instant {
        case .frame(let frame): ["frame": .integer(Int64(frame))]
        case .time(let time): ["time": .number(time)]
        }
    }
}
