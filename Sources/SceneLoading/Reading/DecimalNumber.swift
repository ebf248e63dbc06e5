// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Reads decimal numbers out of bytes, correctly rounded, without locale and without making strings.
///
/// Numbers of up to 19 digits and a small exponent are exact in two operations (the fast path of
/// W. D. Clinger, "How to read floating point numbers accurately", 1990); the rest go through the C library.
package enum DecimalNumber {
    /// The powers of ten that a `Double` holds exactly.
    private static let powers: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
        1e19, 1e20, 1e21, 1e22,
    ]

    /// Reads a number at `position` and moves it past the number.
    ///
    /// - Parameters:
    ///   - bytes: the text.
    ///   - position: where the number starts; unchanged where there is none.
    /// - Returns: the number, infinite where it exceeds the range of `Double`, or nil where no number starts.
    ///   `nan`, `inf` and `infinity` are numbers in any case of letters.
    package static func double(_ bytes: UnsafeRawBufferPointer, _ position: inout Int) -> Double? {
        let end = bytes.count
        var at = position
        var negative = false
        if at < end, bytes[at] == UInt8(ascii: "-") || bytes[at] == UInt8(ascii: "+") {
            negative = bytes[at] == UInt8(ascii: "-")
            at += 1
        }
        var mantissa: UInt64 = 0
        var digits = 0
        var significant = 0
        var exponent = 0
        while at < end, let digit = digitValue(bytes[at]) {
            digits += 1
            if significant < 19 {
                mantissa = mantissa &* 10 &+ digit
                if mantissa != 0 { significant += 1 }
            } else {
                significant += 1
                exponent += 1
            }
            at += 1
        }
        if at < end, bytes[at] == UInt8(ascii: ".") {
            at += 1
            while at < end, let digit = digitValue(bytes[at]) {
                digits += 1
                if significant < 19 {
                    mantissa = mantissa &* 10 &+ digit
                    if mantissa != 0 { significant += 1 }
                    exponent -= 1
                } else {
                    significant += 1
                }
                at += 1
            }
        }
        guard digits > 0 else { return named(bytes, &position) }
        if at < end, bytes[at] | 0x20 == UInt8(ascii: "e") {
            exponent += written(exponentIn: bytes, &at)
        }
        let start = position
        position = at
        if significant <= 19, mantissa <= 1 << 53, exponent >= -22, exponent <= 22 {
            let scaled = exponent < 0 ? Double(mantissa) / powers[-exponent] : Double(mantissa) * powers[exponent]
            return negative ? -scaled : scaled
        }
        return throughLibrary(bytes, start, at)
    }

    /// Reads a number at `position` and rounds it once, to `Float`.
    ///
    /// - Returns: as ``double(_:_:)``.
    package static func float(_ bytes: UnsafeRawBufferPointer, _ position: inout Int) -> Float? {
        let start = position
        guard let wide = double(bytes, &position) else { return nil }
        // A Double halfway between two Floats may itself have been rounded to there: only then is a second
        // rounding wrong, and the library rounds the digits once.
        if wide.bitPattern & 0x1FFF_FFFF == 0x1000_0000 || wide.magnitude < 1.2e-38 && wide != 0 {
            return withNumberText(bytes, start, position) { strtof($0, nil) }
        }
        return Float(wide)
    }

    /// Reads a whole number at `position` and moves it past the number.
    ///
    /// - Returns: nil, with `position` unchanged, where no digits start or the number leaves the range of `Int64`.
    package static func integer(_ bytes: UnsafeRawBufferPointer, _ position: inout Int) -> Int? {
        let end = bytes.count
        var at = position
        var negative = false
        if at < end, bytes[at] == UInt8(ascii: "-") || bytes[at] == UInt8(ascii: "+") {
            negative = bytes[at] == UInt8(ascii: "-")
            at += 1
        }
        let first = at
        var value = 0
        while at < end, let digit = digitValue(bytes[at]) {
            let (tens, tooManyTens) = value.multipliedReportingOverflow(by: 10)
            let (sum, tooMuch) = tens.addingReportingOverflow(Int(digit))
            if tooManyTens || tooMuch { return nil }
            value = sum
            at += 1
        }
        guard at > first else { return nil }
        position = at
        return negative ? -value : value
    }

    @inline(__always)
    private static func digitValue(_ byte: UInt8) -> UInt64? {
        let value = byte &- UInt8(ascii: "0")
        return value < 10 ? UInt64(value) : nil
    }

    /// The exponent after an `e`, or 0 with `at` unchanged where no digits follow. Bounded, so that it never
    /// overflows; a number that far out is zero or infinite anyway.
    private static func written(exponentIn bytes: UnsafeRawBufferPointer, _ at: inout Int) -> Int {
        var next = at + 1
        var negative = false
        if next < bytes.count, bytes[next] == UInt8(ascii: "-") || bytes[next] == UInt8(ascii: "+") {
            negative = bytes[next] == UInt8(ascii: "-")
            next += 1
        }
        var value = 0
        let first = next
        while next < bytes.count, let digit = digitValue(bytes[next]) {
            value = min(value * 10 + Int(digit), 100_000)
            next += 1
        }
        guard next > first else { return 0 }
        at = next
        return negative ? -value : value
    }

    private static func throughLibrary(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> Double {
        withNumberText(bytes, start, end) { strtod($0, nil) }
    }

    /// Calls `body` with the bytes of one number as a C string. The number's form has been checked, so that the
    /// library's own extensions (hexadecimal, locale) cannot occur, provided the process keeps the C locale.
    private static func withNumberText<Result>(
        _ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int, _ body: (UnsafePointer<CChar>) -> Result
    ) -> Result {
        let count = end - start
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: count + 1) { text in
            for offset in 0..<count { text[offset] = CChar(bitPattern: bytes[start + offset]) }
            text[count] = 0
            // The allocation holds at least the terminator, so it has an address.
            guard let address = text.baseAddress else { return body("nan") }
            return body(UnsafePointer(address))
        }
    }

    private static func named(_ bytes: UnsafeRawBufferPointer, _ position: inout Int) -> Double? {
        var at = position
        var sign = 1.0
        if at < bytes.count, bytes[at] == UInt8(ascii: "-") || bytes[at] == UInt8(ascii: "+") {
            sign = bytes[at] == UInt8(ascii: "-") ? -1 : 1
            at += 1
        }
        let names: [(StaticString, Double)] = [("infinity", .infinity), ("inf", .infinity), ("nan", .nan)]
        for (name, value) in names where at + name.utf8CodeUnitCount <= bytes.count {
            let matches = (0..<name.utf8CodeUnitCount).allSatisfy { bytes[at + $0] | 0x20 == name.utf8Start[$0] }
            if matches {
                position = at + name.utf8CodeUnitCount
                return sign * value
            }
        }
        return nil
    }
}
