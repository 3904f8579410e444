"""What a day of a story reaches: which rows hold, what limits do, and whom rules pass by.

Rules that only look on are run beside the day, as ``explain`` runs them, so that whatever a
condition saw is what the engine saw.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from careplay.authoring.coverage.holding import held_and_let
from careplay.authoring.coverage.rows import rows_asked
from careplay.authoring.coverage.things import kind_of, may_be_barred
from careplay.authoring.coverage.ways import ways_gone
from careplay.authoring.explaining.onlookers import MARK, Onlookers, onlookers
from careplay.authoring.explaining.sight import DaysNames, values_of
from careplay.frozen import dataclass
from careplay.meaning.clock import clock_of
from careplay.meaning.truth import Row, truth
from careplay.model.actions import ActionRow
from careplay.model.business import Business
from careplay.model.rules import Rule
from careplay.outputs.coverage import CoverKey
from careplay.pipeline.beside import FACTS, told_beside
from careplay.pipeline.running import Choices

if TYPE_CHECKING:
    from careplay.sources.loaded import Loaded

Reached: TypeAlias = Mapping[str, frozenset[CoverKey]]
"""By customer, what a day reaches; "" for what is of none."""


@dataclass(frozen=True, slots=True)
class Watcher:
    """Who looks on while the stories of a business are played."""

    business: Business
    looking: Onlookers
    known: DaysNames

    def saw(self, day: date, loaded: Loaded, choices: Choices) -> Reached:
        """What conditions and tables are asked on the day, before it is kept."""
        if not self.looking.rules:
            return {}
        told = told_beside(self.business, day, loaded, choices, self.looking.business)
        return _together(self._seen(day, told))

    def came(
        self, day: date, actions: Sequence[ActionRow], events: Sequence[Mapping[str, str]]
    ) -> Reached:
        """What limits did on the day, and which ways cases have gone up to it."""
        ways = ways_gone(self.business, events, clock_of(self.business, day))
        held = (
            (str(row["customer_id"] or ""), key)
            for row in actions
            for key in held_and_let(self.business.limits, row)
        )
        return _together((*held, *((who, key) for who, those in ways.items() for key in those)))

    def _seen(self, day: date, told: Iterable[ActionRow]) -> Iterator[tuple[str, CoverKey]]:
        rules = {f"{MARK}{rule.id}": rule for rule in self.business.rules}
        facts, asked = dict[str, Row](), list[tuple[str, Rule, Row]]()
        for row in told:
            if not str(row["rule"]).startswith(MARK):  # told on another day, and comes back
                continue
            customer, values = str(row["customer_id"]), values_of(row["because"], self.known)
            if row["rule"] == FACTS:
                facts[customer] = values
            else:
                asked.append((customer, rules[row["rule"]], values))
        clock = clock_of(self.business, day)
        for customer, values in facts.items():
            for key in rows_asked(self.business, values, clock):
                yield customer, key
        for customer, rule, values in asked:
            seen = {**facts.get(customer, {}), **values}
            if truth(rule.condition, seen, clock) is False:
                yield customer, (kind_of(rule), rule.id, False)


def watcher(business: Business) -> Watcher:
    """Who looks on; of items as of any rule, whatever they undo."""
    rules = (
        replace(rule, item="", undoes=()) for rule in business.rules if may_be_barred(rule)
    )
    facts = (table.decisions[0].name for table in business.tables.values())
    looking = replace(onlookers(rules), facts=tuple(facts))
    names = DaysNames.of(business, ())
    return Watcher(business, looking, names)


def _together(found: Iterable[tuple[str, CoverKey]]) -> Reached:
    by = defaultdict[str, set[CoverKey]](set)
    for customer, key in found:
        by[customer].add(key)
    return {customer: frozenset(keys) for customer, keys in by.items()}
