// SPDX-License-Identifier: Apache-2.0

/// How a check was judged.
public struct CheckOutcome: Sendable, Hashable {
    public let name: String
    /// The picture that was judged, where the check speaks of one.
    public let snapshot: String?
    public let passed: Bool
    /// What was measured and what was demanded, in one line.
    public let finding: String

    public init(name: String, snapshot: String?, passed: Bool, finding: String) {
        self.name = name
        self.snapshot = snapshot
        self.passed = passed
        self.finding = finding
    }

    /// Address of the check in the recipe.
    public var address: String { "checks.\(name)" }
}
