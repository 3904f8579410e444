"""Stories that were played, for programs: ``schemas/tested.schema.json``."""

from __future__ import annotations

import json
from typing import Any

from careplay.diagnostics import Diagnostic
from careplay.outputs.coverage import Coverage
from careplay.outputs.tested import InvariantResult, StoryResult, Tested
from careplay.visible import in_json


def report(tested: Tested) -> str:
    """Names, places and sentences; no time, so that the same stories give the same bytes."""
    told = {
        "passed": tested.exit_code == 0,
        "stories": [_story(each) for each in tested.stories],
        "invariants": [_invariant(each) for each in tested.invariants],
        "faults": [_fault(each) for each in tested.faults],
        "unread": [str(each) for each in tested.unread],
        "without_stories": [each.as_posix() for each in tested.without],
        "coverage": [_coverage(each, tested) for each in tested.coverage],
    }
    return in_json(json.dumps(told, ensure_ascii=False, indent=2)) + "\n"


def _story(result: StoryResult) -> dict[str, Any]:
    return {
        "business": result.business,
        "file": result.file,
        "line": result.position.line,
        "story": result.story,
        "title": result.title,
        "days": [each.isoformat() for each in result.days],
        "as_told": result.met,
        "otherwise": [_fault(each) for each in result.otherwise],
    }


def _invariant(result: InvariantResult) -> dict[str, Any]:
    return {
        "business": result.business,
        "file": result.file,
        "line": result.position.line,
        "invariant": result.invariant,
        "title": result.title,
        "held": result.held,
        "tried": {"stories": result.in_stories, "data": result.in_data},
        "broken": [_fault(each) for each in result.broken],
    }


def _coverage(coverage: Coverage, tested: Tested) -> dict[str, Any]:
    below = {count.kind for business, count in tested.below if business == coverage.business}
    return {
        "business": coverage.business,
        "kinds": [
            {
                "kind": each.kind.value,
                "reached": each.reached,
                "of": each.of,
                "percent": each.percent,
                "enough": each.kind not in below,
            }
            for each in coverage.counts
        ],
        "lacking": [
            {
                "kind": each.kind.value,
                "name": each.name,
                "side": each.said,
                "file": each.file,
                "line": each.line,
            }
            for each in coverage.lacking
        ],
    }


def _fault(fault: Diagnostic) -> dict[str, Any]:
    return {
        "file": fault.file,
        "line": fault.position.line,
        "column": fault.position.column,
        "code": fault.code,
        "message": fault.message,
    }
