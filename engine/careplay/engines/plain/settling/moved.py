"""Deadlines that an edit moved: what was told counts until what it is by now was told.

``planning/moved.py`` and ``sql/settling/moving.py`` make a step of it: one proves the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from typing import TypeAlias

from careplay.engines.plain.cases import Party
from careplay.frozen import dataclass
from careplay.meaning.moved import MovingRules, moving_rules
from careplay.meaning.truth import Row
from careplay.model import words
from careplay.model.actions import ActionRow
from careplay.model.business import Business
from careplay.model.flows import as_told

TOLD = ("due", "deferred")
NO_RULES = MovingRules((), {})

CaseName: TypeAlias = tuple[str, str, str]
"""Whose case it is, of which flow, and what it is told by."""


@dataclass(frozen=True, slots=True)
class MovedCase:
    """An open case, and what people were told of it."""

    record: Row
    told: bool
    """Whether anything was told of it."""
    step_told: bool
    """Whether the step that it stands at was."""

    @property
    def moved(self) -> tuple[bool, bool]:
        """Whether the told deadline of the step, and of the goal, is another by now."""
        of = self.record
        step, goal = (of[each] != of[as_told(each)] for each in ("step_due", "goal_due"))
        return step and self.step_told, goal and self.told


@dataclass(frozen=True, slots=True)
class MovedCases:
    """The open cases of the flows of which an edit may have moved deadlines."""

    rules: MovingRules = NO_RULES
    cases: Mapping[CaseName, MovedCase] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many deadlines that people were told are others by now."""
        return sum(sum(case.moved) for case in self.cases.values())

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
        told = case.told if attribute.startswith(as_told("goal")) else case.step_told
        return told and not (isinstance(passed, date) and passed <= day)


def moved_cases(
    business: Business, parties: Iterable[Party], earlier: Sequence[ActionRow]
) -> MovedCases:
    """Those of the customers, with what earlier days told of them."""
    flows = {name: flow for name, flow in business.flows.items() if flow.told is not None}
    told = [row for row in earlier if row["record"] in flows and row["status"] in TOLD]
    cases = {_case_of(row) for row in told}
    steps = {(row["customer_id"], row["occasion"]) for row in told}
    found: dict[CaseName, MovedCase] = {}
    for party in parties:
        for record in party.subject.events:
            flow = flows.get(str(record["type"]))
            if flow is not None and record["ended_at"] is None:
                ref = _plain(record, flow.by, party)
                name = (party.key, flow.name, ref)
                step = f"{flow.name}:{record['step']}/{record['returns']}/{ref}"
                at = (party.key, step) in steps
                found[name] = MovedCase(record, name in cases, at)
    return MovedCases(moving_rules(business), found)


def _plain(record: Row, by: str, party: Party) -> str:
    value = record[by]
    return "" if value is None else words.plain(value, party.subject.attributes[by])


def _case_of(row: ActionRow) -> CaseName:
    return row["customer_id"], row["record"], row["ref"]
