// SPDX-License-Identifier: Apache-2.0

extension Lock {
    /// The JSON Schema (draft 2020-12) of lock files.
    public static let schema = #"""
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "$id": "urn:scene-recipe:lock:1",
          "title": "Scene Recipe lock",
          "description": "All that a figure was made from and what came out: the file NAME.lock.json beside a recipe.",
          "type": "object",
          "additionalProperties": false,
          "required": ["lock_version", "engine", "backend", "recipe", "parameters", "inputs", "pictures"],
          "properties": {
            "lock_version": {
              "description": "Version of this format.",
              "const": 1
            },
            "engine": {
              "description": "The program that made the pictures.",
              "type": "object",
              "additionalProperties": false,
              "required": ["name", "version"],
              "properties": {
                "name": { "type": "string", "examples": ["scene-recipe"] },
                "version": { "type": "string", "description": "Semantic version.", "examples": ["0.1.0"] }
              }
            },
            "backend": {
              "description": "The backend that drew the pictures.",
              "type": "object",
              "additionalProperties": false,
              "required": ["location", "renderer"],
              "properties": {
                "location": {
                  "type": "string",
                  "description": "embedded, or the URI of a service.",
                  "examples": ["embedded", "ws://localhost:5000"]
                },
                "renderer": {
                  "type": "string",
                  "description": "Name and version of the renderer; pixels change only with it.",
                  "examples": ["scene-recipe-embedded/1", "brayns/3.10.1"]
                }
              }
            },
            "recipe": {
              "type": "object",
              "additionalProperties": false,
              "required": ["file", "digest"],
              "properties": {
                "file": { "type": "string", "description": "File name of the recipe.", "examples": ["figure.yaml"] },
                "digest": { "$ref": "#/$defs/digest", "description": "Digest of the recipe's meaning." }
              }
            },
            "parameters": {
              "description": "Value of each parameter that is not swept, by its name.",
              "type": "object"
            },
            "inputs": {
              "description": "Every file that was read, in the order of the paths.",
              "type": "array",
              "items": { "$ref": "#/$defs/input" }
            },
            "pictures": {
              "description": "Every picture, in the order of the files.",
              "type": "array",
              "items": { "$ref": "#/$defs/picture" }
            }
          },
          "$defs": {
            "digest": {
              "type": "string",
              "pattern": "^sha256:[0-9a-f]{64}$"
            },
            "input": {
              "type": "object",
              "additionalProperties": false,
              "required": ["path"],
              "properties": {
                "path": {
                  "type": "string",
                  "description": "Relative to the recipe, or from a data root.",
                  "examples": ["data/neuron.swc", "${data.circuits}/BlueConfig"]
                },
                "size": { "type": "integer", "minimum": 0, "description": "Bytes." },
                "sha256": { "type": "string", "pattern": "^[0-9a-f]{64}$" },
                "unhashed": { "const": true, "description": "Only the backend can read the file." }
              },
              "oneOf": [
                { "required": ["size", "sha256"], "not": { "required": ["unhashed"] } },
                { "required": ["unhashed"], "not": { "anyOf": [{ "required": ["size"] }, { "required": ["sha256"] }] } }
              ]
            },
            "picture": {
              "type": "object",
              "additionalProperties": false,
              "required": ["name", "file", "meaning", "drawing", "pixels", "content"],
              "properties": {
                "name": { "type": "string", "description": "Name in the recipe." },
                "file": { "type": "string", "description": "Relative to the output folder." },
                "cell": { "type": "object", "description": "Values of the swept parameters, by their names." },
                "meaning": {
                  "$ref": "#/$defs/digest",
                  "description": "Digest of the meaning of the recipe as far as this picture goes, title and \#
        authors included."
                },
                "drawing": { "$ref": "#/$defs/digest", "description": "Digest of all that decides over the pixels." },
                "pixels": { "$ref": "#/$defs/digest", "description": "Digest of the pixels." },
                "content": { "$ref": "#/$defs/digest", "description": "Digest of the file, metadata included." },
                "noise": {
                  "type": "string",
                  "contentEncoding": "base64",
                  "description": "How much each block of pixels varies from seed to seed, for the statistical \#
        comparison."
                }
              }
            }
          }
        }
        """#
}
