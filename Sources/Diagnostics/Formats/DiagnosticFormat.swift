// SPDX-License-Identifier: Apache-2.0
import JSON

/// The formats of `recipe validate --format`.
public enum DiagnosticFormat: String, Sendable, CaseIterable {
    /// For people, with excerpts and carets.
    case text
    /// The documented JSON contract.
    case json
    /// SARIF 2.1.0.
    case sarif
    /// JUnit XML.
    case junit
    /// GitHub workflow commands.
    case github

    /// The report in this format, ending with a line end.
    /// - Parameters:
    ///   - report: What was found.
    ///   - files: The names of all files looked at, for formats that list those without faults.
    ///   - version: The program's version, for formats that carry it.
    ///   - color: Whether text is coloured.
    public func render(_ report: DiagnosticReport, files: [String], version: String, color: Bool = false) -> String {
        switch self {
        case .text: TextFormat(color: color).render(report)
        case .json: JSONFormat.value(report).text(.indented) + "\n"
        case .sarif: SARIFFormat.value(report, version: version).text(.indented) + "\n"
        case .junit: JUnitFormat.text(report, files: files)
        case .github: GitHubFormat.text(report)
        }
    }
}
