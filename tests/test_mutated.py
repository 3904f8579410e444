"""Mutated playbooks are told or run, never a fault of careplay itself: drawn from the seed.

``CAREPLAY_EXAMPLES=2500 pytest tests/test_mutated.py tests/test_damaged_files.py`` tries so
many of each kind through the real entry, in one process. What ``check`` accepts runs alike on
both engines.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from random import Random

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import Result

import careplay as public
from examples import tried
from shop_folder import DAY, careplay, shop

TOLD = frozenset({0, 1, 3, 4, 5})
"""Free of faults, or told: of a playbook, of the data, of the world, or nothing to run."""
ODD = (
    "", "~", "null", "[]", "{}", "[[]]", "{a: {b: c}}", "0", "-1", "1e400", ".nan", ".inf",
    "9" * 40, "true", "2026-02-30", "2026-11-21", "'", '"\\0"', '"\\x1b[2J"', "&a *a", "*b",
    "!!python/object:os.system x", "<<: *a", "x" * 5000, "# c", "- -", "? a", "=", "\u202e",
    "a: b: c", "%", "@", "`", "$miss_days", "$none", "{name}", "{", "{{", "}", "customers",
    "every", "day", "1 day", "0 days", "-3 days", "99999 years", "at least", "not not", "../..",
    '"\\ud800"', "| ", ">-", "---", "...", "\t", "\u3000", "data/\\0.csv", "sqlite:x", "**",
)  # fmt: skip


def mutated(text: str, random: Random) -> str:
    """The text with one or two slips: of a line, of a word, of a value, or of a few signs."""
    lines = text.split("\n")
    for _ in range(random.randint(1, 2)):
        at, other = random.randrange(len(lines)), random.randrange(len(lines))
        line, odd = lines[at], random.choice(ODD)
        cut = random.randint(0, len(line))
        key, colon, _ = line.partition(": ")
        word = random.choice(line.split(" "))
        lines[at : at + 1] = random.choice(
            (
                [],
                [line, lines[other]],
                [lines[other]],
                [" " * random.randint(1, 4) + line],
                [f"{key}{colon or ': '}{odd}"],
                [line.replace(word, odd, 1) if word else line + odd],
                [line[:cut] + odd + line[cut + 1 :]],
                [line[:cut]],
            )
        )
    return "\n".join(lines)


def ran(folder: Path, engine: str) -> Result:
    told = careplay(
        *("run", folder, "--date", DAY, "--dry-run", "--format", "jsonl", "--engine", engine)
    )
    assert told.exit_code in TOLD, told.output
    assert told.exception is None or isinstance(told.exception, SystemExit)
    return told


def actions(told: Result) -> list[str]:
    return sorted(line for line in told.stdout.splitlines() if json.loads(line)["action_id"])


@pytest.mark.parametrize("name", ["careplay.yaml", "first_steps.yaml"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_mutated_playbook_is_told_or_runs_alike(
    name: str, language: str, tmp_path: Path, drawn: int
) -> None:
    folder, random = shop(tmp_path / "shop", language), Random(f"{name} {language} {drawn}")  # noqa: S311 - no secret
    file = folder / name
    text = file.read_text(encoding="utf-8")
    for _ in range(tried(60)):
        file.write_text(mutated(text, random), encoding="utf-8", errors="surrogatepass")
        checked = careplay("check", folder)
        assert checked.exit_code in TOLD, checked.output
        if checked.exit_code == 0 and random.random() < 0.2:
            first, second = ran(folder, "duckdb"), ran(folder, "plain")
            assert first.exit_code == second.exit_code
            assert actions(first) == actions(second)


ROWS = (
    ("{n},Ann,1,1985-02-28,yes,S2", False),
    ("{n},Ann,1,1985-02-31,yes,S2", False),
    ("{n},Ann,1,,perhaps,nobody", False),
    (",Ann,1,1985-02-28,yes,S2", True),
    ("1,again,1,1985-02-28,yes,S2", True),
    ("{n},Ann,1", True),
    ("{n},Ann,1,1985-02-28,yes,S2,more,and more", True),
    ("{n},A\0n,1,1985-02-28,yes,S2", True),
    ('{n},A"n,1,1985-02-28,yes,S2', False),
    ('{n},"A"n,1,1985-02-28,yes,S2', True),
    ("{n}.0,Ann,1,1985-02-28,yes,S2", True),
)
"""Rows, and whether they are left out."""


def test_as_many_rows_are_read_as_are_used_and_told(tmp_path: Path, drawn: int) -> None:
    folder, random = shop(tmp_path / "shop"), Random(f"rows {drawn}")  # noqa: S311 - no secret
    file = folder / "data" / "customers.csv"
    heading = file.read_text(encoding="utf-8").split("\n")[0]
    for _ in range(tried(12)):
        chosen = [ROWS[0], *random.choices(ROWS, k=random.randint(1, 40))]
        text = "\n".join(row.format(n=number) for number, (row, _) in enumerate(chosen, 1))
        file.write_text(f"{heading}\n{text}\n", encoding="utf-8")
        day = public.run(folder, date(2026, 11, 21), keep=False)
        told = {(row["row"], row["code"]) for row in day.rejects if row["file"] == str(file)}
        left_out = {number for number, (_, out) in enumerate(chosen, 2) if out}
        assert day.counts.customers == len(chosen)
        assert day.counts.customers_left_out == len(left_out)
        assert left_out <= {row for row, _ in told}


HEADING = ("customer_id", "name", "phone", "birthday", "consent_care", "owner")
PLAIN = ("{n}", "Ann", "1", "1985-02-28", "yes", "S2")
Line = Mapping[str, object] | str
"""A row by what differs from a plain one, or as it stands in the file."""
ODD_ROWS: tuple[tuple[Line, bool], ...] = (
    ({}, False),
    ({"name": None}, False),
    ({"name": "  "}, False),
    ({"birthday": "1985-02-31"}, False),
    ({"consent_care": "perhaps"}, False),
    ({"owner": "nobody"}, False),
    ({"customer_id": None}, True),
    ({"customer_id": ""}, True),
    ({"customer_id": " "}, True),
    ({"customer_id": "1"}, True),
    ({"customer_id": " 1 "}, True),
    ({"customer_id": "{n}.0"}, True),
)
"""Rows of any kind of file, and whether they are left out; the first row is customer 1."""
ODD_IN: Mapping[str, tuple[tuple[Line, bool], ...]] = {
    "jsonl": (
        ({"name": ["a"]}, False),
        ({"name": {"a": 1}}, False),
        ({"name": "A\0n"}, False),
        ({"name": "\ud800"}, False),
        ({"phone": "\udcff", "customer_id": "\ud800"}, True),
        ({"customer_id": ["{n}"]}, True),
        ('{"customer_id": "{n}"', True),
        ('{"customer_id": "{n}", "customer_id": "{n}9"}', True),
        ("[1]", True),
        ("null", True),
    ),
    "xlsx": (
        ({"name": "#N/A"}, False),
        ({"birthday": "#N/A"}, False),
        ({"name": "=1+1"}, False),
        ({"customer_id": "=1+1"}, True),
        ({"customer_id": "#DIV/0!"}, True),
    ),
    "db": (({"name": b"\xff"}, False), ({"name": "A\0n"}, False)),
    "parquet": (),
}


def line_of(told: Line, number: int) -> tuple[object, ...] | str:
    """The cells of a row, or its line."""
    if isinstance(told, str):
        return told.replace("{n}", str(number))
    cells = (told.get(name, plain) for name, plain in zip(HEADING, PLAIN, strict=True))
    return tuple(
        cell.replace("{n}", str(number)) if isinstance(cell, str) else cell for cell in cells
    )


def write(kind: str, lines: Sequence[tuple[object, ...] | str], file: Path) -> None:
    """The table as a file of its kind."""
    rows = [
        dict(zip(HEADING, line, strict=True)) for line in lines if not isinstance(line, str)
    ]
    match kind:
        case "jsonl":
            told = (
                line
                if isinstance(line, str)
                else json.dumps(dict(zip(HEADING, line, strict=True)))
                for line in lines
            )
            file.write_text("\n".join(told) + "\n", encoding="utf-8")
        case "xlsx":
            book = openpyxl.Workbook()
            for each in (HEADING, *(row.values() for row in rows)):
                book.active.append(list(each))
            book.save(file)
        case "db":
            file.unlink(missing_ok=True)
            with closing(sqlite3.connect(file)) as kept:
                kept.execute(f"CREATE TABLE t ({', '.join(HEADING)})")
                marks = ", ".join("?" * len(HEADING))
                kept.executemany(
                    f"INSERT INTO t VALUES ({marks})", [tuple(row.values()) for row in rows]
                )
                kept.commit()
        case _:
            columns = {
                name: pa.array([row[name] for row in rows], pa.string()) for name in HEADING
            }
            pq.write_table(pa.table(columns), file)


@pytest.mark.parametrize("kind", ODD_IN)
def test_so_are_the_rows_of_other_kinds_of_files(kind: str, tmp_path: Path, drawn: int) -> None:
    folder, random = shop(tmp_path / "shop"), Random(f"{kind} rows {drawn}")  # noqa: S311 - no secret
    file, home = folder / "data" / f"odd.{kind}", folder / "careplay.yaml"
    place = f"sqlite:data/{file.name}#t" if kind == "db" else f"data/{file.name}"
    text = home.read_text(encoding="utf-8").replace("data/customers.csv", place)
    home.write_text(text, encoding="utf-8")
    heading = 1 if kind == "xlsx" else 0
    every = (*ODD_ROWS, *ODD_IN[kind])
    for number in range(tried(6)):
        others = every if number == 0 else random.choices(every, k=random.randint(1, 40))
        chosen = [ODD_ROWS[0], *others]
        write(kind, [line_of(told, n) for n, (told, _) in enumerate(chosen, 1)], file)
        day = public.run(folder, date(2026, 11, 21), keep=False)
        told = {row["row"] for row in day.rejects if file.name in row["file"]}
        left_out = {n + heading for n, (_, out) in enumerate(chosen, 1) if out}
        assert day.counts.customers == len(chosen)
        assert day.counts.customers_left_out == len(left_out)
        assert left_out <= told
        sound = {n + heading for n, (told, _) in enumerate(chosen, 1) if blameless(told)}
        assert not sound & told


def blameless(told: Line) -> bool:
    """Whether nothing of the row is to be told: a missing name is missing, and no fault."""
    none: tuple[object, ...] = (None, "  ")
    return not isinstance(told, str) and {*told} <= {"name"} and told.get("name") in none
