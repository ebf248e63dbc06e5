// SPDX-License-Identifier: Apache-2.0

/// Diagnostics for people: one headline a fault, the line of source with carets, then why and what to do.
public struct TextFormat: Sendable {
    /// Whether to colour with ANSI sequences; for terminals only.
    public var color: Bool

    /// Makes the format; colour is off unless asked for.
    public init(color: Bool = false) {
        self.color = color
    }

    /// The whole report, ending with a line that counts.
    public func render(_ report: DiagnosticReport) -> String {
        var text = report.diagnostics.map { render($0) }.joined(separator: "\n")
        if report.omittedErrors > 0 {
            text += "\n\(counted(report.omittedErrors, "further error")) not shown\n"
        }
        if report.omittedWarnings > 0 {
            text += "\n\(counted(report.omittedWarnings, "further warning")) not shown\n"
        }
        guard report.errorCount + report.warningCount > 0 else { return text }
        if !text.isEmpty { text += "\n" }
        var counts: [String] = []
        if report.errorCount > 0 { counts.append(counted(report.errorCount, "error")) }
        if report.warningCount > 0 { counts.append(counted(report.warningCount, "warning")) }
        return text + counts.joined(separator: ", ") + "\n"
    }

    /// One diagnostic.
    public func render(_ diagnostic: Diagnostic) -> String {
        let place = diagnostic.span.map { $0.description + ": " } ?? ""
        let severity = paint(diagnostic.severity.rawValue, tint(diagnostic.severity))
        var text = bold(place) + severity + ": " + bold(diagnostic.summary) + " [\(diagnostic.code.id)]\n"
        if let span = diagnostic.span { text += excerpt(span, tint(diagnostic.severity)) }
        let detail = diagnostic.fullDetail
        if !detail.isEmpty { text += "     = \(detail)\n" }
        for fix in diagnostic.fixes { text += "     = help: \(fix.title)\n" }
        for place in diagnostic.related {
            text += "  \(place.span.description): note: \(place.label)\n"
            text += excerpt(place.span, "36")
        }
        return text
    }

    private func excerpt(_ span: SourceSpan, _ tint: String) -> String {
        let excerpt = Excerpt(span)
        let number = String(excerpt.line)
        let margin = String(repeating: " ", count: max(0, 4 - number.count)) + number
        let blank = String(repeating: " ", count: max(4, number.count))
        let carets = String(repeating: "^", count: excerpt.width)
        return "\(margin) | \(excerpt.text)\n\(blank) | \(excerpt.padding)\(paint(carets, tint))\n"
    }

    private func counted(_ count: Int, _ noun: String) -> String {
        "\(count) \(noun)\(count == 1 ? "" : "s")"
    }

    private func tint(_ severity: Severity) -> String {
        switch severity {
        case .error: "1;31"
        case .warning: "1;33"
        case .note: "1;36"
        }
    }

    private func bold(_ text: String) -> String { paint(text, "1") }

    private func paint(_ text: String, _ code: String) -> String {
        color && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
