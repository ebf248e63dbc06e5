// SPDX-License-Identifier: Apache-2.0
import Foundation
import JSON
import SeededRandom

/// Writes data as YAML in a layout of chance: blocks and braces, every style of scalars, anchors, tags, comments, blank
/// lines, order of keys, ends of lines.
struct ScribbledYAML {
    var random: SplitMix64
    private var output = ""
    private var comments = 0
    /// The anchors set so far, by the text of their values.
    private var anchors: [String: String] = [:]

    static func text(_ value: JSONValue, seed: UInt64) -> String {
        var writer = ScribbledYAML(random: SplitMix64(state: seed))
        if case .object(let members) = value, !members.isEmpty { writer.block(members, indent: 0) }
        writer.remark(indent: 0)
        return writer.chance(0.05) ? writer.output.replacing("\n", with: "\r\n") : writer.output
    }

    private init(random: SplitMix64) { self.random = random }

    private mutating func chance(_ share: Double) -> Bool { Double.random(in: 0..<1, using: &random) < share }

    private static func blanks(_ count: Int) -> String { String(repeating: " ", count: count) }

    private mutating func remark(indent: Int) {
        if chance(0.12) { output += "\n" }
        if chance(0.15) {
            comments += 1
            output += Self.blanks(indent) + "# remark \(comments): with \"quotes\" and {braces} 紅\n"
        }
    }

    private mutating func lineEnd() {
        if chance(0.1) {
            comments += 1
            output += "  # at the end \(comments)"
        }
        output += "\n"
    }

    private mutating func block(_ members: [String: JSONValue], indent: Int) {
        for key in members.keys.sorted().shuffled(using: &random) {
            remark(indent: indent)
            output += Self.blanks(indent) + (chance(0.1) ? "\"\(key)\"" : key) + ":"
            value(members[key] ?? .null, indent: indent)
        }
    }

    /// An alias for a value that was anchored, or nothing; an anchor may be set first.
    private mutating func reused(_ value: JSONValue) -> (alias: String?, anchor: String) {
        if case .null = value { return (nil, "") }
        let text = value.text()
        if let name = anchors[text], chance(0.5) { return ("*\(name)", "") }
        guard chance(0.04) else { return (nil, "") }
        let name = "a\(anchors.count)"
        // Set only when the value is written whole, so that nothing inside it refers to it.
        return (nil, "&\(name) ")
    }

    private mutating func note(_ anchor: String, _ value: JSONValue) {
        guard !anchor.isEmpty else { return }
        anchors[value.text()] = String(anchor.dropFirst().dropLast())
    }

    private mutating func value(_ value: JSONValue, indent: Int) {
        let (alias, anchor) = reused(value)
        if let alias {
            output += " " + alias
            return lineEnd()
        }
        // Names are numbered by what is noted; an inner anchor of the same number would shadow this one.
        if !anchor.isEmpty { anchors["reserved \(anchors.count)"] = "" }
        defer { note(anchor, value) }
        switch value {
        case .object(let members) where !members.isEmpty && chance(0.6):
            output += anchor.isEmpty ? "" : " " + anchor.dropLast()
            lineEnd()
            block(members, indent: indent + [1, 2, 4][Int.random(in: 0..<3, using: &random)])
        case .array(let elements) where !elements.isEmpty && chance(0.4):
            output += anchor.isEmpty ? "" : " " + anchor.dropLast()
            lineEnd()
            let inner = indent + [0, 2, 3][Int.random(in: 0..<3, using: &random)]
            for element in elements {
                remark(indent: inner)
                output += Self.blanks(inner) + "- " + flow(element)
                lineEnd()
            }
        case .string(let text) where chance(0.3):
            output += " " + anchor
            if !overLines(text, indent: indent + 2) {
                output += scalar(text)
                lineEnd()
            }
        default:
            output += " " + anchor + flow(value, isAnchored: true)
            lineEnd()
        }
    }

    /// A text over several lines, in one of the four styles; false where its characters allow none.
    private mutating func overLines(_ text: String, indent: Int) -> Bool {
        let lines = text.components(separatedBy: "\n")
        let content = lines.last == "" ? lines.dropLast() : lines[...]
        let isPrintable = text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 }
        guard let first = content.first, !text.isEmpty, isPrintable, content.last != "" else { return false }
        let chomp = lines.last == "" ? "" : "-"
        if chance(0.4) {
            output += "|" + (first.hasPrefix(" ") ? "2" : "") + chomp
            lineEnd()
            for line in content { output += (line.isEmpty ? "" : Self.blanks(indent) + line) + "\n" }
            return true
        }
        // A line may be broken at a single blank between words.
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        guard lines.count == 1, words.allSatisfy({ !$0.isEmpty }) else { return false }
        let cut = Int.random(in: 0..<words.count, using: &random)
        let halves = [words[..<cut], words[cut...]].map { $0.joined(separator: " ") }.filter { !$0.isEmpty }
        let broken = { (halves: [String]) in halves.joined(separator: "\n" + Self.blanks(indent)) }
        if chance(0.5) {
            output += ">-"
            lineEnd()
            output += Self.blanks(indent) + broken(halves) + "\n"
            return true
        }
        let isPlain = text.utf8.allSatisfy { $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A || $0 == 0x20 }
        if isPlain, words.count > 1, chance(0.5) {
            output += broken(halves)
        } else {
            output += "\"" + broken(halves.map { String(JSONValue.string($0).text().dropFirst().dropLast()) }) + "\""
        }
        lineEnd()
        return true
    }

    private mutating func flow(_ value: JSONValue, isAnchored: Bool = false) -> String {
        if !isAnchored {
            let (alias, anchor) = reused(value)
            if let alias { return alias }
            if !anchor.isEmpty {
                anchors["reserved \(anchors.count)"] = ""
                let text = anchor + flow(value, isAnchored: true)
                note(anchor, value)
                return text
            }
        }
        switch value {
        case .object(let members):
            let parts = members.keys.sorted().shuffled(using: &random).map { "\($0):  \(flow(members[$0] ?? .null))" }
            return "{" + parts.joined(separator: chance(0.5) ? ", " : " ,") + "}"
        case .array(let elements): return "[" + elements.map { flow($0) }.joined(separator: " ,") + "]"
        case .string(let text): return scalar(text)
        default: return value.text()
        }
    }

    /// A text on one line.
    private mutating func scalar(_ text: String) -> String {
        let isPlain = !text.isEmpty && text.utf8.allSatisfy { $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A || $0 == 0x5F }
        let isWord = ["true", "false", "null", "yes", "no", "on", "off"].contains(text.lowercased())
        if isPlain, !isWord, chance(0.7) { return text }
        let tag = chance(0.02) ? "!!str " : ""
        let isSimple = text.unicodeScalars.allSatisfy { $0.value >= 0x20 }
        if isSimple, chance(0.5) { return tag + "'" + text.replacing("'", with: "''") + "'" }
        return tag + JSONValue.string(text).text()
    }
}
