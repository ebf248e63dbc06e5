# SPDX-License-Identifier: Apache-2.0
"""Judges documents by a JSON Schema: FOLDER/documents (a JSON text of one line each) and FOLDER/schema to
FOLDER/verdicts, a line of 1 (valid) or of the first fault for each document. With the further argument `yaml` each
document is a JSON string that holds YAML 1.2. Also checks that the schema itself is valid."""
import json
import pathlib
import sys

import jsonschema
from jsonschema.validators import validator_for

folder = pathlib.Path(sys.argv[1])
schema = json.loads((folder / "schema").read_text(encoding="utf-8"))
kind = validator_for(schema, default=jsonschema.Draft202012Validator)
kind.check_schema(schema)
validator = kind(schema)

if sys.argv[2:] == ["yaml"]:
    from ruamel.yaml import YAML

    reader = YAML(typ="safe", pure=True)

    def read(line):
        return reader.load(json.loads(line))
else:
    read = json.loads

verdicts = []
for line in (folder / "documents").read_text(encoding="utf-8").split("\n"):
    fault = next(validator.iter_errors(read(line)), None)
    verdicts.append("1" if fault is None else f"{fault.json_path}: {fault.message[:200]}".replace("\n", " "))
(folder / "verdicts").write_text("\n".join(verdicts) + "\n", encoding="utf-8")
