// SPDX-License-Identifier: Apache-2.0
import JSON
import RecipeLanguage
import SeededRandom

/// Random recipes from the language's own shapes. Most are valid; users of the generator keep those that are.
struct RandomRecipe {
    var random: SplitMix64
    private var models: [String] = []
    private var snapshots: [String] = []

    init(seed: UInt64) { random = SplitMix64(state: seed) }

    /// A recipe as bare data.
    mutating func next() -> JSONValue {
        models = names("model", 1...4)
        snapshots = names("shot", 1...3)
        guard let record = LanguageReference.records.first else { return .null }
        var members: [String: JSONValue] = ["recipe": 1]
        let skipped = ["recipe", "include", "parameters", "data", "sweep"]
        for key in record.keys where !skipped.contains(key.name) && chance(0.6) {
            members[key.name] = value(key)
        }
        return .object(members)
    }

    /// A file that recipes of ``rich()`` may include.
    static let fragment = "keywords: [x]\nparameters: {side: front}\nlights: {extra: {ambient: {intensity: 0.25}}}\n"

    /// A recipe that also has parameters, data roots, includes and references.
    mutating func rich() -> JSONValue {
        guard case .object(var members) = next() else { return .null }
        if chance(0.6) {
            members["title"] = "at ${knob} of ${name}"
            if let renderer = members["renderer"] { members["renderer"] = referring(renderer) }
            if let models = members["models"] { members["models"] = referring(models) }
            members["parameters"] = [
                "knob": ["type": "number", "default": 0.5, "minimum": 0, "maximum": 1, "description": "a: knob #1"],
                "name": .string(pick(["ink", "two words"])), "shade": ["type": "color", "default": "crimson"],
            ]
        }
        if chance(0.3) { members["data"] = ["root": "data", "other": "/elsewhere"] }
        if chance(0.3) { members["include"] = ["other.yaml"] }
        return .object(members)
    }

