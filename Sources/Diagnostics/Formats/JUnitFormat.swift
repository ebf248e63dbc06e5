// SPDX-License-Identifier: Apache-2.0

/// Diagnostics as JUnit XML: a test case for each file, failed where the file has an error.
public enum JUnitFormat {
    /// The report over the files that were looked at; a file without diagnostics is a passed case.
    public static func text(_ report: DiagnosticReport, files: [String]) -> String {
        var byFile: [String: [Diagnostic]] = [:]
        var names = files
        for diagnostic in report.diagnostics {
            let name = diagnostic.span?.source.name ?? "(no file)"
            if byFile[name] == nil, !names.contains(name) { names.append(name) }
            byFile[name, default: []].append(diagnostic)
        }
        let failed = names.count { name in byFile[name, default: []].contains { $0.severity == .error } }
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        let counts = "tests=\"\(names.count)\" failures=\"\(failed)\" errors=\"0\""
        text += "<testsuites name=\"recipe validate\" \(counts)>\n"
        text += "  <testsuite name=\"recipe validate\" \(counts) skipped=\"0\">\n"
        for name in names {
            let found = byFile[name, default: []]
            text += "    <testcase name=\"\(escape(name))\" classname=\"recipe.validate\""
            guard !found.isEmpty else {
                text += "/>\n"
                continue
            }
            text += ">\n"
            let errors = found.filter { $0.severity == .error }
            if let first = errors.first {
                let body = errors.map { TextFormat().render($0) }.joined(separator: "\n")
                text += "      <failure message=\"\(escape(first.summary))\" type=\"\(first.code.id)\">"
                text += escape(body) + "</failure>\n"
            }
            let others = found.filter { $0.severity != .error }
            if !others.isEmpty {
                let body = others.map { TextFormat().render($0) }.joined(separator: "\n")
                text += "      <system-out>\(escape(body))</system-out>\n"
            }
            text += "    </testcase>\n"
        }
        return text + "  </testsuite>\n</testsuites>\n"
    }

    /// Text for XML 1.0: markup escaped, characters that XML forbids replaced by U+FFFD.
    static func escape(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\n": result += "&#10;"
            case "\t": result += "&#9;"
            default:
                let forbidden = scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF
                result.unicodeScalars.append(forbidden ? "\u{FFFD}" : scalar)
            }
        }
        return result
    }
}
