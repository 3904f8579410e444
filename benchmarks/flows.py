"""Events a second of careplay's engines on complaints: ``python benchmarks/flows.py``.

Cases of the flow in ``care/complaint.yaml`` are made by formula; of ten events about one comes
twice, too early or while the case waits for the customer. Every engine makes its table of
cases, the three are compared, and then each is measured, so many rounds.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median
from typing import TypeAlias

from care_data import STEPS
from careplay.businesses import find
from careplay.engines.durable.cases.recorded import Wanted, cases_table
from careplay.engines.durable.cases.task import Cases
from careplay.engines.durable.workers.supervising import Supervisor
from careplay.engines.sql.records import flows as sql
from careplay.meaning.clock import clock_of
from careplay.meaning.flows import case_records
from careplay.meaning.truth import Row
from careplay.model.business import Business
from careplay.model.types import Scalar
from careplay.pipeline.examining import examine
from careplay.planning import records
from careplay.planning.clock import clock_on
from careplay.planning.needed import attributes_of
from careplay.planning.probes import Column
from careplay.sources.loaded import Loaded
from careplay.sources.memory import in_memory
from careplay.sources.rows import rows
from measuring import spread, table

HERE = Path(__file__).parent
DAY = date(2026, 9, 24)
ENGINES = ("duckdb", "plain", "durable")
HEADS = ("engine", "events a second of CPU (least to most)", "events a second")

Event = dict[str, Scalar | None]
Records: TypeAlias = list[tuple[Scalar | None, ...]]


def main() -> None:
    """Make the events, compare the engines' records, measure, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cases", type=int, default=20_000)
    options.add_argument("--rounds", type=int, default=3)
    asked = options.parse_args()
    business = _business()
    events = [event for n in range(asked.cases) for event in told(n, Random(n))]  # noqa: S311
    customers = [{"customer_id": key} for key in {event["customer_id"] for event in events}]
    loaded = in_memory(business, customers, events)
    makers = {name: _maker(name, business, loaded) for name in ENGINES}
    found = {name: sorted(make(), key=str) for name, make in makers.items()}
    if any(records != found["plain"] for records in found.values()):
        raise SystemExit("the engines differ")
    print(
        f"{asked.cases:,} complaints, {len(events):,} events: {len(found['plain']):,} cases\n"
    )
    lines = [(name, *_speeds(make, len(events), asked.rounds)) for name, make in makers.items()]
    print(table(HEADS, lines))


def told(number: int, random: Random) -> Iterator[Event]:
    """What is told of one complaint."""
    at = datetime.combine(DAY - timedelta(days=random.randint(0, 20)), datetime.min.time())
    at += timedelta(hours=9, minutes=random.randint(0, 500))
    opened = _event("complaint.opened", at, number)
    yield opened | {"cause": random.choice(("goods", "delivery", "manner"))}
    for step, outcome, hours in STEPS[: random.randint(0, len(STEPS))]:
        if random.random() < 0.05:
            yield _event("complaint.waiting_customer", at + timedelta(minutes=5), number)
        at += timedelta(minutes=random.randint(20, 100) * hours)
        early = timedelta(days=30) if random.random() < 0.02 else timedelta()
        done = _event(f"complaint.{step}.done", at - early, number)
        done["outcome"] = outcome or None
        yield done
        if random.random() < 0.05:
            yield dict(done)


def _event(kind: str, at: datetime, number: int) -> Event:
    return {"customer_id": number // 2, "type": kind, "at": at, "ref": f"C{number}"}


def _business() -> Business:
    (folder,) = find(HERE / "care")
    business = examine(folder).business
    if business is None:
        raise SystemExit("the business has faults; see careplay check benchmarks/care")
    return business


def _maker(name: str, business: Business, loaded: Loaded) -> Callable[[], Records]:
    """How an engine makes its cases of the flow."""
    makers: Mapping[str, Callable[[Business, Loaded], Records]] = {
        "duckdb": _by_duckdb,
        "plain": _by_plain,
        "durable": _by_durable,
    }
    return lambda: makers[name](business, loaded)


def _by_duckdb(business: Business, loaded: Loaded) -> Records:
    cases = records.case_fold(Column("complaint"), clock_on(business, DAY))
    loaded.connection.execute(sql.folding(cases, loaded.events, "fold"))
    query = sql.relation(cases, attributes_of(business), "fold")
    loaded.connection.execute(f"CREATE OR REPLACE TEMP TABLE cases AS {query}")
    return _records(loaded, "cases", business)


def _by_durable(business: Business, loaded: Loaded) -> Records:
    fold = records.case_fold(Column("complaint"), clock_on(business, DAY))
    with Supervisor(Cases((fold,))) as worker:
        wanted = Wanted(0, fold, attributes_of(business))
        cases_table(wanted, loaded, "cases", worker.each)
    return _records(loaded, "cases", business)


def _by_plain(business: Business, loaded: Loaded) -> Records:
    flow, clock = business.flows["complaint"], clock_of(business, DAY)
    of: dict[Scalar | None, list[Row]] = {}
    for event in rows(loaded)[1]:
        of.setdefault(event["customer_id"], []).append(event)
    names = _names(business)
    return [
        tuple(row.get(name) for name in names)
        for own in of.values()
        for row in case_records(flow, own, clock)[0]
    ]


def _records(loaded: Loaded, name: str, business: Business) -> Records:
    columns = ", ".join(f'"{each}"' for each in _names(business))
    return loaded.connection.execute(f"SELECT {columns} FROM {name}").fetchall()


def _names(business: Business) -> tuple[str, ...]:
    return ("customer_id", "type", "at", *attributes_of(business))


def _speeds(make: Callable[[], Records], events: int, rounds: int) -> tuple[str, str]:
    """Of this process and of those it waited for."""
    spent, took = [], []
    for _ in range(rounds):
        before, began = sum(os.times()[:4]), time.perf_counter()
        make()
        took.append(time.perf_counter() - began)
        spent.append(sum(os.times()[:4]) - before)
    a_second = [events / each for each in spent]
    return spread(a_second, "{:,.0f}".format), f"{events / median(took):,.0f}"


if __name__ == "__main__":
    main()
