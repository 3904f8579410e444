"""What was found in playbooks, as GitLab's code quality report, which shows it on a merge.

As "Code Quality report format" of GitLab's manual has it. The fingerprint follows from the
file, the code, the sentence and how many were alike before, and not from the line: what moves
with the lines above it is not new.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from careplay.diagnostics import Diagnostic
from careplay.faults import CareplayError
from careplay.outputs.checked import Checked
from careplay.outputs.checked.fingerprint import fingerprint
from careplay.severity import Severity
from careplay.visible import in_json

GRAVE = {Severity.FAULT: "critical", Severity.WARNING: "minor", Severity.ADVICE: "info"}


def report(checked: Checked) -> str:
    """A list with an entry for each; the paths are those that were given."""
    entries = [*_found(checked), *map(_unread, checked.unread)]
    return in_json(json.dumps(entries, ensure_ascii=False, indent=2)) + "\n"


def _found(checked: Checked) -> Iterator[dict[str, Any]]:
    alike: Counter[tuple[str, str, str]] = Counter()
    for each in checked.findings:
        told = each.diagnostic
        kind = (told.file, told.code, told.message)
        yield _entry(told, GRAVE[each.severity], fingerprint(*kind, str(alike[kind])))
        alike[kind] += 1


def _entry(told: Diagnostic, severity: str, print_: str) -> dict[str, Any]:
    return {
        "description": told.message,
        "check_name": told.code,
        "fingerprint": print_,
        "severity": severity,
        "location": {
            "path": PurePath(told.file).as_posix(),
            "lines": {"begin": told.position.line},
        },
    }


def _unread(fault: CareplayError) -> dict[str, Any]:
    """What kept a business from being checked lies in no file that can be shown."""
    return {
        "description": str(fault),
        "check_name": "careplay",
        "fingerprint": fingerprint(str(fault)),
        "severity": "blocker",
        "location": {"path": "careplay.yaml", "lines": {"begin": 1}},
    }
