// SPDX-License-Identifier: Apache-2.0

/// What a pattern is made of.
indirect enum TextPatternNode: Sendable {
    case characters(CharacterGroup)
    case check(TextPattern.Place)
    case sequence([TextPatternNode])
    case choice([TextPatternNode])
    /// Nil: any number of times from the least on.
    case repetition(TextPatternNode, Int, Int?)
}

/// Reads regular expressions of ECMAScript (ECMA-262, 3rd edition, 15.10), as far as ``TextPattern`` takes them.
struct TextPatternParser {
    private let characters: [Unicode.Scalar]
    private var position = 0
    private var depth = 0

    /// How often something may be repeated by a number in braces.
    private static let repetitionLimit = 1000
    /// How deeply groups may be nested.
    private static let depthLimit = 100

    init(_ text: String) { characters = Array(text.unicodeScalars) }

    /// The whole pattern.
    mutating func parse() throws(TextPattern.Fault) -> TextPatternNode {
        let node = try choice()
        guard position == characters.count else { throw fault("a ')' closes nothing") }
        return node
    }

    private var next: Unicode.Scalar? { position < characters.count ? characters[position] : nil }

    private func fault(_ reason: String) -> TextPattern.Fault {
        TextPattern.Fault(reason: "\(reason), at character \(position + 1)")
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard next == character else { return false }
        position += 1
        return true
    }

