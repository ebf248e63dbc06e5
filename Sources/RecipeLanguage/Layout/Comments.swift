// SPDX-License-Identifier: Apache-2.0
import Diagnostics

/// A comment of a YAML text.
struct Comment {
    /// From its `#` to the end of its line, without trailing blanks.
    let text: String
    /// Offset of its `#`.
    let offset: Int
    /// Line, from 0.
    let line: Int
    /// Column of its `#`, from 0, in bytes.
    let column: Int
    /// Whether nothing but blanks stands before it on its line.
    let isAlone: Bool
}

extension YAMLTree {
    /// The comments between the scalars, in order.
    func comments() -> [Comment] {
        var comments: [Comment] = []
        var position = source.hasByteOrderMark ? 3 : 0
        func scan(to end: Int) {
            var index = position
            while index < end {
                guard source.bytes[index] == UInt8(ascii: "#"), startsComment(index) else {
                    index += 1
                    continue
                }
                var last = index
                while last < source.bytes.count, source.bytes[last] != 0x0A, source.bytes[last] != 0x0D { last += 1 }
                let line = source.lineIndex(at: index)
                var stop = last
                while stop > index, source.bytes[stop - 1] == 0x20 || source.bytes[stop - 1] == 0x09 { stop -= 1 }
                let start = source.lineStarts[line]
                let isAlone = source.bytes[start..<index].allSatisfy { $0 == 0x20 || $0 == 0x09 }
                comments.append(
                    Comment(
                        text: source.text(from: index, to: stop), offset: index, line: line, column: index - start,
                        isAlone: isAlone))
                index = last
            }
        }
        for node in nodes where node.kind != .mapping && node.kind != .sequence {
            scan(to: Int(node.start))
            position = max(position, Int(node.end))
        }
        scan(to: source.bytes.count)
        return comments
    }

    /// The comment in the header of a block scalar, which a scalar written in another way must not lose.
    func headerComment(of node: Int) -> String? {
        guard nodes[node].isBlock else { return nil }
        let header = span(node).text.prefix { !$0.isNewline }
        guard let mark = header.firstIndex(of: "#") else { return nil }
        var comment = header[mark...]
        while comment.last == " " || comment.last == "\t" { comment.removeLast() }
        return String(comment)
    }

    /// The number of comments, those in the headers of block scalars included.
    var commentCount: Int {
        comments().count + nodes.indices.count { headerComment(of: $0) != nil }
    }

    private func startsComment(_ index: Int) -> Bool {
        guard index > 0 else { return true }
        return [0x20, 0x09, 0x0A, 0x0D].contains(source.bytes[index - 1])
    }
}
