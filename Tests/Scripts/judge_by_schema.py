# SPDX-License-Identifier: Apache-2.0
"""Judges documents by a JSON Schema: FOLDER/documents (one JSON text a line) and FOLDER/schema to FOLDER/verdicts,
a line of 1 (valid) or 0 for each document. Also checks that the schema itself is valid."""
import json
import pathlib
import sys

import jsonschema

folder = pathlib.Path(sys.argv[1])
schema = json.loads((folder / "schema").read_text(encoding="utf-8"))
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
verdicts = []
for line in (folder / "documents").read_text(encoding="utf-8").split("\n"):
    verdicts.append("1" if validator.is_valid(json.loads(line)) else "0")
(folder / "verdicts").write_text("\n".join(verdicts) + "\n", encoding="utf-8")
