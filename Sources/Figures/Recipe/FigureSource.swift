// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import Foundation
import JSON
import RecipeLanguage
import SceneModel

extension FigureRecipe {
    /// Takes what the language resolved.
    /// - Parameters:
    ///   - file: the recipe's file; relative paths start from the working folder.
    ///   - cell: values of the swept parameters.
    public init(_ recipe: ResolvedRecipe, file: String, cell: [String: JSONValue] = [:]) {
        let metadata = recipe.metadata
        self.init(
            file: URL(fileURLWithPath: file).standardized.path,
            metadata: Attribution(
                title: metadata.title, description: metadata.description, authors: metadata.authors,
                license: metadata.license, keywords: metadata.keywords, doi: metadata.doi),
            scene: recipe.scene, pictures: recipe.pictures, checks: recipe.checks.map(FigureCheck.init),
            parameters: recipe.parameters, cell: cell, dataRoots: Self.dataRoots(recipe.inputs))
    }

    /// The places of the data roots that the inputs use: what of a path the written one leaves to its root.
    private static func dataRoots(_ inputs: [InputFile]) -> [String: String] {
        var roots: [String: String] = [:]
        for input in inputs where input.written.hasPrefix("${data.") {
            guard let end = input.written.firstIndex(of: "}") else { continue }
            let name = input.written[..<end].dropFirst("${data.".count)
            let rest = input.written[end...].dropFirst()
            guard input.path.hasSuffix(rest) else { continue }
            let root = input.path.dropLast(rest.count)
            roots[String(name)] = URL(fileURLWithPath: String(root)).standardized.path
        }
        return roots
    }
}

extension FigureCheck {
    /// Takes what the language resolved.
    init(_ check: CheckSetting) {
        func limits(_ limits: CheckSetting.Limits?) -> Limits { Limits(min: limits?.min, max: limits?.max) }
        let condition: Condition
        switch check.condition {
        case .visible(let model, let inside, let share):
            condition = .visible(model: model, inside: inside, share: limits(share))
        case .luminance(let bounds): condition = .luminance(limits(bounds))
        case .coverage(let bounds): condition = .coverage(limits(bounds))
        case .models(let demands):
            let list = demands.map { demand in
                (demand.model, ModelLimits(cells: demand.cells.map { limits($0) }, bounds: demand.bounds))
            }
            condition = .models(Dictionary(list) { _, last in last })
        case .equals(let path, let comparison):
            condition = .equals(file: path, metric: comparison.metric, threshold: comparison.threshold)
        }
        self.init(name: check.name, snapshot: check.snapshot, condition: condition)
    }
}

/// A recipe file with what the command line adds, from which each cell of a sweep is resolved when it is due.
public struct FigureSource: Sendable {
    /// Absolute.
    public let file: String
    /// The recipe without its sweep.
    public let recipe: ResolvedRecipe
    private let options: RecipeOptions
    private let files: RecipeFiles

    /// - Parameters:
    ///   - recipe: what `RecipeLoader` made of the file with the same options.
    ///   - file: the recipe's file; relative paths start from the working folder.
    public init(
        _ recipe: ResolvedRecipe, file: String, options: RecipeOptions = RecipeOptions(), files: RecipeFiles = .disk
    ) {
        self.recipe = recipe
        self.file = URL(fileURLWithPath: file).standardized.path
        self.options = options
        self.files = files
    }

    /// The recipe, or the cells of its sweep in the order of the lists, the last list changing fastest.
    public var cells: Cells { Cells(source: self) }

    /// Cells that are resolved one by one.
    public struct Cells: Sequence, IteratorProtocol {
        private let source: FigureSource
        private var position = 0
        /// How many cells there are; a product too great to count is as many as can be counted.
        public let count: Int

        init(source: FigureSource) {
            self.source = source
            count = source.recipe.sweep.reduce(1) { product, axis in
                let (value, overflow) = product.multipliedReportingOverflow(by: axis.values.count)
                return overflow ? .max : value
            }
        }

        /// The next cell; a failure where its values make the recipe wrong.
        public mutating func next() -> Result<FigureRecipe, FigureError>? {
            guard position < count else { return nil }
            defer { position += 1 }
            let axes = source.recipe.sweep
            guard !axes.isEmpty else { return .success(FigureRecipe(source.recipe, file: source.file)) }
            var index = position
            var cell: [String: JSONValue] = [:]
            var options = source.options
            for axis in axes.reversed() {
                let place = index % axis.values.count
                index /= axis.values.count
                cell[axis.parameter] = axis.values[place]
                options.overrides.append((name: axis.parameter, value: axis.texts[place]))
            }
            let loaded = RecipeLoader.load(path: source.file, options: options, files: source.files)
            guard let recipe = loaded.recipe else {
                let fault = loaded.report.diagnostics.first { $0.severity == .error }
                let reason = fault?.summary ?? "it cannot be read"
                let values = cell.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.text())" }
                return .failure(
                    FigureError(
                        .unsupported, "the cell \(values.joined(separator: ", ")) is wrong: \(reason)",
                        remedy: "mend the values of the sweep", address: "sweep"))
            }
            return .success(FigureRecipe(recipe, file: source.file, cell: cell))
        }
    }
}
