// SPDX-License-Identifier: Apache-2.0

extension DiagnosticCode {
    /// An input file that is not there.
    public static let missingFile = DiagnosticCode(
        "I501", .input, "file not found",
        explanation: """
            Paths are relative to the file that wrote them. A missing input is a warning while a recipe is only \
            validated, because the data may live elsewhere, and an error once the scene is planned or rendered.
            """,
        wrong: "recipe: 1\nmodels: {a: {mesh: missing.ply}}",
        right: "recipe: 1\nmodels: {a: {spheres: [{center: [0, 0, 0], radius: 1}]}}")
    /// A file that is there but cannot be read.
    public static let unreadableFile = DiagnosticCode(
        "I502", .input, "file cannot be read",
        explanation: "The file exists but cannot be opened: it is a folder, or its permissions forbid reading.",
        wrong: "recipe: 1\ninclude: [.]", right: "recipe: 1")
    /// A file that includes itself, by whatever way.
    public static let includeCycle = DiagnosticCode(
        "I503", .input, "include cycle",
        explanation: "A file includes itself, directly or through others, so reading would never end.",
        wrong: "recipe: 1\ninclude: [this-file.yaml]", right: "recipe: 1\nmodels: {a: {mesh: a.ply}}")
    /// Includes above the limit of depth.
    public static let includeDepth = DiagnosticCode(
        "I504", .input, "includes nested too deep",
        explanation: "Includes may be nested 16 levels deep, and one recipe may read 256 files.",
        wrong: "recipe: 1\ninclude: [level-1.yaml]     # which includes level-2.yaml, and so on to 17",
        right: "recipe: 1\ninclude: [common.yaml]")
    /// A command-line override that is badly formed or names nothing.
    public static let badOverride = DiagnosticCode(
        "I505", .input, "override",
        explanation: "`--set NAME=VALUE` gives a declared parameter another value for one run.",
        wrong: "recipe render figure.yaml --set densty=0.5", right: "recipe render figure.yaml --set density=0.5")
    /// A parameter's value that its declaration does not allow.
    public static let parameterValue = DiagnosticCode(
        "I506", .input, "parameter value",
        explanation: """
            The value does not fit the parameter's declaration: its type, its `minimum` and `maximum`, or its \
            `choices`. The default must fit too.
            """,
        wrong: "recipe: 1\nparameters: {density: {type: number, default: 2, maximum: 1}}",
        right: "recipe: 1\nparameters: {density: {type: number, default: 1, maximum: 1}}")

    static let inputCodes: [DiagnosticCode] = [
        missingFile, unreadableFile, includeCycle, includeDepth, badOverride, parameterValue,
    ]
}
