// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import Foundation
import JSON
import RecipeLanguage
import SeededRandom
import Testing

/// Laws that hold for every recipe, on seeded random ones. `SOAK=1` runs twenty times as many.
@Suite struct PropertyTests {
    static let isSoak = ProcessInfo.processInfo.environment["SOAK"] == "1"

    static func count(_ full: Int) -> Int { isSoak ? full : full / 20 }

    /// Valid random recipes, as data; rich ones have parameters, data roots, includes and references too.
    static func recipes(_ count: Int, seed: UInt64, rich: Bool = false) -> [JSONValue] {
        var generator = RandomRecipe(seed: seed)
        var found: [JSONValue] = []
        var tried = 0
        while found.count < count, tried < count * 20 {
            tried += 1
            let recipe = rich ? generator.rich() : generator.next()
            if load(recipe.text(), files: fragments).recipe != nil { found.append(recipe) }
        }
        return found
    }

    static let fragments = ["other.yaml": RandomRecipe.fragment]

    @Test func mostRandomRecipesAreValid() {
        var generator = RandomRecipe(seed: 3)
        let valid = (0..<200).count { _ in load(generator.next().text()).recipe != nil }
        #expect(valid > 30)
    }

    @Test func formattingIsIdempotentAndKeepsTheMeaning() throws {
        let wanted = Self.count(10_000)
        let recipes = Self.recipes(wanted, seed: 11, rich: true)
        #expect(recipes.count == wanted)
        for (index, recipe) in recipes.enumerated() {
            let text = ScribbledYAML.text(recipe, seed: UInt64(index))
            let original = load(text, files: Self.fragments)
            let once = try #require(
                RecipeFormatter.format(SourceText(name: "recipe.yaml", text: text)).text, "\(text)")
            let twice = RecipeFormatter.format(SourceText(name: "recipe.yaml", text: once)).text
            let isSame = twice == once
            #expect(isSame, "seed \(index)\n\(LineDifference.unified(once, twice ?? "", name: "x"))")
            let again = load(once, files: Self.fragments)
            guard let before = original.recipe, let after = again.recipe else {
                Issue.record("seed \(index)\n\(text)\n\(TextFormat().render(original.report))")
                return
            }
            #expect("\(before.digest)" == "\(after.digest)")
            #expect(before.scene == after.scene)
            #expect(before.pictures == after.pictures)
            let remarks = { (text: String) in text.components(separatedBy: "# ").count }
            let keepsRemarks = remarks(once) == remarks(text)
            #expect(keepsRemarks, "seed \(index)\n\(text)\n---\n\(once)")
        }
    }

    @Test func theFormIsTheSameWhateverTheLayout() throws {
        for (index, recipe) in Self.recipes(Self.count(2_000), seed: 12).enumerated() {
            let plain = try #require(load(recipe.text()).recipe)
            let scribbled = try #require(load(ScribbledYAML.text(recipe, seed: UInt64(index) + 7)).recipe)
            #expect(RecipeDifference(from: plain, to: scribbled).isEmpty)
        }
    }

    @Test func mutationsNeverCrashAndAlwaysHaveAPlace() {
        var generator = RandomRecipe(seed: 13)
        for _ in 0..<Self.count(40_000) {
            var recipe = generator.next()
            for _ in 0..<3 { recipe = generator.mutated(recipe) }
            let loaded = load(recipe.text())
            #expect((loaded.recipe == nil) == (loaded.report.errorCount > 0))
            for diagnostic in loaded.report.diagnostics { #expect(diagnostic.span != nil) }
        }
    }

    /// Bytes cut, doubled and overwritten at random: an error or a recipe, never a crash.
    @Test func brokenBytesNeverCrash() {
        var random = SplitMix64(state: 14)
        for recipe in Self.recipes(Self.count(2_000), seed: 15) {
            var bytes = Array(ScribbledYAML.text(recipe, seed: random.next()).utf8)
            for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.removeSubrange(index..<min(bytes.count, index + 9))
                case 2:
                    bytes.insert(
                        contentsOf: Array("[{:&*!|>'\"%@#\t".utf8).shuffled(using: &random).prefix(2), at: index)
                default: bytes.append(contentsOf: bytes[index..<min(bytes.count, index + 40)])
                }
            }
            let source = SourceText(name: "recipe.yaml", bytes: bytes)
            let loaded = RecipeLoader.load(source, path: "recipe.yaml", files: .memory([:]))
            #expect((loaded.recipe == nil) == (loaded.report.errorCount > 0))
            _ = RecipeFormatter.format(source)
            for format in DiagnosticFormat.allCases {
                _ = format.render(loaded.report, files: ["recipe.yaml"], version: "0")
            }
        }
    }
}
