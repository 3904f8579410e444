"""What cases and stays left behind: they are no more, or went another way."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from careplay.engines.plain.cases import attributes_of
from careplay.engines.plain.settling.anew import NewDay
from careplay.engines.plain.settling.coming import is_open
from careplay.engines.plain.settling.known import Memory
from careplay.frozen import dataclass
from careplay.meaning.event_keys import START_OF_CASE, STEP_OF_CASE, WAIT_OF_CASE
from careplay.meaning.events import date_of
from careplay.meaning.lasting import restored, warns_of_goal
from careplay.meaning.truth import Row
from careplay.model import words
from careplay.model.actions import GONE, RULE, ActionRow
from careplay.model.flows import AGAIN, WAITED_SINCE, WAITING_SINCE, Flow
from careplay.model.limits import CHANGED
from careplay.model.rules import Rule
from careplay.model.triggers import Stands
from careplay.model.types import Scalar, Type


def left_behind(memory: Memory, day: NewDay) -> Iterator[ActionRow]:
    """A row of the date for each open action that its case or stay has left behind."""
    apart = memory.later | memory.standing.keys() | {row["action_id"] for row in memory.today}
    events = {party.key: party.subject.events for party in day.found.parties}
    for row in memory.latest.values():
        known = events.get(row["customer_id"])
        of_record = row["record"] is not None and is_open(row, memory)
        if row["action_id"] in apart or known is None or not of_record:
            continue
        why = _why(row, known, day)
        if why is not None:
            told = {"date": memory.day, "status": "withdrawn", "held_by": why}
            yield row | told | {"deferred_to": None, "winner": None}


def _why(row: ActionRow, events: tuple[Row, ...], day: NewDay) -> str | None:
    """Why it is taken back; None where the case or the stay goes on, or did it."""
    business = day.business
    rules = [each for each in business.rules if row["rule"] in (each.id, each.step)]
    if row["index"] >= max((len(each.actions) for each in rules), default=0):
        return RULE
    record = _record(row, events, day)
    if record is None:
        return GONE
    rule = next((each for each in rules if each.id == row["rule"]), None)
    trigger = None if rule is None else rule.trigger
    if rule is None or not isinstance(trigger, Stands) or trigger.daily:
        return None
    flow = business.flows.get(row["record"])
    if flow is None:
        gone = _moved(row, record, trigger, day) or _is_wanted_again(row, record, rule, day)
        return GONE if gone else None
    if warns_of_goal(trigger):
        return _if_ended_at_once(record)
    return _of_case(row["occasion"], record, flow, trigger.key)


def _of_case(occasion: str, case: Row, flow: Flow, key: tuple[str, ...]) -> str | None:
    """The same of what the key of its occasion tells: a further start, a pause, or a step."""
    if key[:1] == (AGAIN,):
        start = re.match(START_OF_CASE, occasion)
        return None if start is None else _of_start(case, int(start[1]))
    if key[:1] in {(WAITING_SINCE,), (WAITED_SINCE,)}:
        since = re.match(WAIT_OF_CASE, occasion)
        return None if since is None else _of_wait(case, since[1])
    told = re.match(STEP_OF_CASE, occasion) if key[:2] == ("step", "returns") else None
    return None if told is None else _of_step(AtStep(case, flow, told[1], int(told[2])))


def _record(row: ActionRow, events: tuple[Row, ...], day: NewDay) -> Row | None:
    """The case or the stay that the action is of, as it stands."""
    business, types = day.business, attributes_of(day.business)
    by = (business.flows.get(row["record"]) or business.receptions[row["record"]]).by
    for event in events:
        if event["type"] == row["record"] and _told(event.get(by), types[by]) == row["ref"]:
            return event
    return None


def _told(value: Scalar | None, kind: Type) -> str | None:
    return None if value is None else words.plain(value, kind)


def _moved(row: ActionRow, stay: Row, trigger: Stands, day: NewDay) -> bool:
    """Whether the arrival or departure that the action is about is another day now."""
    reception, about = day.business.receptions[row["record"]], row["about"]
    name = next(iter(trigger.key), "")
    if about is None or name not in {reception.arrival, reception.departure}:
        return False
    return bool(date_of(stay.get(name)) != about)


def _is_wanted_again(row: ActionRow, stay: Row, rule: Rule, day: NewDay) -> bool:
    """Whether the action undoes early what the stay wants, as its events now tell."""
    told = restored(rule, day.business.receptions[row["record"]])
    return told is not None and stay.get(told[0]) in told[1]


@dataclass(frozen=True, slots=True)
class AtStep:
    """An action of a step of a case, and the case as it stands."""

    case: Row
    flow: Flow
    step: str
    gone_back: int
    """How often the case had gone back."""

    @property
    def places(self) -> Mapping[str, int]:
        """The place of each step of the version under which the case goes."""
        number = self.case["version"]
        version = next(each for each in self.flow.versions if each.number == number)
        return {step.name: place for place, step in enumerate(version.steps)}


def _of_start(case: Row, start: int) -> str | None:
    """A start that is no more told nothing; of a case that ended at once nothing is to know."""
    if int(str(case[AGAIN])) < start:
        return GONE
    return _if_ended_at_once(case)


def _of_wait(case: Row, since: str) -> str | None:
    """The same of a case that, as its events now tell, has not stood still since then."""
    last = case[WAITED_SINCE]
    if last is None or words.plain(last, Type.MOMENT) < since:
        return GONE
    return _if_ended_at_once(case)


def _if_ended_at_once(case: Row) -> str | None:
    """Of a case that an event ended nobody is to be told or reminded any more."""
    return None if case["left_step"] is None else CHANGED


def _of_step(at: AtStep) -> str | None:
    """A case that ended at once left its step; one that has not come so far never was there."""
    case = at.case
    if case["ended_at"] is not None:
        was_left = (case["left_step"], case["returns"]) == (at.step, at.gone_back)
        return CHANGED if was_left else None
    places = at.places
    if at.step not in places:
        return None
    here = (case["returns"], places[str(case["step"])])
    return GONE if here < (at.gone_back, places[at.step]) else None