    /// The value with some of its leaves behind references.
    private mutating func referring(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let members):
            var result: [String: JSONValue] = [:]
            for key in members.keys.sorted() { result[key] = referring(members[key] ?? .null) }
            return .object(result)
        case .array(let elements): return .array(elements.map { referring($0) })
        case .number(let number) where (0...1).contains(number) && chance(0.3): return "${knob}"
        case .string(let text) where CSSColors.names.contains(text) && chance(0.5): return "${shade}"
        default: return value
        }
    }

    private mutating func chance(_ share: Double) -> Bool { Double.random(in: 0..<1, using: &random) < share }

    private mutating func pick<Element>(_ list: [Element]) -> Element {
        list[Int.random(in: 0..<list.count, using: &random)]
    }

    private mutating func names(_ stem: String, _ counts: ClosedRange<Int>) -> [String] {
        (0..<Int.random(in: counts, using: &random)).map { "\(stem)-\($0)" }
    }

    // MARK: Values

    private mutating func value(_ key: KeyDeclaration) -> JSONValue {
        switch key.name {
        case "models": return map(models, key.shape)
        case "snapshots": return map(snapshots, key.shape)
        case "file": return .string(pick(["out/a.png", "b.jpg", "c.exr"]))
        case "snapshot" where isText(key.shape): return .string(pick(snapshots))
        case "upload", "thin": return .boolean(chance(0.5))
        case "range":
            return [
                .integer(Int64.random(in: -9...0, using: &random)), .integer(Int64.random(in: 1...9, using: &random)),
            ]
        case "min": return low(key.shape)
        case "max": return high(key.shape)
        default: return value(key.shape)
        }
    }

    private func isText(_ shape: Shape) -> Bool {
        if case .text = shape { return true }
        return false
    }

    private mutating func low(_ shape: Shape) -> JSONValue {
        if case .numbers = shape { return [-1, -2, -3] }
        return 0
    }

    private mutating func high(_ shape: Shape) -> JSONValue {
        if case .numbers = shape { return [1, 2.5, 3] }
        return 1
    }

    private mutating func map(_ names: [String], _ shape: Shape) -> JSONValue {
        guard case .map(_, let element, _) = shape else { return .null }
        var members: [String: JSONValue] = [:]
        for name in names { members[name] = value(element) }
        return .object(members)
    }

    private mutating func number(_ range: NumberRange, whole: Bool) -> JSONValue {
        let low = range.minimum ?? -10
        let high = min(range.maximum ?? low + 20, low + 1000)
        if whole {
            let first = Int64(low) + (range.excludesMinimum ? 1 : 0)
            return .integer(Int64.random(in: first...max(first, Int64(high)), using: &random))
        }
        let share = Double(Int.random(in: 1...99, using: &random)) / 100
        return .number(((low + (high - low) * share) * 1000).rounded() / 1000)
    }

    private mutating func value(_ shape: Shape) -> JSONValue {
        switch shape {
        case .boolean: return .boolean(chance(0.5))
        case .integer(let range): return number(range, whole: true)
        case .number(let range): return number(range, whole: false)
        case .version: return 1
        case .text(let form): return .string(text(form))
        case .word(let words): return .string(pick(words).name)
        case .color:
            switch Int.random(in: 0..<4, using: &random) {
            case 0: return .string(pick(CSSColors.names))
            case 1: return "#f80"
            case 2: return "#00ff8080"
            default: return [0.25, 0.5, 1]
            }
        case .numbers(let count, let range, let whole, let broadcast, let meaning):
            if broadcast, chance(0.5) { return 2 }
            if case .range = meaning { return [0, 1] }
            return .array((0..<count).map { _ in number(range, whole: whole) })
        case .path(let use):
            if case .folder = use { return "folder" }
            return .string(pick(["data/a.ply", "../b.swc", "/abs/c d.raw"]))
        case .list(let element, let minimum, let maximum, _):
            let count = Int.random(in: minimum...min(maximum ?? minimum + 3, minimum + 3), using: &random)
            return .array((0..<count).map { _ in value(element) })
        case .map(let rule, let element, let minimum):
            var names = self.names("n", max(1, minimum)...3)
            if case .declaredModel = rule { names = [pick(models)] }
            var members: [String: JSONValue] = [:]
            for name in names { members[name] = value(element) }
            return .object(members)
        case .record(let record): return self.record(record)
        case .choice(let choice):
            let kind = pick(choice.kinds)
            if kind.record.hasDefaults, chance(0.3) { return .string(kind.name) }
            return [kind.name: self.record(kind.record)]
        case .either(let scalar, let list, let map): return value(pick([scalar, list, map].compactMap(\.self)))
        case .literal: return number(.between(0, 1), whole: false)
        }
    }

    private mutating func record(_ record: Record) -> JSONValue {
        if let word = record.bareWord, chance(0.3) { return .string(word) }
        if let key = record.bareKey, chance(0.3), !record.keys.contains(where: { $0.isRequired && $0 !== key }) {
            return value(key)
        }
        var members: [String: JSONValue] = [:]
        var left = record.keys
        for group in record.groups {
            let all = group.alternatives.flatMap(\.self)
            left.removeAll { key in all.contains { $0 === key } }
            guard group.isRequired || chance(0.6) else { continue }
            // Instances fit few recipes, and a bare file decides its loader by its name.
            let fitting = group.alternatives.filter {
                !["instance_of", "file", "planes"].contains($0[0].name) || $0.count > 1
            }
            let chosen = pick(fitting.isEmpty ? group.alternatives : fitting)
            for (index, key) in chosen.enumerated() {
                let isNeeded =
                    switch group.needs {
                    case .all: true
                    case .first: index == 0
                    case .none: index == 0
                    }
                if isNeeded || chance(0.5) { members[key.name] = value(key) }
            }
        }
        for key in left where key.isRequired || chance(0.35) { members[key.name] = value(key) }
        return .object(members)
    }

    /// Texts that a careless writer or reader of YAML takes for something else.
    private static let texts = [
        "Ada", "a text", "naïve 红", "yes", "12", "#no comment", "a: b", "it's", "{x}", "several plain words",
        "two\nlines", "three\n\nlines\n", "  two blanks first\nthen none", "tab\there", "紅色 🙂 e\u{301} wide",
        "back\\slash \"quoted\"", "colon:", "- dash", "? mark", "&a", "*b", "!t", "%p", "@at", "`tick", "trailing  ", "1e3",
        "0x1F", "null", "~", "a #b", "[1, 2]", "...", "---", "|", ">", "a\u{A0}b", "costs $${5}",
    ]

    private mutating func text(_ form: TextForm) -> String {
        switch form {
        case .any, .filled: pick(Self.texts)
        case .modelName: chance(0.4) ? "scene" : pick(models)
        case .snapshotName: pick(snapshots)
        case .doi: "10.5281/zenodo.1234"
        case .backend: pick(["embedded", "ws://localhost:5000", "wss://host/x"])
        case .length: pick(["180mm", "9 cm", "7in"])
        }
    }

    // MARK: Mutations

    /// The recipe with one thing changed at random, mostly for the worse.
    mutating func mutated(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let members) where !members.isEmpty:
            var members = members
            let key = pick(members.keys.sorted())
            guard let inner = members[key] else { return value }
            switch Int.random(in: 0..<12, using: &random) {
            case 0: members[key] = nil
            case 1:
                members[key] = nil
                members[typo(key)] = inner
            case 2: members[pick(["shader", "color", "path", "radius", "visible"])] = scalar()
            case 3: members[key] = scalar()
            case 4: members[key] = [inner]
            case 5: members[key] = [:]
            default: members[key] = mutated(inner)
            }
            return .object(members)
        case .array(var elements) where !elements.isEmpty:
            let index = Int.random(in: 0..<elements.count, using: &random)
            switch Int.random(in: 0..<8, using: &random) {
            case 0: elements.remove(at: index)
            case 1: elements.append(elements[index])
            case 2: elements = []
            default: elements[index] = mutated(elements[index])
            }
            return .array(elements)
        case .string(let text):
            return chance(0.4) ? scalar() : .string(typo(text))
        case .integer(let number):
            return pick([
                .integer(-number), .integer(0), .number(Double(number) + 0.5), .integer(number &* 100_000), scalar(),
            ])
        case .number(let number): return pick([.number(-number), .number(number * 1e6), 0, scalar()])
        default: return scalar()
        }
    }

    private mutating func scalar() -> JSONValue {
        pick([
            .null, true, 0, -1, 2.5, "", "word", "#fff", "red", [], [:], [1, 2, 3], [0.5, 0.5, 0.5, 0.5], "1", "scene",
        ])
    }

    private mutating func typo(_ text: String) -> String {
        var scalars = Array(text.unicodeScalars)
        guard !scalars.isEmpty else { return "x" }
        let index = Int.random(in: 0..<scalars.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: scalars.remove(at: index)
        case 1: scalars.insert("q", at: index)
        case 2: scalars[index] = "z"
        default: if index + 1 < scalars.count { scalars.swapAt(index, index + 1) } else { scalars.append("e") }
        }
        var result = ""
        result.unicodeScalars.append(contentsOf: scalars)
        return result
    }
}
