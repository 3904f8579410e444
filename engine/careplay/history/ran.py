"""What changed since the last kept day, by what its ``run.json`` says that it ran with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from careplay.outputs.changes import Changed, changes
from careplay.outputs.partition import REPORT, day_folder
from careplay.outputs.ran_with import RanWith

SPOILT = (OSError, RecursionError, AttributeError, KeyError, TypeError, ValueError)
"""What comes of reading a file that is no ``run.json``, or not whole."""


def changed_since(business: str, day: date | None, out: Path, now: RanWith) -> Changed:
    """What changed since that kept day; nothing is known of one kept by an older careplay."""
    if day is None:
        return Changed()
    file = day_folder(out, business, day) / REPORT
    try:
        found = json.loads(file.read_text("utf-8")).get("ran_with")
        before = None if found is None else _read(found)
    except FileNotFoundError:
        return Changed()
    except SPOILT:
        return Changed(day, None)
    return Changed() if before is None else Changed(day, tuple(changes(before, now)))


def _read(told: Mapping[str, Any]) -> RanWith:
    """What a day ran with, read back; one of ``SPOILT`` where something is not as it was kept.

    What a later careplay keeps besides is left out.
    """
    return {
        "careplay": str(told["careplay"]),
        "settings": _digests(told["settings"]),
        "facts": _digests(told["facts"]),
        "parameters": {
            name: {"playbook": str(each["playbook"]), "value": _text(each["value"])}
            for name, each in told["parameters"].items()
        },
        "flows": {
            name: {"version": _text(each["version"]), "digest": str(each["digest"])}
            for name, each in told["flows"].items()
        },
        "receptions": _digests(told["receptions"]),
        "playbooks": {
            name: {"digest": str(each["digest"]), "rules": _digests(each["rules"])}
            for name, each in told["playbooks"].items()
        },
    }


def _digests(told: Mapping[str, object]) -> dict[str, str]:
    return {name: str(each) for name, each in told.items()}


def _text(told: object) -> str | None:
    return None if told is None else str(told)
