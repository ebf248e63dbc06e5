// SPDX-License-Identifier: Apache-2.0
import JSON

/// Named sets of nodes, as SONATA's node set files define them.
///
/// A set is a list of other sets, or an object of conditions that a node must all meet: `population`, `node_id`,
/// or an attribute that equals a value or one of several, matches `$regex`, or compares by `$gt`, `$gte`, `$lt`,
/// `$lte`.
package struct SonataNodeSets: Sendable {
    private var sets: [String: (definition: JSONValue, file: String)] = [:]

    /// No sets.
    package init() {}

    /// The names of all sets, sorted.
    package var names: [String] { sets.keys.sorted() }

    /// Adds the sets of a file; one of the same name replaces the one known before.
    ///
    /// - Throws: `LoadingError` naming the file and the line, or the set, at fault.
    package mutating func merge(file: String) throws(LoadingError) {
        guard let members = try SonataDocument.parse(file).object else {
            throw LoadingError(.malformed, "Node sets must be an object", path: file, at: .line(1))
        }
        for (name, definition) in members {
            guard definition.object != nil || definition.array != nil else {
                throw LoadingError(.malformed, "Expected a list or an object", path: file, at: .item(name))
            }
            sets[name] = (definition, file)
        }
    }

    /// The nodes of a population that are in a set, ascending.
    ///
    /// - Throws: `LoadingError` naming the set at fault.
    package func nodes(in set: String, of population: SonataNodes) throws(LoadingError) -> [UInt64] {
        var evaluation = Evaluation(sets: self, population: population)
        let mask = try evaluation.mask(of: set, from: nil)
        return mask.indices.lazy.filter { mask[$0] }.map { UInt64($0) }
    }

    /// The work of finding a set's nodes: each set it names is found once, and none may name itself.
    private struct Evaluation {
        let sets: SonataNodeSets
        let population: SonataNodes
        var found: [String: [Bool]] = [:]
        var open: [String] = []
        /// Nodes that may still be looked at, each as often as it is.
        var budget = 1 << 30

        mutating func mask(
            of name: String, from parent: (set: String, file: String)?
        ) throws(LoadingError) -> [Bool] {
            if let known = found[name] { return known }
            guard let (definition, file) = sets.sets[name] else {
                let place = parent.map { LoadingError.Place.item($0.set) }
                throw LoadingError(.notFound, "Invalid node set: '\(name)'", path: parent?.file ?? "", at: place)
            }
            guard !open.contains(name) else {
                throw LoadingError(
                    .malformed, "The node sets \((open + [name]).joined(separator: " → ")) name each other", path: file,
                    at: .item(name))
            }
            guard open.count < 200 else {
                throw LoadingError(.malformed, "Node sets are nested too deeply", path: file, at: .item(name))
            }
            open.append(name)
            defer { open.removeLast() }
            budget -= population.count * (1 + (definition.array?.count ?? definition.object?.count ?? 0))
            guard budget > 0 else {
                throw LoadingError(
                    .malformed, "Too many node sets for \(population.count) nodes", path: file, at: .item(name))
            }
            var result: [Bool]
            if let list = definition.array {
                result = [Bool](repeating: false, count: population.count)
                for element in list {
                    guard let other = element.string else {
                        throw LoadingError(.malformed, "Expected names of node sets", path: file, at: .item(name))
                    }
                    let part = try mask(of: other, from: (name, file))
                    for index in result.indices where part[index] { result[index] = true }
                }
            } else {
                // An object without conditions is no set.
                let conditions = definition.object ?? [:]
                result = [Bool](repeating: !conditions.isEmpty, count: population.count)
                for (key, value) in conditions.sorted(by: { $0.key < $1.key }) {
                    do throws(LoadingError) {
                        try restrict(&result, key, value)
                    } catch {
                        var located = error
                        located.path = file
                        located.place = .item("\(name).\(key)")
                        throw located
                    }
                }
            }
            found[name] = result
            return result
        }

        private func restrict(_ mask: inout [Bool], _ key: String, _ value: JSONValue) throws(LoadingError) {
            if let operators = value.object { return try restrict(&mask, key, operators: operators) }
            let values = value.array ?? [value]
            if key == "population" {
                guard values.allSatisfy({ $0.string != nil }) else {
                    throw LoadingError(.malformed, "'population' must be a text or a list of texts")
                }
                if !values.contains(where: { $0.string == population.name }) {
                    mask = [Bool](repeating: false, count: mask.count)
                }
                return
            }
            let numbers = values.compactMap(\.integer)
            if key == "node_id" {
                guard numbers.count == values.count, numbers.allSatisfy({ $0 >= 0 }) else {
                    throw LoadingError(.malformed, "'node_id' must be numeric or a list of numbers")
                }
                let wanted = Set(numbers)
                for index in mask.indices where !wanted.contains(Int64(index)) { mask[index] = false }
                return
            }
            if values.isEmpty {
                mask = [Bool](repeating: false, count: mask.count)
            } else if numbers.count == values.count {
                let wanted = Set(numbers)
                let column = try population.numbers(key, of: population.ids, as: Int64.self)
                for index in mask.indices where !wanted.contains(column[index]) { mask[index] = false }
            } else {
                let texts = values.compactMap(\.string)
                guard texts.count == values.count else {
                    throw LoadingError(.malformed, "Expected a text, a whole number or a list of either")
                }
                try restrict(&mask, key) { texts.contains($0) }
            }
        }

        private func restrict(
            _ mask: inout [Bool], _ key: String, operators: [String: JSONValue]
        ) throws(LoadingError) {
            guard operators.count == 1, let (name, operand) = operators.first else {
                throw LoadingError(.malformed, "Expected one operator")
            }
            if name == "$regex" {
                guard let text = operand.string else {
                    throw LoadingError(.malformed, "'$regex' must be a regular expression")
                }
                return try restrict(&mask, key, pattern: text)
            }
            let comparisons: [String: (Double, Double) -> Bool] = ["$gt": (>), "$gte": (>=), "$lt": (<), "$lte": (<=)]
            guard let compare = comparisons[name], let bound = operand.double else {
                throw LoadingError(.malformed, "The operator '\(name)' is not known, or its operand is of a wrong type")
            }
            let column = try population.numbers(key, of: population.ids, as: Double.self)
            for index in mask.indices where !compare(column[index], bound) { mask[index] = false }
        }

        /// Keeps the nodes whose text a pattern occurs in.
        private func restrict(_ mask: inout [Bool], _ key: String, pattern text: String) throws(LoadingError) {
            let pattern: TextPattern
            do throws(TextPattern.Fault) {
                pattern = try TextPattern(text)
            } catch {
                throw LoadingError(.malformed, "'$regex' must be a regular expression: \(error.reason)")
            }
            // Patterns are short and so are names: whoever needs more has made them so.
            var budget = 500_000_000
            try restrict(&mask, key) { pattern.occurs(in: $0, budget: &budget) ?? false }
            guard budget > 0 else {
                throw LoadingError(.malformed, "'$regex' is too large for the texts that it is searched for in")
            }
        }

        /// Keeps the nodes whose text passes a test, which is made once a distinct text.
        private func restrict(
            _ mask: inout [Bool], _ key: String, where test: (String) -> Bool
        ) throws(LoadingError) {
            let column = try population.texts(key, of: population.ids)
            let passes = column.names.map(test)
            for index in mask.indices where !passes[Int(column.groups[index])] { mask[index] = false }
        }
    }
}
