"""What was found in playbooks, for programs: ``schemas/checked.schema.json``."""

from __future__ import annotations

import json
from typing import Any

from careplay.outputs.checked import Checked, CheckedBusiness, Finding
from careplay.visible import in_json


def report(checked: Checked) -> str:
    """Places and sentences; no time, so that the same files give the same bytes."""
    told = {
        "passed": checked.exit_code == 0,
        "businesses": [_business(each) for each in checked.businesses],
        "findings": [_finding(each) for each in checked.findings],
        "unread": [str(each) for each in checked.unread],
    }
    return in_json(json.dumps(told, ensure_ascii=False, indent=2)) + "\n"


def _business(business: CheckedBusiness) -> dict[str, Any]:
    return {
        "folder": business.folder.as_posix(),
        "files": business.files,
        "rules": business.rules,
        "includes": list(business.includes),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    told, at = finding.diagnostic, finding.diagnostic.position
    line, column = at.end or (None, None)
    return {
        "severity": finding.severity.value,
        "fails": finding.fails,
        "file": told.file,
        "line": at.line,
        "column": at.column,
        "end_line": line,
        "end_column": column,
        "code": told.code,
        "message": told.message,
    }
