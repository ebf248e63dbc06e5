// SPDX-License-Identifier: Apache-2.0

/// How much a diagnostic matters.
public enum Severity: String, Sendable, Comparable, CaseIterable {
    /// The recipe is wrong.
    case error
    /// The recipe is valid, and probably not what was meant.
    case warning
    /// Something worth knowing.
    case note

    /// Errors come before warnings, warnings before notes.
    public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .error: 0
        case .warning: 1
        case .note: 2
        }
    }
}

/// One fault, told once: what is wrong, where, why, and what would mend it.
public struct Diagnostic: Sendable {
    /// How much it matters; usually its code's own severity.
    public var severity: Severity
    /// What kind of fault it is: stable, and explained by `recipe explain`.
    public var code: DiagnosticCode
    /// One line, lower case, no full stop: what is wrong here.
    public var summary: String
    /// Full sentences: why, and what to do. Empty where the summary says it all.
    public var detail: String
    /// Where; nil only for what has no text, such as a failing backend.
    public var span: SourceSpan?
    /// Other places that matter: a first definition, the include or flag that brought a value.
    public var related: [RelatedPlace]
    /// What would have been right here, in words.
    public var expected: String?
    /// What was found instead, in words.
    public var found: String?
    /// Edits that would mend it, likeliest first.
    public var fixes: [Fix]

    /// Makes a diagnostic; severity defaults to its code's own.
    public init(
        _ code: DiagnosticCode, _ summary: String, at span: SourceSpan?, severity: Severity? = nil, detail: String = "",
        related: [RelatedPlace] = [], expected: String? = nil, found: String? = nil, fixes: [Fix] = []
    ) {
        self.severity = severity ?? code.severity
        self.code = code
        self.summary = summary
        self.detail = detail
        self.span = span
        self.related = related
        self.expected = expected
        self.found = found
        self.fixes = fixes
    }

    /// The detail with expectation and finding put into a sentence, as every format shows it.
    public var fullDetail: String {
        var sentences: [String] = []
        if let expected, let found {
            sentences.append("Expected \(expected), found \(found).")
        } else if let expected {
            sentences.append("Expected \(expected).")
        } else if let found {
            sentences.append("Found \(found).")
        }
        if !detail.isEmpty { sentences.append(detail) }
        return sentences.joined(separator: " ")
    }
}

/// A further place that explains a diagnostic.
public struct RelatedPlace: Sendable {
    /// Where.
    public var span: SourceSpan
    /// What is there: "first defined here".
    public var label: String

    /// Makes a related place.
    public init(_ label: String, at span: SourceSpan) {
        self.span = span
        self.label = label
    }
}

/// An edit that would mend a fault.
public struct Fix: Sendable {
    /// Whether a program may apply the edit unasked.
    public enum Applicability: String, Sendable {
        /// The edit is what was meant as far as can be known; `--fix` applies it.
        case safe
        /// One of several guesses; a person chooses.
        case suggestion
    }

    /// What the edit does, imperative: "replace by `radius`".
    public var title: String
    /// The bytes replaced; empty for an insertion.
    public var span: SourceSpan
    /// What they become.
    public var replacement: String
    /// Whether `--fix` may apply it.
    public var applicability: Applicability

    /// Makes a fix.
    public init(_ title: String, at span: SourceSpan, replacement: String, _ applicability: Applicability) {
        self.title = title
        self.span = span
        self.replacement = replacement
        self.applicability = applicability
    }
}
