"""What changed since the last kept day, by what its ``run.json`` says that it ran with."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from careplay.frozen import dataclass
from careplay.history.kept import kept_days
from careplay.history.soundness import demand_sound
from careplay.meaning.flow_spans import FormerSpans, read_spans
from careplay.meaning.moved import former_spans, with_former, with_told
from careplay.meaning.waits import as_waited, read_wait, with_since
from careplay.model.business import Business
from careplay.model.digests import digest
from careplay.model.rules import Rule
from careplay.outputs.changes import Changed, FormerRule, changes
from careplay.outputs.partition import REPORT
from careplay.outputs.ran_with import RanWith

SPOILT = (OSError, RecursionError, AttributeError, KeyError, TypeError, ValueError)
"""What comes of reading a file that is no ``run.json``, or not whole."""


@dataclass(frozen=True, slots=True)
class LastRan:
    """What the last kept day ran with."""

    day: date | None = None
    ran: RanWith | None = None
    """None where it does not say, as of a day kept by an older careplay."""
    spoilt: bool = False
    """Whether what it says cannot be read."""


def ran_on(business: str, day: date | None, out: Path) -> LastRan:
    """What that kept day ran with."""
    if day is None:
        return LastRan()
    file = kept_days(out, business)[day].with_name(REPORT)
    demand_sound([file])
    try:
        found = json.loads(file.read_text("utf-8")).get("ran_with")
        return LastRan(day, None if found is None else _read(found))
    except FileNotFoundError:
        return LastRan(day)
    except SPOILT:
        return LastRan(day, spoilt=True)


def as_last_ran(business: Business, day: date, last: LastRan) -> Business:
    """The business of the day, its rules waiting as they did on that kept day until then.

    Its flows know the deadlines that were told then, where they may be others by now.
    """
    if last.day is None or last.ran is None:
        return business
    waited = as_waited(business, last.ran["waits"], last.day, day)
    return with_told(waited, _former(waited, day, last), last.day)


def with_untold(
    ran: RanWith, business: Business, day: date, last: LastRan, untold: Sequence[str]
) -> RanWith:
    """What the day ran with, and by what was told what those flows have not told otherwise.

    Of each rule that waits also since when it waits for the same.
    """
    former = _former(business, day, last)
    before = {} if last.ran is None else last.ran["waits"]
    return {
        **ran,
        "waits": with_since(ran["waits"], business, before, day),
        "steps": with_former(ran["steps"], former, untold),
    }


def _former(business: Business, day: date, last: LastRan) -> dict[str, FormerSpans]:
    if last.day is None or last.ran is None:
        return {}
    return former_spans(business, last.ran["steps"], last.day, day)


def changed_since(last: LastRan, now: RanWith, business: Business) -> Changed:
    """What changed since that kept day; nothing is known of one that does not say."""
    if last.day is None:
        return Changed()
    if last.ran is None:
        return Changed(last.day, None, last.spoilt)
    former = {rule.id: _former_rules(rule) for rule in business.rules if rule.was}
    return Changed(last.day, tuple(changes(last.ran, now, former)))


def _former_rules(rule: Rule) -> tuple[FormerRule, ...]:
    """What the rule was called; all that it had been before may have been told then, or not."""
    return tuple(
        FormerRule(
            old,
            frozenset(
                digest(replace(rule, id=old, was=rule.was[first:place]))
                for first in range(place + 1)
            ),
        )
        for place, old in enumerate(rule.was)
    )


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
        "waits": {
            name: {
                "of": str(each["of"]),
                "spans": [str(read_wait(span)) for span in each["spans"]],
                "since": _day(each.get("since")),
            }
            for name, each in told.get("waits", {}).items()
        },
        "steps": {name: read_spans(each) for name, each in told.get("steps", {}).items()},
    }


def _digests(told: Mapping[str, object]) -> dict[str, str]:
    return {name: str(each) for name, each in told.items()}


def _day(told: str | None) -> str | None:
    return None if told is None else date.fromisoformat(told).isoformat()


def _text(told: object) -> str | None:
    return None if told is None else str(told)
