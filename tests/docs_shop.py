"""The shop of the documentation, written to disk and run for the rows of its tables."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

import docs_pages
from careplay.engines import plain, whole
from careplay.engines.base import Engine, Undecided
from careplay.engines.plain.cases import PlainDay, customers
from careplay.engines.plain.facts import customers_of
from careplay.engines.plain.run import carried_out
from careplay.meaning.clock import clock_of
from careplay.meaning.owners import Staff
from careplay.model.business import Business
from careplay.pipeline.examining import Examined, examine_all
from careplay.sources.connecting import connect
from careplay.sources.loaded import Loaded
from careplay.sources.loading import load_tables
from careplay.sources.rows import rows

PAGE = "language.md"
EVENT = re.compile(r"([\w.]+) (\d{4}-\d\d-\d\d)(?: (\d\d:\d\d))?(?: (.+))?")
STAFF = "id,name,role\nE1,Ann,adviser\n"
FACTS = (
    "name", "honorific", "phone", "wechat", "tier", "points", "discount", "balance", "consent",
    "family", "birthday", "birthday_calendar", "建档日", "warranty_until", "store", "owner",
)  # fmt: skip
EVENTS = (
    "customer_id", "event_id", "type", "at", "amount", "category", "arrival", "nights", "cause",
    "entered_at",
)  # fmt: skip

Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Given:
    """What a row of a table says of a customer: facts and events."""

    facts: Values
    events: tuple[Values, ...]


@dataclass(frozen=True, slots=True)
class Ran:
    """A day's actions, a mapping each, what was left undecided, and what else was said."""

    actions: tuple[Mapping[str, Any], ...]
    undecided: tuple[Undecided, ...]
    notes: tuple[str, ...]

    def of(self, customer: str, rule: str) -> tuple[Mapping[str, Any], ...]:
        """The actions of one customer by one rule."""
        return tuple(
            each
            for each in self.actions
            if (each["customer_id"], each["rule"]) == (customer, rule)
        )

    def wanting(self, rule: str) -> tuple[str, ...]:
        """The facts for want of which the rule could not be decided."""
        return tuple(each.fact for each in self.undecided if each.rule == rule and each.fact)


@dataclass(frozen=True, slots=True)
class Acted:
    """The days on which a rule acts for a customer, and those on which it cannot tell."""

    on: list[date]
    unsure: list[date]


def home() -> str:
    """The ``careplay.yaml`` of the page."""
    return next(each.text for each in examples() if each.text.startswith("careplay:"))


def playbooks() -> tuple[str, ...]:
    """The other sound examples of the page."""
    return tuple(each.text for each in examples() if not each.text.startswith("careplay:"))


def examples() -> tuple[docs_pages.Block, ...]:
    """Every YAML example of the page that is not meant to be faulty."""
    found = (each for each in docs_pages.blocks(PAGE) if each.kind == "yaml")
    return tuple(each for each in found if not each.told.startswith("faulty"))


def write(folder: Path, files: Mapping[str, str]) -> Path:
    """The folder with these files in it."""
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def shop(folder: Path, *more: str, home: str = "") -> Path:
    """The shop with the examples of the page, and with further playbooks."""
    books = {f"page_{n}.yaml": text for n, text in enumerate(playbooks(), start=1)}
    added = {f"more_{n}.yaml": text for n, text in enumerate(more, start=1)}
    return write(folder, {"careplay.yaml": home or globals()["home"](), **books, **added})


def examined(folder: Path) -> Examined:
    """What came of reading and checking the one business below the folder."""
    (found,) = examine_all([folder])
    return found


def sound(folder: Path) -> Business:
    """The business; that it has no fault is part of what the page promises."""
    found = examined(folder)
    assert [str(fault) for fault in found.diagnostics] == []
    assert found.business is not None
    return found.business


def rule(name: str, when: str, more: str = "", do: str = "task: done") -> str:
    """A rule in flow style, for the customer whose name is the rule's."""
    return f"  - {{id: {name}, title: row, when: {when}, {more} do: [{{{do}, to: adviser}}]}}\n"


def own(name: str) -> str:
    """The part of a rule that leaves out everybody else."""
    return f"if: {{name: {name}}},"


def given(cell: str) -> Given:
    """The facts (``points: 5``) and events (``visit 2026-02-01 10:30``) of a cell."""
    assert docs_pages.codes(cell) or cell == "nothing"
    facts: dict[str, str] = {}
    events: list[Values] = []
    for code in docs_pages.codes(cell):
        found = EVENT.fullmatch(code)
        if found is None:
            facts |= _texts(f"{{{code}}}")
            continue
        at = f"{found[2]} {found[3] or '12:00'}"
        events.append({"type": found[1], "at": at, **_texts(f"{{{found[4] or ''}}}")})
    return Given(facts, tuple(events))


def data(customers: Mapping[str, Given], staff: str = STAFF) -> dict[str, str]:
    """The data of these customers as the shop's files; each is called by its key."""
    people = [
        {"customer_id": key, "name": key, **_headings(told.facts)}
        for key, told in customers.items()
    ]
    events = [
        {"customer_id": key, "event_id": f"{key}-{n}", **event}
        for key, told in customers.items()
        for n, event in enumerate(told.events, start=1)
    ]
    return {
        "data/customers.csv": _csv(("customer_id", *FACTS), people),
        "data/events.csv": _csv(EVENTS, events),
        "data/staff.csv": staff,
    }


def runs(business: Business, days: Iterable[date], engine: Engine = plain) -> dict[date, Ran]:
    """Each day's run of the business on its own data, which must have no fault."""
    loaded = _loaded(business)
    found: dict[date, Ran] = {}
    for day in days:
        outcome = whole.run(engine, business, day, loaded)
        result = loaded.connection.execute(f"SELECT * FROM {outcome.relation}")
        names = [column[0] for column in result.description or ()]
        actions = (dict(zip(names, row, strict=True)) for row in result.fetchall())
        found[day] = Ran(tuple(actions), outcome.undecided, outcome.notes)
    return found


def acted(business: Business, days: Iterable[date]) -> dict[str, Acted]:
    """On which days each rule acts for the customer of its own name; of one rule, one customer.

    The plain engine's own steps, without its table of actions: a year is run in a second.
    """
    loaded = _loaded(business)
    known = customers_of(*rows(loaded))
    own = {each.key for each in known}
    found = {rule.id: Acted([], []) for rule in business.rules if rule.id in own}
    for day in days:
        clock = clock_of(business, day)
        today = PlainDay(business, clock, Staff(business.roles, loaded.people, day))
        parties = {party.key: party for party in customers(today, known)}
        for rule in business.rules:
            if rule.id in found:
                matches, wants = carried_out(rule, (parties[rule.id],), today)
                found[rule.id].on.extend([day] * len(matches))
                found[rule.id].unsure.extend([day] * len(wants))
    return found


def _loaded(business: Business) -> Loaded:
    loaded = load_tables(business, customers=None, events=None, connection=connect())
    assert [str(fault) for fault in loaded.faults] == []
    return loaded


def _texts(written: str) -> dict[str, str]:
    """A mapping with every value as the text it was written as."""
    found = yaml.load(written, Loader=yaml.BaseLoader)  # noqa: S506 - makes nothing but texts
    return {str(name): str(value) for name, value in found.items()}


def _headings(facts: Values) -> Values:
    return {{"joined_on": "建档日"}.get(name, name): value for name, value in facts.items()}


def _csv(headings: Sequence[str], rows: Iterable[Values]) -> str:
    written = io.StringIO()
    writer = csv.DictWriter(written, headings, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue()
