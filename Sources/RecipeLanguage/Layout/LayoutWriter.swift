// SPDX-License-Identifier: Apache-2.0

/// Writes layout elements as YAML: two blanks a level, one entry a line, short collections on one line.
struct LayoutWriter {
    /// The widest line that a collection may be put on.
    static let width = 100

    private var output = ""

    /// The text of a document.
    static func text(_ root: LayoutElement) -> String {
        var writer = LayoutWriter()
        switch root.body {
        case .mapping(let collection), .sequence(let collection):
            if collection.isFlow, !collection.needsLines, let flow = flow(root.body), !flow.isEmpty,
                flow.count <= width, collection.elements.isEmpty
            {
                writer.output = flow + "\n"
            } else {
                writer.header(collection)
                writer.entries(collection, indent: 0, isMapping: root.isMapping, firstIsInline: false)
            }
        case .text(let text): writer.output = text + "\n"
        case .block(let header, let lines):
            writer.output = header + "\n" + lines.map { $0.isEmpty ? "" : "  " + $0 }.joined(separator: "\n") + "\n"
        }
        return writer.output
    }

    /// Comments at the top that a blank line parts from the first entry stay at the top whatever entry comes first.
    private mutating func header(_ collection: LayoutCollection) {
        guard let owner = collection.elements.first(where: { $0.isSourceFirst }),
            let blank = owner.above.lastIndex(of: .blank)
        else { return }
        for line in owner.above[...blank] { write(line, indent: 0) }
        owner.above.removeSubrange(...blank)
    }

    private mutating func write(_ line: LayoutElement.Line, indent: Int) {
        switch line {
        case .blank: if !output.hasSuffix("\n\n") { output += "\n" }
        case .comment(let text): output += Self.blanks(indent) + text + "\n"
        }
    }

    // MARK: Blocks

    /// Writes entries one below the other. `firstIsInline`: the first follows a dash on its line.
    private mutating func entries(_ collection: LayoutCollection, indent: Int, isMapping: Bool, firstIsInline: Bool) {
        for (index, element) in collection.elements.enumerated() {
            let isInline = firstIsInline && index == 0
            // A comment behind a dash would stand between it and its map; it goes above.
            if element.key == nil, let comment = element.comment, let inner = element.collection,
                fitting(element, inner, indent: indent + 1) == nil
            {
                element.above.append(.comment(comment))
                element.comment = nil
            }
            if !isInline {
                for (position, line) in element.above.enumerated() {
                    if index == 0, position == 0, line == .blank { continue }
                    write(line, indent: indent)
                }
                output += Self.blanks(indent)
            }
            output += isMapping ? (element.key ?? "") + ":" : "-"
            value(of: element, indent: indent)
        }
        for line in collection.below { write(line, indent: indent) }
    }

    private mutating func value(of element: LayoutElement, indent: Int) {
        let comment = element.comment.map { "  " + $0 } ?? ""
        let decoration = element.decoration
        switch element.body {
        case .text(let text):
            let shown = text.isEmpty ? decoration.trimmedEnd : decoration + text
            output += (shown.isEmpty ? "" : " " + shown) + comment + "\n"
        case .block(let header, let lines):
            output += " " + decoration + header + "\n"
            for line in lines { output += line.isEmpty ? "\n" : Self.blanks(indent + 2) + line + "\n" }
        case .mapping(let collection), .sequence(let collection):
            if let flow = fitting(element, collection) {
                output += " " + decoration + flow + comment + "\n"
                return
            }
            let isMapping = element.isMapping
            // A map in a list starts behind its dash, where nothing stands in the way.
            let first = collection.elements.first
            if element.key == nil, isMapping, decoration.isEmpty, comment.isEmpty, first?.above.isEmpty ?? false {
                output += " "
                entries(collection, indent: indent + 2, isMapping: true, firstIsInline: true)
                return
            }
            output += (decoration.isEmpty ? "" : " " + decoration.trimmedEnd) + comment + "\n"
            entries(collection, indent: indent + 2, isMapping: isMapping, firstIsInline: false)
        }
    }

    /// A collection on one line, if it may be written so and fits.
    private func fitting(
        _ element: LayoutElement, _ collection: LayoutCollection, indent: Int? = nil
    ) -> String? {
        if collection.elements.isEmpty, collection.below.isEmpty { return element.isMapping ? "{}" : "[]" }
        guard collection.isFlow || collection.isVector, !collection.needsLines,
            let flow = Self.flow(element.body)
        else { return nil }
        let column = indent ?? output.utf8.reversed().prefix { $0 != UInt8(ascii: "\n") }.count
        let used = column + 1 + element.decoration.count + flow.count
        return used <= Self.width || collection.isVector ? flow : nil
    }

    // MARK: One line

    /// A body on one line, or nil where something in it needs lines of its own.
    private static func flow(_ body: LayoutElement.Body) -> String? {
        switch body {
        case .text(let text): return text
        case .block: return nil
        case .mapping(let collection), .sequence(let collection):
            if !collection.isFlow, !collection.isVector, !collection.elements.isEmpty { return nil }
            var parts: [String] = []
            for element in collection.elements {
                guard let value = flow(element.body) else { return nil }
                let decorated = (element.decoration + value).trimmedEnd
                parts.append(element.key.map { "\($0): \(decorated)" } ?? decorated)
            }
            if case .mapping = body { return "{" + parts.joined(separator: ", ") + "}" }
            return "[" + parts.joined(separator: ", ") + "]"
        }
    }

    private static func blanks(_ count: Int) -> String { String(repeating: " ", count: count) }
}

extension LayoutElement {
    /// Whether the entry holds a map.
    var isMapping: Bool {
        if case .mapping = body { return true }
        return false
    }
}

extension String {
    /// The text without blanks at its end.
    fileprivate var trimmedEnd: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
