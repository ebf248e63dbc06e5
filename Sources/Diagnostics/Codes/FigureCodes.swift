// SPDX-License-Identifier: Apache-2.0

extension DiagnosticCode {
    /// A scene without a light.
    public static let noLights = DiagnosticCode(
        "W601", .figure, "no lights", severity: .warning,
        explanation: """
            A scene without lights renders its surfaces black. Volumes and emissive materials show without lights; \
            everything else needs one.
            """,
        wrong: "recipe: 1\nmodels: {a: {spheres: [{center: [0, 0, 0], radius: 1}]}}",
        right: """
            recipe: 1
            models: {a: {spheres: [{center: [0, 0, 0], radius: 1}]}}
            lights: {key: {directional: {direction: camera, intensity: 3}}}
            """)
    /// A scene in which everything is hidden.
    public static let nothingVisible = DiagnosticCode(
        "W602", .figure, "nothing is visible", severity: .warning,
        explanation: "Every model is hidden, so the picture will show only the background.",
        wrong: """
            recipe: 1
            models: {a: {spheres: [{center: [0, 0, 0], radius: 1}], visible: false}}
            lights: {fill: ambient}
            """,
        right: """
            recipe: 1
            models: {a: {spheres: [{center: [0, 0, 0], radius: 1}]}}
            lights: {fill: ambient}
            """)
    /// A camera inside what it should show.
    public static let cameraInside = DiagnosticCode(
        "W603", .figure, "camera inside its target", severity: .warning,
        explanation: "The camera stands inside the bounds of the scene's shapes, so part of them is behind it.",
        wrong: """
            recipe: 1
            models: {a: {spheres: [{center: [0, 0, 0], radius: 5}]}}
            lights: {fill: ambient}
            camera: {view: {position: [0, 0, 1], target: [0, 0, 0]}}
            """,
        right: """
            recipe: 1
            models: {a: {spheres: [{center: [0, 0, 0], radius: 5}]}}
            lights: {fill: ambient}
            camera: {view: {position: [0, 0, 20], target: [0, 0, 0]}}
            """)
    /// A light of no intensity.
    public static let zeroIntensity = DiagnosticCode(
        "W604", .figure, "light without intensity", severity: .warning,
        explanation: "A light of intensity 0 lights nothing. Leave it out, or give it an intensity.",
        wrong: "recipe: 1\nlights: {key: {directional: {intensity: 0}}}",
        right: "recipe: 1\nlights: {key: {directional: {intensity: 1}}}")
    /// A ramp that hides the inside of a volume.
    public static let opaqueRamp = DiagnosticCode(
        "W605", .figure, "opaque colour ramp", severity: .warning,
        explanation: """
            Every colour of the volume's ramp is fully opaque, so only the outer faces of its box will show. Give the \
            lower end of the ramp a smaller opacity.
            """,
        wrong: """
            recipe: 1
            models: {ct: {mhd_volume: ct.mhd, color_ramp: {range: [0, 255], map: viridis}}}
            lights: {fill: ambient}
            """,
        right: """
            recipe: 1
            models: {ct: {mhd_volume: ct.mhd, color_ramp: {range: [0, 255], map: viridis, opacity: [0, 0.1]}}}
            lights: {fill: ambient}
            """)
    /// A parameter that nothing refers to.
    public static let unusedParameter = DiagnosticCode(
        "W606", .figure, "unused parameter", severity: .warning,
        explanation: "Nothing refers to the parameter, so setting it changes nothing.",
        wrong: "recipe: 1\nparameters: {density: 0.1}",
        right: "recipe: 1\nparameters: {density: 0.1}\ntitle: \"density ${density}\"")
    /// Two pictures that go to the same file.
    public static let overwrittenOutput = DiagnosticCode(
        "W607", .figure, "output written twice", severity: .warning,
        explanation: "Two pictures go to the same file; only the last one will be left.",
        wrong: "recipe: 1\nsnapshots: {a: {file: out.png}, b: {file: out.png}}",
        right: "recipe: 1\nsnapshots: {a: {file: a.png}, b: {file: b.png}}")
    /// A sweep that renders the same cell twice.
    public static let sweepCollision = DiagnosticCode(
        "W608", .figure, "sweep value repeated", severity: .warning,
        explanation: "A list of a sweep holds the same value twice, so the same pictures are made twice.",
        wrong: """
            recipe: 1
            parameters: {angle: 0}
            sweep: {angle: [0, 90, 90.0]}
            camera: {rotate: {euler: [0, "${angle}", 0]}}
            snapshots: {a: {file: "a-${angle}.png"}}
            """,
        right: """
            recipe: 1
            parameters: {angle: 0}
            sweep: {angle: [0, 90, 180]}
            camera: {rotate: {euler: [0, "${angle}", 0]}}
            snapshots: {a: {file: "a-${angle}.png"}}
            """)
    /// A picture that the backend will refuse to draw.
    public static let tinyPicture = DiagnosticCode(
        "W609", .figure, "picture below 64 pixels", severity: .warning,
        explanation:
            "A service refuses pictures with fewer than 64 pixels on a side; this physical size comes to less.",
        wrong: "recipe: 1\nsnapshots: {a: {resolution: {width: 10mm, dpi: 72, aspect: [1, 1]}}}",
        right: "recipe: 1\nsnapshots: {a: {resolution: {width: 80mm, dpi: 300, aspect: [1, 1]}}}")
    /// A feature that the named backend is too old for, or does not have.
    public static let needsNewerService = DiagnosticCode(
        "W610", .figure, "needs a newer service", severity: .warning,
        explanation: """
            The recipe asks for something that services of the Brayns 3.10.1 protocol do not offer. The embedded \
            renderer has it, and a service that runs with the plugin `sceneRecipe`.
            """,
        wrong: "recipe: 1\nbackend: ws://localhost:5000\nrenderer: {interactive: {seed: 7}}",
        right: "recipe: 1\nrenderer: {interactive: {seed: 7}}")

    static let figureCodes: [DiagnosticCode] = [
        noLights, nothingVisible, cameraInside, zeroIntensity, opaqueRamp, unusedParameter, overwrittenOutput,
        sweepCollision, tinyPicture, needsNewerService,
    ]
}
