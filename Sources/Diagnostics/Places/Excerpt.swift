// SPDX-License-Identifier: Apache-2.0

/// One line of source with the stretch to underline, ready to print.
struct Excerpt {
    /// The line's number, from 1.
    var line: Int
    /// The line, cut to a window around the stretch if it is long; control characters shown as their pictures.
    var text: String
    /// What to print below the line up to the stretch: tabs stay tabs, wide characters become two blanks.
    var padding: String
    /// The width of the stretch in terminal cells, at least 1.
    var width: Int

    /// The widest excerpt, in scalars; a recipe written by a program may be one line of megabytes.
    static let window = 120

    init(_ span: SourceSpan) {
        let start = span.startPosition
        let bytes = span.source.line(start.line)
        let first = min(max(span.start, bytes.startIndex), bytes.endIndex)
        let last = min(max(span.end, first), bytes.endIndex)
        // Only the neighbourhood of the stretch is turned into text.
        let before = Self.tail(bytes[bytes.startIndex..<first], limit: Self.window * 2 / 3)
        let marked = Self.head(bytes[first..<last], limit: Self.window)
        let after = Self.head(bytes[last...], limit: max(0, Self.window - before.scalars.count - marked.scalars.count))
        var text = before.cut ? "…" : ""
        var padding = before.cut ? " " : ""
        for scalar in before.scalars {
            let shown = Self.visible(scalar)
            text.unicodeScalars.append(shown)
            padding += scalar == "\t" ? "\t" : String(repeating: " ", count: DisplayWidth.of(shown))
        }
        var width = 0
        for scalar in marked.scalars {
            let shown = Self.visible(scalar)
            text.unicodeScalars.append(shown)
            width += DisplayWidth.of(shown)
        }
        for scalar in after.scalars { text.unicodeScalars.append(Self.visible(scalar)) }
        if marked.cut || after.cut { text += "…" }
        self.line = start.line
        self.text = text
        self.padding = padding
        self.width = max(1, width)
    }

    private static func visible(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        if scalar == "\t" { return scalar }
        if scalar.value < 0x20 { return Unicode.Scalar(0x2400 + scalar.value) ?? "?" }
        if scalar.value == 0x7F { return "\u{2421}" }
        if scalar.value >= 0x80, scalar.value < 0xA0 { return "\u{FFFD}" }
        if (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value) { return "\u{FFFD}" }
        return scalar
    }

    private static func head(_ bytes: ArraySlice<UInt8>, limit: Int) -> (scalars: [Unicode.Scalar], cut: Bool) {
        let scalars = Array(String(decoding: bytes.prefix(limit * 4), as: UTF8.self).unicodeScalars)
        let cut = scalars.count > limit || bytes.count > limit * 4
        return (Array(scalars.prefix(limit)), cut)
    }

    private static func tail(_ bytes: ArraySlice<UInt8>, limit: Int) -> (scalars: [Unicode.Scalar], cut: Bool) {
        var start = max(bytes.startIndex, bytes.endIndex - limit * 4)
        while start < bytes.endIndex, start > bytes.startIndex, bytes[start] & 0xC0 == 0x80 { start += 1 }
        let scalars = Array(String(decoding: bytes[start...], as: UTF8.self).unicodeScalars)
        let cut = scalars.count > limit || start > bytes.startIndex
        return (Array(scalars.suffix(limit)), cut)
    }
}
