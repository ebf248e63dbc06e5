// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import Foundation
import JSON
import RecipeLanguage
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// Every report of the corpus of broken recipes, in the formats that others have published.
@Suite struct PublishedFormatsTests {
    static func reports() throws -> [DiagnosticReport] {
        var reports = [DiagnosticReport(), DiagnosticReport([Diagnostic(.backendFailed, "no answer", at: nil)])]
        for file in BrokenRecipesTests.files {
            for broken in try BrokenRecipesTests.cases(file) {
                reports.append(BrokenRecipesTests.load(MarkedText(broken.text).text).report)
            }
        }
        return reports
    }

    @Test func sarifKeepsToTheStandard() throws {
        for report in try Self.reports() {
            let log = SARIFFormat.value(report, version: "1.0.0")
            let faults = SARIFGrammar.faults(of: log)
            #expect(faults.isEmpty, "\(faults)")
        }
    }

    /// The official schema, where `SCENE_RECIPE_SARIF_SCHEMA` names a copy of OASIS' file, which no package has.
    @Test(
        .enabled(
            if: ProcessInfo.processInfo.environment["SCENE_RECIPE_SARIF_SCHEMA"] != nil
                && IndependentJudge.python != nil, "SCENE_RECIPE_SARIF_SCHEMA names no schema"))
    func sarifFitsTheOfficialSchema() throws {
        let path = try #require(ProcessInfo.processInfo.environment["SCENE_RECIPE_SARIF_SCHEMA"])
        let schema = try String(contentsOfFile: path, encoding: .utf8)
        let logs = try Self.reports().map { SARIFFormat.value($0, version: "1.0.0") }
        let verdicts = try IndependentJudge.faults(of: logs, schema: schema)
        for (log, fault) in zip(logs, verdicts) { #expect(fault == nil, "\(log.text())") }
    }

    @Test func junitKeepsToItsSchema() throws {
        for report in try Self.reports() {
            let reader = JUnitReader()
            let parser = XMLParser(data: Data(JUnitFormat.text(report, files: ["recipe.yaml"]).utf8))
            parser.delegate = reader
            #expect(parser.parse())
            #expect(reader.faults.isEmpty, "\(reader.faults)")
            let failed = Set(
                report.diagnostics.filter { $0.severity == .error }.map { $0.span?.source.name ?? "(no file)" })
            #expect(reader.failures == failed.count)
        }
    }

    /// `::error file=…,line=…::message`, escaped as GitHub's toolkit does (docs.github.com, workflow commands).
    @Test func githubCommandsKeepToTheirGrammar() throws {
        let property = #"[a-zA-Z]+=[^,:\r\n]*"#
        let line = try Regex("::(error|warning|notice) (\(property)(,\(property))*)?::[^\\r\\n]*")
        let names: Set<String> = ["title", "file", "col", "endColumn", "line", "endLine"]
        for report in try Self.reports() {
            let lines = GitHubFormat.text(report).split(separator: "\n")
            #expect(lines.count == report.diagnostics.count)
            for text in lines {
                #expect(text.wholeMatch(of: line) != nil, "\(text)")
                let head = text.dropFirst(2).components(separatedBy: "::")[0]
                for pair in head.split(separator: " ", maxSplits: 1).last?.split(separator: ",") ?? [] {
                    #expect(names.contains(pair.components(separatedBy: "=")[0]), "\(text)")
                }
            }
        }
    }
}

/// Reads JUnit XML by the elements, their children and their attributes that Jenkins' schema (junit-10.xsd of its xUnit
/// plugin) allows; attributes marked `!` must be there.
private final class JUnitReader: NSObject, XMLParserDelegate {
    private static let elements: [String: (children: Set<String>, attributes: [String])] = [
        "testsuites": (["testsuite"], ["name", "time", "tests", "failures", "disabled", "errors"]),
        "testsuite": (
            ["testsuite", "properties", "testcase", "system-out", "system-err"],
            [
                "name!", "tests!", "failures", "errors", "time", "disabled", "skipped", "skips", "timestamp",
                "hostname", "id", "package", "file", "log", "url", "version",
            ]
        ),
        "testcase": (
            ["skipped", "error", "failure", "rerunFailure", "flakyFailure", "system-out", "system-err", "properties"],
            ["name!", "assertions", "time", "timestamp", "classname", "status", "class", "file", "line", "group"]
        ),
        "failure": ([], ["type", "message", "time"]), "error": ([], ["type", "message", "time"]),
        "skipped": ([], ["type", "message", "time"]), "system-out": ([], []), "system-err": ([], []),
    ]
    private(set) var faults: [String] = []
    private(set) var failures = 0
    private var open: [String] = []

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String] = [:]
    ) {
        if let parent = open.last {
            if Self.elements[parent]?.children.contains(name) != true { faults.append("\(name) in \(parent)") }
        } else if name != "testsuites", name != "testsuite" {
            faults.append("root \(name)")
        }
        open.append(name)
        if name == "failure" { failures += 1 }
        let allowed = Self.elements[name]?.attributes ?? []
        for attribute in attributes.keys where !allowed.contains(where: { $0 == attribute || $0 == attribute + "!" }) {
            faults.append("\(name) \(attribute)")
        }
        for needed in allowed where needed.hasSuffix("!") && attributes[String(needed.dropLast())] == nil {
            faults.append("\(name) without \(needed)")
        }
    }

    func parser(
        _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
    ) {
        open.removeLast()
    }
}
