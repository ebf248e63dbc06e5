// SPDX-License-Identifier: Apache-2.0
import Diagnostics

extension LanguageReference {
    /// The reference page, Markdown: a table of keys for every map of the language, then every diagnostic code.
    public static func page() -> String {
        var text = """
            # Recipe reference

            Every key of version 1 of the language, from the declarations that the program itself checks by. \
            `recipe reference KEY` prints the same on a terminal, `recipe explain CODE` more on a diagnostic.


            """
        for record in records where !record.keys.isEmpty {
            text += "## \(title(record))\n\n\(record.doc)"
            if let key = record.bareKey { text += " A bare value stands for `\(key.name)`." }
            if let word = record.bareWord { text += " `\(word)` stands for all defaults." }
            text += "\n\n"
            for group in record.groups { text += rule(group) }
            text += "| key | takes | default | what |\n|---|---|---|---|\n"
            for key in record.keys {
                let unit = key.unit.map { ", in \($0)" } ?? ""
                text +=
                    "| `\(key.name)` | \(cell(key.shape.phrase))\(unit) | \(cell(defaultText(key))) | \(cell(key.doc)) "
                text += "For example `\(cell(key.example))`. |\n"
            }
            text += "\n"
        }
        text += "## Diagnostics\n\n| code | severity | what |\n|---|---|---|\n"
        for code in DiagnosticCode.all { text += "| \(code.id) | \(code.severity.rawValue) | \(cell(code.title)) |\n" }
        return text
    }

    private static func title(_ record: Record) -> String {
        var name = record.name
        for article in ["a ", "an ", "the "] where name.hasPrefix(article) {
            name = String(name.dropFirst(article.count))
        }
        return name.prefix(1).uppercased() + name.dropFirst()
    }

    private static func rule(_ group: KeyGroup) -> String {
        "\(group.isRequired ? "Exactly" : "At most") one of: \(group.phrases.joined(separator: "; ")).\n\n"
    }

    private static func cell(_ text: String) -> String {
        text.replacing("|", with: "\\|").replacing("\n", with: " ")
    }
}
