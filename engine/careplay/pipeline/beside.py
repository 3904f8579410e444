"""A day, and what other rules tell on it: of the same data and memory."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from careplay import engines
from careplay.frozen import dataclass
from careplay.model.actions import ActionRow
from careplay.model.conditions import (
    NEVER,
    AllOf,
    Compare,
    Condition,
    Missing,
    NoneOf,
    Operator,
)
from careplay.model.facts import Declared
from careplay.model.limits import Limits
from careplay.model.rules import Action, Rule, Verb
from careplay.model.triggers import Every, Period
from careplay.model.types import Type
from careplay.outputs.day import Day
from careplay.outputs.ran_with import business_digests, ran_with
from careplay.pipeline.looking import looked_at
from careplay.pipeline.remembering import with_memory, without_memory
from careplay.pipeline.running import Choices, run_loaded
from careplay.sources.columns import KEY, literal, quoted, sql_list
from careplay.sources.querying import mappings_of
from careplay.sources.recording import recorded_by
from careplay.sources.undeclared import without_idle_types

if TYPE_CHECKING:
    from careplay.model.business import Business
    from careplay.sources.loaded import Loaded

ASKED = Declared("#asked", Type.BOOLEAN)
"""The fact that is true of who is asked about; no name of a business begins with #."""
TABLE = "customers_asked"
COLUMNS = ("customer_id", "rule", "occasion", "because")
FACTS = "#facts"
"""The rule that tells of facts, whatever occasion there is."""


@dataclass(frozen=True, slots=True)
class DayBeside:
    """What came of the day for one customer."""

    day: Day
    """As ``run`` gives it."""
    actions: tuple[ActionRow, ...]
    """Its actions, by the names of ``ACTION_COLUMNS``."""
    told: tuple[ActionRow, ...]
    """What the other rules tell: each row by the names of ``COLUMNS``."""


def day_beside(
    business: Business,
    day: date,
    loaded: Loaded,
    choices: Choices,
    others: Callable[[Business], Business],
) -> DayBeside:
    """The day of ``choices.customer``, of whom the business of ``others`` is asked as well.

    That business knows ``ASKED`` besides. It keeps nothing, and nothing is kept of either day.
    """
    connection = loaded.connection
    (found,) = run_loaded(business, (day,), loaded, choices)
    actions = mappings_of(connection, f"SELECT * FROM {found.actions.sql}")  # noqa: S608
    return DayBeside(found, tuple(actions), told_beside(business, day, loaded, choices, others))


def told_beside(
    business: Business,
    day: date,
    loaded: Loaded,
    choices: Choices,
    others: Callable[[Business], Business],
) -> tuple[ActionRow, ...]:
    """What the business of ``others`` tells of ``choices.customer``, or of everybody.

    That business knows ``ASKED`` besides; nothing is kept.
    """
    customer = choices.customer
    whose = None if customer is None else (customer,)
    seen, known = _with_asked(business, day, replace(loaded, only=customer), whose)
    asked = others(known)
    relation = looked_at(choices.out, business.id, lambda: _told(asked, day, choices, seen))
    mine = f"customer_id = {literal(customer)}" if customer is not None else "true"
    names = ", ".join(COLUMNS)
    query = f"SELECT {names} FROM {relation} WHERE {mine}"  # noqa: S608
    return tuple(mappings_of(loaded.connection, query))


def facts_told(
    business: Business,
    day: date,
    loaded: Loaded,
    names: Iterable[str],
    whose: Collection[str],
) -> Mapping[str, Mapping[str, str | None]]:
    """These facts of the customers with these keys as of the day, as a reason tells them.

    They are what the default engine tells on that day, of whatever they are made.
    """
    wanted = frozenset(names)
    seen, known = _with_asked(business, day, loaded, whose)
    rule = facts_rule(sorted(wanted), next(iter(business.roles), ""))
    alone = replace(known, rules=(rule,), limits=Limits())
    relation = _told(alone, day, Choices(fresh=True), seen)
    query = f"SELECT customer_id, because FROM {relation}"  # noqa: S608
    return {
        str(row["customer_id"]): {
            each["fact"]: each["value"] for each in row["because"] if each["fact"] in wanted
        }
        for row in mappings_of(loaded.connection, query)
    }


def facts_rule(names: Iterable[str], to: str) -> Rule:
    """A rule that tells each of the facts of who is asked about."""
    return Rule(FACTS, "", "", Every(Period.DAY), (nothing(to),), seeing(names))


def nothing(to: str) -> Action:
    """What an onlooker asks for."""
    return Action(Verb.TASK, (), to)


def seeing(names: Iterable[str]) -> Condition:
    """True of the customer who is asked about; all these names are told as its reasons."""
    never = AllOf((NEVER, *map(Missing, names)))
    return AllOf((Compare(ASKED.name, Operator.EQUAL, value=True), NoneOf((never,))))


def _with_asked(
    business: Business, day: date, loaded: Loaded, whose: Collection[str] | None
) -> tuple[Loaded, Business]:
    """The tables as of the day, whose customers have ``ASKED``, and the business that knows."""
    seen = recorded_by(loaded, day)
    seen = replace(seen, customers=_asked(seen, whose))
    known = without_idle_types(business, seen)
    return seen, replace(known, declared={**known.declared, ASKED.name: ASKED})


def _asked(loaded: Loaded, whose: Collection[str] | None) -> str:
    """The name of the customers with ``ASKED``: all of them, for ranks are among all."""
    is_his = "true"
    if whose is not None:
        is_his = f"{quoted(KEY)}::VARCHAR IN {sql_list(sorted(whose))}"
    loaded.connection.execute(
        f"CREATE OR REPLACE VIEW {TABLE} AS SELECT *, {is_his} AS {quoted(ASKED.name)}"  # noqa: S608
        f" FROM {quoted(loaded.customers)}"
    )
    return TABLE


def _told(asked: Business, day: date, choices: Choices, loaded: Loaded) -> str:
    engine, out = engines.engine(choices.engine), choices.out
    ran = ran_with(asked, day, business_digests(asked))
    if choices.fresh or out is None:
        return without_memory(engine, asked, day, loaded, ran).outcome.relation
    return with_memory(engine, asked, day, loaded, (out, ran)).outcome.relation
