"""Cells of SQLite, Parquet and JSON lines that hold no plain value are faults of their cell."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import duckdb
import pytest

import careplay as public
from shop_folder import DAY, careplay, plain_shop, replaced

COLUMNS = ("customer_id", "name", "phone", "birthday", "consent_care", "owner")


def lines(folder: Path, location: str) -> list[str]:
    """What is told of the customers there."""
    replaced(folder / "careplay.yaml", "data/customers.csv", location)
    told = careplay("run", folder, "--date", DAY, "--dry-run", "--format", "jsonl")
    assert told.exit_code == 0, told.output
    file = location.removeprefix("sqlite:")
    return [
        line.partition(f"{file}:")[2]
        for line in told.stderr.splitlines()
        if f"{file}:" in line and "holds" not in line
    ]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("CAST(x'ff41e9' AS TEXT)", "x'ff41e9'"),
        ("x'ff00fe'", "x'ff00fe'"),
        ("CAST(x'610062' AS TEXT)", r"a\x00b"),
        ("x'c3a9'", ""),
        ("'Ann'", ""),
        ("NULL", ""),
    ],
)
def test_bytes_in_sqlite_are_told_unless_they_are_a_text(
    cell: str, shown: str, tmp_path: Path
) -> None:
    folder = plain_shop(tmp_path / "shop")
    with closing(sqlite3.connect(folder / "data" / "c.db")) as kept:
        kept.execute(f"CREATE TABLE c ({', '.join(COLUMNS)})")
        for key, name in (("1", "'Eve'"), ("2", cell), ("3", "'Dot'")):
            kept.execute(f"INSERT INTO c VALUES ('{key}', {name}, '1', NULL, 'yes', 'S2')")
        kept.commit()
    found = lines(folder, "sqlite:data/c.db#c")
    said = f'2: CP534 column "name": "{shown}" is no text, number or date; expected one value'
    assert [line.startswith(said) for line in found] == [True] * bool(shown)


@pytest.mark.parametrize(
    ("value", "count"),
    [
        ("['a', 'b']", 1),
        ("{'a': 1}", 1),
        ("MAP {'a': 1}", 1),
        ("INTERVAL 1 DAY", 1),
        ("TIME '10:00'", 1),
        (r"'\xff\x00'::BLOB", 1),
        (r"'\xc3\xa9'::BLOB", 0),
        ("uuid()", 0),
        ("'x'::ENUM('x', 'y')", 0),
        ("1.5", 0),
    ],
)
def test_types_of_parquet_that_are_none_of_ours_are_told(
    value: str, count: int, tmp_path: Path
) -> None:
    folder = plain_shop(tmp_path / "shop")
    row = "'1' AS phone, NULL::DATE AS birthday, true AS consent_care, 'S2' AS \"owner\""
    query = f"""SELECT '1' AS customer_id, NULL AS name, {row}
        UNION ALL SELECT '2', {value}, 1, NULL, true, 'S2'"""
    file = folder / "data" / "c.parquet"
    duckdb.connect().execute(f"COPY ({query}) TO '{file}' (FORMAT parquet)")
    found = lines(folder, "data/c.parquet")
    assert [line.startswith('2: CP534 column "name": ') for line in found] == [True] * count


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"customer_id": "2", "name": ["a"]}', '2: CP534 column "name": "["a"]" is no text'),
        (
            '{"customer_id": "2", "name": {"a": "b"}}',
            '2: CP534 column "name": "{"a": "b"',
        ),
        ('{"customer_id": "2", "name": "a", "name": "b"}', "2: CP501 the row"),
        ('{"customer_id": "2", "x": {"a": 1, "a": 2}}', "2: CP501 the row"),
        ('{"customer_id": "2", "name": "a"', "2: CP501 the row"),
        ('{"customer_id": "2", "name": "a"}', ""),
    ],
)
def test_a_line_of_json_is_told_alone(line: str, said: str, tmp_path: Path) -> None:
    folder = plain_shop(tmp_path / "shop")
    whole = json.dumps(dict.fromkeys(COLUMNS) | {"customer_id": "1"})
    text = f"{whole}\n{line}\n{whole.replace('1', '3')}\n"
    (folder / "data" / "c.jsonl").write_text(text, encoding="utf-8")
    found = lines(folder, "data/c.jsonl")
    assert [each.startswith(said) for each in found] == [True] * bool(said)


BLANKS = """
careplay: 1
name: Shop
language: en
customers: {from: c.parquet, key: id, facts: {name: text, tier: {type: choice, of: [a, b]}}}
events: {from: e.parquet, types: {visit: {note: text}}}
roles: {manager: {}}
"""
ASKED = """
rules:
  - {id: n, title: N, when: {every: day}, if: {name: missing}, do: [{task: Ask, to: manager}]}
  - id: v
    title: V
    when: {event: visit, where: {note: missing}}
    do: [{task: Ask, to: manager}]
  - {id: t, title: T, when: {every: day}, if: {tier: b}, do: [{task: Ask, to: manager}]}
