// SPDX-License-Identifier: Apache-2.0

/// A place in a text of lines, from which words and numbers are read.
///
/// Blanks are space, tab, carriage return, vertical tab and form feed; a line ends at a line feed. The cursor
/// counts lines, so that every fault can be told by its line.
package struct TextCursor {
    /// The whole text.
    package let bytes: UnsafeRawBufferPointer
    /// The next byte to read.
    package var position = 0
    /// The line of `position`, counted from 1.
    package var line = 1

    /// A cursor at the start of a text, which must outlive it.
    package init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// Whether everything has been read.
    @inline(__always)
    package var isAtEnd: Bool { position >= bytes.count }

    /// The next byte, or a line feed at the end of the text.
    @inline(__always)
    package var peek: UInt8 { position < bytes.count ? bytes[position] : newline }

    /// Whether nothing but the end of the line follows; blanks must have been skipped.
    @inline(__always)
    package var isAtLineEnd: Bool { peek == newline }

    /// Moves past blanks, staying on the line.
    @inline(__always)
    package mutating func skipBlanks() {
        while position < bytes.count, isBlank(bytes[position]) { position += 1 }
    }

    /// Moves to the start of the next line.
    package mutating func skipLine() {
        while position < bytes.count, bytes[position] != newline { position += 1 }
        if position < bytes.count {
            position += 1
            line += 1
        }
    }

    /// Moves past blanks, line ends and comments, which run from `comment` to the end of their line.
    ///
    /// - Parameter comment: the byte that starts a comment, nil where the format has none.
    package mutating func skipToContent(comment: UInt8? = nil) {
        while position < bytes.count {
            let byte = bytes[position]
            if byte == newline {
                position += 1
                line += 1
            } else if isBlank(byte) {
                position += 1
            } else if byte == comment {
                while position < bytes.count, bytes[position] != newline { position += 1 }
            } else {
                return
            }
        }
    }

    /// The word that starts here, up to the next blank or line end; empty at a line end.
    package mutating func word() -> UnsafeRawBufferPointer {
        let start = position
        while position < bytes.count, bytes[position] != newline, !isBlank(bytes[position]) { position += 1 }
        return UnsafeRawBufferPointer(rebasing: bytes[start..<position])
    }

    /// The rest of the line without blanks at its ends, and the cursor at the next line.
    package mutating func restOfLine() -> String {
        skipBlanks()
        let start = position
        while position < bytes.count, bytes[position] != newline { position += 1 }
        var end = position
        while end > start, isBlank(bytes[end - 1]) { end -= 1 }
        let text = String(decoding: bytes[start..<end], as: UTF8.self)
        skipLine()
        return text
    }

    /// A finite number on this line, after blanks; nil, at the same place, where none follows or where a blank,
    /// line end or end of text does not end it.
    package mutating func float() -> Float? {
        skipBlanks()
        let start = position
        guard let value = DecimalNumber.float(bytes, &position), value.isFinite, endsWord else {
            position = start
            return nil
        }
        return value
    }

    /// A whole number on this line, after blanks; nil, at the same place, as for ``float()``.
    package mutating func integer() -> Int? {
        skipBlanks()
        let start = position
        guard let value = DecimalNumber.integer(bytes, &position), endsWord else {
            position = start
            return nil
        }
        return value
    }

    /// Three finite numbers on this line.
    @inline(__always)
    package mutating func vector() -> SIMD3<Float>? {
        guard let x = float(), let y = float(), let z = float() else { return nil }
        return SIMD3(x, y, z)
    }

    /// The error for a fault on this line, in the wording of the peer's mesh readers.
    ///
    /// - Parameters:
    ///   - why: what is wrong, without a full stop.
    ///   - code: the kind of fault.
    package func fault(_ why: String, _ code: LoadingError.Code = .malformed) -> LoadingError {
        fault(why, line: line, near: position, code)
    }

    /// The error for a fault on a line met before; `near` is a byte of that line.
    package func fault(
        _ why: String, line: Int, near: Int, _ code: LoadingError.Code = .malformed
    ) -> LoadingError {
        let text = lineText(around: near)
        return LoadingError(
            code, "Parsing error at line \(line): '\(why)'. Line content: '\(text)'", at: .line(line))
    }

    /// Whether the word read last ends here.
    @inline(__always)
    private var endsWord: Bool { position >= bytes.count || bytes[position] == newline || isBlank(bytes[position]) }

    /// The line around a byte, at most 80 bytes of it.
    private func lineText(around near: Int) -> String {
        var start = min(near, bytes.count)
        while start > 0, bytes[start - 1] != newline, near - start < 200 { start -= 1 }
        var end = start
        while end < bytes.count, bytes[end] != newline, end - start < 80 { end += 1 }
        while end > start, isBlank(bytes[end - 1]) { end -= 1 }
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }
}

/// The byte that ends a line.
package let newline = UInt8(ascii: "\n")

/// Whether a byte is white space within a line.
@inline(__always)
package func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0B || byte == 0x0C
}

/// Whether bytes spell an ASCII text.
@inline(__always)
package func spells(_ bytes: UnsafeRawBufferPointer, _ text: StaticString) -> Bool {
    guard bytes.count == text.utf8CodeUnitCount else { return false }
    for offset in 0..<bytes.count where bytes[offset] != text.utf8Start[offset] { return false }
    return true
}
