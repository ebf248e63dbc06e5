// SPDX-License-Identifier: Apache-2.0

extension StringProtocol {
    /// The text without white space at its ends.
    package var trimmed: SubSequence {
        guard let first = firstIndex(where: { !$0.isWhitespace }) else { return self[endIndex...] }
        guard let last = lastIndex(where: { !$0.isWhitespace }) else { return self[endIndex...] }
        return self[first...last]
    }
}

/// Paths that a file writes of its neighbours.
package enum RelativePath {
    /// A path as seen from the folder of the file that names it; an absolute one stays.
    package static func resolve(_ path: String, besides file: String) -> String {
        resolve(path, in: folder(of: file))
    }

    /// A path as seen from a folder; an absolute one stays.
    package static func resolve(_ path: String, in folder: String) -> String {
        path.hasPrefix("/") || folder.isEmpty ? path : folder + "/" + path
    }

    /// The folder of a file; empty where its path has none, which is the working directory.
    package static func folder(of file: String) -> String {
        guard let slash = file.lastIndex(of: "/") else { return "" }
        return slash == file.startIndex ? "/" : String(file[..<slash])
    }
}