"""


@pytest.mark.parametrize("engine", ["duckdb", "plain"])
def test_a_blank_text_of_parquet_is_missing_as_it_is_elsewhere(
    engine: str, tmp_path: Path
) -> None:
    """And spaces around a key do not count; an event of nobody is told."""
    for name, text in (("careplay.yaml", BLANKS), ("rules.yaml", ASKED)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    kept = duckdb.connect()
    kept.execute("""
        CREATE TABLE c AS FROM (VALUES
            ('1', 'Ann', 'a'), ('2', '', ''), ('3 ', ' ', 'b '), (' 4', NULL, NULL),
            ('', 'Zoe', 'b'), (' ', 'Yan', 'b'), ('', '', '')
        ) t(id, name, tier);
        CREATE TABLE e AS SELECT *, 'visit' AS type, TIMESTAMP '2026-11-21 10:00' AS "at"
        FROM (VALUES ('1', ''), ('2', ' '), ('3', 'x'), ('', ''), (' ', ''), (' 4', ''))
            t(customer_id, note)
    """)
    for name in ("c", "e"):
        kept.execute(f"COPY {name} TO '{tmp_path / name}.parquet'")
    day = public.run(tmp_path, date(2026, 11, 21), keep=False, engine=engine)
    asked = sorted((row["rule"], row["customer_id"]) for row in day.actions)
    assert asked == [*(("n", key) for key in "234"), ("t", "3"), *(("v", key) for key in "124")]
    found = [(Path(row["file"]).stem, row["row"], row["code"]) for row in day.rejects]
    assert found == [("c", 5, "CP502"), ("c", 6, "CP502"), ("e", 4, "CP502"), ("e", 5, "CP502")]
    assert (day.counts.customers, day.counts.customers_left_out) == (6, 2)


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (r'"\ud800"', r"\ud800"),
        (r'"a\u0000b"', r"a\x00b"),
        (r'["\ud800"]', r'["\ud800"]'),
        ('"\\ud83d\\ude00"', ""),
    ],
)
def test_a_text_of_json_that_no_table_can_hold_is_told(
    cell: str, shown: str, tmp_path: Path
) -> None:
    folder = plain_shop(tmp_path / "shop")
    rest = '"phone": "1", "birthday": null, "consent_care": true, "owner": "S2"'
    rows = (
        f'{{"customer_id": "{n}", "name": {told}, {rest}}}'
        for n, told in ((1, cell), (2, '"Bo"'))
    )
    (folder / "data" / "c.jsonl").write_text("\n".join(rows), encoding="utf-8")
    found = lines(folder, "data/c.jsonl")
    said = f'1: CP534 column "name": "{shown}" is no text, number or date; expected one value'
    assert [line.startswith(said) for line in found] == [True] * bool(shown)
