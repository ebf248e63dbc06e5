// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import SceneModel

extension RecipeValue {
    /// The number that the value holds, or 0.
    var double: Double {
        switch content {
        case .number(let value): value
        case .integer(let value): Double(value)
        default: 0
        }
    }

    /// The components that the value holds.
    var components: [Double] {
        if case .numbers(let values) = content { return values }
        return []
    }

    /// The text that the value holds, or an empty one.
    var string: String {
        switch content {
        case .text(let text): text
        case .path(let path): path.expanded
        default: ""
        }
    }

    /// The entries of a list.
    var items: [RecipeValue] {
        if case .list(let items) = content { return items }
        return []
    }

    /// The entries of a map.
    var members: [Member] {
        if case .map(let members) = content { return members }
        return []
    }

    var vector2: Vector2 {
        let values = components
        return values.count >= 2 ? Vector2(Float(values[0]), Float(values[1])) : .zero
    }

    var vector3: Vector3 {
        let values = components
        return values.count >= 3 ? Vector3(Float(values[0]), Float(values[1]), Float(values[2])) : .zero
    }

    var vector4: Vector4 {
        let values = components
        return values.count >= 4
            ? Vector4(Float(values[0]), Float(values[1]), Float(values[2]), Float(values[3])) : .zero
    }
}

extension Form where Value == Bool {
    package static var boolean: Form<Bool> {
        Form(.boolean) { if case .boolean(let value) = $0.content { value } else { false } }
    }
}

extension Form where Value == Int {
    /// The version of the language.
    package static var version: Form<Int> {
        Form(.version) { if case .integer(let value) = $0.content { value } else { 0 } }
    }

    package static func integer(_ range: NumberRange) -> Form<Int> {
        Form(.integer(range)) { if case .integer(let value) = $0.content { value } else { 0 } }
    }
}

extension Form where Value == Double {
    package static func number(_ range: NumberRange = .any) -> Form<Double> {
        Form(.number(range)) { $0.double }
    }
}

extension Form where Value == String {
    package static func text(_ form: TextForm = .filled) -> Form<String> { Form(.text(form)) { $0.string } }
    package static func word(_ words: [Word]) -> Form<String> { Form(.word(words)) { $0.string } }
}

extension Form where Value == RecipePath {
    package static func path(_ use: PathUse) -> Form<RecipePath> {
        Form(.path(use)) {
            if case .path(let path) = $0.content { path } else { RecipePath(written: "", expanded: "", base: "") }
        }
    }
}

extension Form where Value == Color {
    package static var color: Form<Color> { Form(.color) { Color($0.vector4) } }
}

extension Form where Value == Vector3 {
    package static func vector(_ meaning: NumbersMeaning, _ range: NumberRange = .any) -> Form<Vector3> {
        Form(.numbers(count: 3, range, whole: false, broadcast: false, meaning: meaning)) { $0.vector3 }
    }

    /// Three factors, or one for all.
    package static var scale: Form<Vector3> {
        Form(.numbers(count: 3, .any, whole: false, broadcast: true, meaning: .factors)) { $0.vector3 }
    }
}

extension Form where Value == [Double] {
    package static func numbers(_ count: Int, _ meaning: NumbersMeaning) -> Form<[Double]> {
        numbers(count, .any, meaning)
    }

    package static func numbers(
        _ count: Int, _ range: NumberRange, whole: Bool = false, _ meaning: NumbersMeaning
    ) -> Form<[Double]> {
        Form(.numbers(count: count, range, whole: whole, broadcast: false, meaning: meaning)) { $0.components }
    }
}

extension Form where Value == RecordView {
    package static func record(_ record: Record) -> Form<RecordView> { Form(.record(record)) { RecordView($0) } }
}

extension Form where Value == ChoiceView {
    package static func choice(_ choice: Choice) -> Form<ChoiceView> { Form(.choice(choice)) { ChoiceView($0) } }
}

extension Form where Value == RecipeValue {
    /// Different shapes for a scalar, a list and a map; read as it stands.
    package static func either(scalar: Shape? = nil, list: Shape? = nil, map: Shape? = nil) -> Form<RecipeValue> {
        Form(.either(scalar: scalar, list: list, map: map)) { $0 }
    }

    /// The value of a parameter.
    package static var literal: Form<RecipeValue> { Form(.literal) { $0 } }
}

extension Form where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    /// One of the words of a Swift enumeration, whose raw values are the words.
    package static func word(_ fallback: Value, _ docs: KeyValuePairs<Value, String>) -> Form<Value> {
        Form(.word(docs.map { Word($0.key.rawValue, $0.value) })) { Value(rawValue: $0.string) ?? fallback }
    }
}

extension Form {
    /// A list.
    package static func list<Element>(
        _ element: Form<Element>, minimum: Int = 0, maximum: Int? = nil, bareItem: Bool = false
    ) -> Form<[Element]> where Value == [Element] {
        let read = element.read
        return Form(.list(element.shape, minimum: minimum, maximum: maximum, bareItem: bareItem)) {
            $0.items.map(read)
        }
    }

    /// A map with free names, in written order.
    package static func map<Element>(
        _ names: NameRule, _ element: Form<Element>, minimum: Int = 0
    ) -> Form<[Named<Element>]> where Value == [Named<Element>] {
        let read = element.read
        return Form(.map(names, element.shape, minimum: minimum)) {
            $0.members.map { Named(name: $0.name, nameSpan: $0.nameSpan, value: read($0.value)) }
        }
    }
}

/// An entry of a map, read.
package struct Named<Value: Sendable>: Sendable {
    package let name: String
    package let nameSpan: SourceSpan
    package let value: Value
}
