// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Diagnostics
import Foundation
import RecipeLanguage

/// A recipe on the command line with what is put into it.
struct RecipeInput: ParsableArguments {
    @Argument(help: "The recipe file.", completion: .file(extensions: ["yaml", "yml"]))
    var recipe: String

    @OptionGroup var values: RecipeValues

    /// Reads and checks the recipe; prints what is wrong to standard error.
    /// - Parameter requiresInputs: whether a missing local input is an error.
    /// - Throws: exit status 1 where the recipe has errors.
    func load(requiresInputs: Bool, backend: String? = nil, terminal: Terminal) throws -> ResolvedRecipe {
        let options = try values.options(backend: backend, requiresInputs: requiresInputs, terminal: terminal)
        return try Self.load(recipe, options, terminal)
    }

    /// Reads and checks a recipe; prints what is wrong to standard error.
    /// - Throws: exit status 1 where the recipe has errors.
    static func load(_ recipe: String, _ options: RecipeOptions, _ terminal: Terminal) throws -> ResolvedRecipe {
        let loaded = RecipeLoader.load(path: recipe, options: options)
        guard let resolved = loaded.recipe, loaded.report.isValid else {
            terminal.talk(TextFormat(color: terminal.colorsTalk).render(loaded.report))
            terminal.failure("\(recipe) cannot be used; mend the places above (recipe explain CODE tells more)")
            throw ExitStatus.refused
        }
        if !loaded.report.diagnostics.isEmpty {
            terminal.talk(TextFormat(color: terminal.colorsTalk).render(loaded.report))
        }
        return resolved
    }
}

/// Values that the command line puts into recipes.
struct RecipeValues: ParsableArguments {
    @Option(name: .customLong("set"), help: ArgumentHelp("Give a parameter its value.", valueName: "name=value"))
    var overrides: [String] = []

    @Option(name: .customLong("data"), help: ArgumentHelp("Give a data root its path.", valueName: "name=path"))
    var dataRoots: [String] = []

    /// The options of the recipe language.
    /// - Throws: exit status 64 for a flag that is no pair.
    func options(backend: String?, requiresInputs: Bool, terminal: Terminal) throws -> RecipeOptions {
        let roots = try pairs(dataRoots, "--data", terminal).map { (name: $0.0, path: $0.1) }
        return RecipeOptions(
            overrides: try pairs(overrides, "--set", terminal).map { (name: $0.0, value: $0.1) }, dataRoots: roots,
            backend: backend, requiresInputs: requiresInputs)
    }

    private func pairs(_ flags: [String], _ option: String, _ terminal: Terminal) throws -> [(String, String)] {
        try flags.map { flag in
            guard let mark = flag.firstIndex(of: "="), mark != flag.startIndex else {
                terminal.failure("'\(option) \(flag)' is not of the form NAME=VALUE")
                throw ExitStatus.usage
            }
            return (String(flag[..<mark]), String(flag[flag.index(after: mark)...]))
        }
    }
}
