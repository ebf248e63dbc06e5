// SPDX-License-Identifier: Apache-2.0
import Diagnostics

/// What libyaml's messages mean for the writer of a recipe: one row a message.
struct SyntaxProblem {
    /// A part of libyaml's message that tells it from the others.
    let phrase: String
    let code: DiagnosticCode
    let summary: String
    let hint: String
    /// The label of the place that libyaml gives as context, where it helps.
    let contextLabel: String?

    private init(
        _ phrase: String, _ code: DiagnosticCode, _ summary: String, _ hint: String, context: String? = nil
    ) {
        self.phrase = phrase
        self.code = code
        self.summary = summary
        self.hint = hint
        self.contextLabel = context
    }

    static let table: [SyntaxProblem] = [
        SyntaxProblem(
            "found unexpected end of stream", .unclosed, "the quoted text never ends",
            "Close it with the quote that opened it.", context: "opened here"),
        SyntaxProblem(
            "found unexpected document indicator", .unclosed, "the quoted text never ends",
            "Close it with the quote that opened it.", context: "opened here"),
        SyntaxProblem(
            "did not find expected ',' or ']'", .unclosed, "expected `,` or `]` in this list",
            "Separate the entries by commas and close the list with `]`.", context: "the list opened here"),
        SyntaxProblem(
            "did not find expected ',' or '}'", .unclosed, "expected `,` or `}` in this map",
            "Separate the entries by commas and close the map with `}`.", context: "the map opened here"),
        SyntaxProblem(
            "mapping values are not allowed in this context", .notYAML, "unexpected `:`",
            "A text that contains a colon followed by a blank needs quotes; a key starts a line of its own."),
        SyntaxProblem(
            "could not find expected ':'", .notYAML, "expected `:` after the key",
            "Write `key: value`, with a blank after the colon.", context: "the key starts here"),
        SyntaxProblem(
            "did not find expected key", .indentation, "this line starts where no open map or list does",
            "Keys of one map start in the same column.", context: "the map starts here"),
        SyntaxProblem(
            "did not find expected '-' indicator", .indentation, "expected `-` or the end of the list",
            "Entries of one list start in the same column.", context: "the list starts here"),
        SyntaxProblem(
            "block sequence entries are not allowed", .notYAML, "a list cannot start here",
            "Start the list on a line of its own, or write it as `[a, b]`."),
        SyntaxProblem(
            "block mapping keys are not allowed", .notYAML, "a map cannot start here",
            "Start the map on a line of its own, or write it as `{key: value}`."),
        SyntaxProblem(
            "tab character", .tabIndentation, "a tab is used as indentation", "Indent by spaces."),
        SyntaxProblem(
            "found character that cannot start any token", .notYAML, "a value cannot start with this character",
            "Put the text into quotes."),
        SyntaxProblem(
            "found unknown escape character", .notYAML, "unknown escape in a double-quoted text",
            "Write a backslash as `\\\\`, or use single quotes, in which nothing is escaped."),
        SyntaxProblem(
            "did not find expected hexdecimal number", .notYAML, "the escape lacks hexadecimal digits",
            "Write `\\x` with two digits, `\\u` with four, `\\U` with eight."),
        SyntaxProblem(
            "invalid Unicode character escape code", .notYAML, "the escape is no Unicode character",
            "Use the code point of a character."),
        SyntaxProblem(
            "did not find expected alphabetic or numeric character", .notYAML, "expected a name",
            "`&` and `*` start the name of an anchor; a text that starts with one of them needs quotes."),
        SyntaxProblem(
            "did not find expected node content", .notYAML, "expected a value",
            "Something is missing between two separators."),
        SyntaxProblem(
            "found undefined tag handle", .foreignTag, "unknown tag",
            "Leave the tag out; quote a text that starts with `!`."),
        SyntaxProblem(
            "found incompatible YAML document", .notYAML, "this version of YAML cannot be read",
            "Leave the directive out, or write `%YAML 1.2`."),
        SyntaxProblem(
            "did not find expected <document start>", .notYAML, "unexpected content after the recipe",
            "A recipe is one map; check the indentation."),
    ]
}
