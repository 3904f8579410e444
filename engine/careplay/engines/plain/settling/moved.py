"""Deadlines that an edit moved: what was told counts until what it is by now was told.

``planning/moved.py`` and ``sql/settling/moving.py`` make a step of it: one proves the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from typing import TypeAlias

from careplay.engines.plain.cases import Party
from careplay.engines.plain.settling.outcomes import ActionOutcome
from careplay.frozen import dataclass
from careplay.meaning.moved import MovingRules, moving_rules
from careplay.meaning.truth import Row
from careplay.model import words
from careplay.model.actions import OVER, ActionRow
from careplay.model.business import Business
from careplay.model.flows import WAITED, AsTold, as_told

TOLD = ("due", "deferred")
NO_RULES = MovingRules((), {})

CaseName: TypeAlias = tuple[str, str, str]
"""Whose case it is, of which flow, and what it is told by."""


@dataclass(frozen=True, slots=True)
class MovedCase:
    """An open case, and what people were told of it."""

    record: Row
    told: bool
    """Whether anything was told of it by what counted before the edit."""
    step_told: bool
    """Whether the step that it stands at was, and not by what counts now."""
    at_once: bool
    """Whether this is the first run after the edit."""
    several: bool
    """Whether there was another edit before it that it may not have been told."""

    @property
    def moved(self) -> tuple[bool, bool]:
        """Whether the told deadline of the step, and of the goal, is another by now."""
        of = self.record
        step, goal = (of[each] != of[as_told(each)] for each in ("step_due", "goal_due"))
        return step and self.step_told, goal and self.goal_counts

    @property
    def is_met_anew(self) -> bool:
        """Whether no run has met it going on since the edit."""
        return self.at_once or self.record[as_told(WAITED)] is True

    @property
    def is_unheard(self) -> bool:
        """Whether the deadline that is compared may never have been told of it."""
        return self.several and self.record[as_told(WAITED)] is True

    @property
    def goal_counts(self) -> bool:
        """Whether the deadline of the goal that was told still counts."""
        return self.told and self.is_met_anew

    @property
    def untold(self) -> bool:
        """Whether the next run must know what was told of it."""
        of = self.record
        waits = of["waiting"] is not None and self.told
        return waits or (self.moved[0] and of["step_due"] is not None)


@dataclass(frozen=True, slots=True)
class MovedCases:
    """The open cases of the flows of which an edit may have moved deadlines."""

    rules: MovingRules = NO_RULES
    cases: Mapping[CaseName, MovedCase] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many deadlines that people were told are others by now."""
        return sum(sum(case.moved) for case in self.cases.values() if case.is_met_anew)

    @property
    def untold(self) -> tuple[str, ...]:
        """The flows of which some have not been told what counts now."""
        return tuple(sorted({flow for (_, flow, _), each in self.cases.items() if each.untold}))

    def is_told_again(self, row: ActionRow) -> bool:
        """Whether the row says what to do in a step by another time than people were told."""
        case = self.cases.get(_case_of(row))
        if case is None or row["rule"] not in self.rules.steps:
            return False
        return case.moved[0] and case.record["step_due"] is not None

    def without_spared(self, rows: Iterable[ActionRow], day: date) -> Iterator[ActionRow]:
        """The rows but for those that tell somebody above of a deadline nobody was told."""
        return (row for row in rows if not self._spares(row, day))

    def _spares(self, row: ActionRow, day: date) -> bool:
        case, attribute = self.cases.get(_case_of(row)), self.rules.late.get(row["rule"])
        if case is None or attribute is None:
            return False
        passed = case.record[attribute]
        of_goal = attribute.startswith(as_told("goal"))
        told = case.goal_counts if of_goal else case.step_told
        both_passed = isinstance(passed, date) and passed <= day
        return told and (case.is_unheard or not both_passed)


def moved_cases(
    business: Business,
    parties: Iterable[Party],
    earlier: Sequence[ActionRow],
    said: Mapping[str, Sequence[ActionOutcome]],
) -> MovedCases:
    """Those of the customers, with what earlier days told of them."""
    flows = {name: flow.told for name, flow in business.flows.items() if flow.told is not None}
    told = [row for row in earlier if row["record"] in flows and row["status"] in TOLD]
    cases, steps = _first_told(told), _last_told(told, flows, said)
    found: dict[CaseName, MovedCase] = {}
    for party in parties:
        for record in party.subject.events:
            before = flows.get(str(record["type"]))
            if before is not None and record["ended_at"] is None:
                flow = business.flows[str(record["type"])]
                ref = _plain(record, flow.by, party)
                name = (party.key, flow.name, ref)
                step = (party.key, f"{flow.name}:{record['step']}/{record['returns']}/{ref}")
                found[name] = MovedCase(
                    record,
                    cases.get(name, date.max) <= before.day,
                    steps.get(step, date.max) <= before.day,
                    _is_at_once(before),
                    before.several,
                )
    return MovedCases(moving_rules(business), found)


def _is_at_once(told: AsTold) -> bool:
    return told.since > told.last


def _first_told(told: Iterable[ActionRow]) -> Mapping[CaseName, date]:
    """When anything was first told of each case."""
    found: dict[CaseName, date] = {}
    for row in told:
        name = _case_of(row)
        found[name] = min(found.get(name, row["date"]), row["date"])
    return found


def _last_told(
    told: Iterable[ActionRow],
    flows: Mapping[str, AsTold],
    said: Mapping[str, Sequence[ActionOutcome]],
) -> Mapping[tuple[str, str], date]:
    """When each step was last told, by what is still to be done: nothing else is told again.

    At once after an edit what is done counts as well.
    """
    latest = {row["action_id"]: row for row in sorted(told, key=lambda row: row["date"])}
    found: dict[tuple[str, str], date] = {}
    for action, row in latest.items():
        ended = any(
            each.kind in OVER and each.at.date() >= row["date"] for each in said.get(action, ())
        )
        if not ended or _is_at_once(flows[row["record"]]):
            name = (row["customer_id"], row["occasion"])
            found[name] = max(found.get(name, row["date"]), row["date"])
    return found


def _plain(record: Row, by: str, party: Party) -> str:
    value = record[by]
    return "" if value is None else words.plain(value, party.subject.attributes[by])


def _case_of(row: ActionRow) -> CaseName:
    return row["customer_id"], row["record"], row["ref"]
