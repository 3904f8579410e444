"""Mutated playbooks are told or run, never a fault of careplay itself: drawn from the seed.

``CAREPLAY_EXAMPLES=2500 pytest tests/test_mutated.py tests/test_damaged_files.py`` tries so
many of each kind through the real entry, in one process. What ``check`` accepts runs alike on
both engines.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from random import Random

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
