// SPDX-License-Identifier: Apache-2.0

/// Reads SWC, the text format of neuron reconstructions: a line a sample with id, type, x, y, z, radius, parent.
///
/// Follows the meaning that MorphIO gives the format (its manual and the SWC+ specification): samples are joined
/// into sections between branching points; a section that continues another begins with that one's last sample;
/// the soma's kind follows from the number and order of its samples; a change of type needs a branching point.
package struct SWCReader {
    /// One line of the file.
    private struct Record {
        var id: Int
        var type: Int
        var sample: NeuronMorphology.Sample
        /// The parent's place in ``records``, -1 for a root.
        var parent: Int
        var line: Int
    }

    private var records: [Record] = []
    /// The children of each record in the file's order: a first child and a next sibling, -1 for none.
    private var firstChild: [Int32] = []
    private var nextSibling: [Int32] = []
    private var morphology = NeuronMorphology()

    /// Reads a file.
    ///
    /// - Parameter bytes: its contents.
    /// - Returns: the morphology, all types of sections in it.
    /// - Throws: `LoadingError` with the line at fault.
    package static func read(_ bytes: UnsafeRawBufferPointer) throws(LoadingError) -> NeuronMorphology {
        var reader = SWCReader()
        try reader.readRecords(bytes)
        reader.linkChildren()
        try reader.readSoma()
        try reader.readSections()
        return reader.morphology
    }

    // MARK: Lines

    private mutating func readRecords(_ bytes: UnsafeRawBufferPointer) throws(LoadingError) {
        var cursor = TextCursor(bytes)
        var places: [Int: Int] = [:]
        var parents: [Int] = []
        let capacity = bytes.count / 40
        records.reserveCapacity(capacity)
        places.reserveCapacity(capacity)
        while true {
            cursor.skipToContent(comment: UInt8(ascii: "#"))
            if cursor.isAtEnd { break }
            guard let id = cursor.integer(), let type = cursor.integer(), let position = cursor.vector(),
                let radius = cursor.float(), let parent = cursor.integer()
            else { throw cursor.fault("Expected id, type, x, y, z, radius and parent") }
            guard id >= 0, parent >= -1 else { throw cursor.fault("Negative ids are not allowed, but for parent -1") }
            guard id != parent else { throw cursor.fault("Sample \(id) is its own parent") }
            guard type >= 0, type < 64 else { throw cursor.fault("Unsupported section type \(type)") }
            if let earlier = places.updateValue(records.count, forKey: id) {
                throw cursor.fault("Sample id \(id) repeats the one of line \(records[earlier].line)")
            }
            records.append(
                Record(
                    id: id, type: type, sample: NeuronMorphology.Sample(position, radius), parent: -1,
                    line: cursor.line))
            parents.append(parent)
            cursor.skipLine()
        }
        guard !records.isEmpty else { throw LoadingError(.empty, "The file holds no samples") }
        // Parents may come after their children.
        for index in records.indices where parents[index] >= 0 {
            guard let parent = places[parents[index]] else {
                throw LoadingError(
                    .malformed, "Sample \(records[index].id) refers to the non-existent parent \(parents[index])",
                    at: .line(records[index].line))
            }
            records[index].parent = parent
        }
        try refuseCircles()
    }

    /// - Throws: `LoadingError` with the line of a sample that is among its own ancestors: no soma leads to it.
    private func refuseCircles() throws(LoadingError) {
        // 0: not seen yet; 1: on the way up from where it was begun; 2: leads to a root.
        var states = [UInt8](repeating: 0, count: records.count)
        var way: [Int] = []
        for start in records.indices where states[start] == 0 {
            var index = start
            while index >= 0, states[index] == 0 {
                states[index] = 1
                way.append(index)
                index = records[index].parent
            }
            guard index < 0 || states[index] == 2 else {
                throw LoadingError(
                    .malformed, "Sample \(records[index].id) is among its own ancestors",
                    at: .line(records[index].line))
            }
            for index in way { states[index] = 2 }
            way.removeAll(keepingCapacity: true)
        }
    }

    private mutating func linkChildren() {
        firstChild = [Int32](repeating: -1, count: records.count)
        nextSibling = [Int32](repeating: -1, count: records.count)
        // Backwards, so that the lists run forwards.
        for index in records.indices.reversed() where records[index].parent >= 0 {
            let parent = records[index].parent
            nextSibling[index] = firstChild[parent]
            firstChild[parent] = Int32(truncatingIfNeeded: index)
        }
    }

    private func children(_ index: Int) -> [Int] {
        var result: [Int] = []
        var child = Int(firstChild[index])
        while child >= 0 {
            result.append(child)
            child = Int(nextSibling[child])
        }
        return result
    }

    private func isSoma(_ index: Int) -> Bool { records[index].type == NeuronMorphology.SectionType.soma.rawValue }

    // MARK: Soma

    private mutating func readSoma() throws(LoadingError) {
        let soma = records.indices.filter(isSoma)
        morphology.soma = soma.map { records[$0].sample }
        for index in soma where records[index].parent >= 0 && !isSoma(records[index].parent) {
            throw LoadingError(
                .malformed, "Found a soma sample with a neurite as parent", at: .line(records[index].line))
        }
        if soma.isEmpty { return }
        if soma.count == 1 {
            morphology.somaKind = .singlePoint
            return
        }
        let followsNeuroMorpho =
            soma.count == 3 && soma.map { records[$0].id } == [1, 2, 3]
            && soma.map { records[$0].parent } == [-1, soma[0], soma[0]]
        if followsNeuroMorpho {
            morphology.somaKind = .threePoints
            return
        }
        let roots = soma.filter { records[$0].parent < 0 }
        guard roots.count <= 1 else {
            let lines = roots.map { String(records[$0].line) }.joined(separator: ", ")
            throw LoadingError(
                .malformed, "Multiple somata found, at lines \(lines)", at: .line(records[roots[1]].line))
        }
        for index in soma where records[index].parent >= 0 && children(index).filter(isSoma).count > 1 {
            throw LoadingError(.malformed, "The soma branches", at: .line(records[index].line))
        }
        morphology.somaKind = .cylinders
    }

    // MARK: Sections

    /// A section to be made: its first own record, the section that it continues, and the sample to begin with.
    private struct Start {
        var record: Int
        var parent: Int
        var joint: NeuronMorphology.Sample?
    }

    private mutating func readSections() throws(LoadingError) {
        // Depth first, children in the file's order, with a stack of our own: neurites may be very deep.
        var stack: [Start] = []
        for root in records.indices where isSoma(root) || records[root].parent < 0 {
            if isSoma(root) {
                for child in children(root).reversed() where !isSoma(child) {
                    stack.append(Start(record: child, parent: -1, joint: nil))
                }
            } else if children(root).contains(where: { !isSoma($0) }) {
                stack.append(Start(record: root, parent: -1, joint: nil))
            }
            while let start = stack.popLast() { try readSection(start, &stack) }
        }
    }

    private mutating func readSection(_ start: Start, _ stack: inout [Start]) throws(LoadingError) {
        var samples: [NeuronMorphology.Sample] = []
        if let joint = start.joint, joint.position != records[start.record].sample.position {
            samples.append(joint)
        }
        var index = start.record
        var next = children(index)
        samples.append(records[index].sample)
        while next.count == 1 {
            guard records[next[0]].type == records[index].type else {
                throw LoadingError(
                    .malformed, "The section type changes from \(records[index].type) to \(records[next[0]].type) "
                        + "without a branching point", at: .line(records[next[0]].line))
            }
            index = next[0]
            samples.append(records[index].sample)
            next = children(index)
        }
        let id = morphology.sections.count + 1
        morphology.sections.append(
            NeuronMorphology.Section(
                id: id, parent: start.parent, type: NeuronMorphology.SectionType(rawValue: records[index].type),
                samples: samples))
        for child in next.reversed() {
            stack.append(Start(record: child, parent: id, joint: records[index].sample))
        }
    }
}
