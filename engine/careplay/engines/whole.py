"""A date of a business, whole: what the rules ask for, earlier days, and the limits.

Without a past, limits or ``once`` the candidates are the actions, and nothing is settled.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from careplay.engines.base import NOTHING, RELATION, Candidates, Engine, Found, Outcome, Past
from careplay.engines.modes import modes
from careplay.engines.notes import notes
from careplay.engines.standing import standing
from careplay.faults import ParameterError
from careplay.model.business import Business
from careplay.model.limits import Limits
from careplay.model.parameters import at_work
from careplay.model.rules import CatchUp, Rule
from careplay.model.triggers import Happens, Stands

if TYPE_CHECKING:
    from careplay.sources.loaded import Loaded

LOOKED_BACK = timedelta(days=31)
"""How far before the date the last run may lie for its day to be looked at again."""

CANDIDATES, STANDING = "candidates", "standing"

NOBODY = Candidates("")
"""Where nothing was asked."""


def run(
    engine: Engine, business: Business, day: date, loaded: Loaded, past: Past = NOTHING
) -> Outcome:
    """Return the actions of the date as the relation ``actions`` on the connection."""
    since = first_day(day, past)
    if not to_settle(business, day, past):
        today = engine.candidates(business, day, loaded, since)
        return _outcome(business, day, loaded, (today,))
    missed = tuple(_missed(engine, business, day, loaded, since))
    late = tuple((each, found.relation) for each, found in missed)
    still = _standing(engine, business, day, loaded, since) if past.earlier else NOBODY
    today = engine.candidates(business, day, loaded, since, CANDIDATES)
    engine.settle(business, day, loaded, Found(since, today, late, still.relation), past)
    every = (*(found for _, found in missed), still, today)
    return replace(
        _outcome(business, day, loaded, every),
        modes=modes(business.limits, day, loaded.connection, today.holds, past.modes),
    )


def first_day(day: date, past: Past) -> date:
    """The day of the last run, or the date itself where there was none.

    That day is looked at once more: what happened after the run was made is told now, and
    what it told already has its id in the past.
    """
    return day if past.last_run is None else max(past.last_run, day - LOOKED_BACK)


def to_settle(business: Business, day: date, past: Past) -> bool:
    """Whether anything but the rules has a say on the date."""
    return (
        past != Past(last_run=past.last_run)
        or business.limits != Limits()
        or any(rule.once is not None for rule in at_work(business, day))
        or first_day(day, past) < day
    )


def _missed(
    engine: Engine, business: Business, day: date, loaded: Loaded, since: date
) -> Iterator[tuple[date, Candidates]]:
    """What was asked for on each day since; without a parameter's value that is nothing.

    Of the last run's own day only what events asked for: all else it has told. A record
    needs none of this, for its rules look back by themselves.
    """
    for each in (since + timedelta(days=n) for n in range((day - since).days)):
        late = _only(
            business,
            (rule for rule in business.rules if _asked_late(rule, missed=each > since)),
        )
        if not late.rules:
            continue
        try:
            found = engine.candidates(late, each, loaded, each, f"missed_{each:%Y%m%d}")
        except ParameterError:
            continue
        yield each, found


def _asked_late(rule: Rule, *, missed: bool) -> bool:
    """Whether a rule looks at a day again: one of events does, another if it was missed."""
    if isinstance(rule.trigger, Happens):
        return True
    caught_up = rule.catch_up is not CatchUp.SKIP and not isinstance(rule.trigger, Stands)
    return missed and caught_up


def _standing(
    engine: Engine, business: Business, day: date, loaded: Loaded, since: date
) -> Candidates:
    still = standing(business)
    if not still.rules:
        return NOBODY
    return engine.candidates(_only(still, still.rules), day, loaded, since, STANDING)


def _only(business: Business, rules: Iterator[Rule] | tuple[Rule, ...]) -> Business:
    return replace(business, rules=tuple(rules), limits=Limits())


def _outcome(
    business: Business, day: date, loaded: Loaded, every: Sequence[Candidates]
) -> Outcome:
    """The outcome, the last of all candidates being the date's own."""
    *_, today = every
    went = dict.fromkeys(note for each in every for note in each.notes)
    told = (*notes(business, day, loaded.connection), *went)
    return Outcome(RELATION, today.undecided, told, today.odd)
