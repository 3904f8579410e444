"""A forecast for programs: ``schemas/forecast.schema.json``."""

from __future__ import annotations

import json

from careplay.outputs.forecast import Forecast
from careplay.visible import in_json


def report(forecast: Forecast) -> str:
    """Loads, rules and what is assumed; no time, so that it gives the same bytes."""
    told = {
        "business": forecast.business.id,
        "first": forecast.days[0].isoformat(),
        "last": forecast.days[-1].isoformat(),
        "assumed": "all done" if forecast.all_done else "none done",
        "loads": [
            {
                "date": each.date.isoformat(),
                "person": each.person,
                "role": each.role,
                "told": each.told,
                "capacity": each.capacity,
            }
            for each in forecast.loads
        ],
        "rules": [
            {
                "rule": each.rule,
                "told": each.told,
                "deferred": each.deferred,
                "dropped": each.dropped,
                "held_by": dict(each.held),
                "longest": each.longest,
            }
            for each in forecast.rules
        ],
        "quiet": [*forecast.quiet],
        "gifts": dict(forecast.gifts),
    }
    return in_json(json.dumps(told, ensure_ascii=False, indent=2)) + "\n"
