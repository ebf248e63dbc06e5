// SPDX-License-Identifier: Apache-2.0

/// What a value may be. Checking, JSON Schema, reference page, merging and formatting all read the same shapes.
package indirect enum Shape: Sendable {
    case boolean
    case integer(NumberRange)
    case number(NumberRange)
    case text(TextForm)
    /// One of some words.
    case word([Word])
    /// `"#rrggbb"`, a CSS name, or three or four numbers from 0 to 1; becomes four numbers.
    case color
    /// A list of `count` numbers. `broadcast` lets a single number stand for all of them.
    case numbers(count: Int, NumberRange, whole: Bool, broadcast: Bool, meaning: NumbersMeaning)
    case path(PathUse)
    /// `bareItem` lets a single scalar stand for a list of one.
    case list(Shape, minimum: Int, maximum: Int?, bareItem: Bool)
    case map(NameRule, Shape, minimum: Int)
    case record(Record)
    case choice(Choice)
    /// Different shapes for a scalar, a list and a map.
    case either(scalar: Shape?, list: Shape?, map: Shape?)
    /// The version of the language.
    case version
    /// A number, boolean, text, or list of three or four numbers: the value of a parameter.
    case literal
}

extension Shape {
    /// Whether values of the shape hold no keys.
    var isLeaf: Bool {
        switch self {
        case .boolean, .integer, .number, .text, .word, .color, .numbers, .path, .version, .literal: true
        case .list(let element, _, _, _): element.isLeaf
        case .map, .record, .choice: false
        case .either(let scalar, let list, let map): [scalar, list, map].allSatisfy { $0?.isLeaf ?? true }
        }
    }
}

/// What a list of numbers stands for, for wording and for what may not be zero.
package enum NumbersMeaning: Sendable {
    case point
    /// Must not be zero.
    case direction
    case factors
    case range
    case size
    case coefficients
    case quaternion
}

/// A word with what it means.
package struct Word: Sendable {
    package let name: String
    package let doc: String

    package init(_ name: String, _ doc: String) {
        self.name = name
        self.doc = doc
    }
}

/// The form that a text must have.
package enum TextForm: Sendable {
    /// Any text, even empty.
    case any
    /// At least one character.
    case filled
    /// The name of a model, or `scene`.
    case modelName
    /// The name of a snapshot.
    case snapshotName
    /// `10.PREFIX/SUFFIX`.
    case doi
    /// `embedded`, or a `ws://` or `wss://` URI.
    case backend
    /// A length in millimetres, centimetres or inches: `180mm`.
    case length

    /// A regular expression (ECMA 262) that every text of the form matches.
    package var pattern: String? {
        switch self {
        case .any: nil
        case .filled: "^[\\s\\S]+$"
        case .modelName, .snapshotName: "^[A-Za-z_][A-Za-z0-9_-]*$"
        case .doi: "^10\\.[0-9]{4,9}/[^\\s]+$"
        case .backend: "^(embedded|wss?://[^\\s/]+(/[^\\s]*)?)$"
        case .length: "^(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))\\s*(mm|cm|in)$"
        }
    }
}

/// What a path is for.
package enum PathUse: Sendable {
    /// A file that is read.
    case input
    /// A folder that is read from.
    case folder
    /// A file that is written, under the output folder, with one of these extensions.
    case output(extensions: [String])

    /// A regular expression (ECMA 262) that every path of the use matches, unless it holds a reference.
    package var pattern: String? {
        guard case .output(let extensions) = self else { return nil }
        let either = extensions.map { $0.map { "[\($0.lowercased())\($0.uppercased())]" }.joined() }
        return "[^/]\\.(\(either.joined(separator: "|")))$|\\$\\{"
    }
}

/// Which names a map takes.
package enum NameRule: Sendable {
    /// Names by the rules of the language, for what they name ("model").
    case name(of: String)
    /// As `name(of:)`, without `scene`.
    case modelName
    /// The name of a declared parameter.
    case parameter
    /// The name of a declared model.
    case declaredModel
    /// Any text: values of data, parts, path prefixes.
    case free(of: String)
}

