"""Decision tables: what is proved is so for every customer, and nothing is left untold.

The proofs are held against asking every customer of a small world, one by one, with the plain
engine's own truth.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from hypothesis import given, strategies as st

from careplay.checks.proving.asking import condition_of
from careplay.checks.proving.findings import always, dead, gaps, meetings
from careplay.checks.proving.proof import Proof, Sample, proof, sample_on
from careplay.checks.proving.telling import customer
from careplay.engines.plain.tables import row_holds
from careplay.meaning.clock import Clock, clock_of
from careplay.meaning.truth import truth
from careplay.model.conditions import AllOf, facts_of as asked_of
from careplay.model.facts import DecisionRow, Hit
from careplay.model.types import Scalar
from careplay.sources.connecting import connect
from deciding import by_duckdb, by_plain, load
from examples import examples
from strategies import customers
from strategies.cases import parameters
from strategies.decisions import as_of, decisions
from strategies.proofs import DAY, Proved, everybody, proved
from strategies.world import BUSINESS, DECLARED, named

if TYPE_CHECKING:
    import duckdb

slow = examples(150)
near_day = st.integers(-40, 12).map(lambda n: DAY + timedelta(days=n))
"""About the days on which rows begin, parameters change and dates pass each other."""
Person = dict[str, Scalar | None]


def found(case: Proved) -> Proof:
    """The proof of the table, which has no fault."""
    made = proof(case.table, case.business)
    assert made is not None
    return made


def held(person: Person, case: Proved, clock: Clock) -> list[DecisionRow]:
    """The rows that hold, as an engine asks them; by priority the best first."""
    decision = case.table.decisions[0]
    told = [row for row in decision.rows if row_holds(row, person, clock)]
    if decision.hit is Hit.PRIORITY:
        told.sort(key=lambda row: decision.ranking.index(row.value))
    return told


def can_be(person: Person, clock: Clock) -> bool:
    """Whether there can be such a customer: counts and what is made of them are known."""
    often, visits, seen = (person.get(name, 0) for name in ("often", "visits", "seen"))
    counted = often is not None and isinstance(visits, int) and visits >= 0
    return counted and (not isinstance(seen, date) or seen <= clock.day)


def asked(proof: Proof, sample: Sample, clock: Clock) -> Iterator[Person]:
    """Everybody, and those whom the proof itself would name."""
    yield from everybody(proof.table.inputs, clock.day)
    for box in sample.boxes:
        if all(box):
            yield customer(box, sample.columns)


@slow
@given(case=proved())
def test_a_told_gap_is_a_gap(case: Proved) -> None:
    for hole in gaps(found(case))[0]:
        clock = clock_of(case.business, hole.sample.at.clock.day)
        person = customer(hole.box, hole.sample.columns)
        assert held(person, case, clock) == []
        assert can_be(person, clock)
        assert truth(condition_of(hole.box, hole.sample.columns), person, clock) is True


@slow
@given(case=proved())
def test_no_gap_is_left_untold(case: Proved) -> None:
    made = found(case)
    _, whole = gaps(made)
    assert whole
    for sample in made.samples:
        clock = clock_of(case.business, sample.at.clock.day)
        boxes = gaps(replace(made, samples=(sample,)))[0]
        told = [condition_of(hole.box, hole.sample.columns) for hole in boxes]
        for person in asked(made, sample, clock):
            in_a_gap = any(truth(each, person, clock) for each in told)
            assert in_a_gap == (not held(person, case, clock))


@slow
@given(case=proved(), data=st.data())
def test_no_other_day_has_other_gaps(case: Proved, data: st.DataObject) -> None:
    made = found(case)
    first = made.samples[0].at.clock.day
    shapes = {hole.described.shape for hole in gaps(made)[0]}
    day = data.draw(st.dates(max(first, date(2025, 6, 1)), date(2026, 12, 31)) | near_day)
    sample = sample_on(case.table, case.business, max(first, day))
    assert sample is not None
    there = {hole.described.shape for hole in gaps(replace(made, samples=(sample,)))[0]}
    assert there <= shapes


@slow
@given(case=proved())
def test_rows_that_are_told_to_meet_do_and_no_others(case: Proved) -> None:
    made = found(case)
    told = {each.second.id for each in meetings(made)}
    seen = set()
    for sample in made.samples:
        clock = clock_of(case.business, sample.at.clock.day)
        for person in asked(made, sample, clock):
            seen |= {row.id for row in held(person, case, clock)[1:]}
    assert told == seen


@slow
@given(case=proved())
def test_a_dead_row_decides_for_nobody(case: Proved) -> None:
    made = found(case)
    for each in dead(made):
        clock = clock_of(case.business, each.sample.at.clock.day)
        for person in asked(made, each.sample, clock):
            rows = held(person, case, clock)
            decides = rows if case.table.hit is Hit.UNIQUE else rows[:1]
            assert each.row not in decides
            if each.row in rows:
                assert set(map(id, rows)) & set(map(id, each.taken_by))


@slow
@given(case=proved())
def test_a_row_that_decides_for_nobody_is_told(case: Proved) -> None:
    made = found(case)
    alive: set[str] = set()
    for sample in made.samples:
        clock = clock_of(case.business, sample.at.clock.day)
        for person in everybody(made.table.inputs, clock.day):
            rows = held(person, case, clock)
            alive |= {row.id for row in (rows if case.table.hit is Hit.UNIQUE else rows[:1])}
    in_force = {row.id for sample in made.samples for row in sample.rows}
    assert in_force - alive <= {each.row.id for each in dead(made)}


@slow
@given(case=proved())
def test_a_cell_is_told_to_be_always_true_just_where_it_is(case: Proved) -> None:
    made = found(case)
    told = {(row.id, name) for row, name in always(made)}
    untrue = set()
    asked_ = {(row, name) for row, name in case.table.cells}
    for sample in made.samples:
        clock = clock_of(case.business, sample.at.clock.day)
        for row in sample.rows:
            assert isinstance(row.condition, AllOf)
            for part in row.condition.parts:
                (name,) = asked_of(part)
                for person in everybody((name,), clock.day):
                    if truth(part, person, clock) is not True:
                        untrue.add((row.id, name))
    in_force = {row.id for sample in made.samples for row in sample.rows}
    assert told == {each for each in asked_ - untrue if each[0] in in_force}


@cache
def connection() -> duckdb.DuckDBPyConnection:
    """One for all cases: opening one takes longer than most of them."""
    return connect()


@slow
@given(data=st.data())
def test_both_engines_decide_alike(data: st.DataObject) -> None:
    day = data.draw(st.dates(date(2024, 1, 1), date(2027, 1, 1)))
    known = tuple(named(fact) for fact in DECLARED.values())
    tables = []
    for place in range(4):
        tables.append(data.draw(decisions(f"d{place}", known)))
        known += (named(tables[-1]),)
    business = replace(
        BUSINESS, derived=as_of(day, tuple(tables)), parameters=data.draw(parameters(day))
    )
    people = data.draw(customers(business, day))
    known_people = load(business, people, connection())
    names = tuple(f"d{place}" for place in range(4))
    for ago in (0, 1):
        then = day - timedelta(days=ago)
        plain = by_plain(business, then, names, known_people, ago)
        assert by_duckdb(business, then, names, connection(), ago) == plain
