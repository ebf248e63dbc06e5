// SPDX-License-Identifier: Apache-2.0
import JSON

extension Schema {
    /// Checks a value and lists everything that is wrong with it, in the order and the words of a Brayns service:
    /// properties in alphabetical order, then missing ones; each message led by the path `a.b[0].c: `.
    ///
    /// At most ``errorLimit`` messages are collected, so that a hostile request cannot ask for a reply larger than
    /// itself many times over.
    public func errors(in value: JSONValue) -> [String] {
        var checker = Checker()
        checker.check(value, self)
        return checker.errors
    }

    /// The greatest number of messages collected for one request.
    public static let errorLimit = 1000
}

/// One walk over a value and its schema.
private struct Checker {
    var errors: [String] = []
    private var path: [Step] = []

    private enum Step {
        case key(String)
        case index(Int)
    }

    mutating func check(_ value: JSONValue, _ schema: Schema) {
        guard errors.count < Schema.errorLimit else { return }
        if !schema.alternatives.isEmpty {
            if !schema.alternatives.contains(where: { $0.errors(in: value).isEmpty }) {
                report("invalid oneOf, no schemas match input")
            }
            return
        }
        guard allows(value, schema.kind) else {
            report("invalid type, expected \(schema.kind.rawValue) got \(value.typeName)")
            return
        }
        switch schema.kind {
        case .integer, .number: checkRange(value, schema)
        case .string: checkEnumeration(value, schema)
        case .array: checkItems(value, schema)
        case .object: checkProperties(value, schema)
        case .any, .null, .boolean: break
        }
    }

    private func allows(_ value: JSONValue, _ kind: Schema.Kind) -> Bool {
        switch kind {
        case .any: true
        case .number: value.double != nil
        default: value.typeName == kind.rawValue
        }
    }

    private mutating func checkRange(_ value: JSONValue, _ schema: Schema) {
        guard let number = value.double else { return }
        if number.isNaN { report("value is not a number") }
        if let minimum = schema.minimum, number < minimum {
            report("value below minimum \(text(number)) < \(text(minimum))")
        } else if let capacity = schema.capacity, number < -capacity {
            report("value below minimum \(text(number)) < \(text(-capacity))")
        }
        if let maximum = schema.maximum ?? schema.capacity, number > maximum {
            report("value above maximum \(text(number)) > \(text(maximum))")
        }
    }

    private mutating func checkEnumeration(_ value: JSONValue, _ schema: Schema) {
        guard !schema.values.isEmpty, let text = value.string, !schema.values.contains(text),
            !schema.aliases.contains(text)
        else { return }
        let allowed = schema.values.map { "'\($0)'" }.joined(separator: ", ")
        report("invalid enum '\(text)' not in [\(allowed)]")
    }

    private mutating func checkItems(_ value: JSONValue, _ schema: Schema) {
        guard let elements = value.array else { return }
        let count = elements.count
        if let minimum = schema.minimumCount, count < minimum {
            report("item count below minimum \(count) < \(minimum)")
        }
        if let maximum = schema.maximumCount, count > maximum {
            report("item count above maximum \(count) > \(maximum)")
        }
        guard let item = schema.items.first else { return }
        for (index, element) in elements.enumerated() {
            path.append(.index(index))
            check(element, item)
            path.removeLast()
        }
    }

    private mutating func checkProperties(_ value: JSONValue, _ schema: Schema) {
        guard let members = value.object else { return }
        for (name, member) in members.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
            if let property = schema.property(name) {
                if property.schema.isReadOnly {
                    report("read only property '\(name)'")
                } else if !(member.isNull && property.schema.defaultValue != nil) {
                    path.append(.key(name))
                    check(member, property.schema)
                    path.removeLast()
                }
            } else {
                checkUnknown(name, member, schema)
            }
        }
        for property in schema.properties where property.isRequired && !property.schema.isReadOnly {
            if members[property.name] == nil { report("missing required property '\(property.name)'") }
        }
    }

    private mutating func checkUnknown(_ name: String, _ member: JSONValue, _ schema: Schema) {
        switch schema.additional {
        case .unspecified: break
        case .closed: report("unknown property '\(name)'")
        case .map(let values):
            guard let item = values.first else { return }
            path.append(.key(name))
            check(member, item)
            path.removeLast()
        }
    }

    private func text(_ number: Double) -> String {
        JSONValue.number(number).text()
    }

    private mutating func report(_ message: String) {
        guard errors.count < Schema.errorLimit else { return }
        var prefix = ""
        for step in path {
            switch step {
            case .key(let name): prefix += prefix.isEmpty ? name : "." + name
            case .index(let index): prefix += "[\(index)]"
            }
        }
        errors.append(prefix.isEmpty ? message : prefix + ": " + message)
    }
}
