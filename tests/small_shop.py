"""A small business of a few lines, written for one test and run as a command."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import Result

from alike import called

HOME = """
careplay: 1
name: Shop
language: en
customers: {from: data/customers.csv, key: id, facts: {name: text, phone: text, owner: staff}}
events:
  from: data/events.csv
  types: {visit: {}}
staff: {from: data/staff.csv}
roles: {adviser: {fact: owner}, manager: {}}
"""
FILES = {
    "careplay.yaml": HOME,
    "data/customers.csv": "id,name,phone,owner\nC1,Ann,1,E1\nC2,Bo,,E1\n",
    "data/events.csv": "customer_id,type,at\n",
    "data/staff.csv": "id,name,role\nE1,Eve,adviser\n",
}


@dataclass(frozen=True, slots=True)
class SmallShop:
    """The folder of the business."""

    folder: Path
    engine: str = "duckdb"

    def run(self, day: str, *options: object) -> Result:
        """Run a day that has no fault to stop it."""
        found = self.call(day, *options)
        assert found.exit_code == 0, found.output
        return found

    def call(self, day: str, *options: object) -> Result:
        """Run a day."""
        told = ("run", self.folder, "--date", day, "--engine", self.engine, *options)
        return called(told)

    def actions(self, day: str, *options: object) -> list[tuple[str, str]]:
        """The date and rule of each action that is due."""
        found = self.run(day, "--format", "jsonl", *options).stdout.splitlines()
        told = map(json.loads, found)
        return [(each["date"], each["rule"]) for each in told if each["status"] == "due"]

    def said(self, day: str, *options: object) -> list[str]:
        """What is said on standard error beside a machine format, files by their name alone."""
        found = self.run(day, "--format", "jsonl", *options).stderr
        return found.replace(f"{self.folder}/", "").splitlines()

    def report(self, day: str) -> dict[str, Any]:
        """What is kept of a day for programs."""
        found: dict[str, Any] = json.loads(self.kept(day, "run.json").read_text("utf-8"))
        return found

    def report_after(self, day: str) -> dict[str, Any]:
        """The same, once the day was run."""
        self.run(day)
        return self.report(day)

    def forget(self) -> None:
        """Remove every kept day."""
        shutil.rmtree(self.folder / ".careplay", ignore_errors=True)

    def kept(self, day: str, name: str) -> Path:
        """A file that is kept of a day."""
        return self.folder / ".careplay" / "actions" / self.folder.name / f"date={day}" / name

    def write(self, files: Mapping[str, str]) -> None:
        """Put files into the folder."""
        for name, text in files.items():
            file = self.folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")


def small_shop(folder: Path, playbook: str, **files: str) -> SmallShop:
    """The shop with a playbook; ``home``, ``customers``, ``events``, ``staff`` as given."""
    names = {"home": "careplay.yaml"} | {
        name: f"data/{name}.csv" for name in ("customers", "events", "staff")
    }
    shop = SmallShop(folder / "shop")
    given = {names[name]: text for name, text in files.items()}
    shop.write({**FILES, **given, "book.yaml": playbook})
    return shop
