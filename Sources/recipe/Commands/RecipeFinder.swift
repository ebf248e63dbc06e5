// SPDX-License-Identifier: Apache-2.0
import Figures
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
            let base = path.hasSuffix("/") ? String(path.dropLast()) : path
            let found = StatusSurvey.recipes(in: base).map { base + "/" + $0 }
            if found.isEmpty {
                terminal.failure("no recipe below \(path): a recipe is a .yaml or .yml file with a top-level key 'recipe'")
                throw ExitStatus.refused
            }
            files += found
        }
        return files
    }
}
