// SPDX-License-Identifier: Apache-2.0

extension DiagnosticCode {
    /// Bytes that are not UTF-8.
    public static let invalidUTF8 = DiagnosticCode(
        "Y101", .syntax, "not UTF-8",
        explanation: """
            A recipe is a UTF-8 file. These bytes are no UTF-8; the file was probably saved as Latin-1, Windows-1252 \
            or UTF-16. Save it again as UTF-8, without a byte order mark.
            """,
        wrong: "recipe: 1\ntitle: \"Na\\xEFve\"      # a file in Latin-1",
        right: "recipe: 1\ntitle: \"Naïve\"         # the same file in UTF-8")
    /// A byte order mark.
    public static let byteOrderMark = DiagnosticCode(
        "Y102", .syntax, "byte order mark",
        explanation: """
            The file starts with a byte order mark. UTF-8 needs none, and tools that join or compare files trip over it.
            """,
        wrong: "\u{FEFF}recipe: 1", right: "recipe: 1")
    /// A NUL or another control character.
    public static let controlCharacter = DiagnosticCode(
        "Y103", .syntax, "control character",
        explanation: """
            YAML texts hold no control characters but tab, line feed and carriage return. In a double-quoted string \
            they can be written as escapes, such as "\\x07".
            """,
        wrong: "recipe: 1\ntitle: \"ring\u{07}\"", right: "recipe: 1\ntitle: \"ring\"")
    /// A tab where indentation is due.
    public static let tabIndentation = DiagnosticCode(
        "Y104", .syntax, "tab used as indentation",
        explanation: "YAML indents by spaces only, because tabs look different everywhere. Use two spaces a level.",
        wrong: "recipe: 1\nmodels:\n\ta: {mesh: a.ply}", right: "recipe: 1\nmodels:\n  a: {mesh: a.ply}")
    /// Any other violation of YAML's syntax.
    public static let notYAML = DiagnosticCode(
        "Y105", .syntax, "not YAML",
        explanation: """
            The text cannot be read as YAML from this place on. Common causes are a missing space after a colon, wrong \
            indentation, and values that need quotes because they start with a special character such as @, %, ` or &.
            """,
        wrong: "recipe: 1\ntitle: @home", right: "recipe: 1\ntitle: \"@home\"")
    /// A bracket, brace or quote that is never closed.
    public static let unclosed = DiagnosticCode(
        "Y106", .syntax, "unclosed bracket or quote",
        explanation: "A list, map or quoted string that was opened here is not closed before the text goes on or ends.",
        wrong: "recipe: 1\nmodels: {a: {mesh: a.ply}", right: "recipe: 1\nmodels: {a: {mesh: a.ply}}")
    /// A line whose indentation fits nothing above it.
    public static let indentation = DiagnosticCode(
        "Y107", .syntax, "indentation fits nothing above",
        explanation: "Keys of one map start in the same column. This line starts where no open map or list does.",
        wrong: "recipe: 1\nmodels:\n    a: {mesh: a.ply}\n  b: {mesh: b.ply}",
        right: "recipe: 1\nmodels:\n  a: {mesh: a.ply}\n  b: {mesh: b.ply}")
    /// A key that its map already has.
    public static let duplicateKey = DiagnosticCode(
        "Y110", .syntax, "repeated key",
        explanation: """
            A map holds each key once. Other YAML readers silently take the last one; here the second is an error, \
            because one of the two values would be lost.
            """,
        wrong: "recipe: 1\ntitle: one\ntitle: two", right: "recipe: 1\ntitle: two")
    /// A `<<` merge key.
    public static let mergeKey = DiagnosticCode(
        "Y111", .syntax, "merge key",
        explanation: """
            `<<` belongs to YAML 1.1 and is not part of YAML 1.2's core schema. Use `include` to share parts between \
            files, an alias for a whole value, or a parameter for one number.
            """,
        wrong: """
            recipe: 1
            models:
              a: &a {mesh: a.ply}
              b: {<<: *a, visible: false}
            """,
        right: "recipe: 1\nmodels:\n  a: {mesh: a.ply}\n  b: {mesh: a.ply, visible: false}")
    /// A tag other than the core schema's.
    public static let foreignTag = DiagnosticCode(
        "Y112", .syntax, "tag",
        explanation: """
            A recipe is plain data: only the core tags (!!str, !!int, !!float, !!bool, !!null, !!map, !!seq) are \
            understood, and they are hardly ever needed. Quote a value to make it a string.
            """,
        wrong: "recipe: 1\ntitle: !python/name:os.system x", right: "recipe: 1\ntitle: x")
    /// A key that is no plain scalar.
    public static let complexKey = DiagnosticCode(
        "Y113", .syntax, "key is not a scalar",
        explanation: "Keys are names. A list, a map or an alias cannot be one.",
        wrong: "recipe: 1\n? [a, b]\n: 1", right: "recipe: 1\ntitle: a, b")
    /// A second document in one file.
    public static let severalDocuments = DiagnosticCode(
        "Y114", .syntax, "more than one document",
        explanation: "A file holds one recipe. Put the second document into a file of its own.",
        wrong: "recipe: 1\n---\nrecipe: 1", right: "recipe: 1")
    /// An alias without an anchor before it.
    public static let undefinedAlias = DiagnosticCode(
        "Y115", .syntax, "alias without anchor",
        explanation: """
            `*name` stands for the value marked `&name` earlier in the same file, and there is none. A text that \
            starts with an asterisk needs quotes.
            """,
        wrong: "recipe: 1\ntitle: *name", right: "recipe: 1\ntitle: \"*name\"")
    /// An alias inside the value that it stands for.
    public static let recursiveAlias = DiagnosticCode(
        "Y116", .syntax, "alias inside its own anchor",
        explanation: "The alias stands for a value that holds the alias itself, so the value would never end.",
        wrong: "recipe: 1\nmodels: &m\n  a: *m", right: "recipe: 1\nmodels:\n  a: {mesh: a.ply}")
    /// A file above the limit of size.
    public static let fileTooLarge = DiagnosticCode(
        "Y120", .syntax, "file too large",
        explanation: """
            A recipe may have 4 MB. Bulk data belongs into data files that the recipe names, such as meshes, volumes \
            and point lists.
            """,
        wrong: "recipe: 1\n# … five million bytes more", right: "recipe: 1\nmodels: {points: {xyz: points.xyz}}")
    /// Nesting above the limit.
    public static let tooDeep = DiagnosticCode(
        "Y121", .syntax, "nested too deep",
        explanation: "No key of the language needs more than a dozen levels; 64 are allowed.",
        wrong: "recipe: 1\ntitle: "
            + String(repeating: "[", count: 70) + String(repeating: "]", count: 70),
        right: "recipe: 1\ntitle: x")
    /// A scalar above the limit of length.
    public static let scalarTooLong = DiagnosticCode(
        "Y122", .syntax, "text too long",
        explanation: "A single text or number may have 64 KB. Bulk data belongs into files that the recipe names.",
        wrong: "recipe: 1\ndescription: \"… a hundred thousand characters …\"",
        right: "recipe: 1\ndescription: a few sentences")
    /// Aliases that would expand to too much.
    public static let aliasBudget = DiagnosticCode(
        "Y123", .syntax, "aliases expand to too much",
        explanation: """
            Aliases of aliases grow by multiplication: a few hundred bytes can stand for billions of values. All \
            aliases of a file together may stand for 100,000 values, and a file may have 10,000 anchors.
            """,
        wrong: """
            recipe: 1
            title: &a [x, x, x, x, x, x, x, x, x, x]
            authors: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]
            keywords: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]
            license: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]
            doi: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]
            """,
        right: "recipe: 1\ntitle: x")
    /// More values than a recipe may hold.
    public static let tooManyNodes = DiagnosticCode(
        "Y124", .syntax, "too many values",
        explanation: "A recipe may hold 400,000 keys and values. Bulk data belongs into files that the recipe names.",
        wrong: "recipe: 1\nauthors: [a, b, … a million more]", right: "recipe: 1\nauthors: [a, b]")
    /// A file without a value.
    public static let emptyFile = DiagnosticCode(
        "Y125", .syntax, "empty recipe",
        explanation: "The file holds nothing but blanks and comments. The shortest recipe is the line `recipe: 1`.",
        wrong: "# nothing yet", right: "recipe: 1")

    static let syntaxCodes: [DiagnosticCode] = [
        invalidUTF8, byteOrderMark, controlCharacter, tabIndentation, notYAML, unclosed, indentation, duplicateKey,
        mergeKey, foreignTag, complexKey, severalDocuments, undefinedAlias, recursiveAlias, fileTooLarge, tooDeep,
        scalarTooLong, aliasBudget, tooManyNodes, emptyFile,
    ]
}
