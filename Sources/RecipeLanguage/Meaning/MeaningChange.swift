// SPDX-License-Identifier: Apache-2.0
import JSON

/// A difference in meaning of two recipes in canonical form.
public struct MeaningChange: Hashable, Sendable, CustomStringConvertible {
    /// Address in the recipe, such as `models.cell.color.solid`; list entries by index from 0.
    public let address: String
    /// The old value, a default where the recipe leaves it; nil where the recipe says nothing of the address.
    public let before: JSONValue?
    /// The new value, likewise.
    public let after: JSONValue?

    public func hash(into hasher: inout Hasher) {
        hasher.combine(address)
    }

    public var description: String {
        switch (before.map(Self.short), after.map(Self.short)) {
        case (let before?, let after?): "\(address): \(before) → \(after)"
        case (let before?, nil): "\(address): \(before) is gone"
        case (nil, let after?): "\(address): \(after) is new"
        case (nil, nil): address
        }
    }

    /// A value on a line of text.
    static func short(_ value: JSONValue) -> String {
        let text = value.text()
        return text.count > 80 ? text.prefix(79) + "…" : text
    }

    /// All differences, in the order of their addresses.
    /// - Parameters: two recipes in canonical form.
    public static func all(from old: JSONValue, to new: JSONValue) -> [MeaningChange] {
        var comparison = Comparison()
        comparison.records(old, new, RecipeKeys.record)
        return comparison.changes
    }

    /// A walk through two forms with the declarations of their keys.
    private struct Comparison {
        var changes: [MeaningChange] = []
        private var address: [String] = []
        /// Whether absence means the recipe's own setting, not the default.
        private var inherits = false

        mutating func records(_ old: JSONValue, _ new: JSONValue, _ record: Record) {
            let (before, after) = (members(old, record), members(new, record))
            for name in Set(before.keys).union(after.keys).sorted() {
                // `data` is where things lie, not what they mean.
                if address.isEmpty, name == RecipeKeys.data.declaration.name { continue }
                let key = record.key(named: name)
                let outer = inherits
                inherits = outer || key.map(Self.isInherited) ?? false
                let standard = inherits ? Optional.none : key?.defaultJSON
                values(before[name] ?? standard, after[name] ?? standard, key?.shape, at: name)
                inherits = outer
            }
        }

        private static func isInherited(_ key: KeyDeclaration) -> Bool {
            key === PictureKeys.camera.declaration || key === PictureKeys.renderer.declaration
        }

        private mutating func values(_ old: JSONValue?, _ new: JSONValue?, _ shape: Shape?, at name: String) {
            if old == new { return }
            address.append(name)
            defer { address.removeLast() }
            switch resolved(shape, old ?? new) {
            case .record(let record) where (old != nil && new != nil) || isSection(record):
                records(old ?? .object([:]), new ?? .object([:]), record)
            case .choice(let choice): kinds(old, new, choice)
            case .map(_, let element, _) where isObject(old) && isObject(new):
                entries(old, new, element)
            case .map(_, let element, _) where address.count == 1: entries(old, new, element)
            case .list(let element, _, _, _):
                guard let before = old?.array, let after = new?.array, before.count == after.count else { fallthrough }
                for index in before.indices { values(before[index], after[index], element, at: String(index)) }
            default: differ(old, new)
            }
        }

        /// A number that was read is the number that was written where both are spelled alike.
        private mutating func differ(_ old: JSONValue?, _ new: JSONValue?) {
            guard old?.text() != new?.text() else { return }
            changes.append(MeaningChange(address: address.joined(separator: "."), before: old, after: new))
        }

        private mutating func entries(_ old: JSONValue?, _ new: JSONValue?, _ element: Shape) {
            let (before, after) = (old?.object ?? [:], new?.object ?? [:])
            for name in Set(before.keys).union(after.keys).sorted() {
                values(before[name], after[name], element, at: name)
            }
        }

        /// Another kind is one change; of the same kind the options that differ.
        private mutating func kinds(_ old: JSONValue?, _ new: JSONValue?, _ choice: Choice) {
            guard let before = old.flatMap(chosen), let after = new.flatMap(chosen), before.kind == after.kind,
                let kind = choice.kind(named: before.kind)
            else {
                differ(old, new)
                return
            }
            values(before.options, after.options, .record(kind.record), at: kind.name)
        }

        private func chosen(_ value: JSONValue) -> (kind: String, options: JSONValue)? {
            if let kind = value.string { return (kind, .object([:])) }
            guard let members = value.object, members.count == 1, let entry = members.first else { return nil }
            return (entry.key, entry.value)
        }

        /// The members of a record, written out where it stands for one of its keys.
        private func members(_ value: JSONValue, _ record: Record) -> [String: JSONValue] {
            if let members = value.object { return members }
            return record.bareKey.map { [$0.name: value] } ?? [:]
        }

        /// The shape that a value has of several.
        private func resolved(_ shape: Shape?, _ value: JSONValue?) -> Shape? {
            switch shape {
            case .either(let scalar, let list, let map):
                guard let value else { return Optional.none }
                return value.object != nil ? map : value.array != nil ? list : scalar
            case .record(let record):
                // A value that stands for a record's only key is told at the record's own address.
                guard let value, value.object == nil, record.bareKey != nil else { return shape }
                return Optional.none
            default: return shape
            }
        }

        /// Whether a record belongs to every recipe or picture, so that its absence is only that of its keys.
        private func isSection(_ record: Record) -> Bool { record === CameraKeys.record && !inherits }

        private func isObject(_ value: JSONValue?) -> Bool { value?.object != nil }
    }
}
