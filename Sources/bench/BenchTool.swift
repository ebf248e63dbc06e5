// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Measures speed and memory as ratios to a peer or a limit, both taken in the same run, and prints them. Nothing
/// passes or fails here: machines differ, and ratios inform. Each row is printed as soon as it is known.
///
///     bench            every suite
///     bench json       the suites named
@main
struct BenchTool {
    /// Every suite, in the order of printing; the one that takes longest, a few minutes, comes last.
    static let suites: [Suite] = [
        jsonSuite, digestSuite, languageSuite, figureSuite, planningSuite, serviceSuite, loadingSuite, renderSuite,
    ]

    static func main() async throws {
        let wanted = Array(CommandLine.arguments.dropFirst())
        if let unknown = wanted.first(where: { name in !suites.contains { $0.name == name } }) {
            let names = suites.map(\.name).joined(separator: ", ")
            FileHandle.standardError.write(Data("no suite '\(unknown)'; there are: \(names)\n".utf8))
            exit(64)
        }
        for suite in suites where wanted.isEmpty || wanted.contains(suite.name) {
            let report = Report()
            report.note("\(suite.name): \(suite.question)")
            try await suite.measure(report)
            report.note("")
        }
    }
}

/// Some measurements that answer one question.
struct Suite: Sendable {
    let name: String
    let question: String
    let measure: @Sendable (_ report: Report) async throws -> Void
}

/// Prints the rows of a suite, each when it is called with one: past any buffer, for a suite can take minutes.
struct Report: Sendable {
    /// Prints one figure beside what it is to be compared with.
    ///
    /// - Parameter beside: the peer or limit, and its figure in the same unit; nil where there is none on this machine.
    func callAsFunction(
        _ what: String, _ ours: Double, _ unit: String, beside: (name: String, value: Double)? = nil
    ) {
        var text = "  " + what.padding(toLength: 58, withPad: " ", startingAt: 0) + figure(ours) + " " + unit
        if let beside {
            text += "   \(beside.name) \(figure(beside.value)) \(unit)   ratio \(figure(ours / beside.value))"
        }
        note(text)
    }

    /// Prints a line.
    func note(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }

    private func figure(_ value: Double) -> String {
        let digits = abs(value) >= 100 ? 0 : abs(value) >= 10 ? 1 : abs(value) >= 1 ? 2 : 4
        return String(format: "%.\(digits)f", value)
    }
}
