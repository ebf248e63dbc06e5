// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Finds the recipes that paths on the command line mean.
enum RecipeFinder {
    /// The files as given, and of folders those below that are recipes, by name. Include fragments and other YAML files
    /// have no top-level key `recipe` and are left out.
    /// - Throws: exit status 64 without paths, 1 where a folder holds no recipe.
    static func files(at paths: [String], terminal: Terminal) throws -> [String] {
        var files: [String] = []
        for path in paths {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
                files.append(path)
                continue
            }
            let found = recipes(in: path)
            if found.isEmpty {
                terminal.failure("no recipe below \(path): a recipe is a .yaml or .yml file with a top-level key 'recipe'")
                throw ExitStatus.refused
            }
            files += found
        }
        return files
    }

    private static func recipes(in folder: String) -> [String] {
        let base = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
        guard let names = FileManager.default.enumerator(atPath: folder) else { return [] }
        var files: [String] = []
        for case let name as String in names where name.hasSuffix(".yaml") || name.hasSuffix(".yml") {
            let isHidden = name.split(separator: "/").contains { $0.hasPrefix(".") }
            if !isHidden, isRecipe(base + "/" + name) { files.append(base + "/" + name) }
        }
        return files.sorted()
    }

    /// Whether a line of the file begins with the key `recipe`; bounded, for folders may hold anything.
    private static func isRecipe(_ path: String) -> Bool {
        guard let handle = FileHandle(forReadingAtPath: path) else { return false }
        defer { try? handle.close() }
        guard let head = try? handle.read(upToCount: 1 << 16) else { return false }
        let text = String(decoding: head, as: UTF8.self)
        return text.split(whereSeparator: \.isNewline).contains { line in
            line.hasPrefix("recipe:") || line.hasPrefix("\"recipe\":") || line.hasPrefix("'recipe':")
        }
    }
}
