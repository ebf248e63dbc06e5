// SPDX-License-Identifier: Apache-2.0

/// The difference of two texts by lines, as `fmt --check` shows it.
public enum LineDifference {
    /// A unified difference with three lines of context; empty where the texts are equal.
    public static func unified(_ old: String, _ new: String, name: String) -> String {
        guard old != new else { return "" }
        let before = old.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let after = new.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let edits = edits(before, after)
        var text = "--- \(name)\n+++ \(name) (formatted)\n"
        for hunk in hunks(edits) {
            let slice = edits[hunk]
            let first = slice[hunk.lowerBound]
            let oldCount = slice.count { $0.kind != "+" }
            let newCount = slice.count { $0.kind != "-" }
            text += "@@ -\(first.old + 1),\(oldCount) +\(first.new + 1),\(newCount) @@\n"
            for edit in slice { text += String(edit.kind) + edit.line + "\n" }
        }
        return text
    }

    private struct Edit {
        let kind: Character
        let line: String
        let old: Int
        let new: Int
    }

    /// The shortest edit script by longest common subsequence, after common ends are taken off.
    private static func edits(_ before: [String], _ after: [String]) -> [Edit] {
        var result: [Edit] = []
        var (old, new) = (0, 0)
        let changes = after.difference(from: before)
        var removed: Set<Int> = []
        var inserted: Set<Int> = []
        for change in changes {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): inserted.insert(offset)
            }
        }
        while old < before.count || new < after.count {
            if old < before.count, removed.contains(old) {
                result.append(Edit(kind: "-", line: before[old], old: old, new: new))
                old += 1
            } else if new < after.count, inserted.contains(new) {
                result.append(Edit(kind: "+", line: after[new], old: old, new: new))
                new += 1
            } else if old < before.count {
                result.append(Edit(kind: " ", line: before[old], old: old, new: new))
                old += 1
                new += 1
            } else {
                break
            }
        }
        return result
    }

    private static func hunks(_ edits: [Edit]) -> [Range<Int>] {
        var hunks: [Range<Int>] = []
        for index in edits.indices where edits[index].kind != " " {
            let range = max(0, index - 3)..<min(edits.count, index + 4)
            if let last = hunks.last, last.upperBound >= range.lowerBound {
                hunks[hunks.count - 1] = last.lowerBound..<range.upperBound
            } else {
                hunks.append(range)
            }
        }
        return hunks
    }
}
