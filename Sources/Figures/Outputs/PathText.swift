// SPDX-License-Identifier: Apache-2.0

/// Paths as text.
///
/// Foundation's `lastPathComponent` and its kin stop the process on a path of one character (swift-foundation 6.3.1), and
/// `--output o` is a path that people write.
extension String {
    /// The name after the last slash; slashes at the end do not count; `/` for the root, empty for an empty path.
    package var fileName: String {
        guard let end = lastIndex(where: { $0 != "/" }) else { return isEmpty ? "" : "/" }
        let path = self[...end]
        return String(path.lastIndex(of: "/").map { path[path.index(after: $0)...] } ?? path)
    }

    /// The path before the last name: empty for a bare name, `/` for what stands below the root and for the root.
    package var parentFolder: String {
        guard let end = lastIndex(where: { $0 != "/" }) else { return isEmpty ? "" : "/" }
        guard let slash = self[...end].lastIndex(of: "/") else { return "" }
        let parent = self[..<slash]
        guard let last = parent.lastIndex(where: { $0 != "/" }) else { return "/" }
        return String(parent[...last])
    }

    /// The file's name without its last extension; a name that begins with its only point is kept.
    package var fileStem: String {
        let name = fileName
        guard let point = name.lastIndex(of: "."), point != name.startIndex else { return name }
        return String(name[..<point])
    }

    /// What ``fileStem`` leaves of the name, without the point.
    package var fileExtension: String { String(fileName.dropFirst(fileStem.count).dropFirst()) }
}
