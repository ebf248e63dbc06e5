// SPDX-License-Identifier: Apache-2.0
import SceneLoading
import Testing

@Suite("Patterns of node sets") struct TextPatternTests {
    private func occurs(_ pattern: String, in text: String) throws -> Bool? {
        var budget = 50_000_000
        return try TextPattern(pattern).occurs(in: text, budget: &budget)
    }

    @Test(arguments: [
        ("", "anything", true), ("PC", "L23_PC", true), ("^PC", "L23_PC", false), ("PC$", "L23_PC", true),
        ("^L[23]+_(PC|BP)$", "L23_BP", true), ("^L[23]+_(PC|BP)$", "L4_BP", false), ("a.c", "a\nc", false),
        ("a|", "b", true), ("^(?:ab)*$", "ababab", true), ("^(?:ab)*$", "ababa", false), ("^a{2,3}$", "aaaa", false),
        ("^a{2,3}$", "aaa", true), ("^a{2}$", "aa", true), ("^a{2,}$", "aaaaa", true), ("^a{0}$", "", true),
        ("^a+?b??$", "aaab", true), ("^[^a-c]$", "b", false), ("^[^a-c]$", "d", true), ("^[\\w-]+$", "a-b_1", true),
        ("^[\\W]$", "-", true), ("\\bPC\\b", "L2 PC 3", true), ("\\bPC\\b", "L2_PC", false), ("\\Bb", "ab", true),
        ("^\\d\\D\\s\\S$", "1a b", true), ("\\x41\\u0042", "AB", true), ("\\.\\*\\\\", ".*\\", true),
        ("^[[:alpha:]_]+$", "ab_c", true), ("^[[:digit:]]$", "x", false), ("é", "café", true),
        ("^[a\\]]+$", "a]", true), ("^[\\]-a]+$", "^", true), ("(a*)*$", "b", true), ("((a?)*)+b", "aab", true),
    ])
    func meansWhatECMAScriptMeans(_ pattern: String, _ text: String, _ expected: Bool) throws {
        #expect(try occurs(pattern, in: text) == expected, "/\(pattern)/ in '\(text)'")
    }

    @Test(arguments: [
        "(", ")", "(a", "a)", "[", "[]a]", "[a", "a**", "*a", "a{", "a{1", "a{2,1}", "a{1001}", "{1}", "]", "}", "\\",
        "\\x4", "\\u12", "(?=a)", "(?!a)", "\\1", "[b-a]", "[[:else:]]", "^*", "[\\d-z]", "a{1000}{1000}",
        String(repeating: "(", count: 101) + String(repeating: ")", count: 101), String(repeating: "a", count: 5000),
        String(repeating: "a", count: 2500),
    ])
    func faultsAreNamed(_ pattern: String) {
        #expect(throws: TextPattern.Fault.self) { try TextPattern(pattern) }
    }

    /// Patterns on which searches that go back and try again need more steps than there is time.
    @Test(arguments: ["(a+)+$", "^(a|a)*$", "(a|aa)+$", "(.*a){20}$", "^(([a-z])+.)+[A-Z]([a-z])+$", "^(a*)*(a*)*$"])
    func costIsBounded(_ pattern: String) throws {
        var budget = 50_000_000
        let text = String(repeating: "a", count: 2000) + "!"
        #expect(try TextPattern(pattern).occurs(in: text, budget: &budget) == false)
        #expect(budget > 0)
    }

    @Test func aSpentBudgetIsTold() throws {
        var budget = 1000
        #expect(try TextPattern("(a|b)*c").occurs(in: String(repeating: "ab", count: 1000), budget: &budget) == nil)
    }
}