    private mutating func choice() throws(TextPattern.Fault) -> TextPatternNode {
        depth += 1
        defer { depth -= 1 }
        guard depth <= TextPatternParser.depthLimit else { throw fault("groups are nested too deeply") }
        var branches = [try sequence()]
        while take("|") { branches.append(try sequence()) }
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func sequence() throws(TextPattern.Fault) -> TextPatternNode {
        var nodes: [TextPatternNode] = []
        while let character = next, character != "|", character != ")" {
            let node = try term()
            if case .check = node {
                guard next.map({ "*+?{".unicodeScalars.contains($0) }) != true else {
                    throw fault("a place cannot be repeated")
                }
                nodes.append(node)
            } else {
                nodes.append(try repeated(node))
            }
        }
        return nodes.count == 1 ? nodes[0] : .sequence(nodes)
    }

    private mutating func repeated(_ node: TextPatternNode) throws(TextPattern.Fault) -> TextPatternNode {
        let result: TextPatternNode
        if take("*") {
            result = .repetition(node, 0, nil)
        } else if take("+") {
            result = .repetition(node, 1, nil)
        } else if take("?") {
            result = .repetition(node, 0, 1)
        } else if take("{") {
            let least = try count()
            var most: Int? = least
            if take(",") { most = next == "}" ? nil : try count() }
            guard take("}") else { throw fault("expected '}'") }
            guard most.map({ $0 >= least }) ?? true else { throw fault("the numbers in braces are turned round") }
            result = .repetition(node, least, most)
        } else {
            return node
        }
        // Whether as much or as little as possible is taken makes no difference to whether the pattern occurs.
        _ = take("?")
        guard next.map({ "*+?{".unicodeScalars.contains($0) }) != true else {
            throw fault("nothing stands before '\(next.map(String.init) ?? "")' to be repeated")
        }
        return result
    }

    private mutating func count() throws(TextPattern.Fault) -> Int {
        var value = 0
        let start = position
        while let digit = next.flatMap({ $0.properties.numericType == .decimal ? Int(String($0)) : nil }) {
            value = value * 10 + digit
            guard value <= TextPatternParser.repetitionLimit else {
                throw fault("more than \(TextPatternParser.repetitionLimit) repetitions")
            }
            position += 1
        }
        guard position > start else { throw fault("expected a number") }
        return value
    }

    private mutating func term() throws(TextPattern.Fault) -> TextPatternNode {
        guard let character = next else { throw fault("the pattern ends early") }
        switch character {
        case "^":
            position += 1
            return .check(.start)
        case "$":
            position += 1
            return .check(.end)
        case ".":
            position += 1
            return .characters(.anyOfLine)
        case "(":
            position += 1
            if take("?") {
                guard take(":") else { throw fault("looking ahead is not supported") }
            }
            let node = try choice()
            guard take(")") else { throw fault("a '(' is not closed") }
            return .sequence([node])
        case "[":
            position += 1
            return .characters(try group())
        case "\\":
            position += 1
            if take("b") { return .check(.wordEdge) }
            if take("B") { return .check(.noWordEdge) }
            return .characters(try escape())
        case "*", "+", "?", "{", "}", "]":
            throw fault("'\(character)' stands alone")
        default:
            position += 1
            return .characters(CharacterGroup(ranges: [character.value...character.value]))
        }
    }

    /// What follows a backslash.
    private mutating func escape() throws(TextPattern.Fault) -> CharacterGroup {
        guard let character = next else { throw fault("the pattern ends with a backslash") }
        position += 1
        func inverted(_ group: CharacterGroup) -> CharacterGroup {
            CharacterGroup(ranges: group.ranges, isInverted: true)
        }
        let value: UInt32
        switch character {
        case "d": return .digit
        case "D": return inverted(.digit)
        case "w": return .word
        case "W": return inverted(.word)
        case "s": return .space
        case "S": return inverted(.space)
        case "t": value = 0x09
        case "n": value = 0x0A
        case "v": value = 0x0B
        case "f": value = 0x0C
        case "r": value = 0x0D
        case "0": value = 0
        case "x": value = try hexadecimal(2)
        case "u": value = try hexadecimal(4)
        case "1"..."9": throw fault("references to groups are not supported")
        default: value = character.value
        }
        return CharacterGroup(ranges: [value...value])
    }

    private mutating func hexadecimal(_ length: Int) throws(TextPattern.Fault) -> UInt32 {
        var text = ""
        while text.count < length, let character = next, character.properties.isASCIIHexDigit {
            text.unicodeScalars.append(character)
            position += 1
        }
        guard text.count == length, let value = UInt32(text, radix: 16) else {
            throw fault("expected \(length) hexadecimal digits")
        }
        return value
    }

    /// A group in brackets, the first of which has been read.
    private mutating func group() throws(TextPattern.Fault) -> CharacterGroup {
        var result = CharacterGroup(isInverted: take("^"))
        while true {
            guard let character = next else { throw fault("a '[' is not closed") }
            if character == "]" {
                position += 1
                return result
            }
            let first = try member()
            guard next == "-", position + 1 < characters.count, characters[position + 1] != "]" else {
                result.ranges += first.plainRanges
                continue
            }
            position += 1
            let last = try member()
            guard let low = first.single, let high = last.single, low <= high else {
                throw fault("this is no range of characters")
            }
            result.ranges.append(low...high)
        }
    }

    private mutating func member() throws(TextPattern.Fault) -> CharacterGroup {
        guard let character = next else { throw fault("a '[' is not closed") }
        position += 1
        if character == "\\" {
            // Within brackets this is a backspace.
            if take("b") { return CharacterGroup(ranges: [0x08...0x08]) }
            return try escape()
        }
        if character == "[", take(":") {
            var name = ""
            while let letter = next, letter != ":", name.count < 10 {
                name.unicodeScalars.append(letter)
                position += 1
            }
            guard take(":"), take("]"), let group = CharacterGroup.named[name] else {
                throw fault("there is no class of characters '\(name)'")
            }
            return group
        }
        return CharacterGroup(ranges: [character.value...character.value])
    }
}

extension CharacterGroup {
    /// The only character, nil where there are none or several.
    fileprivate var single: UInt32? {
        guard !isInverted, ranges.count == 1, ranges[0].count == 1 else { return nil }
        return ranges[0].lowerBound
    }
}
