// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import JSON

/// `recipe fmt`: one layout for every recipe, with comments kept where they belong.
///
/// Keys of the language come in the order of the reference; names that the author chose keep their order. Comments and
/// groups of lines move with what they stand above. A map or list in braces or brackets stays on one line where it fits
/// in 100 columns; lists of numbers always do. Scalars stay as they are written, but for those over several lines.
/// The result is read again and must mean the same, or the text is left as it is.
public enum RecipeFormatter {
    /// What came of formatting a text.
    public struct Outcome: Sendable {
        /// The formatted text; nil where the text cannot be read.
        public let text: String?
        /// Errors of syntax.
        public let report: DiagnosticReport
    }

    /// The text of a recipe in canonical layout.
    public static func format(_ source: SourceText) -> Outcome {
        let collector = DiagnosticCollector()
        let tree = YAMLReader.read(source, collector)
        guard tree.isComplete, !collector.hasErrors else { return Outcome(text: nil, report: collector.report) }
        guard !tree.nodes.isEmpty else {
            return Outcome(text: source.text(from: 0, to: source.bytes.count), report: collector.report)
        }
        // An alias must stay behind its anchor, which the order of keys may not allow.
        for keepsOrder in [false, true] {
            var builder = LayoutBuilder(tree, keepsOrder: keepsOrder)
            let text = LayoutWriter.text(builder.build())
            if means(text, tree) { return Outcome(text: text, report: collector.report) }
        }
        return Outcome(text: source.text(from: 0, to: source.bytes.count), report: collector.report)
    }

    private static func means(_ text: String, _ tree: YAMLTree) -> Bool {
        let collector = DiagnosticCollector()
        let again = YAMLReader.read(SourceText(name: tree.source.name, text: text), collector)
        return !collector.hasErrors && again.isComplete && again.json() == tree.json()
            && again.commentCount == tree.commentCount
    }
}
