// SPDX-License-Identifier: Apache-2.0

/// An entry of a map or list as the formatter sees it, with the comments and blank lines that belong to it.
final class LayoutElement {
    /// What stands above an entry.
    enum Line: Equatable {
        case blank
        case comment(String)
    }

    /// What an entry holds.
    enum Body {
        /// A scalar or alias, as it is written on one line.
        case text(String)
        /// A block scalar: its header, and its lines without indentation.
        case block(header: String, lines: [String])
        case mapping(LayoutCollection)
        case sequence(LayoutCollection)
    }

    /// Lines above the entry.
    var above: [Line] = []
    /// The key as written; nil for an item of a list.
    let key: String?
    /// Place of the key in its record; entries with the same rank keep their order.
    let rank: Int
    /// Anchor and tag, each followed by a blank.
    let decoration: String
    /// The comment at the end of the entry's line: for a block, of the line with its key.
    var comment: String?
    var body: Body
    /// Whether the entry is the first of its collection in the source.
    var isSourceFirst = false

    init(key: String?, rank: Int, decoration: String, body: Body) {
        self.key = key
        self.rank = rank
        self.decoration = decoration
        self.body = body
    }

    /// The collection that the entry holds.
    var collection: LayoutCollection? {
        switch body {
        case .mapping(let collection), .sequence(let collection): collection
        case .text, .block: nil
        }
    }
}

/// The entries of a map or list.
final class LayoutCollection {
    var elements: [LayoutElement] = []
    /// Comments behind the last entry.
    var below: [LayoutElement.Line] = []
    /// Whether it was written with brackets or braces, and may stay so where it fits.
    let isFlow: Bool
    /// Whether it must be written with brackets: a list of numbers.
    let isVector: Bool
    /// The column that its entries start in, in the source.
    let column: Int
    /// The last line of the source that it takes.
    let lastLine: Int

    init(isFlow: Bool, isVector: Bool, column: Int, lastLine: Int) {
        self.isFlow = isFlow
        self.isVector = isVector
        self.column = column
        self.lastLine = lastLine
    }

    /// Whether a comment or block scalar inside forbids one line.
    var needsLines: Bool {
        !below.isEmpty
            || elements.contains { element in
                if element.comment != nil || element.above.contains(where: { $0 != .blank }) { return true }
                if case .block = element.body { return true }
                return element.collection?.needsLines ?? false
            }
    }
}
