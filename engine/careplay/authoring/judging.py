"""What a day told, held against what a story expects of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import assert_never

from careplay.diagnostics import NOWHERE, Position, listed, quoted
from careplay.engines.base import Undecided
from careplay.frozen import dataclass
from careplay.model.actions import ActionRow
from careplay.model.stories import (
    NOBODY,
    Expectation,
    Expected,
    Likeness,
    Likening,
    StoryDay,
)

DUE, DEFERRED = "due", "deferred"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether one thing came as a story expects it, and what came instead."""

    date: date
    expected: Expectation | None
    """None where nothing else was to come, or where the day could not be played as told."""
    met: bool
    said: str = ""
    """What came instead, as part of a sentence; empty where it is met."""
    at: Position = NOWHERE
    rule: str = ""
    """Whose action met it, where one had to."""


def verdicts(
    day: StoryDay, actions: Sequence[ActionRow], undecided: Sequence[Undecided] = ()
) -> tuple[Verdict, ...]:
    """One for each expectation, and one for each action that was to be none."""
    positive = [each for each in day.expected if each.wanted in {Expected.TOLD, Expected.HELD}]
    taken = _matched(positive, actions)
    numbers = iter(range(len(positive)))
    found = list[Verdict]()
    for each in day.expected:
        match each.wanted:
            case Expected.TOLD | Expected.HELD:
                place = taken.get(next(numbers))
                rule = "" if place is None else str(actions[place]["rule"])
                found.append(_positive(day, each, actions, undecided, rule))
            case Expected.NOT_TOLD:
                found.append(_negative(day, each, actions))
            case Expected.UNDECIDED:
                found.append(_left_open(day, each, actions, undecided))
            case _:
                assert_never(each.wanted)
    if day.only:
        unmet = [each for number, each in enumerate(positive) if number not in taken]
        meant = {id(row) for each in unmet if (row := _nearest(each, actions)) is not None}
        meant |= {id(actions[place]) for place in taken.values()}
        found += [
            Verdict(day.date, None, met=False, said=_besides(row), at=day.at)
            for row in actions
            if row["status"] == DUE and id(row) not in meant
        ]
    return tuple(found)


def _matched(expected: Sequence[Expectation], actions: Sequence[ActionRow]) -> dict[int, int]:
    """By place of an expectation, that of the action which meets it: as many as can be."""
    by_action: dict[int, int] = {}

    def found_for(number: int, tried: set[int]) -> bool:
        for place, row in enumerate(actions):
            if place in tried or not _meets(expected[number], row):
                continue
            tried.add(place)
            if place not in by_action or found_for(by_action[place], tried):
                by_action[place] = number
                return True
        return False

    for number in range(len(expected)):
        found_for(number, set())
    return {number: place for place, number in by_action.items()}


def _positive(
    day: StoryDay,
    expected: Expectation,
    actions: Sequence[ActionRow],
    undecided: Sequence[Undecided],
    rule: str,
) -> Verdict:
    said = "" if rule else _instead(expected, actions, undecided)
    return Verdict(day.date, expected, met=bool(rule), said=said, at=expected.at, rule=rule)


def _negative(day: StoryDay, expected: Expectation, actions: Sequence[ActionRow]) -> Verdict:
    came = next((row for row in actions if _meets(expected, row)), None)
    if came is None:
        return Verdict(day.date, expected, met=True, at=expected.at)
    said = f"{quoted(came['rule'])} was told: {_told(came)}"
    return Verdict(day.date, expected, met=False, said=said, at=expected.at)


def _left_open(
    day: StoryDay,
    expected: Expectation,
    actions: Sequence[ActionRow],
    undecided: Sequence[Undecided],
) -> Verdict:
    those = [each for each in undecided if expected.speaks_of(each.rule)]
    if any(expected.wanting in {"", each.fact} for each in those):
        return Verdict(day.date, expected, met=True, at=expected.at)
    facts = listed(dict.fromkeys(each.fact for each in those if each.fact))
    came = next((_status(row) for row in actions if _is_meant(expected, row)), "not told")
    said = f"it wants {facts}" if facts else f"it is {came}"
    wanted = f" for want of {quoted(expected.wanting)}" if expected.wanting else ""
    said = f"{quoted(expected.rule)} was not undecided{wanted}: {said}"
    return Verdict(day.date, expected, met=False, said=said, at=expected.at)


