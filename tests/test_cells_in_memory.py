"""Cells of tables in memory with no plain value are told, as those of Parquet files are."""

from __future__ import annotations

from datetime import date, time, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

import careplay

FILES = {
    "careplay.yaml": """
careplay: 1
name: Shop
customers: {from: customers.csv, key: customer_id, facts: {name: text}}
events: {from: events.csv, types: {visit: {}}}
staff: {from: staff.csv}
roles: {adviser: {}}
""",
    "rules.yaml": """
rules:
  - {id: hello, title: Hello, when: {event: visit}, do: [{task: "Hello {name}", to: adviser}]}
""",
    "customers.csv": "customer_id,name\n",
    "events.csv": "customer_id,type,at\nC1,visit,2026-11-21\n",
    "staff.csv": "id,name,role\nE1,Li,adviser\n",
}


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ([1, 2], "[1, 2]"),
        ({"a": 1}, "{'a': 1}"),
        (b"\xff", r"\xFF"),
        (timedelta(days=1), "24:00:00"),
        (time(3), "03:00:00"),
    ],
)
def test_a_cell_of_no_plain_value_is_told(tmp_path: Path, cell: object, told: str) -> None:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    customers = pa.table({"customer_id": ["C1"], "name": [cell]})
    day = careplay.run(careplay.load(tmp_path), date(2026, 11, 21), customers=customers)
    (fault,) = day.faults
    assert (fault.code, fault.file, fault.row, fault.value) == ("CP534", "<customers>", 1, told)
    assert len(day.actions) == 0


def test_bytes_that_are_a_text_are_that_text(tmp_path: Path) -> None:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    customers = pa.table({"customer_id": ["C1"], "name": ["李".encode()]})
    day = careplay.run(careplay.load(tmp_path), date(2026, 11, 21), customers=customers)
    assert [each["text"] for each in day.actions] == ["Hello 李"]
