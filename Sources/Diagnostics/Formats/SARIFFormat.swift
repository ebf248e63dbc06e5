// SPDX-License-Identifier: Apache-2.0
import JSON

/// Diagnostics as SARIF 2.1.0 (OASIS Standard, 27 March 2020), for code scanning services.
public enum SARIFFormat {
    /// A log of one run. Columns count Unicode scalars, which the log declares (§3.14.17).
    public static func value(_ report: DiagnosticReport, version: String) -> JSONValue {
        let codes = Set(report.diagnostics.map(\.code))
        let rules = DiagnosticCode.all.filter(codes.contains)
        let indices = Dictionary(rules.enumerated().map { ($1.id, $0) }) { first, _ in first }
        let driver: JSONValue = [
            "name": "scene-recipe", "version": .string(version),
            "rules": .array(rules.map(rule)),
        ]
        return [
            "version": "2.1.0",
            "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
            "runs": [
                [
                    "tool": ["driver": driver],
                    "columnKind": "unicodeCodePoints",
                    "results": .array(report.diagnostics.map { result($0, indices) }),
                ]
            ],
        ]
    }

    private static func rule(_ code: DiagnosticCode) -> JSONValue {
        [
            "id": .string(code.id),
            "name": .string(code.title.split(separator: " ").map(\.capitalized).joined()),
            "shortDescription": ["text": .string(code.title)],
            "fullDescription": ["text": .string(code.explanation)],
            "help": ["text": .string("Wrong:\n\n\(code.wrong)\n\nRight:\n\n\(code.right)")],
            "defaultConfiguration": ["level": .string(code.severity.rawValue)],
        ]
    }

    private static func result(_ diagnostic: Diagnostic, _ indices: [String: Int]) -> JSONValue {
        let detail = diagnostic.fullDetail
        let message = detail.isEmpty ? diagnostic.summary : "\(diagnostic.summary). \(detail)"
        var members: [String: JSONValue] = [
            "ruleId": .string(diagnostic.code.id),
            "level": .string(diagnostic.severity.rawValue),
            "message": ["text": .string(message)],
        ]
        if let index = indices[diagnostic.code.id] { members["ruleIndex"] = .integer(Int64(index)) }
        if let span = diagnostic.span { members["locations"] = [location(span)] }
        if !diagnostic.related.isEmpty {
            members["relatedLocations"] = .array(
                diagnostic.related.enumerated().map { index, place in
                    guard case .object(var members) = location(place.span) else { return .null }
                    members["id"] = .integer(Int64(index + 1))
                    members["message"] = ["text": .string(place.label)]
                    return .object(members)
                })
        }
        if !diagnostic.fixes.isEmpty { members["fixes"] = .array(diagnostic.fixes.map(fix)) }
        return .object(members)
    }

    private static func fix(_ fix: Fix) -> JSONValue {
        [
            "description": ["text": .string(fix.title)],
            "artifactChanges": [
                [
                    "artifactLocation": ["uri": .string(uri(fix.span.source.name))],
                    "replacements": [
                        ["deletedRegion": region(fix.span), "insertedContent": ["text": .string(fix.replacement)]]
                    ],
                ]
            ],
        ]
    }

    private static func location(_ span: SourceSpan) -> JSONValue {
        [
            "physicalLocation": [
                "artifactLocation": ["uri": .string(uri(span.source.name))], "region": region(span),
            ]
        ]
    }

    private static func region(_ span: SourceSpan) -> JSONValue {
        let start = span.startPosition
        let end = span.endPosition
        return [
            "startLine": .integer(Int64(start.line)), "startColumn": .integer(Int64(start.column)),
            "endLine": .integer(Int64(end.line)), "endColumn": .integer(Int64(end.column)),
            "byteOffset": .integer(Int64(start.byte)), "byteLength": .integer(Int64(end.byte - start.byte)),
        ]
    }

    /// A path as a URI reference (RFC 3986): everything but unreserved characters and slashes is percent-encoded.
    package static func uri(_ path: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in path.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"), UInt8(ascii: "/"):
                bytes.append(byte)
            default:
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        let text = String(decoding: bytes, as: UTF8.self)
        return path.hasPrefix("/") ? "file://" + text : text
    }
}

extension Substring {
    fileprivate var capitalized: String { prefix(1).uppercased() + dropFirst() }
}
