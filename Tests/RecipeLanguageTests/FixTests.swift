// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import RecipeLanguage
import Testing

/// Safe fixes mend what they say they mend.
@Suite struct FixTests {
    private func fixed(_ text: String) -> String? {
        RecipeLoader.fixed(SourceText(name: "recipe.yaml", text: text), path: "recipe.yaml", files: .memory([:]))
            .map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    @Test func severalFaultsAreMendedInRounds() throws {
        let text = """
            modles:
              bunny: {mesh: a.ply, colour: crimsom, visible: yes}
            ligths: {fil: ambiant}
            rendrer: {interactiv: {samples: 1_000, bakground: #ffffff
              }}
            camera: {frame: {target: buny, from: frnt}}
            """
        let mended = try #require(fixed(text.replacing(" #ffffff\n  ", with: " whit")))
        let report = load(mended).report
        #expect(report.errorCount == 0, "\(TextFormat().render(report))\n\(mended)")
        #expect(mended.hasPrefix("recipe: 1\nmodels:"))
        #expect(mended.contains("color: crimson, visible: true"))
        #expect(mended.contains("samples: 1000, background: white"))
        #expect(mended.contains("{target: bunny, from: front}"))
    }

    @Test func anUnquotedColourGetsItsQuotes() throws {
        let mended = try #require(fixed("recipe: 1\nlights:\n  a:\n    ambient:\n      color: #ff8800\n"))
        #expect(mended.contains("color: \"#ff8800\""))
        #expect(load(mended).report.errorCount == 0)
    }

    @Test func aKeyThatStandsAlreadyIsNoGuess() {
        #expect(fixed("recipe: 1\nmodels: {a: {mesh: a.ply, color: red, colour: blue}}\n") == nil)
        #expect(fixed("recipe: 1\nmodels: {a: {mesh: a.ply, colour: blue, color: red}}\n") == nil)
        let twice = fixed("recipe: 1\nmodels: {a: {mesh: a.ply, colour: blue, colr: red}}\n")
        #expect(twice?.contains("color: blue, colr: red") == true)
    }

    @Test func guessesAreLeftToPeople() {
        #expect(fixed("recipe: 1\nmodels: {a: {capsules: [{p0: [0, 0, 0], r0: 1, p1: [0, 1, 0], q1: 1}]}}") == nil)
        #expect(fixed("recipe: 1\n") == nil)
    }

    /// Every safe fix of the corpus takes its fault away and brings no new one.
    @Test(arguments: BrokenRecipesTests.files) func safeFixesOfTheCorpusLeaveFewerErrors(file: String) throws {
        for broken in try BrokenRecipesTests.cases(file) {
            let text = MarkedText(broken.text).text
            let before = BrokenRecipesTests.load(text).report
            let source = try #require(before.diagnostics.first?.span?.source)
            guard let bytes = before.applyingSafeFixes(to: source) else { continue }
            let after = BrokenRecipesTests.load(String(decoding: bytes, as: UTF8.self)).report
            #expect(after.errorCount < before.errorCount, "\(broken.name)\n\(TextFormat().render(after))")
        }
    }
}
