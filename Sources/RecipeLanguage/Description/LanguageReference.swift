// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import JSON

/// What the language says about itself: schema, reference, page. All of it is derived from the declared keys.
public enum LanguageReference {
    /// The JSON Schema (draft 2020-12) of recipes, indented, ending with a line end.
    public static func schemaJSON() -> String {
        SchemaWriter.recipe().text(.indented) + "\n"
    }

    /// What `recipe reference KEY` prints.
    /// - Parameter key: An address such as `camera.frame.margin` (names of models and the like may be left out), or
    ///   the mere name of a key, which may stand in several maps; nil for the top level.
    /// - Returns: The text, or nil with the nearest names where there is no such key.
    public static func text(key: String?) -> (text: String?, suggestions: [String]) {
        guard let key, !key.isEmpty else {
            return (table(RecipeKeys.record, heading: "Top level"), [])
        }
        let parts = key.split(separator: ".").map(String.init)
        if let found = find(parts, in: .record(RecipeKeys.record)) { return (entry(found, path: key), []) }
        if parts.count == 1 {
            let places = inventory.filter { $0.key.name == key }
            if !places.isEmpty {
                return (
                    places.map { entry(.key($0.key), path: "\(key) (in \($0.record.name))") }.joined(separator: "\n"),
                    []
                )
            }
        }
        let names = Set(inventory.map(\.key.name)).union(kinds.map(\.name))
        return (nil, NearestNames.of(parts.last ?? key, in: names.sorted()))
    }

    // MARK: Finding

    enum Found {
        case key(KeyDeclaration)
        case kind(Kind)
    }

    private static func find(_ path: [String], in shape: Shape) -> Found? {
        guard let name = path.first else { return nil }
        let rest = Array(path.dropFirst())
        switch shape {
        case .record(let record):
            guard let key = record.key(named: name) else { return nil }
            return rest.isEmpty ? .key(key) : find(rest, in: key.shape)
        case .choice(let choice):
            if let kind = choice.kind(named: name) {
                return rest.isEmpty ? .kind(kind) : find(rest, in: .record(kind.record))
            }
            return choice.kinds.lazy.compactMap { find(path, in: .record($0.record)) }.first
        case .map(_, let element, _), .list(let element, _, _, _):
            // The name of an entry may be left out.
            return find(path, in: element) ?? (rest.isEmpty ? nil : find(rest, in: element))
        case .either(let scalar, let list, let map):
            return [scalar, list, map].compactMap(\.self).lazy.compactMap { find(path, in: $0) }.first
        default: return nil
        }
    }

    /// Every record with its keys, in order of first mention, each record once.
    package static let records: [Record] = {
        var seen: Set<ObjectIdentifier> = []
        var result: [Record] = []
        func visit(_ shape: Shape) {
            switch shape {
            case .record(let record): visit(record)
            case .choice(let choice): for kind in choice.kinds { visit(kind.record) }
            case .map(_, let element, _), .list(let element, _, _, _): visit(element)
            case .either(let scalar, let list, let map):
                for shape in [scalar, list, map].compactMap(\.self) { visit(shape) }
            default: break
            }
        }
        func visit(_ record: Record) {
            guard seen.insert(ObjectIdentifier(record)).inserted else { return }
            result.append(record)
            for key in record.keys { visit(key.shape) }
        }
        visit(RecipeKeys.record)
        return result
    }()

    /// Every key with the record that has it.
    package static let inventory: [(record: Record, key: KeyDeclaration)] = records.flatMap { record in
        record.keys.map { (record, $0) }
    }

    /// Every kind of every choice.
    package static let kinds: [Kind] = {
        var seen: Set<ObjectIdentifier> = []
        var result: [Kind] = []
        func visit(_ shape: Shape) {
            switch shape {
            case .choice(let choice) where seen.insert(ObjectIdentifier(choice)).inserted: result += choice.kinds
            case .map(_, let element, _), .list(let element, _, _, _): visit(element)
            case .either(let scalar, let list, let map):
                for shape in [scalar, list, map].compactMap(\.self) { visit(shape) }
            default: break
            }
        }
        for (_, key) in inventory { visit(key.shape) }
        return result
    }()

    // MARK: Texts

    private static func entry(_ found: Found, path: String) -> String {
        switch found {
        case .kind(let kind): return table(kind.record, heading: "\(path): \(kind.record.doc)")
        case .key(let key):
            var lines = ["\(path)", "    \(key.doc)"]
            lines.append("    takes:    \(key.shape.phrase)")
            lines.append("    default:  \(defaultText(key))")
            if let unit = key.unit { lines.append("    unit:     \(unit)") }
            lines.append("    example:  \(key.name): \(key.example)")
            lines.append("    since:    version \(key.since)")
            var text = lines.joined(separator: "\n") + "\n"
            for word in words(key.shape) { text += "        \(pad(word.name, 16))  \(word.doc)\n" }
            for record in inner(key.shape) { text += "\n" + table(record.1, heading: record.0) }
            return text
        }
    }

    /// Words that a shape takes, with their meaning.
    private static func words(_ shape: Shape) -> [Word] {
        switch shape {
        case .word(let words): words
        case .list(let element, _, _, _): words(element)
        case .either(let scalar, _, _): scalar.map(words) ?? []
        default: []
        }
    }

    /// The records directly inside a shape, with headings.
    private static func inner(_ shape: Shape) -> [(String, Record)] {
        switch shape {
        case .record(let record): [("In \(record.name):", record)]
        case .choice(let choice): choice.kinds.map { ("\($0.name): \($0.record.doc)", $0.record) }
        case .map(_, let element, _), .list(let element, _, _, _): inner(element)
        case .either(let scalar, let list, let map): [scalar, list, map].compactMap(\.self).flatMap(inner)
        default: []
        }
    }

    private static func table(_ record: Record, heading: String) -> String {
        let width = record.keys.map(\.name.count).max() ?? 0
        var text = heading + "\n"
        for key in record.keys { text += "    \(pad(key.name, width))  \(key.doc) [\(defaultText(key))]\n" }
        if record.keys.isEmpty { text += "    no options\n" }
        return text
    }

    static func defaultText(_ key: KeyDeclaration) -> String {
        if key.isRequired { return "required" }
        if let value = key.defaultJSON {
            if case .object(let members) = value, members.isEmpty { return "all defaults" }
            if case .string(let text) = value { return text }
            return value.text()
        }
        return key.defaultPhrase ?? "none"
    }

    private static func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