/// A map with declared keys.
package final class Record: Sendable {
    /// What the map describes: "perspective camera".
    package let name: String
    /// A sentence for the reference.
    package let doc: String
    /// The keys, in canonical order.
    package let keys: [KeyDeclaration]
    /// Keys that exclude each other.
    package let groups: [KeyGroup]
    /// The key that a value of another shape than a map stands for.
    package let bareKey: KeyDeclaration?
    /// A word that stands for the record without any key.
    package let bareWord: String?
    /// Keys that leave no room for most others.
    package let narrowings: [KeyNarrowing]
    /// A check over several keys, run on each complete record.
    package let check: (@Sendable (RecordView, Completion) -> Void)?
    /// The keys that must be given.
    let required: [KeyDeclaration]
    private let keyBytes: [[UInt8]]

    package init(
        _ name: String, doc: String, keys: [KeyDeclaration], groups: [KeyGroup] = [],
        narrowings: [KeyNarrowing] = [], bareKey: KeyDeclaration? = nil, bareWord: String? = nil,
        check: (@Sendable (RecordView, Completion) -> Void)? = nil
    ) {
        self.name = name
        self.doc = doc
        self.keys = keys
        self.groups = groups
        self.narrowings = narrowings
        self.bareKey = bareKey
        self.bareWord = bareWord
        self.check = check
        required = keys.filter(\.isRequired)
        keyBytes = keys.map { Array($0.name.utf8) }
    }

    /// The key of that name, as UTF-8.
    func key(_ name: UnsafeBufferPointer<UInt8>) -> KeyDeclaration? {
        for index in keyBytes.indices where keyBytes[index].count == name.count {
            if keyBytes[index].elementsEqual(name) { return keys[index] }
        }
        return nil
    }

    /// The key of that name.
    package func key(named name: String) -> KeyDeclaration? {
        keys.first { $0.name == name }
    }

    /// Whether the record can be written without any key.
    package var hasDefaults: Bool {
        !keys.contains { $0.isRequired } && !groups.contains { $0.isRequired }
    }
}

/// Keys of one record that exclude each other: at most one alternative may be given, and exactly one if required.
package struct KeyGroup: Sendable {
    /// Which keys of an alternative must be given once one of them is.
    package enum Needs: Sendable {
        case all, first, none
    }

    /// The alternatives, each of one or several keys that go together.
    package let alternatives: [[KeyDeclaration]]
    package let isRequired: Bool
    package let needs: Needs

    package init(_ alternatives: [[KeyDeclaration]], isRequired: Bool, needs: Needs = .all) {
        self.alternatives = alternatives
        self.isRequired = isRequired
        self.needs = needs
    }

    /// The alternatives in words.
    var phrases: [String] {
        alternatives.map { keys in
            let names = keys.map { "`\($0.name)`" }
            switch needs {
            case .all: return names.joined(separator: " with ")
            case .first: return names[0]
            case .none: return names.joined(separator: " or ")
            }
        }
    }

    /// The alternative that a key belongs to.
    func alternative(of key: KeyDeclaration) -> Int? {
        for (index, keys) in alternatives.enumerated() {
            for other in keys where other === key { return index }
        }
        return nil
    }
}

/// A key that leaves room only for some others.
package struct KeyNarrowing: Sendable {
    /// The key.
    package let key: KeyDeclaration
    /// What may stand beside it.
    package let allowed: [KeyDeclaration]
    /// Why, and what to do.
    package let reason: String
}

/// A map with one key, the kind, which holds the kind's options.
package final class Choice: Sendable {
    /// What is chosen: "light".
    package let name: String
    package let doc: String
    package let kinds: [Kind]

    package init(_ name: String, doc: String, kinds: [Kind]) {
        self.name = name
        self.doc = doc
        self.kinds = kinds
    }

    package func kind(named name: String) -> Kind? {
        kinds.first { $0.name == name }
    }
}

/// One kind of a choice.
package final class Kind: Sendable {
    package let name: String
    package let record: Record

    package init(_ name: String, _ record: Record) {
        self.name = name
        self.record = record
    }
}
