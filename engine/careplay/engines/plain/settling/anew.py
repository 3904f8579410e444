"""What comes back, looked at as on any new day: the same occasion, and all else of today.

``planning/returning.py`` makes an occasion of the plan of it: one proves the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import TypeAlias, assert_never

from careplay.engines.plain.actions import MatchedOccasion, action_rows
from careplay.engines.plain.cases import Party, text_context
from careplay.engines.plain.events import event_entry, matching
from careplay.engines.plain.found import FoundOccasion, Subject
from careplay.engines.plain.kept import dated
from careplay.engines.plain.run import Candidates
from careplay.frozen import dataclass
from careplay.meaning.clock import Clock, moved
from careplay.meaning.event_keys import KEYLESS, LAST_DAY, goes_by
from careplay.meaning.events import date_of, day_of
from careplay.meaning.lasting import MOMENT, in_doubt, is_yearly, lasting_of, told_by
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
    Trigger,
)
from careplay.model.types import Scalar, Type

AskedAnew: TypeAlias = ActionRow | str | None
"""The action as it is asked for today; why it is not; None where nobody can be asked yet."""


@dataclass(frozen=True, slots=True)
class NewDay:
    """All that is asked of what comes back."""

    business: Business
    found: Candidates
    standing: Mapping[str, ActionRow]
    """What cases and stays ask for as they now are, by id."""
    other_keys: frozenset[str] = frozenset()
    """The ids of the actions first told when events had other keys."""

    @property
    def rules(self) -> Mapping[str, Rule]:
        """The rules in force, by id."""
        return {rule.id: rule for rule in at_work(self.business, self.found.today.clock.day)}


def asked_anew(
    rows: Iterable[ActionRow], today: NewDay
) -> Iterator[tuple[ActionRow, AskedAnew]]:
    """Each row with what today makes of it."""
    parties = {party.key: party for party in today.found.parties}
    rules, coming = today.rules, tuple(rows)
    first = {_occasion_of(row): row["date"] for row in sorted(coming, key=_date, reverse=True)}
    for row in coming:
        rule = rules.get(row["rule"])
        if row["record"] is not None or (rule and isinstance(rule.trigger, Stands)):
            yield row, today.standing.get(row["action_id"])
        elif row["customer_id"] and row["customer_id"] not in parties:
            yield row, None
        elif rule is None or row["index"] >= len(rule.actions):
            yield row, RULE
        elif rule.audience is not Audience.CUSTOMERS:
            yield row, _of_nobody(row, rule, today)
        elif row["customer_id"] == "":
            yield row, RULE
        else:
            told = first[_occasion_of(row)]
            yield row, _of_customer(row, (rule, told), parties[row["customer_id"]], today)


def _occasion_of(row: ActionRow) -> tuple[str, str, str]:
    return row["customer_id"], row["rule"], row["occasion"]


def _date(row: ActionRow) -> date:
    day: date = row["date"]
    return day


def _of_nobody(row: ActionRow, rule: Rule, today: NewDay) -> AskedAnew:
    """What is done for the business or a store stays, by whoever is at work today."""
    known: Row = {}
    if rule.audience is Audience.STORES:
        known = {"store": row["occasion"].rpartition("@")[2]}
    role = rule.actions[row["index"]].to
    who = owner(role, "", known, today.found.today.staff)
    return row | {"owner": who, "held_by": None}


def _of_customer(
    row: ActionRow, of: tuple[Rule, date], party: Party, today: NewDay
) -> AskedAnew:
    """What today makes of an action of a rule, of an occasion last told on a day."""
    rule, told = of
    plain_day = today.found.today
    if told_by(rule.trigger) not in ("", row["because"][0]["fact"]):
        return RULE  # it waits for something else now
    occasion = kept_occasion(row, rule.trigger, party, today)
    if occasion is None:
        gone = kept_occasion(row, lasting_of(rule, told), party, today) is None
        unknown = kept_occasion(row, in_doubt(rule, told), party, today)
        return GONE if gone else CONDITION if unknown is None else UNDECIDED
    if row["status"] == "withdrawn" and _is_ahead(occasion, rule, today):
        return GONE
    case = text_context(rule, party, occasion, plain_day)
    answer = truth(rule.condition, case.facts, plain_day.clock)
    if not answer:
        return UNDECIDED if answer is None else CONDITION
    match = MatchedOccasion(rule, party.key, case, plain_day.clock, plain_day.staff)
    return next(each for _, each in action_rows(match) if each["index"] == row["index"])


def _is_ahead(occasion: FoundOccasion, rule: Rule, today: NewDay) -> bool:
    """Whether an event that was moved on has the rule's own day before it."""
    trigger, clock = rule.trigger, today.found.today.clock
    if occasion.event is None or not isinstance(trigger, After) or dated(trigger.of):
        return False
    return moved(day_of(occasion.event), trigger.span, clock) > clock.day


