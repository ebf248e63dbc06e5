// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import JSON

/// All that is known of a key; checking, schema, reference and suggestions come from it.
package final class KeyDeclaration: Sendable {
    package let name: String
    package let shape: Shape
    package let isRequired: Bool
    /// The value that an absent key stands for, as JSON; nil where absence means something of its own.
    package let defaultJSON: JSONValue?
    /// What absence means, in words, where there is no default value.
    package let defaultPhrase: String?
    /// The unit of a number: "degrees".
    package let unit: String?
    /// One sentence.
    package let doc: String
    /// A value, as YAML.
    package let example: String
    /// The language version that brought the key.
    package let since: Int
    /// The default, checked like any written value.
    package let defaultValue: RecipeValue?
    /// Whether the values hold no keys, so that nothing can be missing in them.
    let isLeaf: Bool

    init(
        name: String, shape: Shape, isRequired: Bool, defaultJSON: JSONValue?, defaultPhrase: String?, unit: String?,
        doc: String, example: String, since: Int
    ) {
        self.name = name
        self.shape = shape
        self.isRequired = isRequired
        self.defaultJSON = defaultJSON
        self.defaultPhrase = defaultPhrase
        self.unit = unit
        self.doc = doc
        self.example = example
        self.since = since
        isLeaf = shape.isLeaf
        defaultValue = defaultJSON.flatMap { Checker.literal($0, shape, name: name) }
    }
}

/// A key together with the type that its value is read as.
package struct Key<Value: Sendable>: Sendable {
    package let declaration: KeyDeclaration
    let read: @Sendable (RecipeValue) -> Value

    /// Declares a key.
    /// - Parameters:
    ///   - name: As written in a recipe.
    ///   - form: What it takes and how that is read.
    ///   - required: Whether it must be given.
    ///   - value: What an absent key stands for, as JSON.
    ///   - otherwise: What absence means, in words, where no value can say it.
    ///   - unit: The unit of a number.
    ///   - doc: One sentence.
    ///   - example: A value, as YAML.
    ///   - since: The language version that brought it.
    package init(
        _ name: String, _ form: Form<Value>, required: Bool = false, default value: JSONValue? = nil,
        otherwise: String? = nil, unit: String? = nil, doc: String, example: String, since: Int = 1
    ) {
        declaration = KeyDeclaration(
            name: name, shape: form.shape, isRequired: required, defaultJSON: value, defaultPhrase: otherwise,
            unit: unit, doc: doc, example: example, since: since)
        read = form.read
    }
}

/// A shape together with the Swift type that its values are read as. Reading never fails: a value of another shape,
/// which the check has reported already, reads as something harmless.
package struct Form<Value: Sendable>: Sendable {
    package let shape: Shape
    let read: @Sendable (RecipeValue) -> Value

    init(_ shape: Shape, read: @escaping @Sendable (RecipeValue) -> Value) {
        self.shape = shape
        self.read = read
    }
}

/// A record being read by its keys.
package struct RecordView: Sendable {
    package let fields: [RecipeValue.Field]
    package let span: SourceSpan
    package let isDamaged: Bool

    package init(_ value: RecipeValue) {
        if case .record(let fields) = value.content { self.fields = fields } else { fields = [] }
        span = value.span
        isDamaged = value.isDamaged
    }

    /// What was written for a key.
    package func field(_ key: KeyDeclaration) -> RecipeValue.Field? {
        fields.first { $0.key === key }
    }

    /// Whether a key was written, with a value that can be used.
    package func has<Value>(_ key: Key<Value>) -> Bool { field(key.declaration)?.value.isDamaged == false }

    /// Whether a key is absent or has a value that can be used.
    package func isUsable<Value>(_ key: Key<Value>) -> Bool { field(key.declaration)?.value.isDamaged != true }

    /// The value of a key, or its default; nil where it has neither, or a value that was reported as wrong.
    package subscript<Value>(optional key: Key<Value>) -> Value? {
        if let field = field(key.declaration) { return field.value.isDamaged ? nil : key.read(field.value) }
        return key.declaration.defaultValue.map(key.read)
    }

    /// The value of a key that is required or has a default.
    package subscript<Value>(key: Key<Value>) -> Value {
        if let field = field(key.declaration) { return key.read(field.value) }
        return key.read(key.declaration.defaultValue ?? RecipeValue(.record([]), span))
    }

    /// Where the value of a key stands; the record itself where the key is absent.
    package func span<Value>(of key: Key<Value>) -> SourceSpan { field(key.declaration)?.value.span ?? span }

    /// Where the name of a key stands; the record itself where the key is absent.
    package func keySpan<Value>(of key: Key<Value>) -> SourceSpan { field(key.declaration)?.keySpan ?? span }
}

/// A chosen kind with its options.
package struct ChoiceView: Sendable {
    package let kind: String
    package let options: RecordView
    package let span: SourceSpan

    package init(_ value: RecipeValue) {
        span = value.span
        if case .kind(let kind, let options, _) = value.content {
            self.kind = kind.name
            self.options = RecordView(options)
        } else {
            kind = ""
            options = RecordView(RecipeValue(.record([]), value.span))
        }
    }
}

extension KeyDeclaration {
    /// Whether the example is a value that the key takes.
    package var exampleFits: Bool {
        let collector = DiagnosticCollector()
        let tree = YAMLReader.read(SourceText(name: "example of \(name)", text: example), collector)
        guard !tree.nodes.isEmpty else { return false }
        let value = Checker(tree, collector, ReferenceScope(), folder: "").value(0, shape, holder: tree.span(0))
        if let value { Completion(collector: collector).check(value, shape, holder: tree.span(0)) }
        return value != nil && !collector.hasErrors
    }
}
