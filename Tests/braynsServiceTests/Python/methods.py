# SPDX-License-Identifier: Apache-2.0
"""Prints which methods a client package calls: methods.py FOLDER METHOD…, one a line.

A name may stand whole in the source, or be put together: 'add-light-{}' where something's name returns 'sphere'.
"""
import ast
import pathlib
import sys

words, names, templates = set(), set(), set()
for path in pathlib.Path(sys.argv[1]).rglob("*.py"):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant) and len(node.values) == 2:
            templates.add(node.values[0].value)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            words.add(node.value)
        elif isinstance(node, ast.Return) and isinstance(node.value, ast.Constant):
            names.add(node.value.value)
for method in sys.argv[2:]:
    if method in words or any(
        method.startswith(start) and method[len(start) :] in names for start in templates if start.endswith("-")
    ):
        print(method)
