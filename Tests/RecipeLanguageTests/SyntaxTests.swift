// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import Foundation
import RecipeLanguage
import SceneModel
import SeededRandom
import Testing

/// YAML 1.2 over libyaml's events.
@Suite struct SyntaxTests {
    private func tree(_ text: String) -> YAMLTree {
        YAMLReader.read(SourceText(name: "t", text: text), DiagnosticCollector())
    }

    private func codes(_ bytes: [UInt8]) -> [String] {
        let collector = DiagnosticCollector()
        _ = YAMLReader.read(SourceText(name: "t", bytes: bytes), collector)
        return collector.diagnostics.map { "\($0.code.id)@\($0.span?.start ?? -1)" }
    }

    /// YAML 1.2.2, §10.3.2, and our rule of leading zeros.
    @Test(arguments: [
        ("", "null"), ("~", "null"), ("null", "null"), ("NULL", "null"), ("nUll", "string"), ("true", "boolean"),
        ("False", "boolean"), ("yes", "string"), ("on", "string"), ("No", "string"), ("0", "integer"),
        ("-12", "integer"),
        ("+7", "integer"), ("0o17", "integer"), ("0xFf", "integer"), ("0x", "string"), ("0b1", "string"),
        ("017", "string"), ("-01", "string"), ("1_000", "string"), ("1:30", "string"), ("1.5", "number"),
        (".5", "number"),
        ("5.", "number"), ("1e3", "number"), ("1e", "string"), ("e3", "string"), ("1.5.2", "string"), (".", "string"),
        ("-", "string"), (".inf", "number"), ("-.INF", "number"), (".nan", "number"), ("nan", "string"),
        ("+.nan", "string"),
        ("2020-01-01", "string"), ("12345678901234567890", "number"), ("9223372036854775807", "integer"),
        ("<<", "string"),
    ])
    func scalarsFollowTheCoreSchema(text: String, type: String) {
        let found =
            switch CoreScalar(plain: text) {
            case .null: "null"
            case .boolean: "boolean"
            case .integer: "integer"
            case .number: "number"
            case .string: "string"
            }
        #expect(found == type)
    }

    @Test func numbersAreReadExactly() {
        var generator = SplitMix64(state: 7)
        for _ in 0..<2000 {
            let value = Double(bitPattern: generator.next())
            guard value.isFinite else { continue }
            #expect(CoreScalar(plain: "\(value)") == .number(value) || "\(value)".hasSuffix(".0"))
            let short = (Double(Int64.random(in: -999_999_999...999_999_999, using: &generator)) / 1000)
            if case .number(let read) = CoreScalar(plain: "\(short)") { #expect(read == short) }
        }
        #expect(CoreScalar(plain: "-0x10") == .string("-0x10"))
        #expect(CoreScalar(plain: "-0") == .integer(0))
    }

    @Test func everyNodeKnowsItsBytes() {
        let text = "é: \"ü\"\nlist:\n  - a\n  - [b, c]\nmap: &m {k: 'v'}\nuse: *m\nlast: |\n  two\n  lines\n\nend: x"
        let tree = tree(text)
        var found: [String] = []
        for index in tree.nodes.indices where tree.nodes[index].kind != .mapping || tree.nodes[index].isFlow {
            found.append(tree.span(index).text)
        }
        #expect(
            found == [
                "é", "\"ü\"", "list", "- a\n  - [b, c]", "a", "[b, c]", "b", "c", "map", "{k: 'v'}", "k", "'v'", "use",
                "*m", "last", "|\n  two\n  lines", "end", "x",
            ])
        #expect(tree.span(0).text == text)
    }

    @Test func badBytesAreToldOneByOne() {
        #expect(codes([0x61, 0x3A, 0x20, 0xFF, 0x0A, 0x62, 0x3A, 0x20, 0xC3, 0x28]) == ["Y101@3", "Y101@8"])
        #expect(codes(Array("a: \u{0}b\n".utf8)) == ["Y103@3"])
        #expect(codes(Array("a: \u{7F}\u{9B}".utf8)) == ["Y103@3", "Y103@4"])
        #expect(codes([0xEF, 0xBB, 0xBF] + Array("a: 1".utf8)) == ["Y102@0"])
        #expect(codes([0xED, 0xA0, 0x80]) == ["Y101@0"])
        #expect(codes([0xF4, 0x90, 0x80, 0x80]) == ["Y101@0"])
    }

    @Test func aByteOrderMarkTakesNoColumn() throws {
        let text = "\u{FEFF}recipe: 1\nlights: {fill: ambient}\n"
        let report = load(text).report
        #expect(report.diagnostics.map(\.code.id) == ["Y102"])
        let fixed = try #require(RecipeLoader.fixed(SourceText(name: "r", text: text), path: "r", files: .memory([:])))
        #expect(fixed.bytes == Array("recipe: 1\nlights: {fill: ambient}\n".utf8))
        let unknown = load("\u{FEFF}recipi: 1\n").report.diagnostics.first { $0.code.id == "K201" }
        #expect(unknown?.span?.startPosition == SourcePosition(line: 1, column: 1, byte: 3))
    }

    @Test func limitsHoldFromTheFirstStepBeyond() {
        func deep(_ levels: Int) -> String {
            String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
        }
        #expect(codes(Array(deep(64).utf8)) == [])
        #expect(codes(Array(deep(65).utf8)) == ["Y121@64"])
        let long = String(repeating: "x", count: 64 * 1024)
        #expect(codes(Array("a: \(long)".utf8)) == [])
        #expect(codes(Array("a: \(long)x".utf8)) == ["Y122@3"])
        let many = "[" + String(repeating: "1,", count: 500_001) + "]"
        #expect(codes(Array(many.utf8)).first?.hasPrefix("Y124") == true)
        #expect(codes([UInt8](repeating: 0x23, count: 4 * 1024 * 1024 + 1)) == ["Y120@0"])
    }

    @Test func aliasesCostWhatTheyStandFor() {
        var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1..<12 {
            bomb +=
                "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
                + "]\n"
        }
        let start = ContinuousClock.now
        #expect(codes(Array(bomb.utf8)).first?.hasPrefix("Y123") == true)
        #expect(ContinuousClock.now - start < .seconds(1))
    }

    @Test func aliasesStandForTheirNode() throws {
        let recipe = try expectValid(
            """
            recipe: 1
            models:
              a: {mesh: a.ply, transform: &t {translate: [1, 2, 3]}, color: &c gold}
              b: {mesh: b.ply, transform: *t, color: *c}
            lights: {fill: ambient}
            """)
        #expect(recipe.scene.models[0].appearance == recipe.scene.models[1].appearance)
    }

    @Test func aHundredErrorsAreEnough() {
        let text = "recipe: 1\n" + String(repeating: "title: x\n", count: 200_000)
        let start = ContinuousClock.now
        let report = load(text).report
        #expect(report.errorCount >= 100 && report.diagnostics.count <= 101)
        #expect(ContinuousClock.now - start < .seconds(2))
    }

    /// Faults in the text of one file that bring down others would hide what is wrong.
    @Test func nothingIsReportedBehindABreakOfSyntax() {
        let report = load("recipe: 1\nmodels: {a: {mesh: a.ply}\ncamera: {view: 3}\n").report
        #expect(report.diagnostics.map(\.code.id) == ["Y106"])
    }
}
