// SPDX-License-Identifier: Apache-2.0

/// Reads Neurolucida's ASCII format (`.asc`): nested lists of points under a heading that names the kind of neurite.
///
/// Follows the meaning that MorphIO gives the format: `(CellBody)` is the outline of the soma; `( … | … )` within a
/// neurite are the branches that continue it; a branch begins with its parent's last point, in the branch's own
/// first diameter; a branch of that one point alone is none. Spines, markers, properties and lists that are no
/// neurite are passed over.
package struct NeurolucidaReader {
    private var lexer: NeurolucidaLexer
    private var morphology = NeuronMorphology()

    /// Reads a file.
    ///
    /// - Parameter bytes: its contents.
    /// - Throws: `LoadingError` with the line at fault.
    package static func read(_ bytes: UnsafeRawBufferPointer) throws(LoadingError) -> NeuronMorphology {
        var reader = NeurolucidaReader(lexer: try NeurolucidaLexer(bytes))
        while reader.lexer.current != .end {
            if reader.lexer.current == .open {
                try reader.readRoot()
            } else {
                try reader.lexer.advance()
            }
        }
        try reader.morphology.readSomaAsContour()
        guard !reader.morphology.sections.isEmpty || !reader.morphology.soma.isEmpty else {
            throw LoadingError(.empty, "The file holds no soma and no neurite")
        }
        return reader.morphology
    }

    private init(lexer: NeurolucidaLexer) { self.lexer = lexer }

    /// What a list at the top of the file holds.
    private enum Root {
        case soma
        case neurite(NeuronMorphology.SectionType)
    }

    /// The words that name a kind of neurite, lower case.
    private static let kinds: [String: Root] = [
        "cellbody": .soma, "cell body": .soma, "axon": .neurite(.axon), "dendrite": .neurite(.dendrite),
        "apical": .neurite(.apicalDendrite),
    ]

    // MARK: Lists at the top

    private mutating func readRoot() throws(LoadingError) {
        let start = lexer.here
        try lexer.advance()
        var root: Root?
        while true {
            switch lexer.current {
            case .close:
                try lexer.advance()
                return
            case .end:
                throw lexer.fault("The list is not closed", at: start, .truncated)
            case .text(let label):
                // Early programs name the soma in a text only.
                if label.lowercased().filter({ $0 != " " }) == "cellbody" { root = .soma }
                try lexer.advance()
            case .open:
                if case .number = lexer.next {
                    guard let root else { return try skipList(from: start) }
                    return try readPoints(of: root, from: start)
                }
                if case .word(let word) = lexer.next, let kind = NeurolucidaReader.kinds[word.lowercased()] {
                    root = kind
                }
                try skipInnerList()
            case .word, .number, .bar, .spineOpen, .spineClose:
                // A list of another kind, such as (Sections …).
                return try skipList(from: start)
            }
        }
    }

    /// Moves past the rest of a list, at whose opening `start` the reader was.
    private mutating func skipList(from start: NeurolucidaLexer.Location) throws(LoadingError) {
        var depth = 1
        while depth > 0 {
            switch lexer.current {
            case .open, .spineOpen: depth += 1
            case .close, .spineClose: depth -= 1
            case .end: throw lexer.fault("The list is not closed", at: start, .truncated)
            default: break
            }
            try lexer.advance()
        }
    }

    /// Moves past a list that begins here.
    private mutating func skipInnerList() throws(LoadingError) {
        let start = lexer.here
        try lexer.advance()
        try skipList(from: start)
    }

    // MARK: Points and branches

    private mutating func readPoints(
        of root: Root, from start: NeurolucidaLexer.Location
    ) throws(LoadingError) {
        var samples: [NeuronMorphology.Sample] = []
        var parent = -1
        // The parents of the lists of branches that are open, outermost first: neurites may be very deep.
        var open: [Int] = []
        while true {
            switch lexer.current {
            case .end:
                throw lexer.fault("The neurite is not closed", at: start, .truncated)
            case .close:
                _ = try finish(&samples, root, parent)
                try lexer.advance()
                guard let outer = open.popLast() else { return }
                parent = outer
            case .bar:
                _ = try finish(&samples, root, parent)
                // The next branch continues the same parent: that of the innermost open list.
                try lexer.advance()
            case .spineOpen:
                try skipInnerList()
            case .text, .word:
                try lexer.advance()
            case .open:
                switch lexer.next {
                case .number:
                    samples.append(try readPoint())
                case .open, .spineOpen, .bar, .close:
                    let below = try finish(&samples, root, parent)
                    open.append(parent)
                    parent = below
                    try lexer.advance()
                case .word, .text, .end, .spineClose:
                    try skipInnerList()
                }
            case .number, .spineClose:
                throw lexer.fault("Unexpected token")
            }
        }
    }

    private mutating func readPoint() throws(LoadingError) -> NeuronMorphology.Sample {
        try lexer.advance()
        var sample = NeuronMorphology.Sample()
        for axis in 0..<4 {
            guard case .number(let value) = lexer.current else { throw lexer.fault("Error parsing the point") }
            sample[axis] = value
            try lexer.advance()
        }
        // A name of the point may follow: (x y z d S1).
        if case .word = lexer.current { try lexer.advance() }
        guard lexer.current == .close else { throw lexer.fault("Error parsing the point") }
        try lexer.advance()
        sample.w /= 2
        return sample
    }

    /// Makes a section, or the soma, of the points read.
    ///
    /// - Returns: the id that branches below continue.
    private mutating func finish(
        _ samples: inout [NeuronMorphology.Sample], _ root: Root, _ parent: Int
    ) throws(LoadingError) -> Int {
        defer { samples.removeAll() }
        guard let first = samples.first else { return parent }
        guard case .neurite(let type) = root else {
            guard morphology.soma.isEmpty else { throw lexer.fault("A soma is already defined") }
            morphology.soma = samples
            return -1
        }
        if parent > 0, let joint = morphology.sections[parent - 1].samples.last {
            if joint.position != first.position {
                samples.insert(NeuronMorphology.Sample(joint.position, first.w), at: 0)
            }
            if samples.count == 1 { return parent }
        }
        let id = morphology.sections.count + 1
        morphology.sections.append(NeuronMorphology.Section(id: id, parent: parent, type: type, samples: samples))
        return id
    }
}
