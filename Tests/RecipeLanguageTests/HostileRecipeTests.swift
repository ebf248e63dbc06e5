// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import RecipeLanguage
import Testing

/// Files made to cost much are refused at a place; `bench language` measures what each costs.
@Suite struct HostileRecipeTests {
    struct Attack: Sendable, CustomTestStringConvertible {
        let name: String
        /// The first error, and where.
        let code: String
        let line: Int
        let column: Int
        let bytes: @Sendable () -> [UInt8]
        var testDescription: String { name }

        init(_ name: String, _ code: String, _ line: Int, _ column: Int, _ text: @escaping @Sendable () -> String) {
            self.init(name, code, line, column, bytes: { Array(text().utf8) })
        }

        init(
            _ name: String, _ code: String, _ line: Int, _ column: Int, bytes: @escaping @Sendable () -> [UInt8]
        ) {
            self.name = name
            self.code = code
            self.line = line
            self.column = column
            self.bytes = bytes
        }
    }

    private static func many(_ count: Int, _ text: (Int) -> String) -> String { (0..<count).map(text).joined() }

    static let attacks: [Attack] = [
        Attack("unknown keys", "K201", 1, 1) { many(20_000) { "k\($0): x\n" } },
        Attack("unknown keys of a light", "K205", 2, 14) {
            "recipe: 1\nlights: {l: {\(many(20_000) { "k\($0): x," })}}\n"
        },
        Attack("repeated keys", "Y110", 3, 1) { "recipe: 1\n" + many(20_000) { _ in "title: x\n" } },
        Attack("repeated names far apart", "Y110", 5003, 3) {
            "recipe: 1\nparameters:\n" + many(2) { _ in many(5_000) { "  k\($0): 1\n" } }
        },
        Attack("values", "Y124", 2, 1_199_997) { "recipe: 1\nkeywords: [" + many(600_000) { _ in "[]," } },
        Attack("names of anchors", "Y123", 1, 88_903) { "a: [" + many(20_000) { "&x\($0) 1," } + "]" },
        Attack("levels of lists", "Y121", 1, 65) { many(100_000) { _ in "[" } },
        Attack("levels of blocks", "Y121", 65, 65) { many(200) { String(repeating: " ", count: $0) + "a:\n" } },
        Attack("merge keys", "Y111", 2, 1) { "a: &a {x: 1}\n" + many(20_000) { _ in "<<: *a\n" } },
        Attack("aliases of nothing", "Y115", 1, 5) { "b: [" + many(20_000) { _ in "*a," } + "]" },
        Attack("instances of instances", "N407", 3, 21) {
            "recipe: 1\nmodels:\n" + many(20_000) { "  m\($0): {instance_of: m\(($0 + 1) % 20_000)}\n" }
        },
        Attack("checks of no model", "N403", 4, 17) {
            "recipe: 1\nmodels: {a: {mesh: a.ply}}\nchecks:\n" + many(20_000) { "  s\($0): {visible: a\($0)}\n" }
        },
        Attack("names nearly right", "N403", 1, 0) {
            "recipe: 1\nlights: {a: ambient}\ncamera: {frame: {target: [\(many(200) { "modal\($0)," })]}}\nmodels:\n"
                + many(20_000) { "  model\($0): {mesh: a.ply}\n" }
        },
        Attack("references", "N409", 3, 307) {
            let uses = many(5_000) { _ in "\"" + String(repeating: "${p}", count: 10) + "\"," }
            return "recipe: 1\nparameters: {p: \(String(repeating: "x", count: 60_000))}\nkeywords: [\(uses)]\n"
        },
        Attack("missing includes", "I501", 2, 11) { "recipe: 1\ninclude: [" + many(20_000) { "m\($0).yaml," } + "]\n" },
        Attack("UTF-16", "Y101", 1, 1, bytes: { "recipe: 1\n".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] } }),
        Attack("UTF-16 with its mark", "Y101", 1, 1, bytes: { [0xFE, 0xFF, 0, 0x72, 0, 0x65] }),
        Attack("UTF-32", "Y101", 1, 1, bytes: { [0x72, 0, 0, 0, 0x65, 0, 0, 0] }),
        Attack("two byte order marks", "Y102", 1, 1, bytes: { [0xEF, 0xBB, 0xBF, 0xEF, 0xBB, 0xBF, 0x61] }),
    ]

    @Test(arguments: attacks) func isRefusedAtItsPlace(attack: Attack) throws {
        let source = SourceText(name: "recipe.yaml", bytes: attack.bytes())
        var reach = RecipeFiles.memory([:])
        reach.exists = { _ in true }
        let loaded = RecipeLoader.load(source, path: "recipe.yaml", files: reach)
        #expect(loaded.recipe == nil)
        #expect(loaded.report.diagnostics.count <= 200)
        let first = try #require(loaded.report.diagnostics.first { $0.severity == .error })
        let place = try #require(first.span?.startPosition)
        #expect(first.code.id == attack.code)
        if attack.column > 0 {
            #expect(place.line == attack.line)
            #expect(place.column == attack.column)
        }
    }

    @Test func warningsAreCutOffToo() {
        let text =
            "recipe: 1\nlights: {a: ambient}\nmodels: {a: {spheres: [{center: [0, 0, 0], radius: 1}]}}\nparameters:\n"
            + (0..<500).map { "  p\($0): 1\n" }.joined()
        let report = load(text).report
        #expect(report.isValid)
        #expect(report.warningCount == 500)
        #expect(report.diagnostics.count == 100)
        #expect(TextFormat().render(report).hasSuffix("400 further warnings not shown\n\n500 warnings\n"))
    }
}
