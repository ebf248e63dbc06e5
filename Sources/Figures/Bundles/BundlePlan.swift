// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import Foundation
import JSON
import RecipeLanguage
import SceneModel

/// Which files a bundle holds, and where.
struct BundlePlan {
    /// A file of the bundle.
    enum Content {
        /// A copy of a file.
        case copy(of: String)
        /// A text made for the bundle.
        case text(String)
    }

    /// Path of the recipe in the bundle.
    let recipe: String
    /// Contents by path in the bundle.
    private(set) var files: [String: Content] = [:]
    /// Paths of inputs in the bundle.
    private(set) var inputs: [String] = []
    /// What the reader of the bundle should know.
    private(set) var notes: [String] = []

    /// Plans a bundle: recipe, includes and inputs as they lie where all are below the recipe's folder; else a recipe
    /// with everything resolved, beside copies of its inputs.
    /// - Throws: `figure-unsupported` for a sweep over data from elsewhere.
    init(_ source: FigureSource) throws(FigureError) {
        let recipe = FigureRecipe(source.recipe, file: source.file)
        let folder = recipe.folder + "/"
        let name = source.file.fileName
        self.recipe = name
        let written = source.recipe.sources.map { URL(fileURLWithPath: $0.name).standardized.path }
        let data = recipe.scene.models.compactMap { model -> FileSource? in
            if case .file(let source) = model.source { source } else { nil }
        }
        let reached = data.map { ($0, ReachedFiles.of($0)) }
        let extra = recipe.checks.compactMap { check -> String? in
            if case .equals(let file, _, _) = check.condition { file } else { nil }
        }
        let all = written + reached.flatMap(\.1) + extra
        if all.allSatisfy({ $0.hasPrefix(folder) }) {
            for file in all { files[String(file.dropFirst(folder.count))] = .copy(of: file) }
            inputs = Set(reached.flatMap(\.1)).map { String($0.dropFirst(folder.count)) }.sorted()
            return
        }
        guard source.recipe.sweep.isEmpty else {
            throw FigureError(
                .unsupported, "a sweep over data outside of the recipe's folder cannot be packed",
                remedy: "put the data below \(folder), or pack without the sweep", address: "sweep")
        }
        var places: [String: String] = [:]
        for (index, (source, list)) in reached.enumerated() where places[source.path] == nil {
            let parents = list.map { Array($0.split(separator: "/").dropLast()) }
            let shared = parents.dropFirst().reduce(parents.first ?? []) { shared, parent in
                Array(zip(shared, parent).prefix { $0 == $1 }.map(\.0))
            }
            for file in list {
                let rest = file.split(separator: "/").dropFirst(shared.count).joined(separator: "/")
                let place = "data/\(index + 1)/\(rest)"
                files[place] = .copy(of: file)
                inputs.append(place)
                if file == source.path { places[file] = place }
            }
            if list.count > 1 {
                notes.append("\(places[source.path] ?? "") names further files; absolute paths in it were not changed")
            }
        }
        inputs.sort()
        let found = places
        let form = CanonicalForm { found[$0] ?? $0 }
        var members = form.recipe(recipe.scene, pictures: recipe.pictures)
        members.merge(recipe.metadata.members) { own, _ in own }
        files[name] = .text(
            "# Resolved from \(name): parameters, includes and paths are put in.\n"
                + YAMLText.text(members, first: ["recipe", "title", "description"]))
        if !recipe.checks.isEmpty { notes.append("the checks of the recipe are not part of the bundle") }
    }

    /// Adds a file.
    mutating func add(_ path: String, _ content: Content) {
        files[path] = content
    }
}
