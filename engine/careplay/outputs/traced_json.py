"""One action traced back, for programs: ``schemas/traced.schema.json``."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date

from careplay.outputs.traced import Traced
from careplay.visible import in_json


def report(traced: Traced) -> str:
    """All that is known of it; the same days and data give the same bytes."""
    told = asdict(traced)
    told["business"] = traced.business.id
    told["differs"] = traced.differs
    return in_json(json.dumps(told, ensure_ascii=False, indent=2, default=_text)) + "\n"


def _text(value: object) -> str:
    """Dates and moments as JSON has them."""
    assert isinstance(value, date)  # noqa: S101 - there is nothing else
    return value.isoformat()
