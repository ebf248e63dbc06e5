// SPDX-License-Identifier: Apache-2.0
import JSON

/// Numbers as people write them.
enum JSONNumber {
    /// The shortest decimal, without `.0` for whole numbers.
    static func text(_ value: Double) -> String { JSONValue.number(value).text() }

    /// A number with so many digits after the point.
    static func fixed(_ value: Double, _ digits: Int) -> String {
        guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        guard abs(value) * scale < 9e15 else { return text(value) }
        let whole = Int64((abs(value) * scale).rounded())
        let sign = value < 0 && whole != 0 ? "-" : ""
        let unit = Int64(scale)
        guard digits > 0 else { return sign + String(whole) }
        let fraction = String(whole % unit)
        return sign + String(whole / unit) + "." + String(repeating: "0", count: digits - fraction.count) + fraction
    }
}
