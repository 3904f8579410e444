"""What was found in playbooks, as SARIF 2.1.0, which servers and editors show beside the lines.

As "Static Analysis Results Interchange Format (SARIF) Version 2.1.0" of OASIS has it: a run of
the tool (§3.14) whose results (§3.27) name rules by their place, lines and columns count from 1
and the end is behind the last sign (§3.30). Columns count code points (§3.14.17).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from careplay.checks.pages import meaning_of
from careplay.diagnostics import Position
from careplay.outputs.checked import Checked, Finding
from careplay.outputs.checked.fingerprint import fingerprint
from careplay.severity import Severity
from careplay.version import __version__
from careplay.visible import in_json

VERSION = "2.1.0"
SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
LEVELS = {Severity.FAULT: "error", Severity.WARNING: "warning", Severity.ADVICE: "note"}


def report(checked: Checked) -> str:
    """One run of one tool; what kept others from being checked is told as its own."""
    codes = sorted({each.diagnostic.code for each in checked.findings})
    places = {code: place for place, code in enumerate(codes)}
    run = {
        "tool": {
            "driver": {
                "name": "careplay",
                "version": __version__,
                "rules": [*map(_rule, codes)],
            }
        },
        "invocations": [
            {
                "executionSuccessful": not checked.unread,
                "toolExecutionNotifications": [
                    {"level": "error", "message": {"text": str(each)}}
                    for each in checked.unread
                ],
            }
        ],
        "columnKind": "unicodeCodePoints",
        "results": [_result(each, places) for each in checked.findings],
    }
    told = {"$schema": SCHEMA, "version": VERSION, "runs": [run]}
    return in_json(json.dumps(told, ensure_ascii=False, indent=2)) + "\n"


def _rule(code: str) -> dict[str, Any]:
    return {"id": code, "shortDescription": {"text": meaning_of(code)}}


def _result(finding: Finding, places: Mapping[str, int]) -> dict[str, Any]:
    told = finding.diagnostic
    return {
        "ruleId": told.code,
        "ruleIndex": places[told.code],
        "level": LEVELS[finding.severity],
        "message": {"text": told.message},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": uri_of(told.file)},
                    "region": _region(told.position),
                }
            }
        ],
        "partialFingerprints": {"careplay/v1": fingerprint(told.file, told.code, told.message)},
    }


def uri_of(file: str) -> str:
    """The name of a file as a reference: relative where it was given so."""
    path = PurePath(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())


def _region(at: Position) -> dict[str, int]:
    region = {"startLine": at.line, "startColumn": at.column}
    if at.end is not None:
        region |= {"endLine": at.end[0], "endColumn": at.end[1]}
    return region