def _besides(row: ActionRow) -> str:
    return f"{quoted(row['rule'])} was told besides: {_told(row)}"


def _meets(expected: Expectation, row: ActionRow) -> bool:
    """Whether the action is all that is written of it."""
    return (
        _is_meant(expected, row)
        and _has_status(expected.wanted, row["status"])
        and all(_holds(each, row) for each in expected.compared)
    )


def _is_meant(expected: Expectation, row: ActionRow) -> bool:
    """Whether it is an action of that rule, and of that customer where one is named."""
    whose = expected.customer
    return expected.speaks_of(row["rule"]) and (whose is None or row["customer_id"] == whose)


def _has_status(wanted: Expected, status: str) -> bool:
    match wanted:
        case Expected.TOLD:
            return status == DUE
        case Expected.HELD:
            return status != DUE
        case Expected.NOT_TOLD:
            return status in {DUE, DEFERRED}
        case Expected.UNDECIDED:
            return False
        case _:
            assert_never(wanted)


def _holds(comparison: Likening, row: ActionRow) -> bool:
    """Whether the action has what is written."""
    texts = _texts(row[comparison.column])
    match comparison.likeness:
        case Likeness.SAME:
            return texts == ((comparison.text,) if comparison.text else ())
        case Likeness.WITHIN:
            return any(comparison.text in each for each in texts)
        case Likeness.NOWHERE:
            return all(comparison.text not in each for each in texts)


def _texts(value: object) -> tuple[str, ...]:
    """What a column tells, as a story would write it; nothing where it is missing."""
    if isinstance(value, list):
        return tuple(map(str, value))
    if isinstance(value, datetime):
        return (f"{value:%Y-%m-%d %H:%M}",)
    return () if value in {None, ""} else (str(value),)


def _instead(
    expected: Expectation, actions: Sequence[ActionRow], undecided: Sequence[Undecided]
) -> str:
    """What came instead of an action that was expected, and why where that is known."""
    rule, wanted = quoted(expected.rule), expected.wanted.value
    near = _nearest(expected, actions)
    if near is not None:
        differs = "; ".join(_differences(expected, near)) or "as many were told, but no more"
        return f"{rule} came otherwise: {differs}"
    meant = [row for row in actions if _is_meant(expected, row)]
    if meant:
        return f"{rule} was not {wanted}: it is {_status(meant[0])}"
    due = dict.fromkeys(str(row["rule"]) for row in actions if row["status"] == DUE)
    return f"{rule} was not {wanted}{_open(expected, undecided)}; told {_were(due)}"


def _nearest(expected: Expectation, actions: Sequence[ActionRow]) -> ActionRow | None:
    """The action of that rule and status that differs least from what is written of it."""
    near = (
        row
        for row in actions
        if _is_meant(expected, row) and _has_status(expected.wanted, row["status"])
    )
    return min(near, key=lambda row: len([*_differences(expected, row)]), default=None)


def _open(expected: Expectation, undecided: Sequence[Undecided]) -> str:
    """For want of which facts it could not be decided; empty where it was."""
    wanting = (each.fact for each in undecided if expected.speaks_of(each.rule) and each.fact)
    facts = listed(dict.fromkeys(wanting))
    return f": it could not be decided for want of {facts}" if facts else ""


def _were(rules: Iterable[str]) -> str:
    names = listed(rules)
    return f"were {names}" if names else "was nothing"


def _differences(expected: Expectation, row: ActionRow) -> Iterator[str]:
    for each in expected.compared:
        if _holds(each, row):
            continue
        came = " / ".join(_texts(row[each.column])) or (
            NOBODY if each.key == "to" else "nothing"
        )
        match each.likeness:
            case Likeness.SAME:
                yield f"{each.key} is {came}, not {each.text or NOBODY}"
            case Likeness.WITHIN:
                yield f"{each.key} lacks {quoted(each.text)} in {quoted(came, 80)}"
            case Likeness.NOWHERE:
                yield f"{each.key} is broken by {quoted(each.text)} in {quoted(came, 80)}"


def _status(row: ActionRow) -> str:
    held = f" by {row['held_by']}" if row["held_by"] else ""
    return f"{row['status']}{held}"


def _told(row: ActionRow) -> str:
    to = row["owner"] or NOBODY
    return f"to {to}, due {row['due_at']:%Y-%m-%d %H:%M}"
