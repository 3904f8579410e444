"""A small shop that is run day after day, with what its people tell of each action."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from click.testing import Result

from alike import called
from careplay.model.actions import UNDONE

HOME = """
careplay: 1
name: 红星家电
language: zh
customers:
  from: data/customers.csv
  key: customer_id
  facts:
    name: {type: text, personal: true}
    phone: text
    tier: {type: choice, of: [A, B]}
    regular: boolean
    promo_ok: {type: boolean, label: 接受促销}
    sms_ok: boolean
    owner: staff
events:
  from: data/events.csv
  types:
    visit: {}
    purchase: {amount: money}
    action.done: {action: text}
    action.refused: {action: text}
    action.unreached: {action: text}
    action.snoozed: {action: text, until: date}
staff: {from: data/staff.csv}
roles: {adviser: {fact: owner, fallback: manager}, manager: {}}
channels:
  phone: {needs: phone, label: 电话}
  sms: {needs: phone, consent: sms_ok, label: 短信}
  letter: {}
"""
FACTS = ("name", "phone", "tier", "regular", "promo_ok", "sms_ok", "owner")
EVENTS = ("customer_id", "type", "at", "amount", "action", "until")
USUAL = {
    "name": "张伟", "phone": "13800000001", "tier": "A", "regular": "true", "promo_ok": "true",
    "sms_ok": "true", "owner": "E1",
}  # fmt: skip
PEOPLE = ("id", "name", "role", "capacity", "absent_from")
STAFF = ({"id": "E1", "name": "小李", "role": "adviser"},)
Told = dict[str, Any]


@dataclass(slots=True)
class Diary:
    """The shop's folder, and everything that has happened so far."""

    folder: Path
    playbook: str
    customers: dict[str, dict[str, str]] = field(default_factory=lambda: {"C1": {}})
    staff: tuple[dict[str, str], ...] = STAFF
    happened: list[dict[str, str]] = field(default_factory=list)
    engine: str = "duckdb"
    home: str = HOME
    columns: tuple[str, ...] = ()
    """What its events tell besides the usual."""
    facts: tuple[str, ...] = ()
    """What is known of its customers besides the usual."""

    def event(self, at: str, type_: str, customer: str = "C1", **told: str) -> None:
        """Something happens."""
        self.happened.append({"customer_id": customer, "type": type_, "at": at, **told})

    def tells(self, at: str, outcome: str, action: Told, until: str = "") -> None:
        """What became of an action."""
        told = {"action": action["action_id"], "until": until}
        self.event(at, f"action.{outcome}", action["customer_id"], **told)

    def run(self, day: str, *options: object) -> list[Told]:
        """The actions of a day, as a new process would find them, but for what it lets go."""
        return [each for each in self.whole(day, *options) if each["held_by"] != UNDONE]

    def whole(self, day: str, *options: object) -> list[Told]:
        """The actions of a day, as a new process would find them."""
        found = self.call(day, "--format", "jsonl", *options)
        assert found.exit_code == 0, found.output
        return [json.loads(line) for line in found.stdout.splitlines()]

    def texts(self, day: str) -> dict[str, str]:
        """By id what the actions kept of a day say, of which a run shows nothing personal."""
        kept = pq.read_table(self.kept(day), columns=["action_id", "text"])
        return {each["action_id"]: each["text"] for each in kept.to_pylist()}

    def call(self, day: str, *options: object) -> Result:
        """Run a day; what the command prints."""
        self.write()
        told = ("run", self.folder, "--date", day, "--engine", self.engine, *options)
        return called(told)

    def write(self) -> None:
        """Put the business and its data on the disk."""
        customers = [
            {"customer_id": key, **USUAL, **told} for key, told in self.customers.items()
        ]
        files = {
            "careplay.yaml": self.home,
            "book.yaml": self.playbook,
            "data/customers.csv": _csv(("customer_id", *FACTS, *self.facts), customers),
            "data/events.csv": _csv((*EVENTS, *self.columns), self.happened),
            "data/staff.csv": _csv(PEOPLE, list(self.staff)),
        }
        for name, text in files.items():
            file = self.folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")

    def kept(self, day: str, name: str = "actions.parquet") -> Path:
        """A file kept of a day."""
        return self.folder / ".careplay" / "actions" / self.folder.name / f"date={day}" / name


def days(first: str, count: int) -> list[str]:
    """So many days from the first on."""
    start = date.fromisoformat(first)
    return [(start + timedelta(days=number)).isoformat() for number in range(count)]


def rule(
    name: str, when: str, do: str = "{call: 您好, to: adviser, reason: 来过}", **more: str
) -> str:
    """A rule that is titled as it is called."""
    lines = [f"  - id: {name}", f"    title: {name}", f"    when: {when}"]
    lines += [f"    {key}: {told}" for key, told in more.items()]
    return "\n".join([*lines, f"    do: [{do}]", ""])


def rules(*each: str, limits: str = "") -> str:
    """A playbook."""
    return (f"limits: {limits}\n" if limits else "") + "rules:\n" + "".join(each)


def _csv(columns: tuple[str, ...], rows: list[dict[str, str]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
