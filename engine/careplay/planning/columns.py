"""The columns that steps look at: which they are, and how names of a day become theirs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import assert_never

from careplay.frozen import dataclass
from careplay.model.business import Business
from careplay.model.conditions import Condition, facts_of, mapped
from careplay.model.rules import Audience, Placeholder, Scope, Text
from careplay.planning.action_steps import ActionTemplate, Scheduled, Turn
from careplay.planning.probes import (
    Always,
    Column,
    Dated,
    Happened,
    Kept,
    Passed,
    Probe,
    Returned,
    Standing,
    Turned,
)
from careplay.planning.steps import Match, Occasion, Reason, Want


@dataclass(frozen=True, slots=True)
class NamesAsOf:
    """What facts are called as of so many days before the date; what is told has no history."""

    ago: int
    derived: frozenset[str]
    as_known: bool = False

    def of(self, fact: str) -> Column:
        """The column of a fact as of the day."""
        return Column(fact, self.ago, self.as_known) if fact in self.derived else Column(fact)

    def column(self, name: str) -> str:
        """The name of a fact's column; any other name as it is."""
        return str(self.of(name)) if name in self.derived else name

    def condition(self, condition: Condition) -> Condition:
        """The condition, asked of the columns of the day."""
        if not self.ago:
            return condition
        return mapped(condition, lambda leaf: replace(leaf, fact=self.column(leaf.fact)))

    def reason(self, reason: Reason) -> Reason:
        """The reason, told by the columns of the day."""
        if not self.ago:
            return reason
        return Reason(reason.fact, self.condition(reason.guard), self.column(reason.fact))

    def want(self, want: Want) -> Want:
        """What is wanted, found by the columns of the day."""
        return Want(want.fact, tuple(tuple(map(self.condition, ways)) for ways in want.unknown))

    def text(self, text: Text) -> Text:
        """The text, its gaps for facts filled by the columns of the day."""
        return tuple(
            replace(piece, name=self.column(piece.name))
            if isinstance(piece, Placeholder) and piece.scope is Scope.FACT
            else piece
            for piece in text
        )

    def turn(self, turn: Turn) -> Turn:
        """Who is asked, found by the columns of the day."""
        fact = None if turn.fact is None else self.column(turn.fact)
        return replace(turn, fact=fact, store=self.column(turn.store))


def names_as_of(ago: int, business: Business) -> NamesAsOf:
    """The names of a business's facts as of so many days before the date."""
    return NamesAsOf(ago, frozenset(fact.name for fact in business.derived))


def names_beside(column: Column, business: Business) -> NamesAsOf:
    """The names of a business's facts as of the day of a column, as it is known there."""
    return replace(names_as_of(column.ago, business), as_known=column.as_known)


def columns_by_name(business: Business, agos: Iterable[int]) -> Mapping[str, Column]:
    """Every column that may be asked for, as of so many days before the date."""
    told = [Column(name) for name in business.declared]
    derived = [Column(fact.name, ago) for ago in agos for fact in business.derived]
    return {str(each): each for each in (*told, *derived)}


def columns(
    occasions: Iterable[Occasion],
    matches: Iterable[Match],
    schedule: Iterable[Scheduled],
    actions: Iterable[ActionTemplate],
    known: Mapping[str, Column],
) -> tuple[Column, ...]:
    """The columns of customers that probes, conditions, owners and texts ask for."""
    probed = {column for occasion in occasions for column in of_probe(occasion.probe)}
    later = (
        *(name for match in matches for name in of_match(match)),
        *(name for each in schedule for name in of_schedule(each)),
        *(name for told in actions for name in of_text(told)),
    )
    return tuple(sorted(probed | {known[name] for name in later if name in known}))


def of_probe(probe: Probe) -> tuple[Column, ...]:
    """The columns a probe looks at; those of an event are not a customer's."""
    match probe:
        case Dated(column):
            return (column,)
        case Kept(column, calendar):
            return (column, calendar)
        case Turned(now, before) | Passed(now, before):
            return (now, before)
        case Always() | Happened() | Standing() | Returned():
            return ()
        case _:
            assert_never(probe)


def of_match(match: Match) -> tuple[str, ...]:
    """The facts a match asks a customer about."""
    return facts_of(match.condition) if match.audience is Audience.CUSTOMERS else ()


def of_schedule(scheduled: Scheduled) -> Iterator[str]:
    """The facts that say who is asked."""
    for turn in (turn for turns in turns_of(scheduled) for turn in turns):
        if turn.fact is not None:
            yield turn.fact
        if turn.stores and turn.store:
            yield turn.store
    for barred in scheduled.failed:
        yield from barred.not_to
    yield from scheduled.not_to


def turns_of(scheduled: Scheduled) -> Iterator[tuple[Turn, ...]]:
    """The turns of whoever is asked, and those of each who is not."""
    yield scheduled.turns
    yield from (barred.turns for barred in scheduled.failed)


def of_text(told: ActionTemplate) -> Iterator[str]:
    """The facts that an action's texts and channels need."""
    for piece in (*told.text, *told.reason):
        if isinstance(piece, Placeholder) and piece.scope is Scope.FACT:
            yield piece.name
    for way in told.ways:
        yield from (str(column) for column in (way.needs, way.consent) if column)
