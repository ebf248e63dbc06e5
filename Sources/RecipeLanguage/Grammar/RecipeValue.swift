// SPDX-License-Identifier: Apache-2.0
import Diagnostics

/// A value that has passed the check against its shape, with its short forms written out and its place kept.
///
/// A class, and so are its entries: values are handed about far more often than they are made.
package final class RecipeValue: Sendable {
    /// What a value holds.
    package enum Content: Sendable {
        case boolean(Bool)
        case integer(Int)
        case number(Double)
        case text(String)
        case path(RecipePath)
        /// Vectors, colours (always four components) and sizes.
        case numbers([Double])
        case list([RecipeValue])
        case record([Field])
        case map([Member])
        /// One kind of a choice, with its options (a record).
        case kind(Kind, RecipeValue, span: SourceSpan)
    }

    /// A key of a record that was written.
    package final class Field: Sendable {
        package let key: KeyDeclaration
        /// Where the key stands; the value's own start where a short form left the key out.
        package let keySpan: SourceSpan
        package let value: RecipeValue

        init(key: KeyDeclaration, keySpan: SourceSpan, value: RecipeValue) {
            self.key = key
            self.keySpan = keySpan
            self.value = value
        }
    }

    /// An entry of a map with free names.
    package final class Member: Sendable {
        package let name: String
        package let nameSpan: SourceSpan
        package let value: RecipeValue

        init(name: String, nameSpan: SourceSpan, value: RecipeValue) {
            self.name = name
            self.nameSpan = nameSpan
            self.value = value
        }
    }

    package let content: Content
    package let span: SourceSpan
    /// Set where something inside was reported already, so that nothing more is said about it.
    package let isDamaged: Bool
    /// Keys that an unknown key of this record was probably meant to be; they do not count as missing.
    package let guesses: [String]

    package init(_ content: Content, _ span: SourceSpan, isDamaged: Bool = false, guesses: [String] = []) {
        self.content = content
        self.span = span
        self.isDamaged = isDamaged
        self.guesses = guesses
    }
}

/// A path as a recipe has it.
package struct RecipePath: Sendable, Hashable {
    /// The text with parameters put in and data roots left as `${data.NAME}`: the same on every machine.
    package let written: String
    /// The text with data roots put in.
    package let expanded: String
    /// The folder of the file that wrote it, which a relative path starts from.
    package let base: String

    /// The path to open: `expanded`, taken from `base` if it is relative.
    package var resolved: String { PathText.join(base, expanded) }
}

/// Paths as texts; nothing here touches the disk.
package enum PathText {
    /// The folder of a path: what precedes its last slash, or the empty string.
    package static func folder(_ path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// `path` taken from the folder `base`, with `.` and `..` worked out.
    package static func join(_ base: String, _ path: String) -> String {
        if path.hasPrefix("/") || base.isEmpty { return normalized(path) }
        return normalized(base + "/" + path)
    }

    /// The path without `.`, doubled slashes, and `..` after a folder.
    package static func normalized(_ path: String) -> String {
        guard needsWork(path) else { return path }
        var parts: [Substring] = []
        let isAbsolute = path.hasPrefix("/")
        for part in path.split(separator: "/") where part != "." {
            if part == "..", let last = parts.last, last != ".." {
                parts.removeLast()
            } else if part == "..", isAbsolute {
                continue
            } else {
                parts.append(part)
            }
        }
        let text = parts.joined(separator: "/")
        return isAbsolute ? "/" + text : text.isEmpty ? "." : text
    }

    /// Whether a path has a part that is empty or starts with a dot, the ends included.
    private static func needsWork(_ path: String) -> Bool {
        var path = path
        return path.withUTF8 { bytes in
            guard let first = bytes.first, let last = bytes.last else { return true }
            if first == UInt8(ascii: ".") || last == UInt8(ascii: "/") { return true }
            for index in bytes.indices.dropLast() where bytes[index] == UInt8(ascii: "/") {
                let next = bytes[index + 1]
                if next == UInt8(ascii: "/") || next == UInt8(ascii: ".") { return true }
            }
            return false
        }
    }

    /// The path as seen from `folder`; both must be absolute, or both relative to the same place.
    package static func relative(_ path: String, to folder: String) -> String {
        guard path.hasPrefix("/") == folder.hasPrefix("/") else { return path }
        let target = normalized(path).split(separator: "/").filter { $0 != "." }
        let start = normalized(folder).split(separator: "/").filter { $0 != "." }
        var common = 0
        while common < target.count, common < start.count, target[common] == start[common] { common += 1 }
        if start[common...].contains("..") { return path }
        let up = Array(repeating: "..", count: start.count - common)
        let parts = up + target[common...].map(String.init)
        return parts.isEmpty ? "." : parts.joined(separator: "/")
    }

    /// The last part of a path.
    package static func fileName(_ path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
        return String(path[path.index(after: slash)...])
    }

    /// What follows the last dot of the file name, in lower case; empty where there is none.
    package static func fileExtension(_ path: String) -> String {
        let name = fileName(path)
        guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")), dot != name.startIndex else { return "" }
        let ending = name[name.utf8.index(after: dot)...]
        let isLower = ending.utf8.allSatisfy { $0 < 0x41 || $0 > 0x5A && $0 < 0x80 }
        return isLower ? String(ending) : ending.lowercased()
    }

    /// The file name without its extension.
    package static func stem(_ path: String) -> String {
        let name = fileName(path)
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
        return String(name[..<dot])
    }
}
