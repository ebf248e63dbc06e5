// SPDX-License-Identifier: Apache-2.0

/// Named groups of cells of a circuit: `Target Cell Name { a1 a2 Other }`, gids with an `a` before them.
package struct CellTargets: Sendable {
    private var targets: [String: (members: [String], file: String, line: Int)] = [:]

    /// No targets.
    package init() {}

    /// The names of all targets, sorted.
    package var names: [String] { targets.keys.sorted() }

    /// Adds the targets of a file; a name that is known already keeps its meaning.
    ///
    /// - Throws: `LoadingError` with the line at fault.
    package mutating func merge(file: String) throws(LoadingError) {
        do throws(LoadingError) {
            let found = try FileBytes(path: file).withBytes { (bytes) throws(LoadingError) in
                try CellTargets.read(bytes)
            }
            for (name, members, line) in found where targets[name] == nil { targets[name] = (members, file, line) }
        } catch {
            throw error.inFile(file)
        }
    }

    private static func read(_ bytes: UnsafeRawBufferPointer) throws(LoadingError) -> [(String, [String], Int)] {
        var cursor = TextCursor(bytes)
        let comment = UInt8(ascii: "#")
        var result: [(String, [String], Int)] = []
        while true {
            cursor.skipToContent(comment: comment)
            if cursor.isAtEnd { return result }
            let start = cursor
            guard spells(cursor.word(), "Target") else { throw start.fault("Expected 'Target'") }
            cursor.skipBlanks()
            let kind = String(decoding: cursor.word(), as: UTF8.self)
            cursor.skipBlanks()
            let name = String(decoding: cursor.word(), as: UTF8.self)
            cursor.skipToContent(comment: comment)
            guard !kind.isEmpty, !name.isEmpty, cursor.peek == UInt8(ascii: "{"), !cursor.isAtEnd else {
                throw start.fault("Expected the target's type, its name and '{'")
            }
            cursor.position += 1
            var members: [String] = []
            while true {
                cursor.skipToContent(comment: comment)
                guard !cursor.isAtEnd else { throw start.fault("The target is not closed", .truncated) }
                var member = String(decoding: cursor.word(), as: UTF8.self)
                let closes = member.hasSuffix("}")
                if closes { member.removeLast() }
                if !member.isEmpty { members.append(member) }
                if closes { break }
            }
            result.append((name, members, start.line))
        }
    }

    /// The cells of a target, those of the targets within it included, ascending.
    ///
    /// - Returns: nil where there is no such target.
    /// - Throws: `LoadingError` with the line of a target that names one which does not exist.
    package func gids(of name: String) throws(LoadingError) -> [UInt64]? {
        guard targets[name] != nil else { return nil }
        var gids: [UInt64] = []
        var seen: Set<String> = [name]
        var open: [(name: String, from: String)] = [(name, name)]
        while let (next, from) = open.popLast() {
            if let target = targets[next] {
                // A target met twice, as in a circle of targets, adds nothing.
                for member in target.members {
                    if let gid = CellTargets.gid(member), targets[member] == nil {
                        gids.append(gid)
                    } else if seen.insert(member).inserted {
                        open.append((member, next))
                    }
                }
            } else {
                let parent = targets[from]
                throw LoadingError(
                    .malformed, "The target '\(from)' names '\(next)', which does not exist", path: parent?.file ?? "",
                    at: parent.map { .line($0.line) })
            }
        }
        return CellSelection.ordered(gids)
    }

    private static func gid(_ member: String) -> UInt64? {
        guard member.hasPrefix("a") else { return nil }
        return UInt64(member.dropFirst())
    }
}
