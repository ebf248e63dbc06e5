// SPDX-License-Identifier: Apache-2.0
import Foundation

/// How a drawing goes on: passes over the picture, speed and the time left, from the share that is done.
struct DrawingPace {
    /// Samples of each pixel.
    let passes: Int
    let pixels: Int

    /// What is told after some seconds, such as `12 of 64 passes, 3.4 M samples/s, 1:05 left`. The time left is told
    /// once a hundredth is done, for there is nothing to reckon with before.
    func text(amount: Double, seconds: Double) -> String {
        let share = amount.isFinite ? min(max(amount, 0), 1) : 0
        var parts = ["\(Int(share * Double(passes))) of \(passes) passes"]
        if seconds > 0, share > 0 {
            parts.append(Self.count(share * Double(passes) * Double(pixels) / seconds) + " samples/s")
        }
        if share >= 0.01, share < 1, seconds > 0 {
            parts.append(Self.clock(seconds * (1 - share) / share) + " left")
        }
        return parts.joined(separator: ", ")
    }

    private static func count(_ number: Double) -> String {
        if number >= 1e9 { return String(format: "%.1f G", number * 1e-9) }
        if number >= 1e6 { return String(format: "%.1f M", number * 1e-6) }
        if number >= 1e3 { return String(format: "%.1f k", number * 1e-3) }
        return String(format: "%.0f", number)
    }

    /// Minutes and seconds, with hours where there are any.
    private static func clock(_ seconds: Double) -> String {
        let whole = Int(min(seconds.rounded(), 1e9))
        let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
        return hours > 0
            ? String(format: "%d:%02d:%02d", hours, minutes, rest) : String(format: "%d:%02d", minutes, rest)
    }
}