def kept_occasion(
    row: ActionRow, trigger: Trigger, party: Party, today: NewDay
) -> FoundOccasion | None:
    """The occasion of a row of an earlier day as it was found; None where it is no more."""
    clock, rekeyed = today.found.today.clock, row["action_id"] in today.other_keys
    key, told = row["occasion"], row["because"][0]
    found = re.search(LAST_DAY, key)
    kept = FoundOccasion(
        key, date.fromisoformat(found[1]) if found else clock.day, (told["fact"], told["value"])
    )
    match trigger:
        case Happens(event, where):
            of = OfEvent(event, None, where)
            return _of_event(WasFound(kept, of, ends=False, rekeyed=rekeyed), party, clock)
        case After(of=of):
            return _of_date(WasFound(kept, of, dated(of), rekeyed=rekeyed), party, clock)
        case Anniversary(of=of):
            was = WasFound(kept, of, ends=True, yearly=True, rekeyed=rekeyed)
            return _of_year(was, party, clock)
        case OfCalendar():
            named = isinstance(trigger, Holiday | SolarTerm)
            return replace(kept, special_day=kept.entry[1]) if named else kept
        case Absent() | Crosses() | Enters() | Leaves():  # what was found on a day stays so
            return kept
        case Stands():
            raise AssertionError("asked of the case as it stands")
        case _:
            assert_never(trigger)


@dataclass(frozen=True, slots=True)
class WasFound:
    """An occasion that an event or a fact gave."""

    kept: FoundOccasion
    of: Source
    ends: bool
    """Whether its key ends in a day after that of the event."""
    yearly: bool = False
    """Whether of its date only the day of the year matters."""
    rekeyed: bool = False
    """Whether its event may have had another key."""

    @property
    def event_key(self) -> str:
        """The key of its event."""
        return re.sub(LAST_DAY, "", self.kept.key) if self.ends else self.kept.key


def _of_date(was: WasFound, party: Party, clock: Clock) -> FoundOccasion | None:
    """A date must be what it was."""
    if isinstance(was.of, OfFact):
        return None if _moved(was.of.fact, was.kept, party.subject) else was.kept
    return _of_event(was, party, clock)


def _of_year(was: WasFound, party: Party, clock: Clock) -> FoundOccasion | None:
    """Of a date that is kept each year the day must be what it was."""
    of = was.of
    if isinstance(of, OfFact):
        yearly = is_yearly(party.subject.declarations[of.fact])
        return None if _moved(of.fact, was.kept, party.subject, yearly=yearly) else was.kept
    return _of_event(
        replace(was, of=replace(of, attribute=of.attribute or MOMENT)), party, clock
    )


def _moved(fact: str, kept: FoundOccasion, subject: Subject, *, yearly: bool = False) -> bool:
    """Whether the date that the fact told is another now; a measure's moves by itself."""
    declared = isinstance(subject.declarations[fact], Declared)
    return declared and not _same(subject.now.get(fact), kept, yearly=yearly)


def _of_event(was: WasFound, party: Party, clock: Clock) -> FoundOccasion | None:
    """The same with its event, if that is still one that gives it: by its key, if it has it."""
    kept, of = was.kept, was.of
    assert isinstance(of, OfEvent)  # noqa: S101 - what a fact gave has no event
    giving = [
        event
        for event in matching(of.event, of.where, party.subject, clock)
        if of.attribute is None or _same(event.get(of.attribute), kept, yearly=was.yearly)
    ]
    of_key = (event for event in giving if _goes_by(event, was, party.subject))
    otherwise = (event for event in giving if _is_keyed_otherwise(event, was))
    event = next(chain(of_key, otherwise), None)
    if event is None:
        return None
    return replace(kept, event=event, date=kept.date if was.ends else day_of(event))


def _goes_by(event: Row, was: WasFound, subject: Subject) -> bool:
    """Whether the event has the key."""
    return goes_by(was.event_key, event, subject.event_types[str(event["type"])])


def _is_keyed_otherwise(event: Row, was: WasFound) -> bool:
    """Whether the event may have gone by that key, and tells the same.

    It has a key now and had none, or the reverse; or events have other keys by now.
    """
    had_key = re.search(KEYLESS, was.event_key) is None
    if had_key is (event["key"] is not None) and not (was.rekeyed and had_key):
        return False
    by_moment = isinstance(was.of, OfEvent) and was.of.attribute is None
    return not by_moment or event_entry(event)[1] == was.kept.entry[1]


def _same(value: Scalar | None, kept: FoundOccasion, *, yearly: bool) -> bool:
    """Whether a date is told as it was; of some only the day of the year matters."""
    day, told = date_of(value), kept.entry[1]
    part = slice(5, 10) if yearly else slice(10)
    return day is not None and words.plain(day, Type.DATE)[part] == told[part]
