"""The hotel of ``docs/receptions.md``, day by day, with what is said of its guest's stays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import docs_pages
from careplay import engines
from careplay.engines import whole
from careplay.engines.base import Past
from careplay.history.asking import as_asked, as_text, asked_since
from careplay.model.actions import WHOLE_COLUMNS
from careplay.model.business import Business, Person
from careplay.model.types import Scalar, Type
from careplay.outputs.shown import TEXTS, Texts
from careplay.pipeline.examining import examine_all
from careplay.sources.connecting import connect
from careplay.sources.memory import in_memory

if TYPE_CHECKING:
    import duckdb

PAGE = "receptions.md"
PLAYBOOK = "lists:"
OUTCOMES = """    action.done: {action: text}
    action.refused: {action: text}
"""
PEOPLE = (
    Person("E1", "Eva", "duty_manager"),
    Person("E2", "Bob", "housekeeping"),
    Person("E3", "Cai", "security"),
    Person("E4", "Dan", "gm"),
)
Told = dict[str, Any]


def yaml_of(start: str) -> str:
    """The YAML example of the page that begins so."""
    found = (each.text for each in docs_pages.blocks(PAGE) if each.kind == "yaml")
    return next(text for text in found if text.startswith(start))


@cache
def business_of(playbook: str, *instead: tuple[str, str]) -> Business:
    """The page's hotel with a playbook; people say what they did by events."""
    home = yaml_of("careplay:").replace("staff: {from", f"{OUTCOMES}staff: {{from")
    for old, new in instead:
        assert old in home
        home = home.replace(old, new)
    with TemporaryDirectory() as folder:
        (Path(folder) / "careplay.yaml").write_text(home, encoding="utf-8")
        (Path(folder) / "vip.yaml").write_text(playbook, encoding="utf-8")
        (found,) = examine_all([Path(folder)])
    assert found.business is not None, found.diagnostics
    return found.business


@cache
def connection(engine: str) -> duckdb.DuckDBPyConnection:
    """One connection for each engine: to open one takes longer than a day."""
    return connect()


@dataclass(slots=True)
class Hotel:
    """The hotel with a guest or several, all that was said so far, and all that was asked."""

    level: str = "B"
    engine: str = "plain"
    levels: dict[str, str] = field(default_factory=dict)
    """Of guests besides G1."""
    absent: bool = False
    """Whether the guest is not in the table."""
    playbook: str = ""
    instead: tuple[tuple[str, str], ...] = ()
    """What careplay.yaml says instead of what the page says."""
    happened: list[dict[str, Scalar | None]] = field(default_factory=list)
    ran: list[date] = field(default_factory=list)

    def said(
        self, at: str, type_: str, ref: str = "R1", guest: str = "G1", **told: str
    ) -> None:
        """Something is said of the guest's stay; at eight, unless a time is told."""
        moment = datetime.fromisoformat(at if " " in at else f"{at} 08:00")
        event: dict[str, Scalar | None] = {"customer_id": guest, "type": type_, "at": moment}
        for name, text in {"ref": ref, **told}.items():
            event[name] = self._value(name, text)
        self.happened.append(event)

    def booked(self, at: str, arrival: str, departure: str, **told: str) -> None:
        """The stay R1 is booked."""
        self.said(at, "reservation", arrival=arrival, departure=departure, **told)

    def changed(self, at: str, **told: str) -> None:
        """Something new becomes known of the stay R1."""
        self.said(at, "reservation.changed", **told)

    def done(self, at: str, action: Told) -> None:
        """What was asked is done."""
        self.said(at, "action.done", action=action["action_id"])

    def days(self, first: str, last: str) -> dict[str, list[Told]]:
        """The actions of every day from the first to the last; days without any left out."""
        found = {day: self.run(day) for day in every(first, last)}
        return {day: told for day, told in found.items() if told}

    def shown(self, told: Told) -> Told:
        """The action as it is shown to whoever need not know of whom it is."""
        key = (*(told[name] for name in ("rule", "verb", "role", "title")), False)
        texts = Texts(self._business())
        return {**told, **{each: texts.shown(key, told[each], each) for each in TEXTS}}

    def run(self, day: str) -> list[Told]:
        """The actions of a day, which are kept for the days to come."""
        known, on = connection(self.engine), date.fromisoformat(day)
        guests = [
            {"customer_id": guest, "name": "Ann Li", "vip_level": level}
            for guest, level in {"G1": self.level, **self.levels}.items()
            if not (self.absent and guest == "G1")
        ]
        loaded = in_memory(self._business(), guests, self.happened, PEOPLE, connection=known)
        past, asked = self._past(on), self._asked(on)
        business = as_asked(self._business(), asked_since(self._business(), on, asked))
        whole.run(engines.engine(self.engine), business, on, loaded, past)
        found = known.execute("SELECT * FROM whole_actions")
        columns = [column[0] for column in found.description or ()]
        told = [dict(zip(columns, row, strict=True)) for row in found.fetchall()]
        known.execute("CREATE OR REPLACE TEMP TABLE new AS SELECT * FROM whole_actions")
        known.execute("DELETE FROM kept WHERE date = ?", [on])
        known.execute("INSERT INTO kept SELECT * FROM new")
        self.ran = sorted({*self.ran, on})
        return told

    def _past(self, day: date) -> Past:
        known = connection(self.engine)
        if not self.ran:
            columns = ", ".join(
                f'CAST(NULL AS {kind}) AS "{name}"' for name, kind in WHOLE_COLUMNS
            )
            known.execute(f"CREATE OR REPLACE TEMP TABLE kept AS SELECT {columns} WHERE false")
        before = [each for each in self.ran if each < day]
        for name, sign in (("kept_before", "<"), ("kept_same", "=")):
            query = f"SELECT * FROM kept WHERE date {sign} DATE '{day}'"
            known.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {query}")
        return Past(
            earlier="kept_before" if before else "",
            last_run=before[-1] if before else None,
            same="kept_same" if day in self.ran else "",
        )

    def _asked(self, day: date) -> Mapping[str, str]:
        """Since when each run has asked; nothing where none was made before."""
        if not self.ran or self.ran[0] >= day:
            return {}
        return as_text(asked_since(self._business(), self.ran[0], {}))

    def _business(self) -> Business:
        return business_of(self.playbook or yaml_of(PLAYBOOK), *self.instead)

    def _value(self, name: str, text: str) -> Scalar:
        types = business_of(yaml_of(PLAYBOOK), *self.instead).event_types.values()
        found = {event.attributes[name].type for event in types if name in event.attributes}
        if Type.MOMENT in found:
            return datetime.fromisoformat(text)
        return date.fromisoformat(text) if Type.DATE in found else text


def every(first: str, last: str) -> list[str]:
    """Every day from the first to the last."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return [(start + timedelta(n)).isoformat() for n in range((end - start).days + 1)]


def rules(told: list[Told]) -> list[str]:
    """The rules that asked, each with its status unless it is due."""
    return [
        each["rule"].removeprefix("vip.")
        + ("" if each["status"] == "due" else f" {each['status']}")
        for each in told
    ]
