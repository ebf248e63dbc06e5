// SPDX-License-Identifier: Apache-2.0
import Digest
import Foundation
import JSON
import SceneModel

/// How well a picture can be made again.
public enum ReproducibilityClass: String, CaseIterable, Sendable {
    /// It was rebuilt here from a clean folder, and came out equal.
    case reproducible
    /// Everything is as the lock says, but it has not been rebuilt here: `--rebuild` proves it.
    case unproven
    /// It needs data or a backend that are not here.
    case conditional
    /// Something changed.
    case not
}

/// The state of one picture.
public struct FigureStatus: Sendable, Hashable {
    /// The recipe's file, relative to the folder that was looked at.
    public let recipe: String
    /// The picture's file, relative to the output folder.
    public let picture: String
    public let state: ReproducibilityClass
    /// Why, one line each; empty for what is reproducible.
    public let reasons: [String]

    public init(recipe: String, picture: String, state: ReproducibilityClass, reasons: [String] = []) {
        self.recipe = recipe
        self.picture = picture
        self.state = state
        self.reasons = reasons
    }
}

/// The states of all pictures of a folder.
public struct StatusReport: Sendable {
    public let figures: [FigureStatus]

    public init(figures: [FigureStatus]) {
        self.figures = figures
    }

    /// How many pictures are in a class.
    public func count(_ state: ReproducibilityClass) -> Int { figures.count { $0.state == state } }

    /// Whether no picture is of the class `not`.
    public var passed: Bool { count(.not) == 0 }

    /// The report for people.
    public var text: String {
        var lines: [String] = []
        let width = ReproducibilityClass.allCases.map { $0.rawValue.count }.max() ?? 0
        for figure in figures {
            let state = figure.state.rawValue
            let space = String(repeating: " ", count: width - state.count)
            lines.append("\(state)\(space)  \(figure.recipe) → \(figure.picture)")
            for reason in figure.reasons { lines.append("\(String(repeating: " ", count: width))    \(reason)") }
        }
        let counts = ReproducibilityClass.allCases.filter { count($0) > 0 }.map { "\(count($0)) \($0.rawValue)" }
        lines.append(figures.isEmpty ? "no recipes here" : counts.joined(separator: ", "))
        return lines.joined(separator: "\n") + "\n"
    }

    /// The report as JSON.
    public var document: JSONValue {
        let counts = ReproducibilityClass.allCases.map { ($0.rawValue, JSONValue.integer(Int64(count($0)))) }
        return [
            "format_version": 1,
            "passed": .boolean(passed),
            "counts": .object(Dictionary(counts) { _, last in last }),
            "figures": .array(
                figures.map { figure in
                    [
                        "recipe": .string(figure.recipe), "picture": .string(figure.picture),
                        "class": .string(figure.state.rawValue),
                        "reasons": .array(figure.reasons.map { .string($0) }),
                    ]
                }),
        ]
    }

    /// A badge for a README: `figures | 12/14 reproducible`, in the form of shields that people know.
    public var badge: String {
        let good = count(.reproducible)
        let value = figures.isEmpty ? "none" : "\(good)/\(figures.count) reproducible"
        let color =
            count(.not) > 0 ? "#c0392b" : good == figures.count && !figures.isEmpty ? "#2e8540" : "#9a7d0a"
        // Verdana at 11 px is a little under 7 px a character wide.
        let (left, right) = (7 * "figures".count + 10, 7 * value.count + 10)
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(left + right)" height="20" role="img" \
            aria-label="figures: \(value)"><title>figures: \(value)</title>\
            <rect width="\(left)" height="20" rx="3" fill="#555"/>\
            <rect x="\(left)" width="\(right)" height="20" rx="3" fill="\(color)"/>\
            <rect x="\(left - 3)" width="6" height="20" fill="\(color)"/>\
            <g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle">\
            <text x="\(left / 2)" y="14">figures</text>\
            <text x="\(left + right / 2)" y="14">\(value)</text></g></svg>

            """
    }
}
