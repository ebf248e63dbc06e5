// SPDX-License-Identifier: Apache-2.0
import JSON

/// Writes JSON as YAML for people: maps in blocks, short lists and maps of plain values on one line.
struct RecipePage {
    private(set) var text = ""
    private let width = 100

    /// A comment of its own lines, wrapped.
    mutating func comment(_ sentence: String) {
        var line = "#"
        for word in sentence.split(separator: " ") {
            if line.count + word.count >= width {
                text += line + "\n"
                line = "#"
            }
            line += " " + word
        }
        text += line + "\n"
    }

    /// Members of the top level, in the order given, then the rest by name.
    mutating func write(_ members: [String: JSONValue], order: [String]) {
        let rest = members.keys.filter { !order.contains($0) }.sorted()
        for key in order + rest {
            guard let value = members[key] else { continue }
            write(key, value, indent: 0)
        }
    }

    private mutating func write(_ key: String, _ value: JSONValue, indent: Int) {
        let margin = String(repeating: " ", count: indent)
        let line = "\(margin)\(scalar(key)): \(flow(value))"
        if line.count <= width, depth(value) < (indent == 0 ? 1 : 3) {
            text += line + "\n"
            return
        }
        switch value {
        case .object(let members) where !members.isEmpty:
            text += "\(margin)\(scalar(key)):\n"
            for (key, member) in members.sorted(by: { $0.key < $1.key }) { write(key, member, indent: indent + 2) }
        case .array(let elements) where !elements.isEmpty:
            text += "\(margin)\(scalar(key)):\n"
            for element in elements { text += "\(margin)  - \(flow(element))\n" }
        default: text += line + "\n"
        }
    }

    private func depth(_ value: JSONValue) -> Int {
        switch value {
        case .object(let members): 1 + (members.values.map(depth).max() ?? 0)
        case .array(let elements): elements.map(depth).max() ?? 0
        default: 0
        }
    }

    private func flow(_ value: JSONValue) -> String {
        switch value {
        case .object(let members):
            "{" + members.sorted { $0.key < $1.key }.map { "\(scalar($0)): \(flow($1))" }.joined(separator: ", ") + "}"
        case .array(let elements): "[" + elements.map(flow).joined(separator: ", ") + "]"
        case .floats(let elements): "[" + elements.map { flow(.float($0)) }.joined(separator: ", ") + "]"
        case .string(let text): scalar(text)
        default: value.text()
        }
    }

    /// A text, quoted unless it is plainly a word: what YAML 1.1 or 1.2 takes for something else, and what has any
    /// sign of its syntax, is quoted. `$` begins a reference and is doubled.
    private func scalar(_ text: String) -> String {
        let plain = text.unicodeScalars.allSatisfy { scalar in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "_", "-", ".", "/": true
            default: false
            }
        }
        let words: Set<String> = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
        let begins = text.unicodeScalars.first.map { $0.properties.isAlphabetic || $0 == "_" || $0 == "/" } ?? false
        if plain, begins, !words.contains(text.lowercased()) { return text }
        return JSONValue.string(text.replacing("${", with: "$${")).text()
    }
}
