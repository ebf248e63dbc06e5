// SPDX-License-Identifier: Apache-2.0

extension DiagnosticCode {
    /// A name with characters that names do not have.
    public static let badName = DiagnosticCode(
        "N401", .name, "badly formed name",
        explanation: """
            Names of models, lights, clippings, snapshots, movies and parameters start with a letter or underscore and \
            go on with letters, digits, underscores and hyphens.
            """,
        wrong: "recipe: 1\nmodels: {\"left bunny\": {mesh: a.ply}}",
        right: "recipe: 1\nmodels: {left_bunny: {mesh: a.ply}}")
    /// A name that the language keeps for itself.
    public static let reservedName = DiagnosticCode(
        "N402", .name, "reserved name",
        explanation: "`scene` means the whole scene wherever a model can be named, so no model can be called so.",
        wrong: "recipe: 1\nmodels: {scene: {mesh: a.ply}}", right: "recipe: 1\nmodels: {all: {mesh: a.ply}}")
    /// A model that is not declared.
    public static let unknownModel = DiagnosticCode(
        "N403", .name, "unknown model",
        explanation: "The name is that of no model under `models`.",
        wrong: "recipe: 1\nmodels: {bunny: {mesh: a.ply}}\ncamera: {frame: {target: buny}}",
        right: "recipe: 1\nmodels: {bunny: {mesh: a.ply}}\ncamera: {frame: {target: bunny}}")
    /// A parameter that is not declared.
    public static let unknownParameter = DiagnosticCode(
        "N404", .name, "unknown parameter",
        explanation: "`${name}` stands for a parameter declared under `parameters`, and there is none of that name.",
        wrong: "recipe: 1\nparameters: {density: 0.1}\ntitle: \"at ${densty}\"",
        right: "recipe: 1\nparameters: {density: 0.1}\ntitle: \"at ${density}\"")
    /// A snapshot or movie that is not declared.
    public static let unknownSnapshot = DiagnosticCode(
        "N405", .name, "unknown snapshot",
        explanation: "The name is that of no picture under `snapshots`.",
        wrong: "recipe: 1\nsnapshots: {hero: {}}\nchecks: {lit: {luminance: {min: 0.1}, snapshot: her}}",
        right: "recipe: 1\nsnapshots: {hero: {}}\nchecks: {lit: {luminance: {min: 0.1}, snapshot: hero}}")
    /// A data root that is not declared.
    public static let unknownData = DiagnosticCode(
        "N406", .name, "unknown data root",
        explanation: "`${data.NAME}` stands for a folder declared under `data` or given by `--data NAME=PATH`.",
        wrong: "recipe: 1\ndata: {meshes: ../data}\nmodels: {a: {mesh: \"${data.mesh}/a.ply\"}}",
        right: "recipe: 1\ndata: {meshes: ../data}\nmodels: {a: {mesh: \"${data.meshes}/a.ply\"}}")
    /// An instance of an instance.
    public static let instanceChain = DiagnosticCode(
        "N407", .name, "instance of an instance",
        explanation: "`instance_of` names a model with a source of its own; an instance cannot be instantiated again.",
        wrong: """
            recipe: 1
            models:
              a: {mesh: a.ply}
              b: {instance_of: a}
              c: {instance_of: b}
            """,
        right: """
            recipe: 1
            models:
              a: {mesh: a.ply}
              b: {instance_of: a}
              c: {instance_of: a}
            """)
    /// A `${` that is not a reference.
    public static let badReference = DiagnosticCode(
        "N408", .name, "badly formed reference",
        explanation: """
            A reference is `${name}` or `${data.NAME}`, without arithmetic and without blanks. A literal `${` is \
            written `$${`.
            """,
        wrong: "recipe: 1\nparameters: {n: 1}\ntitle: \"n is ${n + 1}\"",
        right: "recipe: 1\nparameters: {n: 1}\ntitle: \"n is ${n}\"")
    /// References that put too much text into a recipe.
    public static let referenceBudget = DiagnosticCode(
        "N409", .name, "references expand to too much",
        explanation: """
            A long text behind a reference that is used again and again can fill all memory. All references of a \
            recipe together may stand for 4 MB of text, which is what a file may have.
            """,
        wrong: """
            recipe: 1
            parameters: {p: "… fifty thousand characters …"}
            keywords: ["${p}${p}${p}${p}", "${p}${p}${p}${p}", … and a thousand more]
            """,
        right: "recipe: 1\nparameters: {p: ink}\nkeywords: [\"${p}\"]")

    static let nameCodes: [DiagnosticCode] = [
        badName, reservedName, unknownModel, unknownParameter, unknownSnapshot, unknownData, instanceChain,
        badReference, referenceBudget,
    ]
}
