// SPDX-License-Identifier: Apache-2.0

extension DiagnosticCode {
    /// What `recipe explain` prints: the rule, a recipe that breaks it and one that does not.
    public var explanationText: String {
        """
        \(id): \(title) (\(severity.rawValue), \(family.rawValue))

        \(explanation)

        Wrong:

        \(Self.indent(wrong))

        Right:

        \(Self.indent(right))

        """
    }

    private static func indent(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.isEmpty ? "" : "    " + $0 }
            .joined(separator: "\n")
    }
}
