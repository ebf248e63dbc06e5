// SPDX-License-Identifier: Apache-2.0

/// Diagnostics as workflow commands of GitHub Actions, which become annotations of a pull request.
public enum GitHubFormat {
    /// One command a line: `::error file=…,line=…,col=…,endLine=…,endColumn=…,title=…::message`.
    public static func text(_ report: DiagnosticReport) -> String {
        report.diagnostics.map { line($0) + "\n" }.joined()
    }

    private static func line(_ diagnostic: Diagnostic) -> String {
        var properties: [String] = []
        if let span = diagnostic.span {
            let start = span.startPosition
            let end = span.endPosition
            properties.append("file=\(property(span.source.name))")
            properties.append("line=\(start.line)")
            // Columns are shown only for annotations of one line.
            properties.append("endLine=\(end.line)")
            if start.line == end.line {
                properties.append("col=\(start.column)")
                properties.append("endColumn=\(end.column)")
            }
        }
        properties.append("title=\(property("\(diagnostic.code.id) \(diagnostic.code.title)"))")
        let detail = diagnostic.fullDetail
        let message = detail.isEmpty ? diagnostic.summary : "\(diagnostic.summary). \(detail)"
        let word = diagnostic.severity == .note ? "notice" : diagnostic.severity.rawValue
        return "::\(word) \(properties.joined(separator: ","))::\(data(message))"
    }

    /// Escapes the message as the runner's toolkit does: percent, CR and LF.
    static func data(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "%": result += "%25"
            case "\r": result += "%0D"
            case "\n": result += "%0A"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Escapes a property: as the message, and colon and comma.
    static func property(_ text: String) -> String {
        var result = ""
        for character in data(text).unicodeScalars {
            switch character {
            case ":": result += "%3A"
            case ",": result += "%2C"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }
}
