"""What comes back, looked at as on any new day: the same occasion, and all else of today.

``planning/returning.py`` makes an occasion of the plan of it: one proves the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeAlias, assert_never

from careplay.engines.plain.actions import MatchedOccasion, action_rows
from careplay.engines.plain.cases import Party, text_context
from careplay.engines.plain.events import matching
from careplay.engines.plain.found import FoundOccasion, Subject
from careplay.engines.plain.kept import dated
from careplay.engines.plain.run import Candidates
from careplay.frozen import dataclass
from careplay.meaning.clock import Clock
from careplay.meaning.event_keys import goes_by
from careplay.meaning.events import date_of, day_of
from careplay.meaning.owners import owner
from careplay.meaning.truth import Row, truth
from careplay.model import words
from careplay.model.actions import CONDITION, GONE, RULE, UNDECIDED, ActionRow
from careplay.model.business import Business
from careplay.model.facts import Declared
from careplay.model.parameters import at_work
from careplay.model.rules import Audience, Rule
from careplay.model.triggers import (
    Absent,
    After,
    Anniversary,
    Crosses,
    Enters,
    Happens,
    Holiday,
    Leaves,
    OfCalendar,
    OfEvent,
    OfFact,
    SolarTerm,
    Source,
    Stands,
)
from careplay.model.types import Scalar, Type

DAY = re.compile(r":(\d{4}-\d\d-\d\d)(\+\d+)?$")
"""The day at the end of an occasion's key; of an absence the days that it lasted follow."""

AskedAnew: TypeAlias = ActionRow | str | None
"""The action as it is asked for today; why it is not; None where nobody can be asked yet."""


@dataclass(frozen=True, slots=True)
class NewDay:
    """All that is asked of what comes back."""

    business: Business
    found: Candidates
    standing: Mapping[str, ActionRow]
    """What cases and stays ask for as they now are, by id."""

    @property
    def rules(self) -> Mapping[str, Rule]:
        """The rules in force, by id."""
        return {rule.id: rule for rule in at_work(self.business, self.found.today.clock.day)}


def asked_anew(
    rows: Iterable[ActionRow], today: NewDay
) -> Iterator[tuple[ActionRow, AskedAnew]]:
    """Each row with what today makes of it."""
    parties = {party.key: party for party in today.found.parties}
    rules = today.rules
    for row in rows:
        rule = rules.get(row["rule"])
        if row["record"] is not None or (rule and isinstance(rule.trigger, Stands)):
            yield row, today.standing.get(row["action_id"])
        elif rule is None or row["index"] >= len(rule.actions):
            yield row, RULE
        elif rule.audience is not Audience.CUSTOMERS:
            yield row, _of_nobody(row, rule, today)
        elif row["customer_id"] == "":
            yield row, RULE
        elif row["customer_id"] not in parties:
            yield row, None
        else:
            yield row, _of_customer(row, rule, parties[row["customer_id"]], today)


def _of_nobody(row: ActionRow, rule: Rule, today: NewDay) -> AskedAnew:
    """What is done for the business or a store stays, by whoever is at work today."""
    known: Row = {}
    if rule.audience is Audience.STORES:
        known = {"store": row["occasion"].rpartition("@")[2]}
    role = rule.actions[row["index"]].to
    who = owner(role, "", known, today.found.today.staff)
    return row | {"owner": who, "held_by": None}


def _of_customer(row: ActionRow, rule: Rule, party: Party, today: NewDay) -> AskedAnew:
    plain_day = today.found.today
    occasion = _occasion(row, rule, party, plain_day.clock)
    if occasion is None:
        return GONE
    case = text_context(rule, party, occasion, plain_day)
    answer = truth(rule.condition, case.facts, plain_day.clock)
    if not answer:
        return UNDECIDED if answer is None else CONDITION
    match = MatchedOccasion(rule, party.key, case, plain_day.clock, plain_day.staff)
    return next(each for _, each in action_rows(match) if each["index"] == row["index"])


def _occasion(row: ActionRow, rule: Rule, party: Party, clock: Clock) -> FoundOccasion | None:
    """The occasion as it was found; None where it is no more."""
    key, trigger = row["occasion"], rule.trigger
    told = row["because"][0]
    found = DAY.search(key)
    kept = FoundOccasion(
        key, date.fromisoformat(found[1]) if found else clock.day, (told["fact"], told["value"])
    )
    match trigger:
        case Happens(event, where):
            return _of_event(kept, OfEvent(event, None, where), party, clock, ends=False)
        case After(of=of):
            return _of_date(kept, of, party, clock, ends=dated(of))
        case Anniversary(of=of):
            return _of_date(kept, of, party, clock, ends=True)
        case OfCalendar():
            named = isinstance(trigger, Holiday | SolarTerm)
            return replace(kept, special_day=kept.entry[1]) if named else kept
        case Absent() | Crosses() | Enters() | Leaves():  # what was found on a day stays so
            return kept
        case Stands():
            raise AssertionError("asked of the case as it stands")
        case _:
            assert_never(trigger)


def _of_date(
    kept: FoundOccasion, of: Source, party: Party, clock: Clock, *, ends: bool
) -> FoundOccasion | None:
    """A fact's date must be what it was."""
    if isinstance(of, OfFact):
        return None if _moved(of.fact, kept, party.subject) else kept
    return _of_event(kept, of, party, clock, ends=ends)


def _moved(fact: str, kept: FoundOccasion, subject: Subject) -> bool:
    """Whether the date that the fact told is another now; a measure's moves by itself."""
    declared = isinstance(subject.declarations[fact], Declared)
    return declared and not _same(subject.now.get(fact), kept)


def _of_event(
    kept: FoundOccasion, of: OfEvent, party: Party, clock: Clock, *, ends: bool
) -> FoundOccasion | None:
    """The same with its event, if that is still one that gives it; the key may end in a day."""
    key = DAY.sub("", kept.key) if ends else kept.key
    for event in matching(of.event, of.where, party.subject, clock):
        if goes_by(key, event, party.subject.event_types[of.event]):
            if of.attribute is not None and not _same(event.get(of.attribute), kept):
                return None
            return replace(kept, event=event, date=kept.date if ends else day_of(event))
    return None


def _same(value: Scalar | None, kept: FoundOccasion) -> bool:
    """Whether a date is told as it was."""
    day = date_of(value)
    return day is not None and words.plain(day, Type.DATE) == kept.entry[1]
