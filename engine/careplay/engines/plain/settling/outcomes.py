"""What became of actions: the events by which people say so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from careplay.frozen import dataclass
from careplay.meaning.events import day_of, moment_of
from careplay.meaning.truth import Row
from careplay.model.actions import OUTCOME_KINDS
from careplay.model.business import Business


@dataclass(frozen=True, slots=True)
class ActionOutcome:
    """What became of an action: one of ``OUTCOME_KINDS``, and until when it was put off."""

    at: datetime
    kind: str
    until: date | None = None


def outcomes_by_action(
    business: Business, events: Iterable[Row], day: date, former: Mapping[str, str]
) -> Mapping[str, Sequence[ActionOutcome]]:
    """What was said of each action up to the end of the day, the latest last.

    By the ids that they have now; ``former`` are those by which people know them besides.
    """
    kinds = {f"action.{kind}": kind for kind in OUTCOME_KINDS}
    found: defaultdict[str, list[ActionOutcome]] = defaultdict(list)
    for event in events:
        kind = kinds.get(str(event["type"]))
        if kind is None or event["type"] not in business.event_types or day_of(event) > day:
            continue
        if (action := event.get("action")) is not None:
            known = former.get(str(action), str(action))
            found[known].append(ActionOutcome(moment_of(event), kind, _until(event)))
    return {action: sorted(each, key=_telling) for action, each in found.items()}


def _until(event: Row) -> date | None:
    until = event.get("until")
    return until if event["type"] == "action.snoozed" and isinstance(until, date) else None


def _telling(each: ActionOutcome) -> tuple[datetime, int, date]:
    return each.at, OUTCOME_KINDS.index(each.kind), each.until or date.min
