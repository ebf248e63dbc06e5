// SPDX-License-Identifier: Apache-2.0

/// What a recipe may cost to read. libyaml itself has no limit of depth and none of length.
package enum YAMLLimits {
    /// Bytes of a file.
    package static let fileSize = 4 * 1024 * 1024
    /// Levels of maps and lists.
    package static let depth = 64
    /// Bytes of one scalar.
    package static let scalarLength = 64 * 1024
    /// Nodes that all aliases of a file together may stand for.
    package static let aliasBudget = 100_000
    /// Anchors of a file.
    package static let anchors = 10_000
    /// Keys of a file's top level that are read: more than the language has, and more wrong ones than are told.
    package static let rootKeys = 256
    /// Nodes of a file.
    package static let nodes = 400_000
}
