// SPDX-License-Identifier: Apache-2.0

extension DiagnosticCode {
    /// A scalar of another type than its key takes.
    public static let wrongType = DiagnosticCode(
        "V301", .value, "wrong type",
        explanation: """
            The value is of another type than its key takes. Quoted values are strings. YAML 1.2 has fewer special \
            spellings than older YAML: `yes`, `no`, `on`, `off`, `1:30`, `017` and `1_000` are plain strings.
            """,
        wrong: "recipe: 1\nmodels: {a: {mesh: a.ply, visible: yes}}",
        right: "recipe: 1\nmodels: {a: {mesh: a.ply, visible: true}}")
    /// A number outside its range.
    public static let outOfRange = DiagnosticCode(
        "V302", .value, "out of range",
        explanation: "The number lies outside what its key allows; `recipe reference` shows every range.",
        wrong: "recipe: 1\nrenderer: {interactive: {samples: 0}}",
        right: "recipe: 1\nrenderer: {interactive: {samples: 1}}")
    /// A word that is not in its list.
    public static let unknownWord = DiagnosticCode(
        "V303", .value, "not one of the allowed words",
        explanation: "This key takes one of a fixed list of words.",
        wrong: "recipe: 1\nsnapshots: {a: {resolution: fullhd2}}",
        right: "recipe: 1\nsnapshots: {a: {resolution: full_hd}}")
    /// Something that is no colour.
    public static let notAColor = DiagnosticCode(
        "V304", .value, "not a colour",
        explanation: """
            A colour is "#rgb", "#rrggbb" or "#rrggbbaa" (in quotes, because # starts a comment), a CSS colour name, \
            or a list of three or four numbers from 0 to 1.
            """,
        wrong: "recipe: 1\nmodels: {a: {mesh: a.ply, color: crimsom}}",
        right: "recipe: 1\nmodels: {a: {mesh: a.ply, color: crimson}}")
    /// Infinity or not-a-number.
    public static let notFinite = DiagnosticCode(
        "V305", .value, "number is not finite",
        explanation: "Numbers are finite: infinity and not-a-number cannot be drawn.",
        wrong: "recipe: 1\ncamera: {near_clip: .inf}", right: "recipe: 1\ncamera: {near_clip: 1000}")
    /// A vector with another number of components.
    public static let wrongLength = DiagnosticCode(
        "V306", .value, "wrong number of components",
        explanation: "Vectors and colours have a fixed number of components.",
        wrong: "recipe: 1\nmodels: {a: {mesh: a.ply, transform: {translate: [1, 2]}}}",
        right: "recipe: 1\nmodels: {a: {mesh: a.ply, transform: {translate: [1, 2, 0]}}}")
    /// A string that does not have the form asked for.
    public static let wrongFormat = DiagnosticCode(
        "V307", .value, "wrong form",
        explanation: "The text does not have the form that this key asks for.",
        wrong: "recipe: 1\nbackend: localhost", right: "recipe: 1\nbackend: ws://localhost:5000")
    /// A view that looks nowhere, or whose up vector is of no use.
    public static let degenerateView = DiagnosticCode(
        "V308", .value, "degenerate view",
        explanation: """
            A view needs a direction: its position and target must differ, and its up vector must be neither zero nor \
            along the direction.
            """,
        wrong: "recipe: 1\ncamera: {view: {position: [0, 5, 0], target: [0, 0, 0], up: [0, 1, 0]}}",
        right: "recipe: 1\ncamera: {view: {position: [0, 5, 0], target: [0, 0, 0], up: [0, 0, 1]}}")
    /// A vector that must have a direction, but is zero.
    public static let zeroVector = DiagnosticCode(
        "V309", .value, "zero vector",
        explanation: "A direction, axis, normal or edge cannot be the zero vector.",
        wrong: "recipe: 1\nlights: {key: {directional: {direction: [0, 0, 0]}}}",
        right: "recipe: 1\nlights: {key: {directional: {direction: [0, -1, 0]}}}")
    /// A lower bound above its upper bound.
    public static let invertedBounds = DiagnosticCode(
        "V310", .value, "lower bound above upper bound",
        explanation: "Each lower bound must not exceed its upper bound.",
        wrong: "recipe: 1\nmodels: {a: {boxes: [{min: [0, 0, 0], max: [1, -1, 1]}]}}",
        right: "recipe: 1\nmodels: {a: {boxes: [{min: [0, -1, 0], max: [1, 0, 1]}]}}")
    /// An output file of a format that is not written, or that fits none of its options.
    public static let outputFormat = DiagnosticCode(
        "V311", .value, "picture format",
        explanation: "The extension of an output file is its format; pictures are written as png, jpg or exr.",
        wrong: "recipe: 1\nsnapshots: {a: {file: a.tiff}}", right: "recipe: 1\nsnapshots: {a: {file: a.png}}")
    /// An input file whose loader cannot be told.
    public static let unknownLoader = DiagnosticCode(
        "V312", .value, "loader cannot be told from the file name",
        explanation: """
            `file` picks the loader from the extension or the file's name. Where none or several fit, write the source \
            under its own name instead.
            """,
        wrong: "recipe: 1\nmodels: {a: {file: circuit.json}}",
        right: "recipe: 1\nmodels: {a: {sonata: {path: circuit.json, populations: {all: {}}}}}")
    /// A language version that this program does not know.
    public static let languageVersion = DiagnosticCode(
        "V313", .value, "language version",
        explanation: "`recipe` is the version of the language, not of your figure. The only version so far is 1.",
        wrong: "recipe: 2", right: "recipe: 1")
    /// A capsule or another shape without extent.
    public static let noExtent = DiagnosticCode(
        "V314", .value, "shape without extent",
        explanation: "The shape has no extent in space: a capsule needs at least one radius above 0.",
        wrong: "recipe: 1\nmodels: {a: {capsules: [{p0: [0, 0, 0], r0: 0, p1: [1, 0, 0], r1: 0}]}}",
        right: "recipe: 1\nmodels: {a: {capsules: [{p0: [0, 0, 0], r0: 0.1, p1: [1, 0, 0], r1: 0}]}}")
    /// An output of a sweep that does not name every swept parameter.
    public static let sweptOutput = DiagnosticCode(
        "V315", .value, "output does not name a swept parameter",
        explanation: """
            A sweep renders every picture once for each combination of values. The file name must contain each swept \
            parameter, or the pictures would overwrite each other.
            """,
        wrong: """
            recipe: 1
            parameters: {angle: 0}
            sweep: {angle: [0, 90]}
            camera: {rotate: {euler: [0, "${angle}", 0]}}
            snapshots: {a: {file: a.png}}
            """,
        right: """
            recipe: 1
            parameters: {angle: 0}
            sweep: {angle: [0, 90]}
            camera: {rotate: {euler: [0, "${angle}", 0]}}
            snapshots: {a: {file: "a-${angle}.png"}}
            """)

    static let valueCodes: [DiagnosticCode] = [
        wrongType, outOfRange, unknownWord, notAColor, notFinite, wrongLength, wrongFormat, degenerateView, zeroVector,
        invertedBounds, outputFormat, unknownLoader, languageVersion, noExtent, sweptOutput,
    ]
}
