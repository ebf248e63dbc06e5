// SPDX-License-Identifier: Apache-2.0
import JSON

/// Diagnostics as the JSON contract of `validate --format json` (schema: `schemas/diagnostics.schema.json`).
public enum JSONFormat {
    /// The whole report: `{valid, error_count, warning_count, diagnostics}`.
    public static func value(_ report: DiagnosticReport) -> JSONValue {
        [
            "format_version": "1.0",
            "valid": .boolean(report.isValid),
            "error_count": .integer(Int64(report.errorCount)),
            "warning_count": .integer(Int64(report.warningCount)),
            "diagnostics": .array(report.diagnostics.map(value)),
        ]
    }

    /// One diagnostic. Lines and columns count from 1 (columns in Unicode scalars), bytes from 0.
    public static func value(_ diagnostic: Diagnostic) -> JSONValue {
        var members: [String: JSONValue] = [
            "severity": .string(diagnostic.severity.rawValue),
            "code": .string(diagnostic.code.id),
            "family": .string(diagnostic.code.family.rawValue),
            "summary": .string(diagnostic.summary),
            "detail": .string(diagnostic.fullDetail),
            "related": .array(diagnostic.related.map { ["label": .string($0.label), "range": range($0.span)] }),
            "fixes": .array(diagnostic.fixes.map(value)),
        ]
        if let expected = diagnostic.expected { members["expected"] = .string(expected) }
        if let found = diagnostic.found { members["found"] = .string(found) }
        if let span = diagnostic.span {
            members["range"] = range(span)
            members["snippet"] = snippet(span)
        }
        return .object(members)
    }

    private static func value(_ fix: Fix) -> JSONValue {
        [
            "title": .string(fix.title), "range": range(fix.span), "replacement": .string(fix.replacement),
            "applicability": .string(fix.applicability.rawValue),
        ]
    }

    /// A span as `{filename, start, end}`.
    public static func range(_ span: SourceSpan) -> JSONValue {
        [
            "filename": .string(span.source.name), "start": position(span.startPosition),
            "end": position(span.endPosition),
        ]
    }

    private static func position(_ position: SourcePosition) -> JSONValue {
        [
            "line": .integer(Int64(position.line)), "column": .integer(Int64(position.column)),
            "byte": .integer(Int64(position.byte)),
        ]
    }

    private static func snippet(_ span: SourceSpan) -> JSONValue {
        let excerpt = Excerpt(span)
        let start = excerpt.padding.unicodeScalars.count
        return [
            "code": .string(excerpt.text), "start_line": .integer(Int64(excerpt.line)),
            "highlight_start_offset": .integer(Int64(start)),
            "highlight_end_offset": .integer(Int64(start + excerpt.width)),
        ]
    }
}
