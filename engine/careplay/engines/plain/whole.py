"""A date by hand: what the rules ask for, earlier days, and the limits.

Each day is worked out by itself. ``planning/days.py`` makes one plan of all of them, and
``planning/settling.py`` steps of the limits: one proves the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from careplay.engines.base import NOTHING, Outcome, Past
from careplay.engines.plain.as_told import told_keys
from careplay.engines.plain.facts import Customer, customers_of
from careplay.engines.plain.holds import keep_holds
from careplay.engines.plain.modes import keep_modes
from careplay.engines.plain.open_cases import keep_open_cases
from careplay.engines.plain.run import AskedOn, Candidates, candidates, together
from careplay.engines.plain.settling import settled
from careplay.engines.plain.settling.anew import NewDay, asked_anew
from careplay.engines.plain.settling.coming import coming_back, told_again
from careplay.engines.plain.settling.known import (
    DayFindings,
    Memory,
    memory_of,
    said_of_actions,
)
from careplay.engines.plain.settling.left import left_behind
from careplay.engines.plain.settling.lost import lost
from careplay.engines.plain.settling.moved import moved_cases
from careplay.engines.plain.standing import without_since
from careplay.engines.plain.table import fetched, register
from careplay.faults import ParameterError
from careplay.meaning.approving import with_approvers
from careplay.meaning.clock import clock_of
from careplay.meaning.days import (
    Late,
    as_remembered,
    asked_late,
    asked_of_late,
    days_of_late,
    missed_days,
    to_settle,
)
from careplay.model.actions import ActionRow
from careplay.model.business import Business
from careplay.model.limits import Limits
from careplay.model.rules import Rule
from careplay.sources.rows import rows

if TYPE_CHECKING:
    from careplay.sources.loaded import Loaded


def run(business: Business, day: date, loaded: Loaded, past: Past = NOTHING) -> Outcome:
    """Make the relations of the date's actions on the connection."""
    business, since = _asked_of(business, loaded, past), past.last_run or day
    known_customers, events = rows(loaded)
    late = fetched(loaded.connection, past.late)
    unseen = fetched(loaded.connection, past.unseen)
    customers = customers_of(known_customers, events, late, unseen)
    too = Late.TOO if past.late else Late.AS_ANY
    asked = AskedOn(
        day, since, too, loaded.only, loaded.apart, past.last_run, told_keys(past, loaded)
    )
    today = candidates(business, asked, customers, loaded.people)
    remembered = past != Past(last_run=past.last_run)
    if not to_settle(business, day, since, remembered=remembered):
        return _outcome(today, today.rows, loaded)
    missed = dict(_missed(business, day, customers, loaded, past))
    moved = moved_cases(
        business,
        today.parties,
        fetched(loaded.connection, past.earlier),
        said_of_actions(business, day, loaded, events, past),
    )
    today = replace(
        today,
        rows=tuple(moved.without_spared(today.rows, day)),
        undecided=together(business, (today, *missed.values())),
    )
    still = _standing(business, day, customers, loaded, since) if past.earlier else ()
    standing = {row["action_id"]: row for row in moved.without_spared(still, day)}
    found = DayFindings(since, today, customers, events, _rows(missed), standing, moved)
    memory = memory_of(business, day, loaded, found, past)
    new_day, coming = _new_day(memory, today, past), tuple(coming_back(memory))
    back, again = (tuple(asked_anew(each, new_day)) for each in (coming, told_again(memory)))
    gone = tuple(lost(memory, new_day, coming))
    modes = keep_modes(business.limits, memory, loaded.connection)
    left = tuple(left_behind(memory, new_day))
    outcome = _outcome(today, settled(memory, back, again, gone, left), loaded)
    holds = keep_holds(business.limits, today.holds, loaded.connection)
    return replace(outcome, modes=modes, holds=holds, moved=moved.count, untold=moved.untold)


def _missed(
    business: Business,
    day: date,
    customers: Sequence[Customer],
    loaded: Loaded,
    past: Past,
) -> Iterator[tuple[date, Candidates]]:
    """What was asked for on each day since; without a parameter's value that is nothing.

    Of the days before, what is asked for now of that which came in late.
    """
    clock, since = clock_of(business, day), past.last_run or day
    asked = _only(business, (rule for rule in business.rules if asked_late(rule, clock)))
    of_late = _only(business, (rule for rule in business.rules if asked_of_late(rule, clock)))
    again = [(each, asked, Late.AS_ANY) for each in missed_days(day, since)]
    if past.late_since is not None:
        days = days_of_late(day, since, past.late_since)
        again += [(each, of_late, Late.ONLY) for each in days]
    told = told_keys(past, loaded)
    for each, only, late in reversed(again):
        with suppress(ParameterError):
            asked_on = AskedOn(each, each, late, loaded.only, loaded.apart, past.last_run, told)
            yield each, candidates(only, asked_on, customers, loaded.people)


def _rows(missed: Mapping[date, Candidates]) -> Mapping[date, Sequence[ActionRow]]:
    return {day: asked.rows for day, asked in missed.items()}


def _new_day(memory: Memory, today: Candidates, past: Past) -> NewDay:
    """What is asked of what comes back, and of what is gone."""
    keyed = past.keyed or date.min
    others = (each for each, told in memory.first_told.items() if told < keyed)
    return NewDay(memory.business, today, memory.standing, frozenset(others))


def _standing(
    business: Business,
    day: date,
    customers: Sequence[Customer],
    loaded: Loaded,
    since: date,
) -> Sequence[ActionRow]:
    """What cases and stays ask for as they now are, whenever it was first due."""
    still = _only(business, without_since(business.rules))
    return candidates(still, AskedOn(day, since), customers, loaded.people).rows


def _only(business: Business, rules: Iterable[Rule]) -> Business:
    return replace(business, rules=tuple(rules), limits=Limits())


def _asked_of(business: Business, loaded: Loaded, past: Past) -> Business:
    """The business as it is asked: as it remembers, and by those who work there."""
    return with_approvers(as_remembered(business, told=bool(past.earlier)), loaded.people)


def _outcome(today: Candidates, told: Sequence[ActionRow], loaded: Loaded) -> Outcome:
    register(loaded.connection, told)
    cases = keep_open_cases(today.today.business, today.parties, loaded.connection)
    return Outcome(undecided=today.undecided, odd=today.odd, cases=cases)
