"""Two versions of a business, for programs: ``schemas/diff.schema.json``."""

from __future__ import annotations

import json
from typing import Any

from careplay.outputs.compared import (
    Example,
    PersonLoad,
    RuleChange,
    ToldKind,
    VersionDiff,
    WrittenChange,
    WrittenPlace,
)
from careplay.visible import in_json


def report(compared: VersionDiff) -> str:
    """Counts and examples; no time, so that the same versions give the same bytes."""
    before, after = compared.told
    told = {
        "business": compared.new.id,
        "days": [each.isoformat() for each in compared.days],
        "written": [_written(each) for each in compared.written],
        "due": {"before": before, "after": after},
        "total": {each.value: compared.count(each) for each in ToldKind},
        "rules": [_rule(each) for each in compared.rules],
        "people": [_load(each) for each in compared.people],
        "examples": [_example(each) for each in compared.examples],
    }
    return in_json(json.dumps(told, ensure_ascii=False, indent=2)) + "\n"


def _written(change: WrittenChange) -> dict[str, Any]:
    return {
        "what": str(change.what),
        "name": change.name,
        "old": change.old,
        "new": change.new,
        "before": _place(change.before),
        "after": _place(change.after),
    }


def _place(place: WrittenPlace | None) -> dict[str, Any] | None:
    return None if place is None else {"file": place.file, "line": place.at.line}


def _rule(rule: RuleChange) -> dict[str, Any]:
    return {"rule": rule.rule, **{each.value: rule.of(each) for each in ToldKind}}


def _load(load: PersonLoad) -> dict[str, Any]:
    return {
        "date": load.date.isoformat(),
        "person": load.person,
        "before": load.before,
        "after": load.after,
        "capacity": load.capacity,
        "over": load.is_over,
    }


def _example(example: Example) -> dict[str, Any]:
    return {
        "date": example.date.isoformat(),
        "what": str(example.what),
        "rule": example.rule,
        "customer": example.customer,
        "person": example.person,
        "due_at": example.due_at.isoformat(timespec="minutes"),
        "text": example.text,
        "differs": [*example.differs],
        "held_by": example.held_by,
    }
