// SPDX-License-Identifier: Apache-2.0
import Diagnostics

/// The parameters and data roots that `${…}` can stand for while a recipe is read.
///
/// Not `Sendable`: it notes which parameters were used, for one reading of one recipe.
package final class ReferenceScope {
    /// A parameter with its value for this run.
    package struct Parameter {
        package let name: String
        package let type: ParameterType
        package var value: RecipeValue
        /// Where the name is declared.
        package let nameSpan: SourceSpan
        /// Where the value was given: at the default, or at the flag.
        package var origin: String
    }

    /// A data root.
    package struct DataRoot {
        package let name: String
        /// The folder, ready to open.
        package let path: String
        package let span: SourceSpan
    }

    package var parameters: [String: Parameter] = [:]
    package var dataRoots: [String: DataRoot] = [:]
    /// Whether `${name}` may be used at all; not inside `parameters`.
    package var allowsParameters = true
    /// Parameters not declared because their declaration is wrong: uses are passed over.
    package var faulty: Set<String> = []
    package private(set) var used: Set<String> = []

    package init() {}

    /// Notes uses that were seen elsewhere.
    func noteUses(_ names: Set<String>) { used.formUnion(names) }

    /// Looks a parameter up and notes its use.
    func use(_ name: String) -> Parameter? {
        used.insert(name)
        return parameters[name]
    }
}

/// The types of parameters.
package enum ParameterType: String, CaseIterable, Sendable {
    case number, integer, boolean, string, color, vector, path, choice
}

/// A piece of a text with references.
enum ReferencePiece {
    case literal(String)
    /// `${name}`
    case parameter(String)
    /// `${data.name}`
    case data(String)
    /// `${` that starts no reference, up to the next brace.
    case malformed(String)

    /// Takes a text apart. `$${` is a literal `${`.
    static func split(_ text: String) -> [ReferencePiece] {
        var pieces: [ReferencePiece] = []
        var literal = ""
        let scalars = Array(text.unicodeScalars)
        var index = 0
        func matches(_ word: String, at index: Int) -> Bool {
            let wanted = Array(word.unicodeScalars)
            return index + wanted.count <= scalars.count && Array(scalars[index..<index + wanted.count]) == wanted
        }
        while index < scalars.count {
            if matches("$${", at: index) {
                literal += "${"
                index += 3
            } else if matches("${", at: index) {
                if !literal.isEmpty { pieces.append(.literal(literal)) }
                literal = ""
                let end = scalars[index...].firstIndex(of: "}")
                var name = ""
                name.unicodeScalars.append(contentsOf: scalars[(index + 2)..<(end ?? scalars.count)])
                if end != nil, Names.isName(name) {
                    pieces.append(.parameter(name))
                } else if end != nil, name.hasPrefix("data."), Names.isName(String(name.dropFirst(5))) {
                    pieces.append(.data(String(name.dropFirst(5))))
                } else {
                    pieces.append(.malformed("${" + name + (end == nil ? "" : "}")))
                }
                index = end.map { $0 + 1 } ?? scalars.count
            } else {
                literal.unicodeScalars.append(scalars[index])
                index += 1
            }
        }
        if !literal.isEmpty { pieces.append(.literal(literal)) }
        return pieces
    }
}

/// The rule for names of models, lights, clippings, snapshots, movies and parameters.
package enum Names {
    /// Whether a text matches `[A-Za-z_][A-Za-z0-9_-]*`.
    package static func isName(_ text: String) -> Bool {
        var isFirst = true
        for byte in text.utf8 {
            let isLetter =
                byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z") || byte == UInt8(ascii: "_")
            let isOther = byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") || byte == UInt8(ascii: "-")
            guard isLetter || isOther && !isFirst else { return false }
            isFirst = false
        }
        return !isFirst
    }

    /// The nearest well-formed name, or nil where nothing is left of the text.
    static func mended(_ text: String) -> String? {
        var name = ""
        for scalar in text.unicodeScalars {
            let isAllowed =
                scalar.isASCII
                && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "_" || scalar == "-")
            name.unicodeScalars.append(isAllowed ? scalar : "_")
        }
        if let first = name.first, first.isNumber || first == "-" { name = "_" + name }
        return name.contains { $0 != "_" } ? name : nil
    }
}
