"""Whom careplay's own actions never reached counts as long not contacted, and nobody else."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from diary import Diary, rule, rules
from docs_shop import sound

DURABLE = pytest.param(
    "durable",
    marks=pytest.mark.skipif(not find_spec("durable_rules_engine"), reason="an extra"),
)
CELLS = {
    "long": "{last_word: over 60 days ago}",
    "before": "{last_word: before 2026-05-31}",
    "by": "{last_word: on or before 2026-05-31}",
    "lately": "{last_word: in the last 30 days}",
    "after": "{last_word: after 2026-01-01}",
    "not_lately": "{none: [{last_word: in the last 30 days}]}",
    "on": "{last_word: 2026-05-31}",
    "not_on": "{last_word: not 2026-05-31}",
    "missing": "{last_word: missing}",
    "present": "{last_word: present}",
}


def diary(folder: Path, engine: str, measure: str) -> Diary:
    """A shop that asks each of the cells of two customers; something was done for C2."""
    asked = (rule(name, "{every: day}", **{"if": cell}) for name, cell in CELLS.items())
    book = f"measures: {{last_word: {measure}}}\n" + rules(*asked)
    made = Diary(folder / "shop", book, {"C1": {}, "C2": {}}, engine=engine)
    for type_ in ("action.done", "visit"):
        made.event("2026-05-31 10:00", type_, "C2", action="" if type_ == "visit" else "a1")
    return made


def held(made: Diary) -> dict[str, set[str]]:
    """The rules of which each customer gets something."""
    found = made.run("2026-06-01")
    return {who: {each["rule"] for each in found if each["customer_id"] == who}
            for who in ("C1", "C2")}  # fmt: skip


@pytest.mark.parametrize("engine", ["plain", "duckdb", DURABLE])
def test_whom_nothing_reached_was_reached_before_any_date(engine: str, tmp_path: Path) -> None:
    assert held(diary(tmp_path, engine, "{latest: action.done}")) == {
        "C1": {"long", "before", "by", "not_lately", "not_on", "missing"},
        "C2": {"by", "lately", "after", "on", "present"},
    }


@pytest.mark.parametrize("engine", ["plain", "duckdb", DURABLE])
def test_of_all_else_missing_stays_unknown(engine: str, tmp_path: Path) -> None:
    assert held(diary(tmp_path, engine, "{latest: visit}")) == {
        "C1": {"not_lately", "missing"},
        "C2": {"by", "lately", "after", "on", "present"},
    }


def test_nobody_is_undecided_for_want_of_a_first_word(tmp_path: Path) -> None:
    made = diary(tmp_path, "duckdb", "{latest: action.done}")
    assert "last_word" not in made.call("2026-06-01", "--format", "jsonl").stderr


def test_a_table_may_ask_for_it_and_stays_proved(tmp_path: Path) -> None:
    made = diary(tmp_path, "duckdb", "{latest: action.done}")
    made.playbook += """tables:
  care:
    inputs: [last_word]
    outputs: {care: {of: [first, often]}}
    rows:
      - {id: first, last_word: over 60 days ago, care: first}
      - {id: often, last_word: in the last 60 days, care: often}
    else: {care: often}
"""
    made.write()
    assert sound(made.folder).facts["care"].name == "care"
