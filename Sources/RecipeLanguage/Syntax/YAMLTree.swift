// SPDX-License-Identifier: Apache-2.0
import Diagnostics

/// The syntax tree of one YAML document, with the place of every node.
///
/// Nodes lie in one array in document order: a mapping's children are key, value, key, value…, and each node knows the
/// index after its subtree, so that a tree costs two allocations however large it is.
package final class YAMLTree: Sendable {
    /// What a node is.
    package enum Kind: UInt8, Sendable {
        /// A scalar without quotes, whose text decides its type.
        case plain
        /// A quoted or block scalar, always a string.
        case quoted
        /// A list.
        case sequence
        /// A map.
        case mapping
        /// A use of an anchored node, which ``YAMLTree/resolved(_:)`` follows.
        case alias
        /// Something already reported as an error, to be passed over in silence.
        case invalid
    }

    /// One node; 24 bytes.
    package struct Node: Sendable {
        package var kind: Kind
        /// For a key: a repeated key, which is passed over. For a mapping: a key was unusable, so nothing is missing.
        package var isDamaged = false
        /// A scalar written as a block (`|` or `>`), which the formatter keeps.
        package var isBlock = false
        /// A collection written with brackets or braces.
        package var isFlow = false
        /// First byte in the source; past any anchor and tag.
        package var start: UInt32
        /// One past the last byte in the source.
        package var end: UInt32
        /// Scalar: offset of its value in the tree's text. Alias: index of the node it stands for.
        package var first: UInt32 = 0
        /// Scalar: length of its value in bytes. Collection: number of children (twice the pairs of a mapping).
        package var count: UInt32 = 0
        /// Index after the subtree.
        package var next: UInt32
    }

    /// The text that was parsed.
    package let source: SourceText
    /// The nodes in document order; the root is the first. Empty for a document without a value.
    package let nodes: [Node]
    /// The values of all scalars, after each other.
    package let text: [UInt8]
    /// The anchors, by the node that they mark.
    package let anchors: [Int: String]
    /// The tags, resolved, by the node that they mark.
    package let tags: [Int: String]
    /// Whether the text could be read to its end.
    package let isComplete: Bool

    init(
        source: SourceText, nodes: [Node], text: [UInt8], anchors: [Int: String], tags: [Int: String],
        isComplete: Bool
    ) {
        self.source = source
        self.nodes = nodes
        self.text = text
        self.anchors = anchors
        self.tags = tags
        self.isComplete = isComplete
    }

    /// The node that an alias stands for, or the node itself.
    @inline(__always)
    package func resolved(_ index: Int) -> Int {
        nodes[index].kind == .alias ? Int(nodes[index].first) : index
    }

    /// The value of a scalar; empty for other nodes.
    package func string(_ index: Int) -> String {
        let node = nodes[index]
        guard node.kind == .plain || node.kind == .quoted else { return "" }
        let start = Int(node.first)
        return text.withUnsafeBufferPointer {
            String(decoding: UnsafeBufferPointer(rebasing: $0[start..<start + Int(node.count)]), as: UTF8.self)
        }
    }

    /// Where a node stands.
    package func span(_ index: Int) -> SourceSpan {
        SourceSpan(source, from: Int(nodes[index].start), to: Int(nodes[index].end))
    }

    /// The core-schema value of a scalar node.
    package func scalar(_ index: Int) -> CoreScalar {
        let node = nodes[index]
        let start = Int(node.first)
        return text.withUnsafeBufferPointer {
            let bytes = UnsafeBufferPointer(rebasing: $0[start..<start + Int(node.count)])
            return node.kind == .plain ? CoreScalar(plain: bytes) : .string(String(decoding: bytes, as: UTF8.self))
        }
    }

    /// Whether a scalar's value holds `${`, and so may hold a reference.
    package func mayHoldReference(_ index: Int) -> Bool {
        let node = nodes[index]
        let start = Int(node.first)
        let end = start + Int(node.count)
        return text.withUnsafeBufferPointer { buffer in
            var position = start
            while position + 1 < end {
                if buffer[position] == UInt8(ascii: "$"), buffer[position + 1] == UInt8(ascii: "{") { return true }
                position += 1
            }
            return false
        }
    }
}
