// SPDX-License-Identifier: Apache-2.0

/// A regular expression that is searched for in linear time, whatever it is.
///
/// The syntax is that of ECMAScript without what cannot be searched in linear time: no references to groups, no looking
/// ahead. The pattern becomes a program for a machine that follows all its branches at once (Thompson 1968), so that
/// a pattern such as `(a+)+$` costs no more than another of its length.
package struct TextPattern: Sendable {
    /// Why a text is no pattern that can be searched for.
    package struct Fault: Error, Equatable {
        /// What is wrong, a part of a sentence.
        package var reason: String
    }

    /// One step of the machine.
    enum Instruction: Sendable {
        /// One character of a set.
        case character(CharacterGroup)
        /// Both branches.
        case split(Int, Int)
        case jump(Int)
        case check(Place)
        case found
    }

    /// Places between characters.
    enum Place: Sendable {
        case start, end, wordEdge, noWordEdge
    }

    /// Most instructions that a pattern may become: more than any list of names needs.
    package static let instructionLimit = 2000

    private let program: [Instruction]

    /// Reads a pattern.
    ///
    /// - Throws: ``Fault`` where it breaks the syntax, or is larger than ``instructionLimit``.
    package init(_ text: String) throws(Fault) {
        guard text.utf8.count <= 4096 else { throw Fault(reason: "it is longer than 4096 bytes") }
        var parser = TextPatternParser(text)
        let tree = try parser.parse()
        var program: [Instruction] = []
        try TextPattern.emit(tree, into: &program)
        program.append(.found)
        self.program = program
    }

    private static func emit(_ node: TextPatternNode, into program: inout [Instruction]) throws(Fault) {
        guard program.count < instructionLimit else { throw Fault(reason: "it is too large") }
        switch node {
        case .characters(let group): program.append(.character(group))
        case .check(let place): program.append(.check(place))
        case .sequence(let nodes): for node in nodes { try emit(node, into: &program) }
        case .choice(let branches):
            var ends: [Int] = []
            for (index, branch) in branches.enumerated() {
                let isLast = index == branches.count - 1
                let split = program.count
                if !isLast { program.append(.split(split + 1, split + 1)) }
                try emit(branch, into: &program)
                if isLast { break }
                ends.append(program.count)
                program.append(.jump(0))
                program[split] = .split(split + 1, program.count)
            }
            for end in ends { program[end] = .jump(program.count) }
        case .repetition(let node, let least, let most):
            for _ in 0..<least { try emit(node, into: &program) }
            if let most {
                var splits: [Int] = []
                for _ in least..<most {
                    splits.append(program.count)
                    program.append(.split(program.count + 1, program.count + 1))
                    try emit(node, into: &program)
                }
                for split in splits { program[split] = .split(split + 1, program.count) }
            } else {
                let split = program.count
                program.append(.split(split + 1, split + 1))
                try emit(node, into: &program)
                program.append(.jump(split))
                program[split] = .split(split + 1, program.count)
            }
        }
    }

    /// Whether the pattern occurs anywhere in a text.
    ///
    /// - Parameter budget: steps that may be done, lessened by those that were.
    /// - Returns: nil once the budget is used up.
    package func occurs(in text: String, budget: inout Int) -> Bool? {
        let characters = text.unicodeScalars.map(\.value)
        var threads: [Int] = []
        var next: [Int] = []
        // The position at which each instruction was reached last.
        var reached = [Int](repeating: -1, count: program.count)
        var stack: [Int] = []
        for position in 0...characters.count {
            // The search may begin at every position: with the threads that are under way goes a new one.
            stack = [0]
            stack.append(contentsOf: threads.reversed())
            threads.removeAll(keepingCapacity: true)
            while let index = stack.popLast() {
                budget -= 1
                if reached[index] == position { continue }
                reached[index] = position
                switch program[index] {
                case .found: return true
                case .jump(let target): stack.append(target)
                case .split(let first, let second):
                    stack.append(second)
                    stack.append(first)
                case .check(let place):
                    if TextPattern.holds(place, position, characters) { stack.append(index + 1) }
                case .character: threads.append(index)
                }
            }
            guard budget > 0 else { return nil }
            if position == characters.count { break }
            next.removeAll(keepingCapacity: true)
            for index in threads {
                if case .character(let group) = program[index], group.contains(characters[position]) {
                    next.append(index + 1)
                }
            }
            swap(&threads, &next)
        }
        return false
    }

    private static func holds(_ place: Place, _ position: Int, _ characters: [UInt32]) -> Bool {
        let wordBefore = position > 0 && CharacterGroup.word.contains(characters[position - 1])
        let wordAfter = position < characters.count && CharacterGroup.word.contains(characters[position])
        switch place {
        case .start: return position == 0
        case .end: return position == characters.count
        case .wordEdge: return wordBefore != wordAfter
        case .noWordEdge: return wordBefore == wordAfter
        }
    }
}

/// A set of characters: some ranges of Unicode, or all but those.
struct CharacterGroup: Sendable, Equatable {
    var ranges: [ClosedRange<UInt32>] = []
    var isInverted = false

    static let digit = CharacterGroup(ranges: [0x30...0x39])
    static let word = CharacterGroup(ranges: [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
    static let space = CharacterGroup(ranges: [0x09...0x0D, 0x20...0x20, 0xA0...0xA0, 0x2028...0x2029])
    static let anyOfLine = CharacterGroup(ranges: [0x0A...0x0A, 0x0D...0x0D, 0x2028...0x2029], isInverted: true)

    /// The named classes of POSIX, as in `[[:alpha:]]`.
    static let named: [String: CharacterGroup] = [
        "digit": digit, "d": digit, "w": word, "space": space, "s": space,
        "alpha": CharacterGroup(ranges: [0x41...0x5A, 0x61...0x7A]),
        "alnum": CharacterGroup(ranges: [0x30...0x39, 0x41...0x5A, 0x61...0x7A]),
        "upper": CharacterGroup(ranges: [0x41...0x5A]), "lower": CharacterGroup(ranges: [0x61...0x7A]),
        "punct": CharacterGroup(ranges: [0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E]),
        "xdigit": CharacterGroup(ranges: [0x30...0x39, 0x41...0x46, 0x61...0x66]),
        "blank": CharacterGroup(ranges: [0x09...0x09, 0x20...0x20]),
        "cntrl": CharacterGroup(ranges: [0x00...0x1F, 0x7F...0x7F]),
        "graph": CharacterGroup(ranges: [0x21...0x7E]), "print": CharacterGroup(ranges: [0x20...0x7E]),
    ]

    @inline(__always)
    func contains(_ character: UInt32) -> Bool {
        for range in ranges where range.contains(character) { return !isInverted }
        return isInverted
    }

    /// The group's ranges, those of an inverted one being what lies between.
    var plainRanges: [ClosedRange<UInt32>] {
        guard isInverted else { return ranges }
        var result: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if range.lowerBound > next { result.append(next...(range.lowerBound - 1)) }
            next = max(next, range.upperBound + 1)
        }
        result.append(next...0x10FFFF)
        return result
    }
}
