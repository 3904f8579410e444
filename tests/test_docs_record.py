"""docs/record.md is true: its commands answer as it shows, and every option is on the page."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

import docs_pages
from careplay.commands.done import approve, decline, done, refuse, snooze, unreached
from careplay.commands.hand_over import hand_over
from careplay.commands.record import record
from docs_pages import codes
from shop_folder import careplay

PAGE = "record.md"
DAY = "2026-11-21"
COMMANDS = (approve, decline, done, record, refuse, snooze, unreached)
KEPT = "my_shop/.careplay/actions/my_shop/date=*/actions.parquet"


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder above the shop of the page, one day of which was run."""
    monkeypatch.chdir(tmp_path)
    home, book = (each.text for each in docs_pages.blocks(PAGE) if each.kind == "yaml")
    data = {each.told: each.text for each in docs_pages.blocks(PAGE) if each.kind == "csv"}
    for name, text in {"careplay.yaml": home, "book.yaml": book, **data}.items():
        file = tmp_path / "my_shop" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert careplay("run", "my_shop", "--date", DAY, "--format", "parquet").exit_code == 0
    return tmp_path


def answered(text: str) -> str:
    """The commands of a block, each with what it answers."""
    lines: list[str] = []
    for command in text.splitlines():
        if command.startswith("$ "):
            found = careplay(*shlex.split(command.removeprefix("$ careplay ")))
            lines += [command, *found.stdout.splitlines(), *found.stderr.splitlines()]
    return "\n".join(each.rstrip() for each in lines)


def test_the_commands_answer_as_the_page_shows(
    shop: Path, golden: Callable[[Path, str], None]
) -> None:
    shown = [n for n, each in enumerate(docs_pages.blocks(PAGE)) if each.kind == "console"]
    for number in shown:
        block = docs_pages.blocks(PAGE)[number]
        told = answered(block.text)
        golden(docs_pages.DOCS / PAGE, docs_pages.answered(PAGE, block, told))


def test_the_codes_of_the_page_are_those_of_the_shop(shop: Path) -> None:
    told = duckdb.execute(f"SELECT code FROM read_parquet('{KEPT}')").fetchall()
    named = {*re.findall(r"careplay (?:done|approve) (\w+) my_shop", docs_pages.page(PAGE))}
    assert {code for (code,) in told} <= named


def test_every_option_is_on_the_page_and_no_other() -> None:
    options = {
        flag for each in COMMANDS for told in each.params for flag in told.opts if "--" in flag
    }
    options |= {flag for told in hand_over.params for flag in told.opts if "--" in flag}
    rows = [
        row
        for each in docs_pages.tables(PAGE)
        if each.heading[0] == "option"
        for row in each.rows
    ]
    told = {code.split()[0] for row in rows for code in codes(row[0])}
    assert told <= options
    assert options - told <= {
        *("--allow", "--memory", "--temp"),
        *("--max-yaml", "--max-cell", "--max-cells", "--max-part", "--max-files"),
    }
