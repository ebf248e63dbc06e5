// SPDX-License-Identifier: Apache-2.0
import Diagnostics

/// Sorts a syntax tree and its comments into layout elements.
struct LayoutBuilder {
    private let tree: YAMLTree
    private let comments: [Comment]
    private var next = 0
    private let keepsOrder: Bool

    init(_ tree: YAMLTree, keepsOrder: Bool) {
        self.tree = tree
        self.keepsOrder = keepsOrder
        comments = tree.comments()
    }

    /// The root with all comments.
    mutating func build() -> LayoutElement {
        let root = element(0, key: nil, rank: 0, shape: .record(RecipeKeys.record), inherited: [])
        var last = line(at: Int(tree.nodes[0].end))
        for comment in take(before: tree.source.bytes.count) {
            place(comment, behind: root, &last)
        }
        if !keepsOrder { Self.sort(root) }
        return root
    }

    /// Puts keys into canonical order, once all comments have found their entries.
    private static func sort(_ element: LayoutElement) {
        guard let collection = element.collection else { return }
        for element in collection.elements { sort(element) }
        collection.elements = collection.elements.enumerated().sorted {
            ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset)
        }.map(\.element)
    }

    // MARK: Elements

    private mutating func element(
        _ node: Int, key: String?, rank: Int, shape: Shape?, inherited: [Comment]
    ) -> LayoutElement {
        var decoration = tree.anchors[node].map { "&\($0) " } ?? ""
        if let tag = tree.tags[node] {
            decoration += (tag == "!" ? "!" : "!!" + (tag.split(separator: ":").last ?? "str")) + " "
        }
        let body: LayoutElement.Body
        switch tree.nodes[node].kind {
        case .mapping: body = .mapping(collection(node, shape, inherited))
        case .sequence: body = .sequence(collection(node, shape, inherited))
        default: body = scalar(node)
        }
        let element = LayoutElement(key: key, rank: rank, decoration: decoration, body: body)
        if tree.nodes[node].isBlock, case .text = body { element.comment = tree.headerComment(of: node) }
        return element
    }

    private mutating func collection(_ node: Int, _ shape: Shape?, _ inherited: [Comment]) -> LayoutCollection {
        let record = tree.nodes[node]
        let start = Int(record.start)
        let result = LayoutCollection(
            isFlow: record.isFlow, isVector: isVector(node, shape),
            column: start - tree.source.lineStarts[line(at: start)], lastLine: line(at: Int(record.end)))
        let isMapping = record.kind == .mapping
        var inherited = inherited
        var lastLine = line(at: start) - 1
        var index = node + 1
        var count = 0
        while index < Int(record.next) {
            let keyNode = index
            let value = isMapping ? Int(tree.nodes[keyNode].next) : index
            index = Int(tree.nodes[value].next)
            let before = inherited + take(before: Int(tree.nodes[keyNode].start))
            inherited = []
            var own: [Comment] = []
            for comment in before {
                let isBehind = !comment.isAlone && comment.line <= lastLine
                if let previous = result.elements.last,
                    isBehind || !record.isFlow && comment.column > result.column && previous.collection?.isFlow == false
                {
                    place(comment, behind: previous, &lastLine)
                } else {
                    own.append(comment)
                }
            }
            var keyText: String?
            var between: [Comment] = []
            if isMapping {
                keyText = tree.span(keyNode).text
                between = take(before: firstContent(value))
            }
            let (rank, inner) = isMapping ? rank(of: keyNode, value, shape, count) : (0, shape?.element)
            let keyLine = line(at: isMapping || record.isFlow ? Int(tree.nodes[keyNode].start) : dash(before: keyNode))
            let head = between.first { !$0.isAlone && $0.line == keyLine }
            let rest = between.filter { $0.offset != head?.offset }
            let isCollection = tree.nodes[value].kind == .mapping || tree.nodes[value].kind == .sequence
            let element = element(value, key: keyText, rank: rank, shape: inner, inherited: isCollection ? rest : [])
            element.comment = head?.text ?? element.comment
            if !isCollection { own += rest }
            element.above = lines(own, to: keyLine, after: lastLine, isFirst: count == 0)
            element.isSourceFirst = count == 0
            result.elements.append(element)
            lastLine = line(at: max(Int(tree.nodes[value].end), Int(tree.nodes[keyNode].end)))
            count += 1
        }
        if record.isFlow {
            for comment in inherited + take(before: Int(record.end)) {
                if let previous = result.elements.last, !comment.isAlone, comment.line <= lastLine {
                    place(comment, behind: previous, &lastLine)
                } else {
                    result.below.append(.comment(comment.text))
                }
            }
        }
        return result
    }

    /// Comments and blank lines above an entry, from what stands between the last entry's line and its own.
    private func lines(_ comments: [Comment], to line: Int, after last: Int, isFirst: Bool) -> [LayoutElement.Line] {
        var result: [LayoutElement.Line] = []
        var previous = last
        for comment in comments {
            if comment.line > previous + 1, !(isFirst && result.isEmpty) { result.append(.blank) }
            result.append(.comment(comment.text))
            previous = comment.line
        }
        if line > previous + 1, !(isFirst && result.isEmpty) { result.append(.blank) }
        return result
    }

    /// Puts a comment that stands behind an entry to the block that its column belongs to.
    private func place(_ comment: Comment, behind element: LayoutElement, _ lastLine: inout Int) {
        if !comment.isAlone, comment.line <= lastLine {
            var target = element
            while let block = target.collection, !block.isFlow, let last = block.elements.last { target = last }
            target.comment = target.comment.map { $0 + " " + comment.text } ?? comment.text
            return
        }
        guard var block = element.collection else { return }
        while let inner = block.elements.last?.collection, !inner.isFlow, inner.column <= comment.column,
            block.column < comment.column
        {
            block = inner
        }
        if comment.line > lastLine + 1 { block.below.append(.blank) }
        block.below.append(.comment(comment.text))
        lastLine = comment.line
    }

    // MARK: Scalars

    private func scalar(_ node: Int) -> LayoutElement.Body {
        let span = tree.span(node)
        let source = span.text
        if tree.nodes[node].isBlock { return block(source, node) }
        if !source.contains("\n") && !source.contains("\r") { return .text(source) }
        return .text(Self.quoted(tree.string(node)))
    }

    /// A block scalar with the indentation of its source taken off.
    private func block(_ source: String, _ node: Int) -> LayoutElement.Body {
        let lines = source.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
            .map(String.init)
        let header = lines[0]
        let indents = lines.dropFirst().filter { !$0.allSatisfy { $0 == " " } }.map { $0.prefix { $0 == " " }.count }
        let indent = indents.first ?? 0
        let marker = header.prefix { $0 != " " && $0 != "#" }
        // With an explicit indentation, or lines that start to the left of the first, the text itself is safer.
        guard !marker.contains(where: \.isNumber), !marker.contains("+"), indents.allSatisfy({ $0 >= indent }),
            indent > 0
        else { return .text(Self.quoted(tree.string(node))) }
        return .block(header: header, lines: lines.dropFirst().map { String($0.dropFirst(indent)) })
    }

    /// A text in double quotes on one line.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            case "\u{85}": result += "\\N"
            case "\u{A0}": result += "\\_"
            case "\u{2028}": result += "\\L"
            case "\u{2029}": result += "\\P"
            default:
                if scalar.value < 0x20 || scalar.value == 0x7F {
                    let hex = String(scalar.value, radix: 16)
                    result += "\\x" + (hex.count == 1 ? "0" : "") + hex
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + "\""
    }

    // MARK: Shapes

    /// The rank of a key among its record's, and the shape of its value.
    private func rank(of keyNode: Int, _ value: Int, _ shape: Shape?, _ count: Int) -> (Int, Shape?) {
        let name = tree.string(keyNode)
        switch shape?.forMap {
        case .record(let record):
            guard let index = record.keys.firstIndex(where: { $0.name == name }) else { return (1000, nil) }
            return (index, record.keys[index].shape)
        case .choice(let choice): return (0, choice.kind(named: name).map { .record($0.record) })
        case .map(_, let element, _): return (0, element)
        default: return (0, nil)
        }
    }

    /// Whether a list holds only numbers, so that it reads best on one line.
    private func isVector(_ node: Int, _ shape: Shape?) -> Bool {
        guard tree.nodes[node].kind == .sequence, tree.nodes[node].count > 0, tree.nodes[node].count <= 16 else {
            return false
        }
        var index = node + 1
        while index < Int(tree.nodes[node].next) {
            guard tree.nodes[index].kind == .plain, tree.anchors[index] == nil, tree.tags[index] == nil else {
                return false
            }
            switch tree.scalar(index) {
            case .integer, .number: break
            default: return false
            }
            index = Int(tree.nodes[index].next)
        }
        return true
    }

    // MARK: Places

    /// Where the dash of an item of a block list stands.
    private func dash(before node: Int) -> Int {
        var index = Int(tree.nodes[node].start)
        while index > 0, tree.source.bytes[index] != UInt8(ascii: "-") || index == Int(tree.nodes[node].start) {
            index -= 1
        }
        return index
    }

    private func line(at offset: Int) -> Int { tree.source.lineIndex(at: offset) }

    /// Where the content of a value starts: for a block, at its first entry.
    private func firstContent(_ node: Int) -> Int { Int(tree.nodes[node].start) }

    private mutating func take(before offset: Int) -> [Comment] {
        var taken: [Comment] = []
        while next < comments.count, comments[next].offset < offset {
            taken.append(comments[next])
            next += 1
        }
        return taken
    }
}

extension Shape {
    /// The shape that a map of this shape has.
    var forMap: Shape? {
        switch self {
        case .either(_, _, let map): map?.forMap
        default: self
        }
    }
}
