"""Steps that a version calls otherwise: what kept days told of them is of the new step.

With ``migrate:`` a case goes on at the step that has another name by now. What was told of it
is read by that name, and by the id that the step's action has, so that nothing is told twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from careplay.frozen import dataclass
from careplay.meaning.renamed import renamed, taking_along
from careplay.model.business import Business
from careplay.model.flows import Flow
from careplay.sources.columns import day_, literal


@dataclass(frozen=True, slots=True)
class RenamedStep:
    """A step of a flow, by both names, and how the ids of its rules end."""

    flow: str
    old: str
    new: str
    ending: str
    """Of rules of the version that renamed it; empty where that is the newest."""
    until: date
    """From this day on the old name is that of another step."""

    @property
    def is_told(self) -> str:
        """Whether a kept row is of an occasion of the step, by the name that it had."""
        told = f"starts_with(occasion, {literal(f'{self.flow}:{self.old}/')})"
        return told if self.until == date.max else f"({told} AND date < {day_(self.until)})"


def renamed_steps(business: Business, day: date) -> tuple[RenamedStep, ...]:
    """The steps that are called otherwise on the day than they were for some case."""
    return tuple(each for flow in business.flows.values() for each in _of(flow, day))


def _of(flow: Flow, day: date) -> Iterator[RenamedStep]:
    version = taking_along(flow, day)
    if version is not None:
        ending = "" if version is flow.versions[-1] else f".v{version.number}"
        for each in renamed(flow, day):
            yield RenamedStep(flow.name, each.old, each.new, ending, each.until)


def occasion_now(steps: Iterable[RenamedStep]) -> str:
    """The key of a row's occasion."""
    return _by_step({each: _begun(f"{each.flow}:", "occasion", each) for each in steps})


def first_id_now(steps: Iterable[RenamedStep], base: str) -> str:
    """What the id of a row is made of, from that of its rule whatever the version."""
    return _by_step({each: _named(each, base) for each in steps}, base)


def rule_now(steps: Iterable[RenamedStep], base: str, otherwise: str) -> str:
    """The rule of a row; of what tells that a step is late it is as it was."""
    told = {
        each: f"CASE WHEN {_is_its_own(each, base)} THEN {_named(each, base)}"
        f" || {literal(each.ending)} ELSE {otherwise} END"
        for each in steps
    }
    return _by_step(told, otherwise)


def is_renamed(steps: Sequence[RenamedStep]) -> str:
    """Whether a row is of a step that has another name by now."""
    return " OR ".join(each.is_told for each in steps) or "false"


def _named(each: RenamedStep, base: str) -> str:
    own = _begun(f"{each.flow}.", base, each)
    return f"CASE WHEN {_is_its_own(each, base)} THEN {own} ELSE {base} END"


def _begun(before: str, told: str, each: RenamedStep) -> str:
    """The text with the new name in the place of the old, which begins it."""
    left = len(before) + len(each.old) + 1
    return f"{literal(before + each.new)} || substr({told}, {left})"


def _is_its_own(each: RenamedStep, base: str) -> str:
    """Whether the rule says what is to be done in the step."""
    name = f"{each.flow}.{each.old}"
    return f"({base} = {literal(name)} OR starts_with({base}, {literal(name + '.')}))"


def _by_step(told: Mapping[RenamedStep, str], otherwise: str = "occasion") -> str:
    if not told:
        return otherwise
    whens = " ".join(f"WHEN {each.is_told} THEN {sql}" for each, sql in told.items())
    return f"CASE {whens} ELSE {otherwise} END"
