// SPDX-License-Identifier: Apache-2.0

/// A text that diagnostics point into: a file, standard input, or a value given on the command line.
///
/// Everything that points into a text does so by byte offset; lines and columns are worked out only when a
/// diagnostic is shown, so that a text without faults never pays for them.
public final class SourceText: Sendable {
    /// The name shown to the reader: a path as the user wrote it, `<stdin>`, or `--set density`.
    public let name: String
    /// The UTF-8 bytes, as read (a byte order mark included).
    public let bytes: [UInt8]
    /// The byte offset at which each line starts; the first is 0. LF, CRLF and a lone CR end a line.
    public let lineStarts: [Int]

    /// Makes a text from its bytes, which need not be valid UTF-8.
    public init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
        var starts = [0]
        starts.reserveCapacity(min(bytes.count / 16 + 2, 4096))
        bytes.withUnsafeBufferPointer { buffer in
            var index = 0
            while index < buffer.count {
                let byte = buffer[index]
                index += 1
                if byte == 0x0A {
                    starts.append(index)
                } else if byte == 0x0D {
                    if index < buffer.count, buffer[index] == 0x0A { index += 1 }
                    starts.append(index)
                }
            }
        }
        self.lineStarts = starts
    }

    /// Makes a text from a string.
    public convenience init(name: String, text: String) {
        self.init(name: name, bytes: Array(text.utf8))
    }

    /// The zero-based index of the line that holds the byte at `offset`.
    public func lineIndex(at offset: Int) -> Int {
        var low = 0
        var high = lineStarts.count - 1
        while low < high {
            let middle = (low + high + 1) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle - 1 }
        }
        return low
    }

    /// Line and column, both 1-based, of the byte at `offset` (clamped into the text). Columns count Unicode
    /// scalars; a byte order mark at the start of the text takes no column.
    public func position(at offset: Int) -> SourcePosition {
        let offset = min(max(offset, 0), bytes.count)
        let line = lineIndex(at: offset)
        var first = lineStarts[line]
        if line == 0, hasByteOrderMark, offset >= 3 { first = 3 }
        // A recipe written by a program may be one line of megabytes, with a hundred faults.
        let scalars = bytes.withUnsafeBufferPointer { buffer in
            var count = 0
            for byte in UnsafeBufferPointer(rebasing: buffer[first..<max(first, offset)]) {
                count &+= byte & 0xC0 != 0x80 ? 1 : 0
            }
            return count
        }
        return SourcePosition(line: line + 1, column: scalars + 1, byte: offset)
    }

    /// Whether the text starts with the UTF-8 byte order mark.
    public var hasByteOrderMark: Bool {
        bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF
    }

    /// The bytes of a line, 1-based, without its line end; empty for a line that does not exist.
    public func line(_ number: Int) -> ArraySlice<UInt8> {
        guard number >= 1, number <= lineStarts.count else { return [] }
        var start = lineStarts[number - 1]
        var end = number < lineStarts.count ? lineStarts[number] : bytes.count
        if end > start, bytes[end - 1] == 0x0A { end -= 1 }
        if end > start, bytes[end - 1] == 0x0D { end -= 1 }
        if number == 1, hasByteOrderMark { start = min(3, end) }
        return bytes[start..<end]
    }

    /// The text between two byte offsets, clamped; bytes that are not UTF-8 become U+FFFD.
    public func text(from start: Int, to end: Int) -> String {
        let start = min(max(start, 0), bytes.count)
        let end = min(max(end, start), bytes.count)
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }
}

/// A place in a text.
public struct SourcePosition: Hashable, Sendable {
    /// Line, from 1.
    public var line: Int
    /// Column in Unicode scalars, from 1.
    public var column: Int
    /// Offset in bytes, from 0.
    public var byte: Int

    /// Makes a position from its line, column (both from 1) and byte offset (from 0).
    public init(line: Int, column: Int, byte: Int) {
        self.line = line
        self.column = column
        self.byte = byte
    }
}

/// A stretch of a text, by byte offsets; empty where something is missing.
public struct SourceSpan: Sendable {
    /// The text pointed into.
    public let source: SourceText
    /// First byte.
    public let start: Int
    /// One past the last byte; equal to `start` for a mere place.
    public let end: Int

    /// Makes a span; `end` is raised to `start` if it is smaller.
    public init(_ source: SourceText, from start: Int, to end: Int) {
        self.source = source
        self.start = start
        self.end = max(start, end)
    }

    /// The position of the first byte.
    public var startPosition: SourcePosition { source.position(at: start) }
    /// The position just past the last byte.
    public var endPosition: SourcePosition { source.position(at: end) }
    /// The text that the span covers.
    public var text: String { source.text(from: start, to: end) }
    /// `file:line:column` of the start.
    public var description: String {
        let place = startPosition
        return "\(source.name):\(place.line):\(place.column)"
    }
}

extension SourceSpan: Hashable {
    /// Two spans are equal where they cover the same bytes of the same text.
    public static func == (left: SourceSpan, right: SourceSpan) -> Bool {
        left.source === right.source && left.start == right.start && left.end == right.end
    }

    /// Feeds the identity of the text and the two offsets.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(ObjectIdentifier(source))
        hasher.combine(start)
        hasher.combine(end)
    }
}
