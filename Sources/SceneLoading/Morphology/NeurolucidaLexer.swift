// SPDX-License-Identifier: Apache-2.0

/// Cuts a Neurolucida ASCII file into tokens, with one token of look-ahead.
struct NeurolucidaLexer {
    /// What the file is made of; white space, commas and comments (from `;` to the end of a line) are left out.
    enum Token: Equatable {
        case open, close, bar
        case spineOpen, spineClose
        case number(Float)
        case word(String)
        case text(String)
        case end
    }

    /// A place in the file.
    struct Location {
        var line: Int
        var position: Int
    }

    /// The token that is being looked at.
    private(set) var current = Token.end
    /// The token after it.
    private(set) var next = Token.end
    /// Where ``current`` starts.
    private(set) var here = Location(line: 1, position: 0)
    private var nextLocation = Location(line: 1, position: 0)
    private var cursor: TextCursor

    /// Looks at the first token.
    init(_ bytes: UnsafeRawBufferPointer) throws(LoadingError) {
        cursor = TextCursor(bytes)
        try advance()
        try advance()
    }

    /// Looks at the next token.
    mutating func advance() throws(LoadingError) {
        current = next
        here = nextLocation
        cursor.skipToContent(comment: UInt8(ascii: ";"))
        while cursor.peek == UInt8(ascii: ","), !cursor.isAtEnd {
            cursor.position += 1
            cursor.skipToContent(comment: UInt8(ascii: ";"))
        }
        nextLocation = Location(line: cursor.line, position: cursor.position)
        next = try scan()
    }

    /// The error for a fault at the current token.
    func fault(_ why: String) -> LoadingError { fault(why, at: here) }

    /// The error for a fault at a place met before.
    func fault(
        _ why: String, at location: Location, _ code: LoadingError.Code = .malformed
    ) -> LoadingError {
        cursor.fault(why, line: location.line, near: location.position, code)
    }

    private mutating func scan() throws(LoadingError) -> Token {
        if cursor.isAtEnd { return .end }
        let byte = cursor.peek
        let bytes = cursor.bytes
        switch byte {
        case UInt8(ascii: "("):
            cursor.position += 1
            return .open
        case UInt8(ascii: "|"):
            cursor.position += 1
            return .bar
        case UInt8(ascii: ")"):
            cursor.position += 1
            if cursor.position < bytes.count, bytes[cursor.position] == UInt8(ascii: ">") {
                cursor.position += 1
                return .spineClose
            }
            return .close
        case UInt8(ascii: "<"):
            cursor.position += 1
            cursor.skipBlanks()
            guard !cursor.isAtEnd, cursor.peek == UInt8(ascii: "(") else {
                throw fault("Expected '(' after '<'", at: nextLocation)
            }
            cursor.position += 1
            return .spineOpen
        case UInt8(ascii: "\""):
            return try scanText()
        default:
            break
        }
        let start = cursor.position
        if let value = DecimalNumber.float(bytes, &cursor.position), value.isFinite, endsToken {
            return .number(value)
        }
        cursor.position = start
        while !cursor.isAtEnd, !endsToken { cursor.position += 1 }
        guard cursor.position > start else { throw fault("Unexpected character", at: nextLocation) }
        return .word(String(decoding: bytes[start..<cursor.position], as: UTF8.self))
    }

    private mutating func scanText() throws(LoadingError) -> Token {
        cursor.position += 1
        let start = cursor.position
        while !cursor.isAtEnd, cursor.bytes[cursor.position] != UInt8(ascii: "\"") {
            if cursor.bytes[cursor.position] == newline { cursor.line += 1 }
            cursor.position += 1
        }
        guard !cursor.isAtEnd else { throw fault("The text is not closed", at: nextLocation, .truncated) }
        let text = String(decoding: cursor.bytes[start..<cursor.position], as: UTF8.self)
        cursor.position += 1
        return .text(text)
    }

    /// Whether a word or number ends at the cursor.
    private var endsToken: Bool {
        guard !cursor.isAtEnd else { return true }
        let byte = cursor.bytes[cursor.position]
        let marks: [UInt8] = [0x28, 0x29, 0x7C, 0x3C, 0x3E, 0x22, 0x2C, 0x3B]
        return byte == newline || isBlank(byte) || marks.contains(byte)
    }
}
