// SPDX-License-Identifier: Apache-2.0
import Foundation
import Imaging
import JSON
import RecipeLanguage
import SceneModel

extension VerificationReport {
    /// The report as JUnit XML: a test case a picture and a check.
    public var junit: String {
        let failed = verdicts.count { !$0.passed } + checks.count { !$0.passed }
        let counts = "tests=\"\(verdicts.count + checks.count)\" failures=\"\(failed)\" errors=\"0\""
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"recipe verify\" \(counts)>\n"
        text += "  <testsuite name=\"\(XMLText.escaped(recipe))\" \(counts) skipped=\"0\">\n"
        for verdict in verdicts {
            let said = verdict.judgement.measurements.map(\.phrase) + verdict.judgement.notes
            text += Self.testCase(verdict.file, passed: verdict.passed, kind: verdict.judgement.decisive.rawValue, said)
        }
        for check in checks {
            let name = check.name + (check.snapshot.map { " (\($0))" } ?? "")
            text += Self.testCase(name, passed: check.passed, kind: "check", [check.finding])
        }
        return text + "  </testsuite>\n</testsuites>\n"
    }

    private static func testCase(_ name: String, passed: Bool, kind: String, _ said: [String]) -> String {
        var text = "    <testcase name=\"\(XMLText.escaped(name))\" classname=\"recipe.verify\""
        if passed { return text + "/>\n" }
        text += ">\n      <failure message=\"\(XMLText.escaped(said.first ?? "failed"))\" type=\"\(kind)\">"
        return text + XMLText.escaped(said.joined(separator: "\n")) + "</failure>\n    </testcase>\n"
    }

    /// The report as one self-contained page: each picture before and after with its heat map, embedded as PNG data,
    /// and the difference in meaning. It holds no script and asks for nothing from elsewhere.
    public var html: String {
        var body = "<h1>\(XMLText.escaped(recipe))</h1>\n"
        body += "<p class=\"\(passed ? "good" : "bad")\">\(XMLText.escaped(summary))</p>\n"
        for verdict in verdicts { body += Self.section(verdict) }
        if !checks.isEmpty {
            body += "<h2>Checks</h2>\n<table><tr><th>check</th><th>picture</th><th>finding</th></tr>\n"
            for check in checks {
                body += "<tr class=\"\(check.passed ? "good" : "bad")\"><td>\(XMLText.escaped(check.name))</td>"
                body += "<td>\(XMLText.escaped(check.snapshot ?? ""))</td>"
                body += "<td>\(XMLText.escaped(check.finding))</td></tr>\n"
            }
            body += "</table>\n"
        }
        if !inputs.isEmpty {
            body += "<h2>Inputs</h2>\n<ul>\n"
            for input in inputs { body += "<li>\(XMLText.escaped(input.description))</li>\n" }
            body += "</ul>\n"
        }
        if !changes.isEmpty {
            body += "<h2>What the recipe means differently</h2>\n<table><tr><th>address</th><th>before</th>"
            body += "<th>after</th></tr>\n"
            for change in changes {
                let cells = [change.address, change.before?.text() ?? "", change.after?.text() ?? ""]
                body += "<tr>" + cells.map { "<td><code>\(XMLText.escaped($0))</code></td>" }.joined() + "</tr>\n"
            }
            body += "</table>\n"
        }
        for note in notes { body += "<p>\(XMLText.escaped(note))</p>\n" }
        return """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>\(XMLText.escaped(recipe)): recipe verify</title>
            <style>
            body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem; color: #222; background: #fafafa }
            figure { display: inline-block; margin: 0 1rem 1rem 0; max-width: 31% }
            img { max-width: 100%; background: repeating-conic-gradient(#ddd 0 25%, #fff 0 50%) 0 0/16px 16px }
            figcaption, code { font-size: 13px }
            table { border-collapse: collapse }
            td, th { border: 1px solid #ccc; padding: .2rem .6rem; text-align: left }
            .good { color: #11691b } .bad { color: #a11212 }
            </style></head><body>
            \(body)</body></html>

            """
    }

    private static func section(_ verdict: PictureVerdict) -> String {
        let mark = verdict.passed ? "good" : "bad"
        var text = "<h2 class=\"\(mark)\">\(XMLText.escaped(verdict.file))</h2>\n<ul>\n"
        for measured in verdict.judgement.measurements {
            let decides = measured.rung == verdict.judgement.decisive ? " <b>(decides)</b>" : ""
            text += "<li>\(XMLText.escaped(measured.phrase))\(decides)</li>\n"
        }
        for note in verdict.judgement.notes { text += "<li>\(XMLText.escaped(note))</li>\n" }
        if let reason = verdict.comparison.reason { text += "<li>Why so: \(XMLText.escaped(reason))</li>\n" }
        text += "</ul>\n"
        for (name, picture) in [
            ("before", verdict.before), ("after", verdict.after), ("heat map (FLIP)", verdict.judgement.heatMap),
        ] {
            guard let picture, let bytes = try? PNG.encode(picture) else { continue }
            let source = "data:image/png;base64," + Data(bytes).base64EncodedString()
            text += "<figure><img alt=\"\(name)\" src=\"\(source)\"><figcaption>\(name)</figcaption></figure>\n"
        }
        return text
    }
}
