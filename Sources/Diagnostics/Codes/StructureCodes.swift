// SPDX-License-Identifier: Apache-2.0

extension DiagnosticCode {
    /// A key that its map does not have.
    public static let unknownKey = DiagnosticCode(
        "K201", .structure, "unknown key",
        explanation: """
            Maps are closed: a key that the language does not have is an error, so that a slip of the pen cannot pass \
            for a setting. `recipe reference` lists the keys of every map.
            """,
        wrong: "recipe: 1\nmodels: {a: {mesh: a.ply, colour: red}}",
        right: "recipe: 1\nmodels: {a: {mesh: a.ply, color: red}}")
    /// A required key that is absent.
    public static let missingKey = DiagnosticCode(
        "K202", .structure, "missing key",
        explanation: "This key has no default and must be written.",
        wrong: "models: {a: {mesh: a.ply}}", right: "recipe: 1\nmodels: {a: {mesh: a.ply}}")
    /// Two keys of which only one can be given.
    public static let exclusiveKeys = DiagnosticCode(
        "K203", .structure, "keys exclude each other",
        explanation: "These keys are different ways to say the same thing; only one of them can hold.",
        wrong: "recipe: 1\ncamera:\n  frame: {target: scene}\n  view: {position: [0, 0, 9], target: [0, 0, 0]}",
        right: "recipe: 1\ncamera:\n  view: {position: [0, 0, 9], target: [0, 0, 0]}")
    /// A map, list or scalar where another of the three is due.
    public static let wrongShape = DiagnosticCode(
        "K204", .structure, "wrong shape",
        explanation: """
            YAML has maps (`key: value`), lists (`- item` or `[a, b]`) and plain values; this key takes another of the \
            three.
            """,
        wrong: "recipe: 1\nmodels: [a.ply, b.ply]", right: "recipe: 1\nmodels: {a: {mesh: a.ply}, b: {mesh: b.ply}}")
    /// A kind that a choice does not offer.
    public static let unknownKind = DiagnosticCode(
        "K205", .structure, "unknown kind",
        explanation: "A choice is written as one of its kinds, alone or with the kind's options in a map.",
        wrong: "recipe: 1\nlights: {key: {directonal: {intensity: 3}}}",
        right: "recipe: 1\nlights: {key: {directional: {intensity: 3}}}")
    /// A choice with no kind, or with several.
    public static let oneKind = DiagnosticCode(
        "K206", .structure, "exactly one kind wanted",
        explanation: "A choice is a map with one key, the kind, which holds the kind's options.",
        wrong: "recipe: 1\nlights: {key: {ambient: {}, directional: {}}}",
        right: "recipe: 1\nlights: {fill: {ambient: {}}, key: {directional: {}}}")
    /// A list or map with too few or too many entries.
    public static let wrongCount = DiagnosticCode(
        "K207", .structure, "wrong number of entries",
        explanation: "This list or map must have another number of entries.",
        wrong: "recipe: 1\nmodels: {a: {spheres: []}}",
        right: "recipe: 1\nmodels: {a: {spheres: [{center: [0, 0, 0], radius: 1}]}}")
    /// A key that cannot be used with the others of its map.
    public static let notHere = DiagnosticCode(
        "K208", .structure, "key cannot be used here",
        explanation: "The key exists, but what its map says otherwise leaves no room for it.",
        wrong: "recipe: 1\nmodels:\n  a: {mesh: a.ply}\n  b: {instance_of: a, color: red}",
        right: "recipe: 1\nmodels:\n  a: {mesh: a.ply, color: red}\n  b: {instance_of: a}")
    /// A key without a value.
    public static let missingValue = DiagnosticCode(
        "K209", .structure, "missing value",
        explanation: "The key has no value. Write one, or leave the key out to get its default.",
        wrong: "recipe: 1\ncamera:", right: "recipe: 1\ncamera: {near_clip: 0.1}")
    /// A key that needs another one.
    public static let dependentKey = DiagnosticCode(
        "K210", .structure, "key needs another",
        explanation: "This key has a meaning only together with another key.",
        wrong: "recipe: 1\nmodels: {a: {mesh: a.ply, transform: {rotate: {angle: 90}}}}",
        right: "recipe: 1\nmodels: {a: {mesh: a.ply, transform: {rotate: {axis: [0, 1, 0], angle: 90}}}}")

    static let structureCodes: [DiagnosticCode] = [
        unknownKey, missingKey, exclusiveKeys, wrongShape, unknownKind, oneKind, wrongCount, notHere, missingValue,
        dependentKey,
    ]
}
