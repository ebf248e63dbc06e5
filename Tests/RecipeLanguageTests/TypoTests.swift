// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import Foundation
import RecipeLanguage
import Testing

/// Every name with one slip of the pen is answered with the right one.
@Suite struct TypoTests {
    /// Texts at Damerau-Levenshtein distance 1: each letter lost, doubled, swapped with the next, or replaced.
    static func slips(_ name: String) -> [String] {
        let letters = Array(name)
        var found: Set<String> = []
        for index in letters.indices {
            var lost = letters
            lost.remove(at: index)
            found.insert(String(lost))
            var doubled = letters
            doubled.insert(letters[index], at: index)
            found.insert(String(doubled))
            var replaced = letters
            replaced[index] = replaced[index] == "z" ? "y" : "z"
            found.insert(String(replaced))
            if index + 1 < letters.count {
                var swapped = letters
                swapped.swapAt(index, index + 1)
                found.insert(String(swapped))
            }
        }
        found.remove(name)
        found.remove("")
        return found.sorted()
    }

    /// Two slips after each other, a sample of them.
    static func doubleSlips(_ name: String) -> [String] {
        let once = slips(name)
        return stride(from: 0, to: once.count, by: max(1, once.count / 6)).flatMap { index in
            slips(once[index]).prefix(6)
        }.filter { $0 != name }
    }

    private func expectSuggested(_ name: String, among names: [String]) {
        for slip in Self.slips(name) where !names.contains(slip) && name.count > 2 {
            #expect(NearestNames.of(slip, in: names).contains(name), "\(slip) for \(name)")
        }
        for slip in Self.doubleSlips(name) where !names.contains(slip) && name.count > 4 {
            let found = NearestNames.of(slip, in: names)
            // Among many short names a text can lie as near to three others.
            #expect(found.contains(name) || found.count == 3, "\(slip) for \(name): \(found)")
        }
    }

    @Test func keys() {
        for record in LanguageReference.records {
            let names = record.keys.map(\.name)
            for name in names { expectSuggested(name, among: names) }
        }
    }

    @Test func kinds() {
        let names = LanguageReference.kinds.map(\.name)
        for name in names { expectSuggested(name, among: names) }
    }

    @Test func colours() {
        for name in CSSColors.names { expectSuggested(name, among: CSSColors.names) }
    }

    /// The whole way: a recipe with a slip in it, and the first fix of its first error.
    @Test(arguments: [
        ("models: {a: {mesh: x.ply, ①: red}}", "color"), ("lights: {a: {①: {}}}", "directional"),
        ("models: {a: {mesh: x.ply, color: ①}}", "mediumseagreen"),
        ("parameters: {density: 1}\ntitle: \"x ①{}\"", "density"),
        ("models: {hippocampus: {mesh: x.ply}}\ncamera: {frame: {target: ①}}", "hippocampus"),
        ("snapshots: {overview: {}}\nchecks: {c: {coverage: {min: 0}, snapshot: ①}}", "overview"),
    ])
    func throughTheWholeWay(template: String, name: String) throws {
        let isReference = template.contains("①{}")
        for slip in Self.slips(name) where !CSSColors.names.contains(slip) && Int(slip.prefix(1)) == nil {
            let inserted =
                isReference ? template.replacing("①{}", with: "${\(slip)}") : template.replacing("①", with: slip)
            let report = load("recipe: 1\n" + inserted + "\n").report
            let first = try #require(report.diagnostics.first { $0.severity == .error }, "\(slip)")
            let wanted = isReference ? "${\(name)}" : name
            #expect(first.fixes.map(\.replacement).contains(wanted), "\(slip): \(first.summary)")
        }
    }
}
