// SPDX-License-Identifier: Apache-2.0

/// A kind of fault: its stable code and everything said about it in general.
///
/// Codes are a letter for the family and three digits. They are declared once, in the folder `Codes`, and are never
/// reused; `recipe explain`, the reference, SARIF's rules and the tests all read the same declarations.
public struct DiagnosticCode: Sendable, Hashable, Identifiable {
    /// The subject a code belongs to.
    public enum Family: String, Sendable, CaseIterable {
        /// Bytes and YAML syntax.
        case syntax
        /// Keys, kinds and the shape of the recipe.
        case structure
        /// A value that its key cannot take.
        case value
        /// A name that is not declared, or declared badly.
        case name
        /// Includes, parameters, data roots and files.
        case input
        /// A valid recipe whose figure would probably disappoint.
        case figure
        /// What only loading, drawing or a backend can find out.
        case run

        /// The letter that the family's codes start with.
        public var letter: Character {
            switch self {
            case .syntax: "Y"
            case .structure: "K"
            case .value: "V"
            case .name: "N"
            case .input: "I"
            case .figure: "W"
            case .run: "R"
            }
        }
    }

    /// The code: `K201`.
    public let id: String
    /// The subject it belongs to.
    public let family: Family
    /// How much it matters unless a diagnostic says otherwise.
    public let severity: Severity
    /// A few words: "unknown key".
    public let title: String
    /// A paragraph: what is wrong in general, and why the language has the rule.
    public let explanation: String
    /// A recipe, or piece of one, that has the fault.
    public let wrong: String
    /// The same without the fault.
    public let right: String

    /// Declares a code.
    public init(
        _ id: String, _ family: Family, _ title: String, severity: Severity = .error, explanation: String,
        wrong: String, right: String
    ) {
        self.id = id
        self.family = family
        self.severity = severity
        self.title = title
        self.explanation = explanation
        self.wrong = wrong
        self.right = right
    }

    /// Codes are equal by their id.
    public static func == (left: DiagnosticCode, right: DiagnosticCode) -> Bool { left.id == right.id }
    /// Hashes the id.
    public func hash(into hasher: inout Hasher) { hasher.combine(id) }

    /// Every code, in order of family and number.
    public static let all: [DiagnosticCode] =
        syntaxCodes + structureCodes + valueCodes + nameCodes + inputCodes + figureCodes + runCodes

    /// The code of that id, in either case; nil if there is none.
    public static func named(_ id: String) -> DiagnosticCode? {
        let wanted = id.uppercased()
        return all.first { $0.id == wanted }
    }
}
