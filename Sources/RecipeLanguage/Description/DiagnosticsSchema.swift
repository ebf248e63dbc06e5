// SPDX-License-Identifier: Apache-2.0
import JSON

extension LanguageReference {
    /// The JSON Schema of `validate --format json`, indented, ending with a line end.
    public static func diagnosticsSchemaJSON() -> String {
        diagnosticsSchema.text(.indented) + "\n"
    }

    private static let count: JSONValue = ["type": "integer", "minimum": 0]

    private static func object(_ properties: [String: JSONValue], optional: Set<String> = []) -> JSONValue {
        [
            "type": "object", "properties": .object(properties), "additionalProperties": false,
            "required": .array(properties.keys.filter { !optional.contains($0) }.sorted().map(JSONValue.string)),
        ]
    }

    private static let diagnosticsSchema: JSONValue = {
        let position = object([
            "line": ["type": "integer", "minimum": 1, "description": "From 1."],
            "column": ["type": "integer", "minimum": 1, "description": "From 1, in Unicode scalars."],
            "byte": ["type": "integer", "minimum": 0, "description": "From 0."],
        ])
        let range = object([
            "filename": ["type": "string"], "start": ["$ref": "#/$defs/position"], "end": ["$ref": "#/$defs/position"],
        ])
        let snippet = object([
            "code": ["type": "string", "description": "The line, cut to a window if it is long."],
            "start_line": ["type": "integer", "minimum": 1],
            "highlight_start_offset": count, "highlight_end_offset": count,
        ])
        let fix = object([
            "title": ["type": "string"], "range": ["$ref": "#/$defs/range"], "replacement": ["type": "string"],
            "applicability": ["enum": ["safe", "suggestion"]],
        ])
        let related = object(["label": ["type": "string"], "range": ["$ref": "#/$defs/range"]])
        let diagnostic = object(
            [
                "severity": ["enum": ["error", "warning", "note"]],
                "code": ["type": "string", "pattern": "^[A-Z][0-9]{3}$"],
                "family": ["type": "string"], "summary": ["type": "string", "minLength": 1],
                "detail": ["type": "string"], "expected": ["type": "string"], "found": ["type": "string"],
                "range": ["$ref": "#/$defs/range"], "snippet": ["$ref": "#/$defs/snippet"],
                "related": ["type": "array", "items": ["$ref": "#/$defs/related"]],
                "fixes": ["type": "array", "items": ["$ref": "#/$defs/fix"]],
            ], optional: ["expected", "found", "range", "snippet"])
        guard
            case .object(var root) = object([
                "format_version": ["type": "string", "pattern": "^1\\.[0-9]+$"], "valid": ["type": "boolean"],
                "error_count": count, "warning_count": count,
                "diagnostics": ["type": "array", "items": ["$ref": "#/$defs/diagnostic"]],
            ])
        else { return .null }
        root["$schema"] = "https://json-schema.org/draft/2020-12/schema"
        root["title"] = "Diagnostics of scene recipes"
        root["$defs"] = [
            "position": position, "range": range, "snippet": snippet, "fix": fix, "related": related,
            "diagnostic": diagnostic,
        ]
        return .object(root)
    }()
}
