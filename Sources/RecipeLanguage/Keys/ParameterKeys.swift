// SPDX-License-Identifier: Apache-2.0

/// Keys of parameters.
enum ParameterKeys {
    static let type = Key(
        "type",
        .word(
            ParameterType.number,
            [
                .number: "a number", .integer: "a whole number", .boolean: "true or false", .string: "a text",
                .color: "a colour", .vector: "three numbers", .path: "a path", .choice: "one of `choices`",
            ]), otherwise: "that of the default", doc: "What values the parameter takes.", example: "number")
    static let value = Key(
        "default", .literal, required: true, doc: "The value unless `--set` gives another.",
        example: "0.1")
    static let minimum = Key("minimum", .number(), doc: "The least number.", example: "0")
    static let maximum = Key("maximum", .number(), doc: "The greatest number.", example: "1")
    static let choices = Key(
        "choices", .list(.text(), minimum: 1), doc: "The texts that a `choice` takes.", example: "[front, back]")
    static let description = Key("description", .text(.any), doc: "What the parameter does.", example: "share of cells")
    static let record = Record(
        "a parameter", doc: "A typed knob of the recipe.",
        keys: [
            type.declaration, value.declaration, minimum.declaration, maximum.declaration, choices.declaration,
            description.declaration,
        ], bareKey: value.declaration)
}
