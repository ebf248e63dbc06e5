// SPDX-License-Identifier: Apache-2.0
import Diagnostics

/// The check of a file's bytes before any parsing: UTF-8, no control characters, no byte order mark.
///
/// libyaml refuses the same, but tells neither where nor how many.
struct TextCheck {
    /// Whether every byte is below 0x80, so that byte and scalar offsets agree.
    private(set) var isASCII = true
    /// Whether the text can be parsed at all.
    private(set) var isReadable = true

    init(_ source: SourceText, _ collector: DiagnosticCollector) {
        if source.hasByteOrderMark {
            let span = SourceSpan(source, from: 0, to: 3)
            collector.report(
                Diagnostic(
                    .byteOrderMark, "the file starts with a byte order mark", at: span,
                    fixes: [Fix("remove the byte order mark", at: span, replacement: "", .safe)]))
        }
        if let encoding = Self.otherEncoding(source.bytes.prefix(4)) {
            isReadable = false
            collector.report(
                Diagnostic(
                    .invalidUTF8, "the file is \(encoding), not UTF-8", at: SourceSpan(source, from: 0, to: 0),
                    detail: "Save it as UTF-8."))
            return
        }
        source.bytes.withUnsafeBufferPointer { bytes in
            let start = source.hasByteOrderMark ? 3 : 0
            // Most files are plain ASCII, which one look at each byte shows.
            let isPlain = Self.needsLook.withUnsafeBufferPointer { needsLook in
                var found: UInt8 = 0
                for index in start..<bytes.count { found |= needsLook[Int(bytes[index])] }
                return found == 0
            }
            if !isPlain { inspect(bytes, from: start, source, collector) }
        }
    }

    /// 1 for bytes that are no plain ASCII text: controls but tab, LF and CR; DEL; all above 0x7E.
    private static let needsLook: [UInt8] = (0...255).map { (byte: UInt8) in
        byte < 0x20 && byte != 0x09 && byte != 0x0A && byte != 0x0D || byte >= 0x7F ? 1 : 0
    }

    /// The encoding that the first bytes tell of where it is another than UTF-8: by its byte order mark, or by the NUL
    /// that one ASCII character has in it (YAML 1.2.2, §5.2).
    private static func otherEncoding(_ first: ArraySlice<UInt8>) -> String? {
        let bytes = Array(first)
        if bytes == [0xFF, 0xFE, 0, 0] || bytes == [0, 0, 0xFE, 0xFF] { return "UTF-32" }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return "UTF-16" }
        guard bytes.count == 4 else { return nil }
        let zeros = bytes.map { $0 == 0 }
        if zeros == [false, true, true, true] || zeros == [true, true, true, false] { return "UTF-32" }
        return zeros == [false, true, false, true] || zeros == [true, false, true, false] ? "UTF-16" : nil
    }

    private mutating func inspect(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, _ source: SourceText, _ collector: DiagnosticCollector
    ) {
        var index = start
        while index < bytes.count, !collector.isFull(for: source) {
            let byte = bytes[index]
            if byte < 0x80 {
                if Self.needsLook[Int(byte)] != 0 {
                    reportControl(UInt32(byte), at: index, length: 1, source, collector)
                }
                index += 1
                continue
            }
            isASCII = false
            let (length, scalar) = Self.decode(bytes, at: index)
            guard length > 0 else {
                isReadable = false
                let hex = String(byte, radix: 16, uppercase: true)
                collector.report(
                    Diagnostic(
                        .invalidUTF8, "byte 0x\(hex) is not UTF-8", at: SourceSpan(source, from: index, to: index + 1),
                        detail: "Save the file as UTF-8."))
                index = Self.resynchronised(bytes, after: index)
                continue
            }
            if scalar < 0xA0 || scalar == 0xFFFE || scalar == 0xFFFF || scalar == 0xFEFF || scalar == 0x2028
                || scalar == 0x2029
            {
                reportControl(scalar, at: index, length: length, source, collector)
            }
            index += length
        }
    }

    private mutating func reportControl(
        _ scalar: UInt32, at index: Int, length: Int, _ source: SourceText, _ collector: DiagnosticCollector
    ) {
        isReadable = false
        let hex = String(scalar, radix: 16, uppercase: true)
        let padding = String(repeating: "0", count: 4 - min(4, hex.count))
        let span = SourceSpan(source, from: index, to: index + length)
        let code = "U+\(padding)\(hex)"
        switch scalar {
        case 0: collector.report(Diagnostic(.controlCharacter, "NUL character", at: span))
        case 0xFEFF:
            collector.report(
                Diagnostic(
                    .byteOrderMark, "a byte order mark inside the text", at: span,
                    fixes: [Fix("remove the byte order mark", at: span, replacement: "", .safe)]))
        case 0x85, 0x2028, 0x2029:
            let escape = scalar == 0x85 ? "\\N" : scalar == 0x2028 ? "\\L" : "\\P"
            collector.report(
                Diagnostic(
                    .controlCharacter, "line separator \(code)", at: span,
                    detail: "Readers of YAML differ on whether it ends a line. In double quotes write `\(escape)`."))
        default: collector.report(Diagnostic(.controlCharacter, "control character \(code)", at: span))
        }
    }

    /// Length and value of the well-formed sequence at `index` (Unicode 15, table 3-7); length 0 for an ill-formed one.
    static func decode(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> (Int, UInt32) {
        let first = bytes[index]
        let length: Int
        var value: UInt32
        var low: UInt8 = 0x80
        var high: UInt8 = 0xBF
        switch first {
        case 0xC2...0xDF: (length, value) = (2, UInt32(first & 0x1F))
        case 0xE0...0xEF:
            (length, value) = (3, UInt32(first & 0x0F))
            if first == 0xE0 { low = 0xA0 }
            if first == 0xED { high = 0x9F }
        case 0xF0...0xF4:
            (length, value) = (4, UInt32(first & 0x07))
            if first == 0xF0 { low = 0x90 }
            if first == 0xF4 { high = 0x8F }
        default: return (0, 0)
        }
        guard index + length <= bytes.count else { return (0, 0) }
        for offset in 1..<length {
            let byte = bytes[index + offset]
            guard byte >= low, byte <= high else { return (0, 0) }
            value = value << 6 | UInt32(byte & 0x3F)
            low = 0x80
            high = 0xBF
        }
        return (length, value)
    }

    private static func resynchronised(_ bytes: UnsafeBufferPointer<UInt8>, after index: Int) -> Int {
        var next = index + 1
        while next < bytes.count, bytes[next] & 0xC0 == 0x80 { next += 1 }
        return next
    }
}
