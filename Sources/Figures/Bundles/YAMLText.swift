// SPDX-License-Identifier: Apache-2.0
import JSON

/// A JSON value as YAML that people can read: a key a line, short lists on one line.
enum YAMLText {
    /// The text of a map; `first` names keys that come before the others, which follow in the order of the alphabet.
    static func text(_ members: [String: JSONValue], first: [String] = []) -> String {
        var lines: [String] = []
        add(members, first: first, indent: "", to: &lines)
        return lines.joined(separator: "\n") + "\n"
    }

    private static func add(
        _ members: [String: JSONValue], first: [String], indent: String, to lines: inout [String]
    ) {
        let keys = first.filter { members[$0] != nil } + members.keys.filter { !first.contains($0) }.sorted()
        for key in keys {
            guard let value = members[key] else { continue }
            let head = indent + scalar(key) + ":"
            if let text = inline(value) {
                lines.append(head + " " + text)
            } else if case .object(let children) = value {
                lines.append(head)
                add(children, first: [], indent: indent + "  ", to: &lines)
            } else {
                lines.append(head)
                for element in value.array ?? [] { add(element: element, indent: indent + "  ", to: &lines) }
            }
        }
    }

    private static func add(element: JSONValue, indent: String, to lines: inout [String]) {
        if let text = inline(element) {
            lines.append(indent + "- " + text)
        } else {
            // JSON is YAML: what is too long for a line and no map of a map stays in flow style.
            lines.append(indent + "- " + element.text())
        }
    }

    /// The value on one line, where it fits.
    private static func inline(_ value: JSONValue) -> String? {
        switch value {
        case .string(let text): return scalar(text)
        case .object(let members):
            let parts = members.sorted { $0.key < $1.key }.map { key, value in
                inline(value).map { scalar(key) + ": " + $0 }
            }
            return joined(parts, "{", "}")
        case .array, .floats: return joined((value.array ?? []).map(inline), "[", "]")
        default: return value.text()
        }
    }

    private static func joined(_ parts: [String?], _ open: String, _ close: String) -> String? {
        let known = parts.compactMap(\.self)
        let text = open + known.joined(separator: ", ") + close
        return known.count == parts.count && text.count <= 100 ? text : nil
    }

    /// A string, plain where nothing could take it for anything else.
    private static func scalar(_ text: String) -> String {
        let words = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
        let isName = text.utf8.allSatisfy { byte in
            (97...122).contains(byte | 32) || (48...57).contains(byte) || byte == 95 || byte == 45 || byte == 47
                || byte == 46
        }
        let first = text.utf8.first ?? 0
        let isPlain = isName && ((97...122).contains(first | 32) || first == 95) && !words.contains(text.lowercased())
        return isPlain ? text : JSONValue.string(text).text()
    }
}
