// SPDX-License-Identifier: Apache-2.0

/// Gathers diagnostics while a recipe is read; passed down through every stage instead of throwing at the first fault.
///
/// A file that is wrong everywhere would bury its reader, so at most ``errorLimit`` errors a file are kept, and as many
/// warnings, and the rest are counted. Not `Sendable`: one reading of one recipe owns one collector.
public final class DiagnosticCollector {
    /// The greatest number of errors kept for one file, and of warnings.
    public static let errorLimit = 100

    /// What was kept, in the order of arrival.
    public private(set) var diagnostics: [Diagnostic] = []
    /// The number of errors seen, kept or not.
    public private(set) var errorCount = 0
    /// The number of errors that were not kept.
    public private(set) var omittedErrors = 0
    /// The number of warnings that were not kept.
    public private(set) var omittedWarnings = 0
    private var errorsOfFile: [ObjectIdentifier: Int] = [:]
    private var warningsOfFile: [ObjectIdentifier: Int] = [:]
    private var includes: [ObjectIdentifier: SourceSpan] = [:]
    private var seen: Set<Fingerprint> = []

    private struct Fingerprint: Hashable {
        var code: String
        var span: SourceSpan?
        var summary: String
    }

    /// Makes an empty collector.
    public init() {}

    /// Whether an error has been reported.
    public var hasErrors: Bool { errorCount > 0 }

    /// Notes the place that brought a text in, which is added to everything reported of that text.
    public func noteInclude(of source: SourceText, at span: SourceSpan) {
        includes[ObjectIdentifier(source)] = span
    }

    /// Takes a diagnostic. The same fault at the same place is kept once, however often a value is used.
    public func report(_ diagnostic: Diagnostic) {
        let fingerprint = Fingerprint(code: diagnostic.code.id, span: diagnostic.span, summary: diagnostic.summary)
        guard seen.insert(fingerprint).inserted else { return }
        var diagnostic = diagnostic
        let file = diagnostic.span.map { ObjectIdentifier($0.source) }
        if let source = diagnostic.span?.source, let place = includes[ObjectIdentifier(source)] {
            diagnostic.related.append(RelatedPlace("included here", at: place))
        }
        switch diagnostic.severity {
        case .error:
            errorCount += 1
            if let file, Self.isBeyondLimit(file, &errorsOfFile) {
                omittedErrors += 1
                return
            }
        case .warning:
            if let file, Self.isBeyondLimit(file, &warningsOfFile) {
                omittedWarnings += 1
                return
            }
        case .note: break
        }
        diagnostics.append(diagnostic)
    }

    private static func isBeyondLimit(_ file: ObjectIdentifier, _ counts: inout [ObjectIdentifier: Int]) -> Bool {
        counts[file, default: 0] += 1
        return counts[file, default: 0] > errorLimit
    }

    /// Whether a text has reached its limit of errors, so that reading on is of no use.
    public func isFull(for source: SourceText) -> Bool {
        errorCount >= Self.errorLimit && errorsOfFile[ObjectIdentifier(source), default: 0] >= Self.errorLimit
    }

    /// What was found so far, sorted for the reader.
    public var report: DiagnosticReport {
        DiagnosticReport(diagnostics, omittedErrors: omittedErrors, omittedWarnings: omittedWarnings)
    }
}

/// The diagnostics of a run, sorted by file (in order of first appearance) and place.
public struct DiagnosticReport: Sendable {
    /// The diagnostics, sorted.
    public var diagnostics: [Diagnostic]
    /// Errors beyond the limit of their file.
    public var omittedErrors: Int
    /// Warnings beyond the limit of their file.
    public var omittedWarnings: Int

    /// Sorts diagnostics into a report.
    public init(_ diagnostics: [Diagnostic] = [], omittedErrors: Int = 0, omittedWarnings: Int = 0) {
        var rankOfFile: [ObjectIdentifier: Int] = [:]
        for diagnostic in diagnostics {
            guard let source = diagnostic.span?.source else { continue }
            if rankOfFile[ObjectIdentifier(source)] == nil { rankOfFile[ObjectIdentifier(source)] = rankOfFile.count }
        }
        func rank(_ diagnostic: Diagnostic) -> Int {
            diagnostic.span.flatMap { rankOfFile[ObjectIdentifier($0.source)] } ?? Int.max
        }
        self.diagnostics = diagnostics.enumerated().sorted { left, right in
            let leftRank = rank(left.element)
            let rightRank = rank(right.element)
            if leftRank != rightRank { return leftRank < rightRank }
            let leftStart = left.element.span?.start ?? 0
            let rightStart = right.element.span?.start ?? 0
            if leftStart != rightStart { return leftStart < rightStart }
            if left.element.severity != right.element.severity { return left.element.severity < right.element.severity }
            return left.offset < right.offset
        }.map(\.element)
        self.omittedErrors = omittedErrors
        self.omittedWarnings = omittedWarnings
    }

    /// The number of errors, those beyond the limit included.
    public var errorCount: Int { diagnostics.count { $0.severity == .error } + omittedErrors }
    /// The number of warnings, those beyond the limit included.
    public var warningCount: Int { diagnostics.count { $0.severity == .warning } + omittedWarnings }
    /// Whether there is no error.
    public var isValid: Bool { errorCount == 0 }

    /// Several reports after each other.
    public static func joined(_ reports: some Sequence<DiagnosticReport>) -> DiagnosticReport {
        var all = DiagnosticReport()
        for report in reports {
            all.diagnostics += report.diagnostics
            all.omittedErrors += report.omittedErrors
            all.omittedWarnings += report.omittedWarnings
        }
        return all
    }
}
