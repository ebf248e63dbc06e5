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
    /// Bytes that references have put into texts.
    private var expanded = 0
    /// Whether it was said that references come to too much.
    var isExhausted = false

    package init() {}

    /// Books what a reference puts into a text; false once all of them come to more than a file may have.
    func book(_ bytes: Int) -> Bool {
        expanded += bytes
        return expanded <= YAMLLimits.fileSize
    }

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
        var literal: [UInt8] = []
        let bytes = Array(text.utf8)
        let dollar = UInt8(ascii: "$")
        let brace = UInt8(ascii: "{")
        func isByte(_ byte: UInt8, at index: Int) -> Bool { index < bytes.count && bytes[index] == byte }
        func string(_ bytes: some Sequence<UInt8>) -> String { String(decoding: Array(bytes), as: UTF8.self) }
        var index = 0
        while index < bytes.count {
            if bytes[index] == dollar, isByte(dollar, at: index + 1), isByte(brace, at: index + 2) {
                literal += [dollar, brace]
                index += 3
            } else if bytes[index] == dollar, isByte(brace, at: index + 1) {
                if !literal.isEmpty { pieces.append(.literal(string(literal))) }
                literal = []
                let end = bytes[index...].firstIndex(of: UInt8(ascii: "}"))
                let name = string(bytes[(index + 2)..<(end ?? bytes.count)])
                if end != nil, Names.isName(name) {
                    pieces.append(.parameter(name))
                } else if end != nil, name.hasPrefix("data."), Names.isName(String(name.dropFirst(5))) {
                    pieces.append(.data(String(name.dropFirst(5))))
                } else {
                    pieces.append(.malformed("${" + name + (end == nil ? "" : "}")))
                }
                index = end.map { $0 + 1 } ?? bytes.count
            } else {
                literal.append(bytes[index])
                index += 1
            }
        }
        if !literal.isEmpty { pieces.append(.literal(string(literal))) }
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
