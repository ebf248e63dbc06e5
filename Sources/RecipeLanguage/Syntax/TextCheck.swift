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
            if scalar < 0xA0 && scalar != 0x85 || scalar == 0xFFFE || scalar == 0xFFFF {
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
        let name = scalar == 0 ? "NUL character" : "control character U+\(padding)\(hex)"
        collector.report(Diagnostic(.controlCharacter, name, at: SourceSpan(source, from: index, to: index + length)))
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
