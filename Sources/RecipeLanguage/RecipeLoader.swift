// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import JSON
import SceneModel

/// Reads recipes.
public enum RecipeLoader {
    /// Reads the recipe at a path with all that it includes, checks it whole, and resolves it.
    /// - Parameters:
    ///   - path: The recipe file; `-` is for the caller to read.
    ///   - options: What the command line adds.
    ///   - files: How files are reached.
    /// - Returns: The report, and the recipe where there is no error.
    public static func load(
        path: String, options: RecipeOptions = RecipeOptions(), files: RecipeFiles = .disk
    ) -> LoadedRecipe {
        switch files.read(path, YAMLLimits.fileSize) {
        case .success(let bytes):
            return load(SourceText(name: path, bytes: bytes), path: path, options: options, files: files)
        case .failure(let failure):
            let source = SourceText(name: path, bytes: [])
            let place = SourceSpan(source, from: 0, to: 0)
            return LoadedRecipe(
                recipe: nil, report: DiagnosticReport([RecipeReading.diagnostic(failure, path, at: place)]),
                source: source)
        }
    }

    /// Reads a recipe from a text in memory, whose relative paths start from the folder of `path`.
    public static func load(
        _ source: SourceText, path: String, options: RecipeOptions = RecipeOptions(), files: RecipeFiles = .disk
    ) -> LoadedRecipe {
        let collector = DiagnosticCollector()
        let reading = RecipeReading(files, options, collector)
        reading.open(source, path: path)
        let recipe = RecipeResolution(reading, path: path).resolve()
        return LoadedRecipe(recipe: recipe, report: collector.report, source: source)
    }
}

extension RecipeLoader {
    /// The text of a recipe after its safe fixes, applied until there are none left; nil where there are none at all.
    public static func fixed(
        _ source: SourceText, path: String, options: RecipeOptions = RecipeOptions(), files: RecipeFiles = .disk
    ) -> SourceText? {
        var current = source
        // Each round may uncover faults that the last one hid, but a fix must not bring the next for ever.
        for _ in 0..<10 {
            let report = load(current, path: path, options: options, files: files).report
            guard let bytes = report.applyingSafeFixes(to: current), bytes != current.bytes else { break }
            current = SourceText(name: source.name, bytes: bytes)
        }
        return current === source ? nil : current
    }
}

/// What came of reading a recipe.
public struct LoadedRecipe: Sendable {
    /// The recipe; nil where an error was found.
    public let recipe: ResolvedRecipe?
    /// Everything found.
    public let report: DiagnosticReport
    /// The recipe's own text.
    public let source: SourceText

    init(recipe: ResolvedRecipe?, report: DiagnosticReport, source: SourceText) {
        self.recipe = recipe
        self.report = report
        self.source = source
    }
}
