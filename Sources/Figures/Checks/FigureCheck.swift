// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// Least and greatest value that are accepted, both inclusive; nil: no limit.
public struct Limits: Hashable, Sendable {
    public var min: Double?
    public var max: Double?

    public init(min: Double? = nil, max: Double? = nil) {
        self.min = min
        self.max = max
    }

    /// Whether a value lies within.
    public func contains(_ value: Double) -> Bool {
        (min.map { value >= $0 } ?? true) && (max.map { value <= $0 } ?? true)
    }
}

/// An assertion of a recipe on its scene or pictures, judged after rendering.
public struct FigureCheck: Hashable, Sendable {
    /// What is asserted.
    public enum Condition: Hashable, Sendable {
        /// Some pixels show the model; with `inside` none of them at the picture's edge; with `share` so many of all
        /// pixels.
        case visible(model: String, inside: Bool, share: Limits)
        /// Mean luminance of the picture, 0…1.
        case luminance(Limits)
        /// Share of the pixels that are not background.
        case coverage(Limits)
        /// Numbers of cells and boxes of models.
        case models([String: ModelLimits])
        /// The picture looks like the one in a file (absolute path).
        case equals(file: String, metric: Comparison.Metric?, threshold: Double?)
    }

    /// What is asserted of a model.
    public struct ModelLimits: Hashable, Sendable {
        public var cells: Limits?
        /// A box that must hold the model.
        public var bounds: Bounds?

        public init(cells: Limits? = nil, bounds: Bounds? = nil) {
            self.cells = cells
            self.bounds = bounds
        }
    }

    /// Name in the recipe.
    public var name: String
    /// The picture that is judged; nil: each.
    public var snapshot: String?
    public var condition: Condition

    public init(name: String, snapshot: String? = nil, condition: Condition) {
        self.name = name
        self.snapshot = snapshot
        self.condition = condition
    }
}
