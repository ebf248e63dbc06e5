// SPDX-License-Identifier: Apache-2.0
import JSON
import SceneModel

/// Keys of lights.
enum LightKeys {
    static let intensity = Key(
        "intensity", .number(.atLeast(0)), default: 1,
        doc:
            "How bright: a radiance (ambient, quad), an irradiance (directional) or a radiant intensity (sphere).",
        example: "3")
    static let color = Key("color", .color, default: "white", doc: "The colour of the light.", example: "white")
    static let direction = Key(
        "direction",
        .either(
            scalar: .word([Word("camera", "the viewing direction of the top-level camera")]),
            list: .numbers(count: 3, .any, whole: false, broadcast: false, meaning: .direction)),
        default: [-1, -1, 0], doc: "The way the light travels, or `camera` for the camera's viewing direction.",
        example: "camera")
    static let position = Key(
        "position", .vector(.point), default: [0, 0, 0], unit: "data units",
        doc: "A corner of a quad light, the centre of a sphere light.", example: "[0, 100, 0]")
    static let edge1 = Key(
        "edge1", .vector(.direction), default: [1, 0, 0], unit: "data units",
        doc: "The first edge; light goes to the side of edge1 × edge2.", example: "[10, 0, 0]")
    static let edge2 = Key(
        "edge2", .vector(.direction), default: [0, 0, 1], unit: "data units", doc: "The second edge.",
        example: "[0, 0, 10]")
    static let radius = Key(
        "radius", .number(.atLeast(0)), default: 0, unit: "data units",
        doc: "The radius; 0 makes a point light.", example: "5")

    static let choice = Choice(
        "light", doc: "A light source.",
        kinds: [
            Kind(
                "ambient",
                Record(
                    "an ambient light", doc: "Light from everywhere.", keys: [intensity.declaration, color.declaration])
            ),
            Kind(
                "directional",
                Record(
                    "a directional light", doc: "Light from infinitely far, such as the sun.",
                    keys: [direction.declaration, intensity.declaration, color.declaration])),
            Kind(
                "quad",
                Record(
                    "a quad light", doc: "Light from one side of a parallelogram.",
                    keys: [
                        position.declaration, edge1.declaration, edge2.declaration, intensity.declaration,
                        color.declaration,
                    ])),
            Kind(
                "sphere",
                Record(
                    "a sphere light", doc: "Light from a ball or a point.",
                    keys: [position.declaration, radius.declaration, intensity.declaration, color.declaration])),
        ])

    /// The light that a choice describes; one along the camera gets the direction given.
    static func light(_ name: String, _ choice: ChoiceView, cameraDirection: Vector3) -> NamedLight {
        let options = choice.options
        var followsCamera = false
        let kind: Light.Kind
        switch choice.kind {
        case "directional":
            let value = options[direction]
            if case .text = value.content { followsCamera = true }
            kind = .directional(direction: followsCamera ? cameraDirection : value.vector3)
        case "quad": kind = .quad(position: options[position], edge1: options[edge1], edge2: options[edge2])
        case "sphere": kind = .sphere(position: options[position], radius: Float(options[radius]))
        default: kind = .ambient
        }
        return NamedLight(
            name: name, light: Light(kind, intensity: Float(options[intensity]), color: options[color].rgb),
            followsCamera: followsCamera)
    }
}
