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
        self.init(
            file: URL(fileURLWithPath: file).standardized.path,
            metadata: recipe.metadata, scene: recipe.scene, pictures: recipe.pictures, checks: recipe.checks.map(FigureCheck.init),
            parameters: recipe.parameters, cell: cell, dataRoots: recipe.dataRoots)
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

    /// - Parameter file: the recipe's file; relative paths start from the working folder.
    public init(_ recipe: ResolvedRecipe, file: String) {
        self.recipe = recipe
        self.file = URL(fileURLWithPath: file).standardized.path
    }

    /// The recipe, or the cells of its sweep in the order of the lists, the last list changing fastest.
    public var cells: Cells { Cells(source: self) }

    /// Cells that are resolved one by one.
    public struct Cells: Sequence, IteratorProtocol {
        private let source: FigureSource
        private var position = 0
        /// How many cells there are; a product too great to count is as many as can be counted.
        public var count: Int { source.recipe.sweepCellCount }

        init(source: FigureSource) {
            self.source = source
        }

        /// The next cell; a failure where its values make the recipe wrong.
        public mutating func next() -> Result<FigureRecipe, FigureError>? {
            guard position < count else { return nil }
            defer { position += 1 }
            guard !source.recipe.sweep.isEmpty else { return .success(FigureRecipe(source.recipe, file: source.file)) }
            guard let cell = source.recipe.sweepCell(position) else { return nil }
            guard let recipe = cell.recipe else {
                let fault = cell.report.diagnostics.first { $0.severity == .error }
                let reason = fault?.summary ?? "it cannot be read"
                let values = cell.values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.text())" }
                return .failure(
                    FigureError(
                        .unsupported, "the cell \(values.joined(separator: ", ")) is wrong: \(reason)",
                        remedy: "mend the values of the sweep", address: "sweep"))
            }
            return .success(FigureRecipe(recipe, file: source.file, cell: cell.values))
        }
    }
}
