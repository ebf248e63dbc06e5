# SPDX-License-Identifier: Apache-2.0
"""Validates an RO-Crate 1.2 with roc-validator of PyPI, without a network.

The validator asks the web for the JSON-LD context that the crate names. Here the package `rocrate` of PyPI answers,
which carries the published context of 1.3: it has every term of 1.2 under the same address. Nothing else is answered,
so a crate that needs more of the web fails.
"""
import importlib.resources
import json
import sys

import requests
from rocrate_validator.cli import cli
from rocrate_validator.utils.http import HttpRequester

ADDRESS = "https://w3id.org/ro/crate/1.2/context"


def context(url):
    document = json.loads(importlib.resources.files("rocrate").joinpath("data/ro-crate.jsonld").read_text())
    body = {"@id": url, "@context": document["@context"]}
    response = requests.Response()
    response.url = url
    response.status_code = 200 if url == ADDRESS else 404
    response.headers["Content-Type"] = "application/ld+json"
    response._content = json.dumps(body).encode()
    return response


HttpRequester.get = lambda self, url, *arguments, **options: context(url)
sys.argv[1:] = [
    "--no-interactive", "--disable-color", "validate", "--profile-identifier", "ro-crate-1.2",
    "--requirement-severity", "required", "--no-paging", sys.argv[1],
]
cli()
