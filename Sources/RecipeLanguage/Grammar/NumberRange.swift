// SPDX-License-Identifier: Apache-2.0

/// The numbers that a key takes.
package struct NumberRange: Sendable {
    /// The least number, or nil.
    package var minimum: Double?
    /// The greatest number, or nil.
    package var maximum: Double?
    /// Whether the bounds themselves are excluded.
    package var excludesMinimum = false
    package var excludesMaximum = false

    /// Every number.
    package static let any = NumberRange()

    /// At least `minimum`.
    package static func atLeast(_ minimum: Double) -> NumberRange { NumberRange(minimum: minimum) }
    /// More than `minimum`.
    package static func above(_ minimum: Double) -> NumberRange {
        NumberRange(minimum: minimum, excludesMinimum: true)
    }
    /// From `minimum` to `maximum`, both included.
    package static func between(_ minimum: Double, _ maximum: Double) -> NumberRange {
        NumberRange(minimum: minimum, maximum: maximum)
    }
    /// From `minimum` (included) to `maximum` (excluded).
    package static func from(_ minimum: Double, below maximum: Double) -> NumberRange {
        NumberRange(minimum: minimum, maximum: maximum, excludesMaximum: true)
    }
    /// Between the two, both excluded.
    package static func inside(_ minimum: Double, _ maximum: Double) -> NumberRange {
        NumberRange(minimum: minimum, maximum: maximum, excludesMinimum: true, excludesMaximum: true)
    }

    /// Whether a number lies in the range.
    package func contains(_ value: Double) -> Bool {
        if let minimum, excludesMinimum ? value <= minimum : value < minimum { return false }
        if let maximum, excludesMaximum ? value >= maximum : value > maximum { return false }
        return true
    }

    /// The range in words: "from 0 to 1", "above 0"; nil for every number.
    package var phrase: String? {
        let low = minimum.map(NumberText.plain)
        let high = maximum.map(NumberText.plain)
        switch (low, high) {
        case (nil, nil): return nil
        case (let low?, nil): return excludesMinimum ? "above \(low)" : "of at least \(low)"
        case (nil, let high?): return excludesMaximum ? "below \(high)" : "of at most \(high)"
        case (let low?, let high?):
            if !excludesMinimum, !excludesMaximum { return "from \(low) to \(high)" }
            return (excludesMinimum ? "above \(low)" : "from \(low)")
                + (excludesMaximum ? " and below \(high)" : " to \(high)")
        }
    }
}

/// Numbers as texts.
package enum NumberText {
    /// The shortest decimal that reads back to the same number, without `.0`.
    package static func plain(_ value: Double) -> String {
        if let whole = Int(exactly: value), abs(whole) < 1_000_000_000_000_000 { return String(whole) }
        return "\(value)"
    }
}
