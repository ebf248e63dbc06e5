// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import Foundation
import JSON
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// The formats that programs and terminals read.
@Suite struct FormatTests {
    static func report(_ text: String, _ start: Int, _ end: Int, code: DiagnosticCode = .unknownKey) -> DiagnosticReport
    {
        let source = SourceText(name: "a b.yaml", text: text)
        let span = SourceSpan(source, from: start, to: end)
        return DiagnosticReport([
            Diagnostic(
                code, "unknown key `<x>`", at: span, detail: "Say: 100%, or\nnothing.",
                related: [RelatedPlace("first", at: SourceSpan(source, from: 0, to: 1))], expected: "a key",
                fixes: [Fix("write `y`", at: span, replacement: "y", .safe)])
        ])
    }

    private func carets(_ text: String, _ start: Int, _ end: Int) -> (line: String, carets: String) {
        let lines = TextFormat().render(Self.report(text, start, end)).split(
            separator: "\n", omittingEmptySubsequences: false)
        return (String(lines[1]), String(lines[2]))
    }

    @Test func tabsStayTabsBelowTheLine() {
        let shown = carets("\ta: x", 4, 5)
        #expect(shown.line == "   1 | \ta: x")
        #expect(shown.carets == "     | \t   ^")
    }

    @Test func wideCharactersTakeTwoCells() {
        let text = "k: \"红色\" y"
        let shown = carets(text, 3, 11)
        #expect(shown.carets == "     |    ^^^^^^")
        #expect(carets(text, 12, 13).carets == "     |           ^")
    }

    @Test func combiningMarksTakeNone() {
        #expect(carets("e\u{301}: x", 5, 6).carets == "     |    ^")
    }

    @Test func carriageReturnsEndLines() {
        let report = Self.report("a: 1\r\nb: 2\r\n", 6, 7)
        #expect(TextFormat().render(report).contains("a b.yaml:2:1: error"))
        #expect(carets("a: 1\r\nb: 2\r\n", 6, 7).line == "   2 | b: 2")
    }

    @Test func longLinesAreCut() {
        let text = String(repeating: "x", count: 5000) + "!" + String(repeating: "y", count: 5000)
        let shown = carets(text, 5000, 5001)
        #expect(shown.line.count < 140)
        let line = Array(shown.line)
        #expect(line[Array(shown.carets).firstIndex(of: "^") ?? 0] == "!")
    }

    @Test func controlCharactersDoNotReachTheTerminal() {
        #expect(!TextFormat().render(Self.report("a\u{1B}[31m", 0, 1)).contains("\u{1B}"))
    }

    @Test func jsonHasTheDocumentedShape() throws {
        let value = JSONFormat.value(Self.report("a: 1\né: 2\n", 5, 7))
        #expect(value["valid"] == false)
        #expect(value["error_count"] == 1)
        let first = try #require(value["diagnostics"]?[0])
        #expect(first["code"] == "K201")
        #expect(first["range"]?["start"] == ["line": 2, "column": 1, "byte": 5])
        #expect(first["range"]?["end"] == ["line": 2, "column": 2, "byte": 7])
        #expect(first["snippet"]?["code"] == "é: 2")
        #expect(first["fixes"]?[0]?["replacement"] == "y")
        #expect(first["related"]?[0]?["label"] == "first")
        #expect(try JSONValue(parsing: value.text(.indented)) == value)
    }

    @Test func sarifPointsAtItsRules() throws {
        let log = SARIFFormat.value(Self.report("a: 1\n", 0, 1), version: "1.2.3")
        #expect(log["version"] == "2.1.0")
        let run = try #require(log["runs"]?[0])
        let result = try #require(run["results"]?[0])
        let index = Int(try #require(result["ruleIndex"]?.integer))
        #expect(run["tool"]?["driver"]?["rules"]?[index]?["id"] == result["ruleId"])
        let place = try #require(result["locations"]?[0]?["physicalLocation"])
        #expect(place["artifactLocation"]?["uri"] == "a%20b.yaml")
        #expect(place["region"]?["startLine"] == 1)
        #expect(place["region"]?["endColumn"] == 2)
        #expect(result["fixes"]?[0]?["artifactChanges"]?[0]?["replacements"]?[0]?["insertedContent"]?["text"] == "y")
    }

    @Test func junitEscapesItsText() {
        let text = JUnitFormat.text(Self.report("a: 1\n", 0, 1), files: ["ok.yaml"])
        #expect(text.contains("tests=\"2\" failures=\"1\" errors=\"0\""))
        #expect(text.contains("<testcase name=\"ok.yaml\" classname=\"recipe.validate\"/>"))
        #expect(text.contains("message=\"unknown key `&lt;x&gt;`\""))
        #expect(!text.contains("<x>"))
        #expect(XMLParser(data: Data(text.utf8)).parse())
        let odd = JUnitFormat.text(Self.report("\u{1}\u{FFFE}]]>&: 1\n", 0, 1), files: ["a\"b<c>.yaml"])
        #expect(XMLParser(data: Data(odd.utf8)).parse())
    }

    @Test func githubCommandsAreOneLineEach() {
        let text = GitHubFormat.text(Self.report("a: 1\n", 0, 1))
        #expect(
            text
                == "::error file=a b.yaml,line=1,endLine=1,col=1,endColumn=2,title=K201 unknown key::unknown key `<x>`. Expected a key. Say: 100%25, or%0Anothing.\n"
        )
    }

    @Test func errorsBeyondTheLimitAreCounted() {
        let source = SourceText(name: "x", text: String(repeating: "a", count: 300))
        let collector = DiagnosticCollector()
        for index in 0..<150 {
            collector.report(Diagnostic(.unknownKey, "k", at: SourceSpan(source, from: index, to: index + 1)))
        }
        #expect(collector.report.diagnostics.count == 100)
        #expect(collector.report.errorCount == 150)
        #expect(TextFormat().render(collector.report).hasSuffix("50 further errors not shown\n\n150 errors\n"))
    }

    @Test func safeFixesAreAppliedOnce() throws {
        let report = Self.report("xx: 1\n", 0, 2)
        let source = try #require(report.diagnostics[0].span?.source)
        #expect(report.applyingSafeFixes(to: source) == Array("y: 1\n".utf8))
    }
}
