// SPDX-License-Identifier: Apache-2.0
import CYAML
import Diagnostics

/// Builds a ``YAMLTree`` from the events of libyaml, inside ``YAMLLimits``.
package struct YAMLReader {
    private struct Frame {
        var node: Int
        var isMapping: Bool
        var expectsKey = true
        var keyBase: Int
        var weight = 1
        var children: UInt32 = 0
        var lastEnd: UInt32 = 0
        /// The table of its keys among `keyTables`, once it has many; -1 before.
        var table = -1
    }

    private let source: SourceText
    private let collector: DiagnosticCollector
    private var offsets: ScalarOffsets
    private var nodes: [YAMLTree.Node] = []
    private var text: [UInt8] = []
    private var frames: [Frame] = []
    private var keys: [Int] = []
    private var keyTables: [KeyTable] = []
    private var anchors: [String: Int] = [:]
    private var anchorNames: [Int: String] = [:]
    private var tagTexts: [Int: String] = [:]
    private var weights: [Int: Int] = [:]
    private var aliasWork = 0
    private var documents = 0
    /// Whether the text has as many errors as are told of one file.
    private var isFull = false
    /// Whether reading stops because the rest would be of no use.
    private var isCut = false

    /// Reads a text. Faults go to the collector; the tree holds what could be read.
    package static func read(_ source: SourceText, _ collector: DiagnosticCollector) -> YAMLTree {
        guard source.bytes.count <= YAMLLimits.fileSize else {
            collector.report(
                Diagnostic(
                    .fileTooLarge, "the file has more than 4 MB", at: SourceSpan(source, from: 0, to: 0),
                    detail: "Move bulk data into data files that the recipe names."))
            return YAMLTree(source: source, nodes: [], text: [], anchors: [:], tags: [:], isComplete: false)
        }
        let check = TextCheck(source, collector)
        guard check.isReadable else {
            return YAMLTree(source: source, nodes: [], text: [], anchors: [:], tags: [:], isComplete: false)
        }
        var reader = YAMLReader(source, collector, isASCII: check.isASCII)
        let complete = reader.run()
        return YAMLTree(
            source: source, nodes: reader.nodes, text: reader.text, anchors: reader.anchorNames,
            tags: reader.tagTexts, isComplete: complete)
    }

    private init(_ source: SourceText, _ collector: DiagnosticCollector, isASCII: Bool) {
        self.source = source
        self.collector = collector
        offsets = ScalarOffsets(source, isASCII: isASCII)
        nodes.reserveCapacity(min(source.bytes.count / 4 + 8, 4096))
        text.reserveCapacity(min(source.bytes.count, 1 << 16))
    }

    private mutating func run() -> Bool {
        let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
        let event = UnsafeMutablePointer<yaml_event_t>.allocate(capacity: 1)
        defer {
            parser.deallocate()
            event.deallocate()
        }
        guard yaml_parser_initialize(parser) == 1 else { return false }
        defer { yaml_parser_delete(parser) }
        return source.bytes.withUnsafeBufferPointer { bytes in
            let skipped = source.hasByteOrderMark ? 3 : 0
            yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
            if let base = bytes.baseAddress {
                yaml_parser_set_input_string(parser, base + skipped, bytes.count - skipped)
            } else {
                yaml_parser_set_input_string(parser, nil, 0)
            }
            while true {
                guard yaml_parser_parse(parser, event) == 1 else {
                    reportProblem(parser)
                    return false
                }
                let type = event.pointee.type
                let goesOn = take(event)
                yaml_event_delete(event)
                if type == YAML_STREAM_END_EVENT { return true }
                if !goesOn { return closesAtKey() }
            }
        }
    }

    /// No key of the recipe is so far down: what was read has as many faults as are told, and is closed before the last
    /// key. False where reading stopped for another reason.
    private mutating func closesAtKey() -> Bool {
        guard isCut, frames.count == 1, frames[0].isMapping, !isFull, anchorNames.count <= YAMLLimits.anchors else {
            return false
        }
        nodes.removeLast()
        nodes[0].next = UInt32(nodes.count)
        nodes[0].count = frames[0].children - 1
        nodes[0].end = nodes.last?.end ?? nodes[0].end
        return true
    }

    /// Handles one event; false to stop reading.
    private mutating func take(_ event: UnsafeMutablePointer<yaml_event_t>) -> Bool {
        let start = offsets.byte(event.pointee.start_mark.index)
        let end = offsets.byte(event.pointee.end_mark.index)
        switch event.pointee.type {
        case YAML_DOCUMENT_START_EVENT:
            documents += 1
            if documents > 1 {
                report(
                    Diagnostic(
                        .severalDocuments, "a second document starts here", at: SourceSpan(source, from: start, to: end)
                    ))
                return false
            }
        case YAML_SCALAR_EVENT:
            let scalar = event.pointee.data.scalar
            return takeScalar(scalar, start, end)
        case YAML_SEQUENCE_START_EVENT:
            let data = event.pointee.data.sequence_start
            return open(
                .sequence, start, end, anchor: data.anchor, tag: data.tag, flow: data.style == YAML_FLOW_SEQUENCE_STYLE)
        case YAML_MAPPING_START_EVENT:
            let data = event.pointee.data.mapping_start
            return open(
                .mapping, start, end, anchor: data.anchor, tag: data.tag, flow: data.style == YAML_FLOW_MAPPING_STYLE)
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: return close(end)
        case YAML_ALIAS_EVENT: return takeAlias(event.pointee.data.alias.anchor, start, end)
        default: break
        }
        return true
    }

    private mutating func takeScalar(
        _ scalar: yaml_event_s.__Unnamed_union_data.__Unnamed_struct_scalar, _ start: Int, _ end: Int
    ) -> Bool {
        guard scalar.length <= YAMLLimits.scalarLength else {
            report(
                Diagnostic(
                    .scalarTooLong, "a text of \(scalar.length) bytes", at: SourceSpan(source, from: start, to: end),
                    expected: "at most \(YAMLLimits.scalarLength) bytes"))
            return false
        }
        var isQuoted = scalar.style != YAML_PLAIN_SCALAR_STYLE
        if let tag = scalar.tag {
            isQuoted = check(tag: tag, start, isQuoted: isQuoted, collection: nil)
            tagTexts[nodes.count] = String(cString: tag)
        }
        let isDecorated = scalar.tag != nil || scalar.anchor != nil
        let index = nodes.count
        nodes.append(
            YAMLTree.Node(
                kind: isQuoted ? .quoted : .plain,
                isBlock: scalar.style == YAML_LITERAL_SCALAR_STYLE || scalar.style == YAML_FOLDED_SCALAR_STYLE,
                start: UInt32(isDecorated ? pastDecoration(start, end) : start), end: UInt32(end),
                first: UInt32(text.count), count: UInt32(scalar.length), next: UInt32(index + 1)))
        text.append(contentsOf: UnsafeBufferPointer(start: scalar.value, count: scalar.length))
        if nodes[index].isBlock { trimEnd(of: index) }
        if let anchor = scalar.anchor { define(anchor, index) }
        if frames.last?.isMapping == true, frames[frames.count - 1].expectsKey { takeKey(index) }
        return added(index, weight: 1)
    }

    /// A block scalar's end mark lies at the start of the next token; its text ends before the blank lines.
    private mutating func trimEnd(of index: Int) {
        var end = Int(nodes[index].end)
        let start = Int(nodes[index].start)
        while end > start, Self.isBlank(source.bytes[end - 1]) { end -= 1 }
        nodes[index].end = UInt32(end)
    }

    private mutating func open(
        _ kind: YAMLTree.Kind, _ start: Int, _ end: Int, anchor: UnsafeMutablePointer<yaml_char_t>?,
        tag: UnsafeMutablePointer<yaml_char_t>?, flow: Bool
    ) -> Bool {
        guard frames.count < YAMLLimits.depth else {
            report(
                Diagnostic(
                    .tooDeep, "more than \(YAMLLimits.depth) levels", at: SourceSpan(source, from: start, to: end)))
            return false
        }
        if let tag {
            _ = check(tag: tag, start, isQuoted: false, collection: kind)
            tagTexts[nodes.count] = String(cString: tag)
        }
        let index = nodes.count
        let isDecorated = tag != nil || anchor != nil
        nodes.append(
            YAMLTree.Node(
                kind: kind, isFlow: flow,
                start: UInt32(isDecorated ? pastDecoration(start, source.bytes.count) : start),
                end: UInt32(end), next: UInt32(index + 1)))
        if frames.last?.isMapping == true, frames[frames.count - 1].expectsKey {
            let place = SourceSpan(source, from: start, to: end)
            report(
                Diagnostic(
                    .complexKey, kind == .mapping ? "a map cannot be a key" : "a list cannot be a key", at: place))
            nodes[index].isDamaged = true
            nodes[frames[frames.count - 1].node].isDamaged = true
        }
        if let anchor { define(anchor, index) }
        frames.append(Frame(node: index, isMapping: kind == .mapping, keyBase: keys.count))
        return true
    }

    private mutating func close(_ end: Int) -> Bool {
        guard let frame = frames.popLast() else { return true }
        let index = frame.node
        nodes[index].next = UInt32(nodes.count)
        nodes[index].count = frame.children
        if nodes[index].isFlow {
            nodes[index].end = UInt32(end)
        } else if nodes.count > index + 1 {
            // A block collection's own marks run on to the next token; its children's do not.
            nodes[index].end = max(nodes[index].start, frame.lastEnd)
        }
        if frame.isMapping {
            keys.removeLast(keys.count - frame.keyBase)
            if frame.table >= 0 { keyTables.removeLast() }
        }
        if !anchorNames.isEmpty, anchorNames[index] != nil { weights[index] = frame.weight }
        return added(index, weight: frame.weight)
    }

    private mutating func takeAlias(
        _ anchor: UnsafeMutablePointer<yaml_char_t>?, _ start: Int, _ end: Int
    ) -> Bool {
        let place = SourceSpan(source, from: start, to: end)
        let name = anchor.map { String(cString: $0) } ?? ""
        let index = nodes.count
        var node = YAMLTree.Node(kind: .invalid, start: UInt32(start), end: UInt32(end), next: UInt32(index + 1))
        var weight = 1
        if frames.last?.isMapping == true, frames[frames.count - 1].expectsKey {
            report(Diagnostic(.complexKey, "an alias cannot be a key", at: place))
            node.isDamaged = true
            nodes[frames[frames.count - 1].node].isDamaged = true
        } else if let target = anchors[name] {
            if frames.contains(where: { $0.node == target }) {
                report(
                    Diagnostic(
                        .recursiveAlias, "`*\(name)` stands inside the value that it stands for", at: place,
                        related: [
                            RelatedPlace(
                                "the anchor",
                                at: SourceSpan(source, from: Int(nodes[target].start), to: Int(nodes[target].start)))
                        ]))
            } else {
                weight = weights[target] ?? 1
                aliasWork += weight
                if aliasWork > YAMLLimits.aliasBudget {
                    report(
                        Diagnostic(
                            .aliasBudget, "the aliases up to here stand for \(aliasWork) values", at: place,
                            expected: "at most \(YAMLLimits.aliasBudget)"))
                    return false
                }
                node.kind = .alias
                node.first = UInt32(target)
            }
        } else {
            let (names, _) = NearestNames.best(name, in: anchors.keys)
            report(
                Diagnostic(
                    .undefinedAlias, "no anchor `&\(name)` stands before this alias", at: place,
                    detail: "A text that starts with an asterisk needs quotes.",
                    fixes: names.map { Fix("did you mean `*\($0)`?", at: place, replacement: "*\($0)", .suggestion) }))
        }
        nodes.append(node)
        return added(index, weight: weight)
    }

    private mutating func define(_ anchor: UnsafeMutablePointer<yaml_char_t>, _ index: Int) {
        let name = String(cString: anchor)
        anchors[name] = index
        anchorNames[index] = name
        guard anchorNames.count > YAMLLimits.anchors, !isCut else { return }
        isCut = true
        report(
            Diagnostic(
                .aliasBudget, "more than \(YAMLLimits.anchors) anchors", at: span(index),
                detail: "Anchors that nothing refers to can go."))
    }

    /// Books a finished node with its parent; false once the file has too many.
    private mutating func added(_ index: Int, weight: Int) -> Bool {
        if !frames.isEmpty {
            let last = frames.count - 1
            frames[last].children += 1
            frames[last].weight += weight
            frames[last].lastEnd = nodes[index].end
            if frames[last].isMapping { frames[last].expectsKey.toggle() }
        }
        guard nodes.count <= YAMLLimits.nodes else {
            report(
                Diagnostic(
                    .tooManyNodes, "more than \(YAMLLimits.nodes) values",
                    at: SourceSpan(source, from: Int(nodes[index].start), to: Int(nodes[index].end))))
            return false
        }
        return !isFull && !isCut
    }

    // MARK: Keys

    private mutating func takeKey(_ index: Int) {
        let frame = frames[frames.count - 1]
        if nodes[index].kind == .plain, nodes[index].count == 2, equals(index, "<<") {
            report(
                Diagnostic(
                    .mergeKey, "`<<` does not merge maps here", at: span(index),
                    detail: "Use `include`, an alias for a whole value, or a parameter."))
            nodes[index].isDamaged = true
            nodes[frame.node].isDamaged = true
            return
        }
        if let first = earlierKey(equalTo: index, in: frame) {
            let name = String(decoding: text[Int(nodes[index].first)...], as: UTF8.self)
            report(
                Diagnostic(
                    .duplicateKey, "`\(CoreScalar.shortened(name))` is already set in this map", at: span(index),
                    related: [RelatedPlace("first set here", at: span(first))]))
            nodes[index].isDamaged = true
            return
        }
        keys.append(index)
        if frames.count == 1, keys.count > YAMLLimits.rootKeys { isCut = true }
    }

    private mutating func earlierKey(equalTo index: Int, in frame: Frame) -> Int? {
        let own = keys[frame.keyBase...]
        if own.count < 24 {
            return own.first { equal($0, index) }
        }
        // Comparing each with each would be quadratic, which a hostile file could use.
        if frame.table < 0 {
            keyTables.append(KeyTable())
            frames[frames.count - 1].table = keyTables.count - 1
            for key in own { _ = keyTables[keyTables.count - 1].insert(key, nodes, text) }
        }
        return keyTables[keyTables.count - 1].insert(index, nodes, text)
    }

    private func equal(_ left: Int, _ right: Int) -> Bool {
        let count = Int(nodes[left].count)
        guard count == Int(nodes[right].count) else { return false }
        let leftStart = Int(nodes[left].first)
        let rightStart = Int(nodes[right].first)
        return text.withUnsafeBufferPointer { buffer in
            for offset in 0..<count where buffer[leftStart + offset] != buffer[rightStart + offset] { return false }
            return true
        }
    }

    private func equals(_ index: Int, _ word: StaticString) -> Bool {
        let start = Int(nodes[index].first)
        return (0..<word.utf8CodeUnitCount).allSatisfy { text[start + $0] == word.utf8Start[$0] }
    }

    private func span(_ index: Int) -> SourceSpan {
        SourceSpan(source, from: Int(nodes[index].start), to: Int(nodes[index].end))
    }

    // MARK: Tags, anchors and problems

    private mutating func report(_ diagnostic: Diagnostic) {
        collector.report(diagnostic)
        isFull = collector.isFull(for: source)
    }

    private static let sequenceTags: Set = ["!", "tag:yaml.org,2002:seq"]
    private static let mappingTags: Set = ["!", "tag:yaml.org,2002:map"]
    private static let scalarTags: Set = Set(
        ["!"] + ["str", "int", "float", "bool", "null"].map { "tag:yaml.org,2002:" + $0 })

    /// Checks a tag; returns whether a scalar with it is a string whatever its text.
    private mutating func check(
        tag: UnsafeMutablePointer<yaml_char_t>, _ start: Int, isQuoted: Bool, collection: YAMLTree.Kind?
    ) -> Bool {
        let name = String(cString: tag)
        let allowed =
            switch collection {
            case .sequence: Self.sequenceTags
            case .mapping: Self.mappingTags
            default: Self.scalarTags
            }
        if !allowed.contains(name) {
            var first = start
            if source.bytes[first] == UInt8(ascii: "&") { first = pastWord(first) }
            report(
                Diagnostic(
                    .foreignTag, "the tag `\(name)` is not understood",
                    at: SourceSpan(source, from: first, to: endOfWord(first)),
                    detail: "Leave it out; a text that starts with `!` needs quotes."))
            return isQuoted
        }
        if name == "!" || name == "tag:yaml.org,2002:str" { return true }
        return false
    }

    /// The first byte after the anchor and tag of a node.
    private func pastDecoration(_ start: Int, _ end: Int) -> Int {
        var index = start
        while index < end, source.bytes[index] == UInt8(ascii: "&") || source.bytes[index] == UInt8(ascii: "!") {
            index = pastWord(index)
            // The value may start below, behind comments.
            while index < end, source.bytes[index] == UInt8(ascii: "#") { index = pastLine(index) }
        }
        return min(index, end)
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

    /// The first byte that is not blank behind the line of an offset.
    private func pastLine(_ start: Int) -> Int {
        var index = start
        while index < source.bytes.count, source.bytes[index] != 0x0A, source.bytes[index] != 0x0D { index += 1 }
        while index < source.bytes.count, Self.isBlank(source.bytes[index]) { index += 1 }
        return index
    }

    private func endOfWord(_ start: Int) -> Int {
        var index = start
        while index < source.bytes.count, !Self.isBlank(source.bytes[index]) { index += 1 }
        return index
    }

    private func pastWord(_ start: Int) -> Int {
        var index = endOfWord(start)
        while index < source.bytes.count, Self.isBlank(source.bytes[index]) { index += 1 }
        return index
    }

    private mutating func reportProblem(_ parser: UnsafeMutablePointer<yaml_parser_t>) {
        let message = parser.pointee.problem.map { String(cString: $0) } ?? "unreadable"
        var place = offsets.byte(parser.pointee.problem_mark.index)
        if parser.pointee.error == YAML_READER_ERROR { place = parser.pointee.problem_offset }
        let row = SyntaxProblem.table.first { message.contains($0.phrase) }
        var code = row?.code ?? .notYAML
        var summary = row?.summary ?? message
        var hint = row?.hint ?? ""
        let found = place < source.bytes.count ? source.bytes[place] : nil
        if code == .notYAML || code == .indentation, found == 0x09 {
            (code, summary, hint) = (.tabIndentation, "a tab is used as indentation", "Indent by spaces.")
        }
        let opened = parser.pointee.context == nil ? place : offsets.byte(parser.pointee.context_mark.index)
        if let cause = SyntaxCause.diagnostic(source, code, message, context: opened, place: place) {
            report(cause)
            return
        }
        var related: [RelatedPlace] = []
        if let label = row?.contextLabel, parser.pointee.context != nil {
            let context = offsets.byte(parser.pointee.context_mark.index)
            if context != place {
                related = [RelatedPlace(label, at: SourceSpan(source, from: context, to: context + 1))]
            }
        }
        // At the end of the file the caret belongs behind the last thing written, not on the empty last line.
        if found == nil, place > 0 {
            while place > 0, Self.isBlank(source.bytes[place - 1]) { place -= 1 }
        }
        let end = found == nil || found == 0x0A || found == 0x0D ? place : scalarEnd(place)
        report(
            Diagnostic(code, summary, at: SourceSpan(source, from: place, to: end), detail: hint, related: related))
    }

    private func scalarEnd(_ place: Int) -> Int {
        var end = min(place + 1, source.bytes.count)
        while end < source.bytes.count, source.bytes[end] & 0xC0 == 0x80 { end += 1 }
        return end
    }
}
