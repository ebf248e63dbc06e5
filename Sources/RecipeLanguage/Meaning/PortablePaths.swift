// SPDX-License-Identifier: Apache-2.0
/// Paths of files as they may stand in a picture, a lock or a digest: without anything of the machine or its user.
///
/// A file in a data root becomes `${data.NAME}/…`; one in or near the recipe's folder becomes relative to it; any other
/// is named by a data root `external`, whose place only `--data external=PATH` can tell.
public struct PortablePaths: Sendable {
    private let folder: [String]
    /// Longest first, so that a root inside another one wins.
    private let roots: [(name: String, path: [String])]
    private let declared: [String: String]
    private let externals: [String: String]

    /// - Parameters:
    ///   - folder: the recipe's folder, absolute.
    ///   - dataRoots: named roots, absolute.
    ///   - files: the files to be named, absolute; they decide over the names of external roots.
    public init(folder: String, dataRoots: [String: String], files: [String]) {
        self.folder = Self.components(folder)
        roots = dataRoots.map { (name: $0.key, path: Self.components($0.value)) }
            .sorted { ($1.path.count, $0.name) < ($0.path.count, $1.name) }
        declared = dataRoots
        var externals: [String: String] = [:]
        for file in files where Self.inRoots(file, roots) == nil && Self.relative(file, to: self.folder) == nil {
            let parent = PathText.folder(file)
            guard externals[parent] == nil else { continue }
            var name = "external"
            var number = 1
            while dataRoots[name] != nil || externals.values.contains(name) {
                number += 1
                name = "external\(number)"
            }
            externals[parent] = name
        }
        self.externals = externals
    }

    /// A file as pictures and locks name it.
    public func portable(_ path: String) -> String {
        if let named = Self.inRoots(path, roots) { return named }
        if let relative = Self.relative(path, to: folder) { return relative }
        let name = PathText.fileName(path)
        if let root = externals[PathText.folder(path)] { return "${data.\(root)}/\(name)" }
        // A file that an external one reached: named below the closest external root, if any.
        let components = Self.components(path)
        let below = externals.map { (name: $0.value, path: Self.components($0.key)) }
            .sorted { ($1.path.count, $0.name) < ($0.path.count, $1.name) }
        return Self.inRoots(components, below) ?? "${data.external}/\(name)"
    }

    /// The roots that a recipe with these paths has to declare, with the relative path of each as far as it can be
    /// told, else `.`.
    public var usedRoots: [String: String] {
        var result: [String: String] = [:]
        for (name, path) in declared { result[name] = Self.relative(path, to: folder) ?? "." }
        for name in externals.values { result[name] = "." }
        return result
    }

    private static func components(_ path: String) -> [String] {
        PathText.normalized(path).split(separator: "/").filter { $0 != "." }.map(String.init)
    }

    private static func inRoots(_ path: String, _ roots: [(name: String, path: [String])]) -> String? {
        inRoots(components(path), roots)
    }

    private static func inRoots(_ path: [String], _ roots: [(name: String, path: [String])]) -> String? {
        for root in roots where path.count > root.path.count && path.starts(with: root.path) {
            return "${data.\(root.name)}/" + path.dropFirst(root.path.count).joined(separator: "/")
        }
        return nil
    }

    /// The way from the folder to a file, or nil where both share less than two folders from the top: such a way
    /// would spell out folders of users and machines.
    private static func relative(_ path: String, to folder: [String]) -> String? {
        let target = components(path)
        let shared = zip(target, folder).prefix { $0 == $1 }.count
        guard shared >= 2 || shared == folder.count else { return nil }
        let up = Array(repeating: "..", count: folder.count - shared)
        let way = up + target.dropFirst(shared)
        return way.isEmpty ? "." : way.joined(separator: "/")
    }
}
