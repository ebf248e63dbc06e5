// SPDX-License-Identifier: Apache-2.0

extension DiagnosticCode {
    /// A model that its loader or the backend refused.
    public static let loadFailed = DiagnosticCode(
        "R701", .run, "model cannot be loaded",
        explanation: "The recipe is valid, but the loader could not read the file, or the backend refused it.",
        wrong: "recipe: 1\nmodels: {a: {mesh: a-text-file.ply}}", right: "recipe: 1\nmodels: {a: {mesh: bunny.ply}}")
    /// A part that the loaded model does not have.
    public static let unknownPart = DiagnosticCode(
        "R702", .run, "unknown part",
        explanation: """
            `parts` names a part that the model turned out not to have. Parts are the names of populations, `neurons`, \
            `afferent_synapses` and `efferent_synapses` for a BlueConfig, and otherwise 0, 1 and so on in loading order.
            """,
        wrong: "recipe: 1\nmodels: {a: {mesh: bunny.ply, parts: {\"1\": {visible: false}}}}",
        right: "recipe: 1\nmodels: {a: {mesh: bunny.ply, parts: {\"0\": {visible: false}}}}")
    /// Something that the language has and this build cannot do yet.
    public static let notSupported = DiagnosticCode(
        "R703", .run, "not supported yet",
        explanation: "The recipe is valid, but this version of the program cannot do what it asks for.",
        wrong: "recipe: 1\nmovies: {spin: {frames: {orbit: {count: 100}}}}", right: "recipe: 1\nsnapshots: {still: {}}")
    /// A check that did not hold.
    public static let checkFailed = DiagnosticCode(
        "R704", .run, "check failed",
        explanation:
            "What the recipe asks of its pictures or models does not hold; the message says what was measured.",
        wrong: "recipe: 1\nchecks: {lit: {luminance: {min: 0.9}}}",
        right: "recipe: 1\nchecks: {lit: {luminance: {min: 0.1}}}")
    /// A colouring that the loaded model does not offer.
    public static let coloringFailed = DiagnosticCode(
        "R705", .run, "colouring not offered",
        explanation: "The loaded model does not offer the method, or `values` does not fit the values that it has.",
        wrong: "recipe: 1\nmodels: {a: {bbp: BlueConfig, color: {by: colour, values: {\"1\": red}}}}",
        right: "recipe: 1\nmodels: {a: {bbp: BlueConfig, color: {by: layer, values: {\"1\": red}}}}")
    /// An instant that the simulation does not have.
    public static let simulationRange = DiagnosticCode(
        "R706", .run, "no such simulation instant",
        explanation: "The frame or time lies outside the simulation, or nothing in the scene is simulated.",
        wrong: "recipe: 1\nsimulation: {frame: 4000000000}", right: "recipe: 1")
    /// A frame around nothing.
    public static let nothingToFrame = DiagnosticCode(
        "R707", .run, "nothing to frame",
        explanation: "The camera is to be fitted to something that has no extent: nothing visible, or only lights.",
        wrong: "recipe: 1\nlights: {fill: ambient}",
        right: "recipe: 1\nmodels: {a: {spheres: [{center: [0, 0, 0], radius: 1}]}}\nlights: {fill: ambient}")
    /// A picture that could not be drawn or written.
    public static let pictureFailed = DiagnosticCode(
        "R708", .run, "picture failed",
        explanation: "The backend could not draw the picture, or its file could not be written.",
        wrong: "recipe: 1\nsnapshots: {a: {file: /read-only/a.png}}", right: "recipe: 1\nsnapshots: {a: {file: a.png}}")
    /// A backend that cannot be reached or that failed.
    public static let backendFailed = DiagnosticCode(
        "R709", .run, "backend failed",
        explanation: "The service cannot be reached, refused the connection, or failed in the middle.",
        wrong: "recipe: 1\nbackend: ws://no-such-host:5000", right: "recipe: 1\nbackend: embedded")

    static let runCodes: [DiagnosticCode] = [
        loadFailed, unknownPart, notSupported, checkFailed, coloringFailed, simulationRange, nothingToFrame,
        pictureFailed, backendFailed,
    ]
}
