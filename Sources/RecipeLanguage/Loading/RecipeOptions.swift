// SPDX-License-Identifier: Apache-2.0

/// What the command line adds to a recipe.
public struct RecipeOptions: Sendable {
    /// `--set NAME=VALUE`, in order; the last of a name wins.
    public var overrides: [(name: String, value: String)]
    /// `--data NAME=PATH`, in order.
    public var dataRoots: [(name: String, path: String)]
    /// `--backend URI`, which overrides the recipe's.
    public var backend: String?
    /// Whether missing local inputs are errors, as they are for `plan` and `render`.
    public var requiresInputs: Bool

    /// Makes options; nothing is overridden unless told.
    public init(
        overrides: [(name: String, value: String)] = [], dataRoots: [(name: String, path: String)] = [],
        backend: String? = nil, requiresInputs: Bool = false
    ) {
        self.overrides = overrides
        self.dataRoots = dataRoots
        self.backend = backend
        self.requiresInputs = requiresInputs
    }
}
