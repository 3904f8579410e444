"""A whole case: a business, a date, and what is known on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.vendor.pretty import RepresentationPrinter

from careplay.model.business import Business, DatedParameter, Person
from careplay.model.types import Scalar
from strategies.dates import days, own_days
from strategies.decisions import as_of
from strategies.facts import derived_facts, watched_facts
from strategies.rules import roles, rules
from strategies.tables import Row, customers, events, people
from strategies.world import BUSINESS, DECLARED, WORDS, named

NINE_TO_SIX = ((time(9), time(18)),)


@dataclass(frozen=True)
class Case:
    """Everything a run needs, as values."""

    business: Business
    day: date
    customers: tuple[Row, ...]
    events: tuple[Row, ...]
    people: tuple[Person, ...]

    def _repr_pretty_(self, printer: RepresentationPrinter, cycle: object) -> None:
        printer.text(repr(self))

    def __repr__(self) -> str:
        """Only what differs between cases: the world is the same in all."""
        own = self.business
        return (
            f"Case(day={self.day}, language={own.language!r}, weekdays={[*own.working_hours]}, "
            f"own_days={own.own_days}, timezone={own.timezone!r},"
            f"\n derived={own.derived},\n rules={own.rules},\n roles={own.roles},"
            f"\n parameters={own.parameters},\n customers={self.customers},"
            f"\n events={self.events},\n people={self.people})"
        )


@st.composite
def parameters(draw: st.DrawFn, day: date) -> Mapping[str, DatedParameter]:
    """The four parameters that generated playbooks use; some change about the date."""
    changes = st.sampled_from([day, day - timedelta(1), day + timedelta(1)])

    def dated(name: str, values: st.SearchStrategy[Scalar]) -> DatedParameter:
        first = (date.min, draw(values))
        second = draw(st.none() | st.tuples(changes, values))
        return DatedParameter(name, (first,) if second is None else (first, second))

    return {
        "n": dated("n", st.sampled_from([1, 2, 7, 0])),
        "gold": dated("gold", st.sampled_from([Decimal(5), Decimal("2.5"), 1])),
        "word": dated("word", st.sampled_from(WORDS)),
        "since": dated("since", st.sampled_from([date(2025, 1, 1), day])),
    }


@st.composite
def businesses(draw: st.DrawFn, day: date, most: int = 3) -> Business:
    """A business of the one world with rules of its own."""
    watch = draw(st.sampled_from([False, False, True]))
    derived = as_of(day, draw(watched_facts() if watch else derived_facts()))
    known = tuple(named(fact) for fact in (*DECLARED.values(), *derived))
    count = draw(st.integers(1, most))
    weekdays = draw(st.sampled_from([range(5), range(7), (0, 2, 5)]))
    return replace(
        BUSINESS,
        language=draw(st.sampled_from(["zh", "en"])),
        derived=derived,
        roles=draw(roles()),
        parameters=draw(parameters(day)),
        rules=tuple(
            draw(rules(f"r{index}", known, day, watch=watch)) for index in range(count)
        ),
        working_hours=dict.fromkeys(weekdays, NINE_TO_SIX),
        own_days=draw(own_days(day)),
        timezone=draw(st.sampled_from(["Asia/Shanghai", "Asia/Shanghai", "Europe/Berlin"])),
    )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Any business on any day with any customers."""
    day = draw(days)
    business = draw(businesses(day))
    known = draw(customers(business, day))
    return Case(
        business=business,
        day=day,
        customers=known,
        events=draw(events(business, day, known)),
        people=draw(people(day)),
    )
