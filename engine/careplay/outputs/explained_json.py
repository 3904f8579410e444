"""A customer's day explained, for programs: ``schemas/explained.schema.json``."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from careplay.outputs.explained import Explained, ExplainedRule
from careplay.outputs.explained_sentences import sentence
from careplay.visible import in_json


def report(explained: Explained) -> str:
    """All that is known of each rule; no time, so that the same day gives the same bytes."""
    told = {
        "business": explained.business.id,
        "date": explained.date,
        "customer": explained.customer,
        "rules": [_rule(explained, each) for each in explained.rules],
        "not_explained": explained.not_explained,
        "of_business": explained.of_business,
    }
    return in_json(json.dumps(told, ensure_ascii=False, indent=2, default=_text)) + "\n"


def _rule(explained: Explained, rule: ExplainedRule) -> dict[str, Any]:
    return {**asdict(rule), "sentence": sentence(explained, rule)}


def _text(value: object) -> str:
    """Dates and moments as JSON has them."""
    assert isinstance(value, date)  # noqa: S101 - there is nothing else
    return value.isoformat()
