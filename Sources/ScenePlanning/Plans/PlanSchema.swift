// SPDX-License-Identifier: Apache-2.0

extension Plan {
    /// The JSON Schema (draft 2020-12) of ``json`` and of a plan that was written to a file.
    public static let schema = #"""
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "title": "Scene Recipe plan",
          "description": "What would change on a backend: the output of `recipe plan --format json`, and the file \#
        of `recipe plan --out`, which has the members `desired`, `options` and `state` too.",
          "type": "object",
          "required": [
            "format_version", "backend", "recipe_digest", "has_changes", "changes", "drift", "unmanaged", \#
        "pictures", "state_digest"
          ],
          "additionalProperties": false,
          "properties": {
            "format_version": {
              "description": "A new member raises the second number, any other change of form the first.",
              "type": "string",
              "pattern": "^1\\.[0-9]+$"
            },
            "backend": {
              "description": "The backend as it was called: `embedded` or a URI.",
              "type": "string",
              "examples": ["embedded", "ws://localhost:5000"]
            },
            "recipe_digest": {
              "description": "The digest of the recipe's meaning; null where it is not known.",
              "type": ["string", "null"],
              "examples": ["sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"]
            },
            "has_changes": {
              "description": "Whether anything on the backend would be different. A new name alone is no change.",
              "type": "boolean"
            },
            "changes": {
              "description": "One entry for each address of the recipe and for each that is removed, those without \#
        a change too.",
              "type": "array",
              "items": { "$ref": "#/$defs/change" }
            },
            "drift": {
              "description": "What somebody else has changed on the backend since the last apply.",
              "type": "array",
              "items": { "$ref": "#/$defs/drift" }
            },
            "unmanaged": {
              "description": "Objects on the backend that the recipe does not name.",
              "type": "array",
              "items": { "$ref": "#/$defs/unmanaged" }
            },
            "pictures": {
              "description": "The pictures that the recipe asks for. They are no part of the scene.",
              "type": "array",
              "items": { "$ref": "#/$defs/picture" }
            },
            "state_digest": {
              "description": "The digest of all that was observed. A plan that was saved is applied only to this \#
        state.",
              "type": "string",
              "pattern": "^sha256:[0-9a-f]{64}$"
            },
            "desired": {
              "description": "In a plan file: the scene that is wanted. Its form is not part of the contract.",
              "type": "object"
            },
            "options": {
              "description": "In a plan file: what the plan was made by.",
              "type": "object",
              "required": ["unmanaged", "replace_first", "refresh_hidden"],
              "additionalProperties": false,
              "properties": {
                "unmanaged": { "$ref": "#/$defs/policy" },
                "replace_first": { "description": "Whether what goes is removed before anything new is made.", \#
        "type": "boolean" },
                "refresh_hidden": { "description": "Whether what cannot be read back is made again.", "type": \#
        "boolean" },
                "owner": { "description": "The recipe that the plan is for.", "type": "string" }
              }
            },
            "state": {
              "description": "In a plan file: the digest of each object by its id, to tell which one moved.",
              "type": "object",
              "propertyNames": { "pattern": "^[0-9]+$" },
              "additionalProperties": { "type": "string", "pattern": "^[0-9a-f]{64}$" }
            }
          },
          "$defs": {
            "address": {
              "description": "What of the recipe this is about.",
              "type": "string",
              "pattern": "^(models\\..+|lights\\..+|clipping\\..+|camera|renderer|simulation)$",
              "examples": ["models.column", "lights.key", "camera"]
            },
            "policy": {
              "description": "What becomes of objects that the recipe does not name.",
              "enum": ["fail", "keep", "remove"]
            },
            "attribute": {
              "description": "A leaf that differs.",
              "type": "object",
              "required": ["path", "before", "after", "after_unknown"],
              "additionalProperties": false,
              "properties": {
                "path": {
                  "description": "Where under the address, in the recipe's words.",
                  "type": "string",
                  "examples": ["color", "transform.translate", "parts.neurons.material"]
                },
                "before": { "description": "The value now; null where there is none or it is not known." },
                "after": { "description": "The value then; null where there is none or it is not known yet." },
                "after_unknown": {
                  "description": "Whether the value is known only during the apply, as a camera that is fitted to a \#
        model not yet loaded.",
                  "type": "boolean"
                }
              }
            },
            "change": {
              "type": "object",
              "required": ["address", "actions", "reason", "attributes", "cost"],
              "additionalProperties": false,
              "properties": {
                "address": { "$ref": "#/$defs/address" },
                "actions": {
                  "description": "What happens: one word.",
                  "type": "array",
                  "minItems": 1,
                  "maxItems": 1,
                  "items": { "enum": ["create", "update", "replace", "remove", "move", "no-op"] }
                },
                "reason": { "description": "Why it must be so, where that is not plain.", "type": ["string", "null"] },
                "previous_address": { "$ref": "#/$defs/address" },
                "attributes": { "type": "array", "items": { "$ref": "#/$defs/attribute" } },
                "cost": {
                  "description": "The dearest call: none; a property is set; an object is made; a file is read.",
                  "enum": ["none", "property", "object", "load"]
                }
              }
            },
            "drift": {
              "type": "object",
              "required": ["address", "attributes", "affects_pixels"],
              "additionalProperties": false,
              "properties": {
                "address": { "$ref": "#/$defs/address" },
                "attributes": { "type": "array", "items": { "$ref": "#/$defs/attribute" } },
                "affects_pixels": {
                  "description": "Whether a picture of the recipe could look different for it.",
                  "type": "boolean"
                }
              }
            },
            "unmanaged": {
              "type": "object",
              "required": ["id", "type", "policy"],
              "additionalProperties": false,
              "properties": {
                "id": { "description": "The backend's id.", "type": "integer", "minimum": 0 },
                "type": { "description": "The backend's word for its kind.", "type": "string", "examples": ["mesh", \#
        "light"] },
                "path": { "description": "The file that it was loaded from.", "type": "string" },
                "owner": { "description": "The recipe that made it.", "type": "string" },
                "policy": { "$ref": "#/$defs/policy" }
              }
            },
            "picture": {
              "type": "object",
              "required": ["name", "file", "resolution"],
              "additionalProperties": false,
              "properties": {
                "name": { "type": "string" },
                "file": { "description": "Relative to the output folder.", "type": "string" },
                "resolution": {
                  "description": "Width and height in pixels.",
                  "type": "array",
                  "minItems": 2,
                  "maxItems": 2,
                  "items": { "type": "integer", "minimum": 1 }
                }
              }
            }
          }
        }
        """#
}
