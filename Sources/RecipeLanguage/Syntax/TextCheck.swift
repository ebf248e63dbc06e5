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
            var index = source.hasByteOrderMark ? 3 : 0
            while index < bytes.count {
                if index + 16 <= bytes.count {
                    let chunk = UnsafeRawPointer(bytes.baseAddress.unsafelyUnwrapped + index)
                        .loadUnaligned(as: SIMD16<UInt8>.self)
                    let control =
                        (chunk .< 0x20) .& (chunk .!= 0x0A) .& (chunk .!= 0x09) .& (chunk .!= 0x0D)
                    if !any(control .| (chunk .>= 0x7F)) {
                        index += 16
                        continue
                    }
                }
                let end = min(index + 16, bytes.count)
                while index < end {
                    let byte = bytes[index]
                    if byte < 0x80 {
                        if byte < 0x20 && byte != 0x0A && byte != 0x09 && byte != 0x0D || byte == 0x7F {
                            reportControl(byte: UInt32(byte), at: index, length: 1, source, collector)
                        }
                        index += 1
                        continue
                    }
                    isASCII = false
                    let (length, scalar) = Self.decode(bytes, at: index)
                    if length == 0 {
                        isReadable = false
                        let span = SourceSpan(source, from: index, to: index + 1)
                        let hex = String(byte, radix: 16, uppercase: true)
                        collector.report(
                            Diagnostic(
                                .invalidUTF8, "byte 0x\(hex) is not UTF-8", at: span,
                                detail: "Save the file as UTF-8."))
                        index = Self.resynchronised(bytes, after: index)
                    } else {
                        if scalar < 0xA0 && scalar != 0x85 || scalar == 0xFFFE || scalar == 0xFFFF {
                            reportControl(byte: scalar, at: index, length: length, source, collector)
                        }
                        index += length
                    }
                    if collector.isFull(for: source) { return }
                }
                if collector.isFull(for: source) { return }
            }
        }
    }

    private mutating func reportControl(
        byte: UInt32, at index: Int, length: Int, _ source: SourceText, _ collector: DiagnosticCollector
    ) {
        isReadable = false
        let hex = String(byte, radix: 16, uppercase: true)
        let name = byte == 0 ? "NUL character" : "control character U+\(String(repeating: "0", count: 4 - min(4, hex.count)))\(hex)"
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
